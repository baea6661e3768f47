"""What is read of a drug and a target: from similar drugs, from the drug's other targets, and how common each is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from gnn.drugtarget.data import Floats
from gnn.drugtarget.reference import Reference

Places = NDArray[np.int64]

_COUNTS = (1, 3, 5, 10, 20)
_NEAR_TARGETS = 5
_LEAST = 1e-9
FEATURES = (
    *(f"structure_neighbours_{count}" for count in _COUNTS),
    "nearest_holder", "ridge", "structure_neighbours_on_similar_targets",
    "target_degree", "drug_degree", "company", "profile_neighbours_5", "profile_neighbours_20",
    "own_targets_alike", "nearest_own_target",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Drugs that are asked about.

    Attributes:
        prints: float32 [drugs, bits].
        own: float32 [drugs, targets], their known links, all 0 for a new one.
        rows: int64 [drugs], their places in the reference; None for drugs that are none of its.
    """

    prints: csr_matrix
    own: Floats
    rows: Places | None


def cell_features(reference: Reference, asked: Asked) -> Floats:
    """float32 [asked drugs, targets, len(FEATURES)]; labels for training come from links that are hidden in both."""
    own = asked.own
    similar = reference.similarities(asked.prints, asked.rows)
    links, alike = reference.links, reference.alike
    near = [_mean_of_nearest(similar, links, count) for count in _COUNTS]
    few = _keep(alike, _NEAR_TARGETS)
    reach = few.sum(0) + _LEAST
    profiles = _profile_similarity(own, links)
    if asked.rows is not None:
        profiles[np.arange(len(own)), asked.rows] = 0.0
    parts = [
        *near,
        _nearest_holder(similar, links),
        similar @ reference.duals,
        near[2] @ few / reach,
        np.log1p(np.broadcast_to(links.sum(0), own.shape) - own),
        np.log1p(np.broadcast_to(own.sum(1, keepdims=True), own.shape) - own),
        own @ reference.company,
        _mean_of_nearest(profiles, links, 5),
        _mean_of_nearest(profiles, links, 20),
        own @ few / reach,
        _nearest_own(own, alike),
    ]
    return np.stack([np.asarray(part, np.float32) for part in parts], axis=2)


def _keep(similar: Floats, count: int) -> Floats:
    """Each row's ``count`` largest values, zero elsewhere."""
    kept = np.zeros_like(similar)
    if not similar.size:
        return kept
    most = min(count, similar.shape[1])
    best = np.argpartition(-similar, most - 1, axis=1)[:, :most]
    rows = np.arange(len(similar))[:, None]
    kept[rows, best] = similar[rows, best]
    return kept


def _mean_of_nearest(similar: Floats, links: Floats, count: int) -> Floats:
    kept = _keep(similar, count)
    return np.asarray(kept @ links / (kept.sum(1, keepdims=True) + _LEAST), np.float32)


def _nearest_holder(similar: Floats, links: Floats) -> Floats:
    """The similarity of the most similar drug that has the target, 0 where none has."""
    nearest = np.zeros((len(similar), links.shape[1]), np.float32)
    for target in np.flatnonzero(links.any(0)):
        nearest[:, target] = similar[:, links[:, target] > 0].max(1)
    return nearest


def _profile_similarity(own: Floats, links: Floats) -> Floats:
    """Cosine of known links, 0 where either has none."""
    shared = own @ links.T
    sizes, others = own.sum(1), links.sum(1)
    norm = np.sqrt(np.outer(sizes, others))
    cosine = np.divide(shared, norm, out=np.zeros_like(shared), where=norm > 0)
    return np.asarray(cosine, np.float32)


def _nearest_own(own: Floats, alike: Floats) -> Floats:
    """The likeness of each target with the most alike of the drug's known ones."""
    nearest = np.zeros_like(own)
    for row in np.flatnonzero(own.any(1)):
        nearest[row] = alike[own[row] > 0].max(0)
    return nearest
