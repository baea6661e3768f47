"""Which paths an explanation shows: the model's own for a prediction, then the best ranked ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.explain_claim import Claim, ExplainLimits, ExplainTools
from api.explain_facts import FactBook, GraphReader
from api.facts import Fact
from api.records_explain import ExplainedPath
from kg.paths import PathLimits
from kg.records import KnowledgeLevel

_SEARCHED = 200


@dataclass(frozen=True, slots=True)
class ShownPaths:
    """What is shown.

    Attributes:
        paths: best first, those of the model before the others.
        facts: of each path of several steps; a direct edge's fact is said beside the claim.
    """

    paths: tuple[ExplainedPath, ...] = ()
    facts: tuple[tuple[Fact, ...], ...] = ()

    @property
    def by_model(self) -> int:
        """How many are the model's own."""
        return sum(path.by_model for path in self.paths)


@dataclass(frozen=True, slots=True)
class _Candidate:
    nodes: tuple[str, ...]
    claims: tuple[Claim, ...]
    score: float
    by_model: bool


def shown_paths(
    claim: Claim, predicted: bool, book: FactBook, tools: ExplainTools, limits: ExplainLimits
) -> ShownPaths:
    """At most ``limits.paths`` paths, no two through the same nodes; the model's own only when it predicts the claim.

    A path that rests on a claim which as much evidence denies as supports is left out.
    """
    paths: list[ExplainedPath] = []
    facts: list[tuple[Fact, ...]] = []
    seen: set[tuple[str, ...]] = set()
    for one in _candidates(claim, predicted, tools, limits):
        if len(paths) == limits.paths:
            break
        hops = _facts(one.claims, book, tools.graph) if one.nodes not in seen else ()
        if not hops:
            continue
        seen.add(one.nodes)
        paths.append(ExplainedPath(tuple(fact.number for fact in hops), one.score, one.by_model))
        if len(hops) > 1:
            facts.append(hops)
    return ShownPaths(tuple(paths), tuple(facts))


def _candidates(claim: Claim, predicted: bool, tools: ExplainTools, limits: ExplainLimits) -> Iterator[_Candidate]:
    own = tools.model_paths(claim, limits.paths) if predicted else ()
    for path in own:
        yield _Candidate(path.nodes, path.claims, path.contribution, True)
    kinds: dict[str, int] = {}
    search = PathLimits(max_length=limits.length, max_paths=_SEARCHED)
    for ranked in tools.find_paths(claim.subject, claim.object, search):
        kinds[ranked.kind] = kinds.get(ranked.kind, 0) + 1
        if len(ranked) > 1 and kinds[ranked.kind] <= limits.paths_of_a_kind:
            claims = tuple(Claim(hop.subject, hop.predicate, hop.object) for hop in ranked.hops)
            yield _Candidate(ranked.nodes, claims, ranked.score, False)


def _facts(claims: Iterable[Claim], book: FactBook, graph: GraphReader) -> tuple[Fact, ...]:
    """The surest edge of each claim; none when as much evidence denies one of them as supports it."""
    edges = []
    for one in claims:
        held = [edge for edge in graph.edge(one.subject, one.predicate, one.object) if edge.support > edge.against]
        known = [edge for edge in held if edge.knowledge_level is not KnowledgeLevel.PREDICTION]
        if not known:
            return ()
        edges.append(max(known, key=lambda edge: (edge.belief, edge.id)))
    return tuple(book.add(edge, negated=False) for edge in edges)
