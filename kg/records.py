"""The records that cross every border: node, evidence, edge, stored document.

All are frozen. Evidence is the truth; edges are merged from it and can always be rebuilt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from kg.identifiers import Curie, content_hash

PLACE_SUFFIX = "_span"
"""Ends the key of a qualifier that says where in the document another stands (``dosage_span=120-143``)."""


class KnowledgeLevel(StrEnum):
    """Biolink's ``KnowledgeLevelEnum``: what kind of statement it is."""

    KNOWLEDGE_ASSERTION = "knowledge_assertion"
    LOGICAL_ENTAILMENT = "logical_entailment"
    PREDICTION = "prediction"
    STATISTICAL_ASSOCIATION = "statistical_association"
    OBSERVATION = "observation"
    TEXT_CO_OCCURRENCE = "text_co_occurrence"
    NOT_PROVIDED = "not_provided"


class AgentType(StrEnum):
    """Biolink's ``AgentTypeEnum``: who made the statement."""

    MANUAL_AGENT = "manual_agent"
    AUTOMATED_AGENT = "automated_agent"
    DATA_ANALYSIS_PIPELINE = "data_analysis_pipeline"
    COMPUTATIONAL_MODEL = "computational_model"
    TEXT_MINING_AGENT = "text_mining_agent"
    NOT_PROVIDED = "not_provided"


class Certainty(StrEnum):
    CERTAIN = "certain"
    UNCERTAIN = "uncertain"


class Temporality(StrEnum):
    RECENT = "recent"
    HISTORICAL = "historical"
    HYPOTHETICAL = "hypothetical"
    PLANNED = "planned"  # ordered, not yet done: "start lisinopril 10 mg daily"


class Experiencer(StrEnum):
    PATIENT = "patient"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Assertion:
    """How the text means a mention. The default is a present, certain finding of the patient."""

    negated: bool = False
    certainty: Certainty = Certainty.CERTAIN
    temporality: Temporality = Temporality.RECENT
    experiencer: Experiencer = Experiencer.PATIENT


