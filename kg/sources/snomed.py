"""SNOMED CT from the user's own copy: snapshot files of Release Format 2.

Reference: https://confluence.ihtsdotools.org/display/DOCRELFMT (SNOMED CT Release File Specifications). An affiliate
licence is needed; nothing of it ships with medkg.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import SourceError
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation
from kg.results import Dropped, DropReason
from kg.schema import Category
from kg.sources.tabular import headed_rows, in_batches

CONCEPT_COLUMNS = ("id", "active")
DESCRIPTION_COLUMNS = ("active", "conceptId", "languageCode", "typeId", "term")
RELATIONSHIP_COLUMNS = ("id", "active", "sourceId", "destinationId", "typeId")
FULLY_SPECIFIED, SYNONYM = "900000000000003001", "900000000000013009"
IS_A, FINDING_SITE = "116680003", "363698007"
LICENCE = "SNOMED CT Affiliate License"
_TAG = re.compile(r"^(.*) \(([^()]+)\)$")

CATEGORY_OF_TAG = {
    "disorder": Category.DISEASE, "finding": Category.PHENOTYPIC_FEATURE, "procedure": Category.PROCEDURE,
    "regime/therapy": Category.PROCEDURE, "substance": Category.CHEMICAL_ENTITY,
    "medicinal product": Category.DRUG, "medicinal product form": Category.DRUG, "clinical drug": Category.DRUG,
    "product": Category.DRUG, "body structure": Category.ANATOMICAL_ENTITY, "organism": Category.ORGANISM,
    "cell": Category.CELL, "observable entity": Category.CLINICAL_ATTRIBUTE,
    "morphologic abnormality": Category.PHENOTYPIC_FEATURE,
}  # fmt: skip


@dataclass
class SnomedSource:
    """Active concepts, their names, ``subclass_of`` and ``located_in`` of a snapshot.

    Attributes:
        folder: the folder ``Snapshot/Terminology`` (searched with its sub-folders).
        release: the release that evidence carries (``20260901``).
        dropped: concepts whose semantic tag has no category, and relationships with an end that is no node.

    Raises:
        SourceError: a file is missing, twice there, or lacks a column.
    """

    folder: Path
    release: str = ""
    name: str = "snomedct"
    dropped: list[Dropped] = field(default_factory=list)

    def batches(self) -> Iterator[Batch]:
        """Concepts as nodes ``SNOMEDCT:…``, then relationships."""
        nodes = self._nodes()
        yield from in_batches((NodeRecord(node, self.name) for node in nodes.values()), self._relationships(nodes))

    def _nodes(self) -> dict[str, Node]:
        concepts = headed_rows(self._file("sct2_Concept_Snapshot"), CONCEPT_COLUMNS)
        active = {row["id"] for row in concepts if row["active"] == "1"}
        full: dict[str, str] = {}
        synonyms: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"en": set(), "zh": set()})
        for path in self._files("sct2_Description_Snapshot"):
            for row in headed_rows(path, DESCRIPTION_COLUMNS):
                concept, language = row["conceptId"], row["languageCode"][:2]
                if row["active"] != "1" or concept not in active or language not in ("en", "zh"):
                    continue
                if row["typeId"] == FULLY_SPECIFIED and language == "en":
                    full[concept] = row["term"]
                elif row["typeId"] == SYNONYM:
                    synonyms[concept][language].add(row["term"])
        nodes = {}
        for concept in sorted(active):
            node = self._node(concept, full.get(concept, ""), synonyms[concept])
            if node is not None:
                nodes[concept] = node
        return nodes

    def _node(self, concept: str, full: str, synonyms: dict[str, set[str]]) -> Node | None:
        tagged = _TAG.match(full)
        category = CATEGORY_OF_TAG.get(tagged.group(2)) if tagged else None
        if tagged is None or category is None:
            detail = f"The fully specified name {full!r} has no semantic tag that we know."
            self.dropped.append(Dropped(f"SNOMEDCT:{concept}", DropReason.UNKNOWN_CATEGORY, detail))
            return None
        name = tagged.group(1)
        chinese = min(synonyms["zh"], default="")
        others = (synonyms["en"] | synonyms["zh"]) - {name, chinese}
        return Node(Curie(f"SNOMEDCT:{concept}"), category, name, chinese, tuple(sorted(others)))

    def _relationships(self, nodes: dict[str, Node]) -> Iterator[Evidence]:
        for row in headed_rows(self._file("sct2_Relationship_Snapshot"), RELATIONSHIP_COLUMNS):
            if row["active"] != "1" or row["typeId"] not in (IS_A, FINDING_SITE):
                continue
            source, target = nodes.get(row["sourceId"]), nodes.get(row["destinationId"])
            if source is None or target is None:
                self.dropped.append(Dropped(f"relationship {row['id']}", DropReason.UNMAPPED, "An end is no node."))
                continue
            predicate = "subclass_of" if row["typeId"] == IS_A else "located_in"
            if predicate == "located_in" and not _can_be_located(source, target):
                self.dropped.append(Dropped(f"relationship {row['id']}", DropReason.DOMAIN_OR_RANGE))
                continue
            yield Evidence(
                subject=source.id,
                predicate=predicate,
                object=target.id,
                location=RecordLocation(self.name, row["id"], self.release),
                knowledge_level=KnowledgeLevel.KNOWLEDGE_ASSERTION,
                agent_type=AgentType.MANUAL_AGENT,
                primary_knowledge_source="infores:snomedct",
                extractor="snomed/1",
                licence=LICENCE,
            )

    def _file(self, start: str) -> Path:
        found = self._files(start)
        if len(found) != 1:
            names = ", ".join(path.name for path in found) or "none"
            raise SourceError(
                f"{self.folder} should hold one file {start}*.txt; found {names}.",
                "Give the folder Snapshot/Terminology of one release.",
            )
        return found[0]

    def _files(self, start: str) -> list[Path]:
        found = sorted(self.folder.rglob(f"{start}*.txt"))
        if not found:
            raise SourceError(
                f"{self.folder} holds no file {start}*.txt.", "Give the folder Snapshot/Terminology of a release."
            )
        return found


def _can_be_located(source: Node, target: Node) -> bool:
    conditions = (Category.DISEASE, Category.PHENOTYPIC_FEATURE)
    return source.category in conditions and target.category == Category.ANATOMICAL_ENTITY
