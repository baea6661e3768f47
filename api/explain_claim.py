"""What is asked of an explanation, and what a model says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from api.explain_facts import GraphReader
from api.explain_notes import CaseReader
from api.explain_verify import SentenceVerifier
from api.facts import Citation, ModelRank
from kg.paths import Path, PathLimits
from kg.records import Edge

PathFinder = Callable[[str, str, PathLimits], Iterable[Path]]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim by ids."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class ModelPrediction:
    """What a model says of a claim that the graph does not hold.

    Attributes:
        edge: what it would be in the graph.
        citation: of the model; its quote is the ranks in English.
        ranks: of the claim, among the candidates for either end.
    """

    edge: Edge
    citation: Citation
    ranks: tuple[ModelRank, ...]


@dataclass(frozen=True, slots=True)
class ModelPath:
    """A path that speaks for a prediction, by the model's own account.

    Attributes:
        nodes: from the prediction's subject to its object.
        claims: the edges between them, each in its own direction.
        contribution: to the model's score, in its units, above 0; the larger, the more it speaks for the prediction.
    """

    nodes: tuple[str, ...]
    claims: tuple[Claim, ...]
    contribution: float


@dataclass(frozen=True, slots=True)
class UnreadModel:
    """A model that could not be asked.

    Attributes:
        name: of its folder.
        why: the error, and what to do.
    """

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class ExplainLimits:
    """How much an explanation holds.

    Attributes:
        paths: most paths.
        paths_of_a_kind: most ranked paths with the same predicates.
        length: most edges in a ranked path.
        cases: most cases shown for one statement.
    """

    paths: int = 5
    paths_of_a_kind: int = 2
    length: int = 3
    cases: int = 3


def _none_unread() -> tuple[UnreadModel, ...]:
    return ()


def _no_paths(claim: Claim, most: int) -> tuple[ModelPath, ...]:
    return ()


@dataclass(frozen=True)
class ExplainTools:
    """What an explanation draws on.

    Attributes:
        graph: nodes, edges, evidence, documents.
        find_paths: best paths between two nodes, best first.
        cases: what notes say.
        verifier: reads every sentence.
        model_paths: the model's own paths for a claim that it predicts, at most so many, best first; may give none.
        predict: what a model says of a claim; may give None.
        unread: the models that could not be asked so far.
    """

    graph: GraphReader
    find_paths: PathFinder
    cases: CaseReader
    verifier: SentenceVerifier
    model_paths: Callable[[Claim, int], Sequence[ModelPath]] = field(default=_no_paths)
    predict: Callable[[Claim], ModelPrediction | None] = field(default=lambda claim: None)
    unread: Callable[[], Sequence[UnreadModel]] = field(default=_none_unread)
