"""UMLS Metathesaurus from the user's own copy: MRCONSO, MRSTY and MRREL in Rich Release Format.

Reference: https://www.ncbi.nlm.nih.gov/books/NBK9685/ (UMLS Reference Manual, Rich Release Format). A licence of the
U.S. National Library of Medicine is needed; nothing of it ships with medkg.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import SchemaError
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation
from kg.results import Dropped, DropReason
from kg.schema import Category, check_claim
from kg.sources.tabular import delimited_rows, existing, in_batches

CONCEPTS, TYPES, RELATIONS = "MRCONSO.RRF", "MRSTY.RRF", "MRREL.RRF"
CONCEPT_COLUMNS, TYPE_COLUMNS, RELATION_COLUMNS = 18, 6, 16
LICENCE = "UMLS Metathesaurus License"

# Semantic types by their tree number, the longest prefix first.
CATEGORY_OF_TREE = (
    ("A1.2.3.5", Category.GENE), ("A1.4.1.1.1", Category.DRUG), ("A1.4.1", Category.CHEMICAL_ENTITY),
    ("A1.3.3", Category.DRUG), ("A1.2.1", Category.ANATOMICAL_ENTITY), ("A1.2.3.1", Category.ANATOMICAL_ENTITY),
    ("A1.2.3.3", Category.CELL), ("A1.1", Category.ORGANISM), ("A2.2", Category.PHENOTYPIC_FEATURE),
    ("A1.2.2", Category.PHENOTYPIC_FEATURE), ("B2.2.1.2.1", Category.DISEASE), ("B2.2.1.2", Category.DISEASE),
    ("B2.2.1.1.4", Category.MOLECULAR_ACTIVITY), ("B2.2.1.1", Category.BIOLOGICAL_PROCESS),
    ("B2.3", Category.DISEASE), ("B1.3.1", Category.PROCEDURE), ("A2.3", Category.CLINICAL_ATTRIBUTE),
)  # fmt: skip

# Relationship attributes, read as "second concept RELA first concept", by predicate and whether the ends are swapped.
PREDICATE_OF_ATTRIBUTE = {
    "isa": ("subclass_of", False),
    "inverse_isa": ("subclass_of", True),
    "may_treat": ("treats", False),
    "may_be_treated_by": ("treats", True),
    "has_contraindicated_drug": ("contraindicated_in", True),
    "contraindicated_with_disease": ("contraindicated_in", False),
    "has_manifestation": ("has_phenotype", False),
    "manifestation_of": ("has_phenotype", True),
    "finding_site_of": ("located_in", True),
    "has_finding_site": ("located_in", False),
}


@dataclass
class UmlsSource:
    """Concepts and relationships of a Metathesaurus subset.

    Attributes:
        folder: the folder ``META`` with ``MRCONSO.RRF``, ``MRSTY.RRF`` and, when there is one, ``MRREL.RRF``.
        release: the release that evidence carries (``2025AA``).
        vocabularies: only names and relationships of these source vocabularies (``MSH``); None: all.
        languages: by MRCONSO's codes; English gives the name, Chinese the Chinese one.
        dropped: concepts without a category, and relationships that the schema does not allow.

    Raises:
        SourceError: a file is missing or has another number of columns.
    """

    folder: Path
    release: str = ""
    vocabularies: frozenset[str] | None = None
    languages: frozenset[str] = frozenset(("ENG", "CHI"))
    name: str = "umls"
    dropped: list[Dropped] = field(default_factory=list)

    def batches(self) -> Iterator[Batch]:
        """Concepts as nodes ``UMLS:C…``, then relationships as evidence."""
        categories = self._categories()
        relations = self.folder / RELATIONS
        evidence = self._relations(relations, categories) if relations.is_file() else iter(())
        yield from in_batches(self._concepts(categories), evidence)

    def _categories(self) -> dict[str, Category]:
        path = existing(self.folder / TYPES, "the folder META of a UMLS release")
        found: dict[str, Category] = {}
        for _, (concept, _tui, tree, *_rest) in delimited_rows(path, TYPE_COLUMNS):
            category = category_of_tree(tree)
            if category is not None:
                found.setdefault(concept, category)
        return found

    def _concepts(self, categories: dict[str, Category]) -> Iterator[NodeRecord]:
        path = existing(self.folder / CONCEPTS, "the folder META of a UMLS release")
        current, rows = "", list[list[str]]()
        for _, fields in delimited_rows(path, CONCEPT_COLUMNS):
            if fields[0] != current:
                yield from self._node(current, rows, categories)
                current, rows = fields[0], []
            rows.append(fields)
        yield from self._node(current, rows, categories)

    def _node(self, concept: str, rows: list[list[str]], categories: dict[str, Category]) -> Iterator[NodeRecord]:
        kept = [row for row in rows if row[16] == "N" and row[1] in self.languages and self._wants(row[11])]
        if not kept:
            return
        if concept not in categories:
            self.dropped.append(
                Dropped(f"UMLS:{concept}", DropReason.UNKNOWN_CATEGORY, "No semantic type that we know.")
            )
            return
        english = _preferred([row for row in kept if row[1] == "ENG"])
        chinese = _preferred([row for row in kept if row[1] == "CHI"])
        others = {row[14] for row in kept} - {english, chinese}
        node = Node(Curie(f"UMLS:{concept}"), categories[concept], english or chinese, chinese, tuple(sorted(others)))
        yield NodeRecord(node, self.name)

    def _wants(self, vocabulary: str) -> bool:
        return self.vocabularies is None or vocabulary in self.vocabularies

    def _relations(self, path: Path, categories: dict[str, Category]) -> Iterator[Evidence]:
        for number, fields in delimited_rows(path, RELATION_COLUMNS):
            first, second, attribute, vocabulary = fields[0], fields[4], fields[7], fields[10]
            rule = PREDICATE_OF_ATTRIBUTE.get(attribute)
            if rule is None or fields[14] != "N" or not self._wants(vocabulary) or first == second:
                continue
            subject, target = (first, second) if rule[1] else (second, first)
            try:
                check_claim(
                    categories.get(subject, Category.NAMED_THING), rule[0], categories.get(target, Category.NAMED_THING)
                )
            except SchemaError as error:
                self.dropped.append(Dropped(f"{path.name}, line {number}", DropReason.DOMAIN_OR_RANGE, error.message))
                continue
            yield Evidence(
                subject=Curie(f"UMLS:{subject}"),
                predicate=rule[0],
                object=Curie(f"UMLS:{target}"),
                location=RecordLocation(self.name, fields[8], self.release),
                knowledge_level=KnowledgeLevel.KNOWLEDGE_ASSERTION,
                agent_type=AgentType.MANUAL_AGENT,
                primary_knowledge_source=f"infores:umls-{vocabulary.lower()}",
                extractor="umls/1",
                licence=LICENCE,
            )


def category_of_tree(tree: str) -> Category | None:
    """The category of a semantic type's tree number, or None.

    >>> category_of_tree("B2.2.1.2.1"), category_of_tree("A2.2.2"), category_of_tree("B1.1")
    (<Category.DISEASE: 'Disease'>, <Category.PHENOTYPIC_FEATURE: 'PhenotypicFeature'>, None)
    """
    fits = [(len(prefix), category) for prefix, category in CATEGORY_OF_TREE if f"{tree}.".startswith(f"{prefix}.")]
    return max(fits, key=lambda one: one[0])[1] if fits else None


def _preferred(rows: list[list[str]]) -> str:
    """The preferred name: preferred term status and form first, MRCONSO's ISPREF next, then the first row."""
    ranked = sorted(rows, key=lambda row: (row[2] != "P", row[4] != "PF", row[6] != "Y"))
    return ranked[0][14] if ranked else ""
