"""Edges as numbered facts with citations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from api.facts import Citation, Entity, Fact, ModelRank
from api.mentioning import MENTIONS, mention_qualifiers
from api.taking import taking_qualifiers
from kg.belief import SCALE
from kg.identifiers import Curie
from kg.records import Edge, Evidence, KnowledgeLevel, Node, Qualifier, RecordLocation, StoredDocument
from kg.schema import Category
from kg.status import TAKES

MOST_CITATIONS = 5
_CASE_WORD = "Case "


class GraphReader(Protocol):
    """What an explanation reads of a graph."""

    def node(self, node_id: str) -> Node | None:
        """The node, or None."""
        ...

    def edges_from(self, subject: str) -> tuple[Edge, ...]:
        """The edges out of a node."""
        ...

    def edge(
        self, subject: str, predicate: str, object_id: str, level: KnowledgeLevel | None = None
    ) -> tuple[Edge, ...]:
        """The edges of a claim."""
        ...

    def evidence_of(self, edge: Edge) -> tuple[Evidence, ...]:
        """What an edge rests on, highest score first."""
        ...

    def document(self, name: str) -> StoredDocument:
        """A stored document."""
        ...


class FactBook:
    """Facts in the order in which they are first asked for, numbered from 1, each once.

    Args:
        graph: where nodes, evidence and documents are read.
        most_citations: most citations of one fact, the surest ones.
    """

    def __init__(self, graph: GraphReader, most_citations: int = MOST_CITATIONS) -> None:
        self._graph = graph
        self._most = most_citations
        self._facts: dict[tuple[str, bool], Fact] = {}
        self._entities: dict[str, Entity] = {}
        self._documents: dict[str, StoredDocument] = {}

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts so far."""
        return tuple(self._facts.values())

    def entity(self, node_id: str) -> Entity:
        """A node with all its names; an id that is no node of the graph is its own name."""
        if node_id not in self._entities:
            self._entities[node_id] = entity_of(self._graph.node(node_id), node_id)
        return self._entities[node_id]

    def add(self, edge: Edge, negated: bool | None = None) -> Fact:
        """The fact of one side of an edge.

        Args:
            edge: of the graph.
            negated: the side of the evidence that denies the claim; None is the edge's own side.
        """
        denied = edge.negated if negated is None else negated
        if (edge.id, denied) not in self._facts:
            evidence = [one for one in self._graph.evidence_of(edge) if one.negated == denied]
            self._facts[edge.id, denied] = Fact(
                number=len(self._facts) + 1,
                subject=self.entity(edge.subject),
                predicate=edge.predicate,
                object=self.entity(edge.object),
                negated=denied,
                knowledge_level=edge.knowledge_level,
                belief=edge.belief,
                citations=tuple(self.citation(one) for one in evidence[: self._most]),
                qualifiers=_qualifiers(edge, evidence),
                agent_type=edge.agent_type,
                scale=_scale(edge),
            )
        return self._facts[edge.id, denied]

    def both_sides(self, edge: Edge) -> tuple[Fact, ...]:
        """One fact, or two when evidence both supports and denies the claim: the denying side first."""
        if edge.support and edge.against:
            return self.add(edge, negated=True), self.add(edge, negated=False)
        return (self.add(edge),)

    def add_prediction(self, edge: Edge, citation: Citation, ranks: tuple[ModelRank, ...] = ()) -> Fact:
        """A prediction that is not in the graph, with the citation of its model and where that ranks it."""
        fact = Fact(
            len(self._facts) + 1, self.entity(edge.subject), edge.predicate, self.entity(edge.object), False,
            KnowledgeLevel.PREDICTION, edge.belief, (citation,), (), edge.agent_type, _scale(edge), ranks,
        )  # fmt: skip
        return self._facts.setdefault((edge.id, False), fact)

    def citation(self, evidence: Evidence) -> Citation:
        """Where an evidence record stands: the words of a document, or the record of a source."""
        place = evidence.location
        source = evidence.primary_knowledge_source
        if isinstance(place, RecordLocation):
            return Citation(evidence.id, None, place.source, 0, 0, place.record, source, place.release)
        document = self._document(place.document)
        start, end = place.sentence
        span = place.object_span
        quote = document.text[start:end]
        return Citation(evidence.id, document.id, document.name, span.start, span.end, quote, source)

    def _document(self, document_id: Curie) -> StoredDocument:
        if document_id not in self._documents:
            self._documents[document_id] = self._graph.document(document_id)
        return self._documents[document_id]


def entity_of(node: Node | None, node_id: str) -> Entity:
    """A node as a sentence may name it; a case by its document's name alone, since "the note" stands before it."""
    if node is None:
        return Entity(Curie(node_id), "NamedThing", node_id)
    if node.category == Category.CASE and node.name.startswith(_CASE_WORD):
        return Entity(
            node.id, node.category, node.name.removeprefix(_CASE_WORD), node.name_zh, (*node.synonyms, node.name)
        )
    return Entity(node.id, node.category, node.name, node.name_zh, node.synonyms)


def _scale(edge: Edge) -> str:
    """What the belief of a prediction is; empty where nothing says it."""
    return next((one.value for one in edge.qualifiers if one.key == SCALE), "")


def _qualifiers(edge: Edge, evidence: Sequence[Evidence]) -> tuple[Qualifier, ...]:
    """The edge's qualifiers; when its evidence disagrees, those of this side alone."""
    if edge.predicate == TAKES:
        return taking_qualifiers(edge.qualifiers, evidence)
    if edge.predicate == MENTIONS:
        return mention_qualifiers(edge.qualifiers, evidence)
    shown = tuple(one for one in edge.qualifiers if one.key != SCALE)
    if not (edge.support and edge.against):
        return shown
    said = {(key, value) for one in evidence for key, value in one.qualifiers}
    return tuple(qualifier for qualifier in shown if (qualifier.key, qualifier.value) in said)
