"""Does a query lie within what a model has seen? Ranges of the training's queries, and what is said beyond them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gnn.calibration import Calibration, Reading, readings
from gnn.dataset import Ids, LinkDataset
from gnn.evaluate import HEAD, TAIL, Side
from gnn.protocol import LinkPredictor

_QUANTILE = 0.05
_QUERIES = 100
_QUERIES_AT_ONCE = 50
_SHOWN = 12


class SupportKind(StrEnum):
    """Why a query lies outside what the model has seen; ``other_data`` names only that the graph has changed."""

    NO_EDGES = "no_edges"
    NEW_NODE = "new_node"
    LOW_DEGREE = "low_degree"
    LOW_SCORE = "low_score"
    OTHER_DATA = "other_data"


@dataclass(frozen=True, slots=True)
class SupportStatement:
    """One thing that a prediction does not rest on, in words."""

    kind: SupportKind
    text: str


@dataclass(frozen=True, slots=True)
class SupportRange:
    """Where the queries of the training lay, for one relation and side.

    Attributes:
        relation, side: what was asked; the side is the end that is asked for, ``tail`` or ``head``.
        degree: 5 % of the given nodes had fewer edges that the model reads.
        best: 5 % of the queries had a lower best candidate, among those that the graph does not hold already.
        reads: what ``best`` is read from.
        n: how many queries.
    """

    relation: str
    side: str
    degree: float
    best: float
    reads: Reading
    n: int

    @classmethod
    def from_raw(cls, raw: dict[str, Any]) -> SupportRange:
        """Reads what ``dataclasses.asdict`` made of one.

        Raises:
            KeyError, TypeError, ValueError: it is of another shape.
        """
        return cls(**{**raw, "reads": Reading(raw["reads"])})


class Seen(NamedTuple):
    """What is known of a training.

    Attributes:
        ranges: of its queries.
        edges: names of the predicates that it read.
        nodes: CURIEs that could stand at the ends of its relations; None when they were not kept.
        changed: hashes of the graph's data and of the training's; None when they are the same.
    """

    ranges: tuple[SupportRange, ...]
    edges: Collection[str]
    nodes: Collection[str] | None
    changed: tuple[str, str] | None


class Asked(NamedTuple):
    """A query: the given node's id, the relation's name, and the end that is asked for."""

    given: int
    relation: str
    side: str


def measure_support(
    model: LinkPredictor, dataset: LinkDataset, relation: int, calibration: Calibration | None
) -> tuple[SupportRange, ...]:
    """The ranges of a relation's queries, both sides.

    Args:
        model: trained, attached to the dataset.
        dataset: the whole graph; at most 100 of its queries are asked, evenly over the nodes.
        relation: its id.
        calibration: tells what of the scores means something across queries.
    """
    rows = dataset.known[dataset.known[:, 1] == relation]
    degree = read_degrees(dataset, dataset.relations)
    found = []
    for side in (TAIL, HEAD):
        givens = np.unique(rows[:, side.given])
        if not len(givens):
            continue
        curve = calibration.curve(side.name) if calibration else None
        reads = curve.reads if curve else Reading.MARGIN
        asked = givens[np.unique(np.linspace(0, len(givens) - 1, min(_QUERIES, len(givens))).astype(np.int64))]
        best = np.array(_best(model, dataset, (asked, relation), side, reads))
        best = best[np.isfinite(best)]
        found.append(
            SupportRange(
                relation=dataset.relations[relation],
                side=side.name,
                degree=float(np.quantile(degree[givens], _QUANTILE)),
                best=float(np.quantile(best, _QUANTILE)) if len(best) else float("-inf"),
                reads=reads,
                n=len(givens),
            )
        )
    return tuple(one for one in found if np.isfinite(one.best))


def support_of(
    dataset: LinkDataset, seen: Seen, asked: Asked, scores: NDArray[np.float32], unknown: NDArray[np.bool_]
) -> tuple[SupportStatement, ...]:
    """What has to be said of one query; nothing when it lies within what was seen.

    Args:
        dataset: the graph that is asked.
        seen: of the training.
        asked: the query.
        scores: finite, of the candidates.
        unknown: bool, those that the graph does not hold already.
    """
    name = dataset.node_ids[asked.given]
    edges = int(read_degrees(dataset, seen.edges)[asked.given])
    around = next((one for one in seen.ranges if (one.relation, one.side) == (asked.relation, asked.side)), None)
    said = []
    if seen.nodes is not None and name not in seen.nodes:
        said.append((SupportKind.NEW_NODE, f"{name} came into the graph after the training."))
    if not edges:
        said.append((SupportKind.NO_EDGES, f"{name} has no edge that the model reads: the ranking says nothing of it."))
    elif around and edges < around.degree:
        text = f"{name} has {edges} edges that the model reads; 95 % of what it was trained on have {around.degree:g}"
        said.append((SupportKind.LOW_DEGREE, f"{text} or more."))
    if around and unknown.any():
        best = float(readings(around.reads, scores, unknown)[unknown].max())
        if best < around.best:
            text = "No candidate stands out: the best one scores lower than in 95 % of the queries of the training"
            said.append((SupportKind.LOW_SCORE, f"{text} ({best:.3g}, {around.best:.3g})."))
    if seen.changed:
        here, then = (one[:_SHOWN] for one in seen.changed)
        said.append((SupportKind.OTHER_DATA, f"The graph's data ({here}) have changed since the training ({then})."))
    return tuple(SupportStatement(*one) for one in said)


def query_nodes(dataset: LinkDataset, relations: tuple[str, ...]) -> tuple[str, ...]:
    """The CURIEs that may stand at an end of these relations, sorted."""
    numbers = [dataset.relations.index(name) for name in relations]
    sets = [dataset.candidates(number) for number in numbers]
    nodes = np.unique(np.concatenate([ends for one in sets for ends in (one.heads, one.tails)]))
    return tuple(sorted(dataset.node_ids[node] for node in nodes))


def read_degrees(dataset: LinkDataset, relations: Collection[str]) -> Ids:
    """How many edges of these relations each node has, int64 [num_nodes]."""
    read = np.array([name in relations for name in dataset.relations], bool)
    rows = dataset.graph[read[dataset.graph[:, 1]]]
    return np.bincount(rows[:, [0, 2]].ravel(), minlength=dataset.num_nodes)


def _best(
    model: LinkPredictor, dataset: LinkDataset, query: tuple[Ids, int], side: Side, reads: Reading
) -> list[float]:
    givens, relation = query
    sets = dataset.candidates(relation)
    candidates = sets.tails if side is TAIL else sets.heads
    known = dataset.known[dataset.known[:, 1] == relation]
    found: list[float] = []
    for start in range(0, len(givens), _QUERIES_AT_ONCE):
        batch = givens[start : start + _QUERIES_AT_ONCE]
        rows = model.score_tails(batch, relation) if side is TAIL else model.score_heads(batch, relation)
        for given, scores in zip(batch, rows, strict=True):
            held = known[known[:, side.given] == given][:, side.asked]
            free = np.setdiff1d(candidates, np.append(held, given))
            free = free[np.isfinite(scores[free])]
            found.append(float(readings(reads, scores[free]).max()) if len(free) else float("nan"))
    return found
