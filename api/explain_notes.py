"""What the notes say about a drug and a condition: cases that have both, and cases that did not bear the drug."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from api.explain_facts import FactBook, GraphReader
from api.facts import Fact
from kg.records import KnowledgeLevel
from kg.snapshot import Selection, Snapshot

CASE_SELECTION = Selection(
    predicates=frozenset(
        ("takes", "allergic_to", "had_adverse_reaction_to", "has_condition", "has_phenotype", "subclass_of")
    ),
    levels=frozenset(KnowledgeLevel) - {KnowledgeLevel.PREDICTION},
    case_facts=True,
)
_HARM = ("had_adverse_reaction_to", "allergic_to")
_FINDING = ("has_condition", "has_phenotype")


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Facts of cases.

    Attributes:
        harms: one fact a case that did not bear the drug.
        both: (takes, has) for each case with the drug and the condition or one of its subtypes.
        harmed, having_both: how many cases there are; more than are shown.
    """

    harms: tuple[Fact, ...] = ()
    both: tuple[tuple[Fact, Fact], ...] = ()
    harmed: int = 0
    having_both: int = 0


class CaseReader:
    """Finds the cases.

    Args:
        graph: where the edges are read.
        snapshot: taken with :data:`CASE_SELECTION`.
    """

    def __init__(self, graph: GraphReader, snapshot: Snapshot) -> None:
        self._graph = graph
        self._snapshot = snapshot

    def harms(self, drug: str, book: FactBook, most: int) -> tuple[tuple[Fact, ...], int]:
        """Cases with an allergy or an adverse reaction to the drug: the first ``most``, and how many there are."""
        found = [(case, predicate) for predicate in _HARM for case in self._subjects(predicate, {drug})]
        facts = (self._fact(case, predicate, {drug}, book) for case, predicate in found[:most])
        return tuple(fact for fact in facts if fact), len(found)

    def both(self, drug: str, condition: str, book: FactBook, most: int) -> tuple[tuple[tuple[Fact, Fact], ...], int]:
        """Cases that take the drug and have the condition, or a subtype of it."""
        conditions = self.with_subtypes(condition)
        having = {case: predicate for predicate in _FINDING for case in self._subjects(predicate, conditions)}
        cases = [case for case in self._subjects("takes", {drug}) if case in having]
        pairs = []
        for case in cases[:most]:
            takes, has = self._fact(case, "takes", {drug}, book), self._fact(case, having[case], conditions, book)
            if takes and has:
                pairs.append((takes, has))
        return tuple(pairs), len(cases)

    def with_subtypes(self, node: str) -> frozenset[str]:
        """The node and everything below it by ``subclass_of``."""
        snapshot = self._snapshot
        start = snapshot.positions.get(node)
        if start is None or "subclass_of" not in snapshot.predicates:
            return frozenset((node,))
        relation = snapshot.predicates.index("subclass_of")
        reached, waiting = {start}, [start]
        while waiting:
            at = waiting.pop()
            edges = snapshot.in_edges[snapshot.in_indptr[at] : snapshot.in_indptr[at + 1]]
            below = snapshot.heads[edges[snapshot.relations[edges] == relation]]
            new = set(below.tolist()) - reached
            reached |= new
            waiting += new
        return frozenset(snapshot.node_ids[position] for position in reached)

    def _subjects(self, predicate: str, objects: frozenset[str] | set[str]) -> list[str]:
        """The cases with an edge of the predicate to one of the objects, sorted."""
        snapshot = self._snapshot
        if predicate not in snapshot.predicates:
            return []
        relation = snapshot.predicates.index(predicate)
        tails = [snapshot.positions[node] for node in objects if node in snapshot.positions]
        edges = np.flatnonzero((snapshot.relations == relation) & np.isin(snapshot.tails, tails))
        subjects = (snapshot.node_ids[head] for head in np.unique(snapshot.heads[edges]).tolist())
        return [subject for subject in subjects if subject.startswith("case:")]

    def _fact(self, case: str, predicate: str, objects: frozenset[str] | set[str], book: FactBook) -> Fact | None:
        edges = [
            edge
            for edge in self._graph.edges_from(case)
            if edge.predicate == predicate and edge.object in objects and not edge.negated
        ]
        return book.add(max(edges, key=lambda edge: (edge.belief, edge.id)), negated=False) if edges else None
