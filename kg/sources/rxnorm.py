"""RxNorm from the user's own copy: RXNCONSO and RXNREL in Rich Release Format.

Reference: https://www.nlm.nih.gov/research/umls/rxnorm/docs/techdoc.html. The "prescribable content" needs no licence,
the full release a UMLS licence; neither ships with medkg.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation
from kg.results import Dropped, DropReason
from kg.schema import Category
from kg.sources.tabular import delimited_rows, existing, in_batches

CONCEPTS, RELATIONS = "RXNCONSO.RRF", "RXNREL.RRF"
CONCEPT_COLUMNS, RELATION_COLUMNS = 18, 16
TERM_TYPES = frozenset(
    ("IN", "PIN", "MIN", "BN", "SCD", "SBD", "SCDC", "SBDC", "SCDF", "SBDF", "SCDG", "SBDG", "GPCK", "BPCK")
)
LICENCE = "RxNorm (U.S. National Library of Medicine)"
SUBCLASS_ATTRIBUTES = frozenset(("isa", "form_of", "tradename_of"))  # "second RELA first": the second is the narrower


@dataclass
class RxNormSource:
    """RxNorm's ingredients, brands and clinical drugs.

    An ingredient that the graph knows under another id joins through its ``RXCUI:…`` cross-reference:
    pass ``canonical`` with the graph's ids.

    Attributes:
        folder: the folder ``rrf`` with ``RXNCONSO.RRF`` and, when there is one, ``RXNREL.RRF``.
        release: the release that evidence carries (``2026-11-03``).
        term_types: which of RxNorm's term types become nodes.
        canonical: ``{"RXCUI:6809": "CHEBI:6801"}``; ids that are not in it keep ``RXCUI:…``.
        dropped: relationships with an end that is not in the file.

    Raises:
        SourceError: a file is missing or has another number of columns.
    """

    folder: Path
    release: str = ""
    term_types: frozenset[str] = TERM_TYPES
    canonical: dict[str, str] = field(default_factory=dict)
    name: str = "rxnorm"
    dropped: list[Dropped] = field(default_factory=list)

    def batches(self) -> Iterator[Batch]:
        """Concepts as nodes of category Drug, then ``subclass_of`` between them."""
        nodes = self._nodes()
        relations = self.folder / RELATIONS
        evidence = self._relations(relations, set(nodes)) if relations.is_file() else iter(())
        yield from in_batches((NodeRecord(node, self.name) for node in nodes.values()), evidence)

    def _nodes(self) -> dict[str, Node]:
        path = existing(self.folder / CONCEPTS, "the folder rrf of an RxNorm release")
        names: dict[str, str] = {}
        types: dict[str, str] = {}
        synonyms: dict[str, set[str]] = defaultdict(set)
        for _, fields in delimited_rows(path, CONCEPT_COLUMNS):
            number, language, vocabulary, kind, text, suppressed = (fields[i] for i in (0, 1, 11, 12, 14, 16))
            if vocabulary != "RXNORM" or language != "ENG" or suppressed != "N":
                continue
            if kind in self.term_types:
                names[number], types[number] = text, kind
            elif kind in ("SY", "TMSY", "PSN"):
                synonyms[number].add(text)
        return {
            number: Node(
                self._id(number), Category.DRUG, text, synonyms=tuple(sorted(synonyms[number] - {text})),
                properties=(("rxnorm_term_type", types[number]),),
            )
            for number, text in names.items()
        }  # fmt: skip

    def _id(self, number: str) -> Curie:
        curie = f"RXCUI:{number}"
        return Curie(self.canonical.get(curie, curie))

    def _relations(self, path: Path, known: set[str]) -> Iterator[Evidence]:
        for number, fields in delimited_rows(path, RELATION_COLUMNS):
            parent, child, attribute, vocabulary = fields[0], fields[4], fields[7], fields[10]
            if attribute not in SUBCLASS_ATTRIBUTES or vocabulary != "RXNORM" or not parent or not child:
                continue
            if parent not in known or child not in known:
                self.dropped.append(Dropped(f"{path.name}, line {number}", DropReason.UNMAPPED, "An end is no node."))
                continue
            yield Evidence(
                subject=self._id(child),
                predicate="subclass_of",
                object=self._id(parent),
                location=RecordLocation(self.name, fields[8], self.release),
                knowledge_level=KnowledgeLevel.KNOWLEDGE_ASSERTION,
                agent_type=AgentType.MANUAL_AGENT,
                primary_knowledge_source="infores:rxnorm",
                extractor="rxnorm/1",
                licence=LICENCE,
                qualifiers=(("relationship", attribute),),
            )