class DocumentKind(StrEnum):
    """A clinical note speaks of its case; literature makes general claims."""

    NOTE = "note"
    LITERATURE = "literature"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it is stored: masked, with every offset true to the original.

    Attributes:
        id: ``doc:<hash>`` of name and original text.
        name: the name its reader gave it (``train.csv#D2N001``, ``PMID:6794356``).
        text: the masked text, as many code points as the original.
        kind, language: ``note`` or ``literature``; ``en`` or ``zh``.
        subject: the node that the document speaks of (``case:…`` or ``PMID:…``).
        masked: spans ``(start, end, kind)`` in code points that were masked.
    """

    id: Curie
    name: str
    text: str
    kind: DocumentKind
    language: str
    subject: Curie
    masked: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A node, named as in KGX.

    Attributes:
        id: canonical CURIE.
        category: a Biolink class of :mod:`kg.schema`, without prefix (``Disease``).
        name: preferred English name; never empty (the id stands in).
        name_zh: preferred Chinese name, or empty.
        synonyms: other names, sorted.
        xrefs: one-to-one exact cross-references, sorted.
        properties: further ``(key, value)`` pairs, sorted (``("smiles", "CCO")``).
    """

    id: Curie
    category: str
    name: str
    name_zh: str = ""
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """A node as one origin describes it; the graph's node is merged from all of them.

    Attributes:
        origin: a document's id or a reference source's name; retracting it takes this record away.
    """

    node: Node
    origin: str


@dataclass(frozen=True, slots=True)
class TextSpan:
    """``text`` stands at code points ``start`` (included) to ``end`` (excluded) of the stored document."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class TextLocation:
    """Where a document says it.

    Attributes:
        document: id of the stored document.
        section: canonical section name (``medications``), or empty.
        sentence: code points ``(start, end)`` of the sentence.
        subject_span: the subject's mention; None when the subject is the document's own case or publication.
        object_span: the object's mention.
        assertion: how the text means it.
    """

    document: Curie
    section: str
    sentence: tuple[int, int]
    subject_span: TextSpan | None
    object_span: TextSpan
    assertion: Assertion = Assertion()


@dataclass(frozen=True, slots=True)
class RecordLocation:
    """Where a reference source says it.

    Attributes:
        source: name of the retractable source (``shipped``, ``hetionet``, ``kgx:name``, ``model:nbfnet``).
        record: the record's id in it (row key, accession), or empty.
        release: version or date of the source, or empty.
    """

    source: str
    record: str
    release: str


@dataclass(frozen=True)
class Evidence:
    """One record that supports, or denies, one claim.

    ``id`` is a hash of what it says and where; neither the score nor the time enters it.

    Attributes:
        subject, predicate, object: the claim; predicate is a name of :mod:`kg.schema` (``treats``).
        negated: it denies the claim ("no fever", "not indicated", "0 of 12").
        location: place in a text, or record of a source.
        knowledge_level, agent_type, primary_knowledge_source: as Biolink has them (``infores:…``).
        extractor: name and version of what made it (``sentence-patterns/1``, ``hetionet/1``).
        vocabulary: the vocabulary release that linked it, or empty.
        licence: SPDX id or the source's own words.
        score: confidence of the extractor, 0 to 1, higher is surer.
        qualifiers: sorted ``(key, value)`` pairs that belong to the claim's meaning (severity, dose).
    """

    subject: Curie
    predicate: str
    object: Curie
    location: TextLocation | RecordLocation
    knowledge_level: KnowledgeLevel
    agent_type: AgentType
    primary_knowledge_source: str
    extractor: str
    negated: bool = False
    vocabulary: str = ""
    licence: str = ""
    score: float = 1.0
    qualifiers: tuple[tuple[str, str], ...] = ()

    @property
    def origin(self) -> str:
        """The document id or the source name; retracting it takes this evidence away."""
        return self.location.document if isinstance(self.location, TextLocation) else self.location.source

    @cached_property
    def id(self) -> str:
        """32 hexadecimal characters."""
        return content_hash(
            self.subject, self.predicate, self.object, "-" if self.negated else "+", *self._place(),
            self.knowledge_level, self.agent_type, self.primary_knowledge_source, self.extractor, self.vocabulary,
            self.licence, *(part for pair in self.qualifiers for part in pair),
        )  # fmt: skip

    def _place(self) -> tuple[str, ...]:
        place = self.location
        if isinstance(place, RecordLocation):
            return ("record", place.source, place.record, place.release)
        spans = [place.subject_span, place.object_span]
        return (
            "text", place.document, place.section, *map(str, place.sentence),
            *(f"{span.start}-{span.end}" if span else "" for span in spans),
            str(place.assertion.negated), place.assertion.certainty, place.assertion.temporality,
            place.assertion.experiencer,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A qualifier of an edge, with the source that says it, so that sources that disagree are both shown."""

    key: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A claim with all its evidence counted. One edge a (subject, predicate, object, knowledge_level).

    Attributes:
        id: hash of the four.
        negated: every evidence denies the claim; its relationship type in a store is ``not_<predicate>``.
        belief: 0 to 1, computed from the evidence, higher is surer that the claim holds.
        support, against: how many evidence records support and deny it.
        agent_type, primary_knowledge_source: those of the strongest evidence.
        sources, licences: all of them, sorted.
        qualifiers: all of them, sorted.
    """

    id: str
    subject: Curie
    predicate: str
    object: Curie
    knowledge_level: KnowledgeLevel
    negated: bool
    belief: float
    support: int
    against: int
    agent_type: AgentType
    primary_knowledge_source: str
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    qualifiers: tuple[Qualifier, ...] = ()

    @property
    def relationship_type(self) -> str:
        """The type in a store: the predicate, or ``not_`` and the predicate when only denied."""
        return f"not_{self.predicate}" if self.negated else self.predicate


def edge_id(subject: str, predicate: str, obj: str, level: KnowledgeLevel) -> str:
    """The id of the edge that a claim of this level belongs to."""
    return content_hash(subject, predicate, obj, level)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one lease or one import adds to the log."""

    documents: tuple[StoredDocument, ...] = ()
    nodes: tuple[NodeRecord, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What one graph, or one state of a graph, has that another lacks. Changed rows stand in ``added``.

    The rows may be made anew each time that they are read, so read each sequence once, from its beginning.
    """

    added_nodes: Sequence[Node] = ()
    removed_nodes: Sequence[Curie] = ()
    added_edges: Sequence[Edge] = ()
    removed_edges: Sequence[Edge] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.added_nodes or self.removed_nodes or self.added_edges or self.removed_edges)
