"""Asks a drug-target model, and says what each answer rests on, or that it does not answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from gnn.drugtarget.cells import Asked
from gnn.drugtarget.data import Floats
from gnn.drugtarget.model import Kind
from gnn.drugtarget.training import TrainedTargets
from gnn.features.structures import fingerprints
from kg.errors import InputError

_SHOWN = 3
_ALIKE = 0.3
"""Similarity of Morgan fingerprints of radius 2 above which activities are likelier alike than by chance.

Jasial and others 2016, doi:10.12688/f1000research.8357.2.
"""
_FEW = 3


@dataclass(frozen=True, slots=True)
class TargetQuery:
    """What is asked.

    Attributes:
        drug: CURIE of a drug of the graph; empty for one that the graph does not know.
        smiles: its structure, may be empty for a drug with known targets.
        targets: what the graph says it binds.
        k: how many predictions.
    """

    drug: str = ""
    smiles: str = ""
    targets: Collection[str] = ()
    k: int = 10


@dataclass(frozen=True, slots=True)
class Alike:
    """A drug or target that an answer rests on, and how alike it is, 0 to 1."""

    id: str
    name: str
    similarity: float


@dataclass(frozen=True, slots=True)
class TargetPrediction:
    """One candidate.

    Attributes:
        rank: 1 is best, among all targets of the model that are not known for the drug.
        target, name: of the candidate.
        probability: of a link, 0 to 1.
        drugs: the drugs of the most similar structure that bind it, nearest first.
        own: known targets of the asked drug that resemble it most.
    """

    rank: int
    target: str
    name: str
    probability: float
    drugs: tuple[Alike, ...]
    own: tuple[Alike, ...]


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """Predictions, or why there are none.

    Attributes:
        kind: whether some targets of the drug were known.
        nearest: the drugs with known targets whose structures are most similar.
        candidates: best first; empty when it abstains.
        abstained: why it does not predict; empty when it does.
        weak: sentences on what the predictions do not rest on; empty when their grounds are as those of the training.
        hidden: targets left out because they are known.
    """

    kind: Kind
    nearest: tuple[Alike, ...]
    candidates: tuple[TargetPrediction, ...]
    abstained: str = ""
    weak: tuple[str, ...] = ()
    hidden: int = 0


def ask_targets(trained: TrainedTargets, query: TargetQuery) -> TargetAnswer:
    """The ``k`` most plausible targets that are not known yet; ties in the order of their CURIEs.

    It abstains for a drug without known targets whose structure is less similar to every known drug than the card's
    ``abstain_below``.

    Raises:
        InputError: a SMILES that does not parse, or neither a structure nor a known target.
    """
    model, data = trained.model, trained.model.data
    own = np.array([[float(target in query.targets) for target in data.targets]], np.float32)
    place = data.drugs.index(query.drug) if query.drug in data.drugs else None
    prints = fingerprints([query.smiles]) if query.smiles or place is None else data.prints[[place]]
    if not prints.nnz and not own.any():
        raise InputError(
            f"{query.drug or 'The drug'} has neither a structure nor a target that the model knows.",
            "Give its structure: --smiles.",
        )
    asked = Asked(prints, own, None if place is None else np.array([place]))
    similar = model.reference.similarities(prints, asked.rows)[0]
    kind = Kind.KNOWN if own.any() else Kind.NEW
    nearest = _most(data.drugs, data.drug_names, similar)
    floor = trained.card.abstain_below
    if kind is Kind.NEW and similar.max() < floor:
        why = (
            f"no drug with known targets is similar enough: the nearest has {similar.max():.2f}, {floor:.2f} is needed"
        )
        return TargetAnswer(kind, nearest, (), why)
    odds = model.log_odds(asked)[0]
    order = [int(one) for one in np.lexsort((np.array(data.targets), -odds)) if not own[0, one]]
    found = tuple(
        TargetPrediction(
            rank, data.targets[one], data.target_names[one], float(1 / (1 + np.exp(-odds[one]))),
            _most(data.drugs, data.drug_names, similar * data.links[:, one]),
            _most(data.targets, data.target_names, data.alike[one] * own[0]),
        )
        for rank, one in enumerate(order[: query.k], start=1)
    )  # fmt: skip
    weak = _weak(place is not None, int(own.sum()), similar if prints.nnz else None)
    return TargetAnswer(kind, nearest, found, weak=weak, hidden=int(own.sum()))


def _weak(trained_on: bool, known: int, similar: Floats | None) -> tuple[str, ...]:
    """What is lacking: the drug in the training, known targets, similar drugs with known ones."""
    said = []
    if not trained_on:
        said.append("The model was not trained on this drug.")
    if not known:
        said.append("No target of it is known: the ranking rests on its structure alone.")
    if similar is not None:
        alike = int((similar >= _ALIKE).sum())
        if alike < _FEW:
            drugs = "drug with known targets has" if alike == 1 else "drugs with known targets have"
            said.append(f"Only {alike} {drugs} a similar structure (similarity {_ALIKE} or more).")
    return tuple(said)


def _most(ids: tuple[str, ...], names: tuple[str, ...], similar: Floats) -> tuple[Alike, ...]:
    best = np.argsort(-similar, kind="stable")[:_SHOWN]
    return tuple(Alike(ids[one], names[one], round(float(similar[one]), 4)) for one in best if similar[one] > 0)
