"""DrugBank in full from the user's own copy: the XML database, read as a stream.

Reference: https://docs.drugbank.com/xml. A licence of DrugBank is needed (CC BY-NC 4.0 for academic use); nothing of it
ships with medkg.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from kg.errors import SourceError
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation
from kg.results import Dropped, DropReason
from kg.schema import Category, ordered_ends
from kg.sources.tabular import existing, safe_curie

NAMESPACE = "{http://www.drugbank.ca}"
LICENCE = "CC-BY-NC-4.0 (DrugBank, academic) or as licensed"
BATCH_SIZE = 10_000
REMEDY = 'Give the file "full database.xml" of a DrugBank release.'


@dataclass
class DrugBankSource:
    """Drugs with their names, interactions with other drugs, and human targets.

    Attributes:
        path: the XML file.
        canonical: ``{"DRUGBANK:DB00945": "CHEBI:15365"}``; ids that are not in it keep ``DRUGBANK:…``.
        release: read from the file when empty.
        dropped: targets without an HGNC number, and drugs without a name.

    Raises:
        SourceError: the file is missing, no XML, or not DrugBank's.
    """

    path: Path
    canonical: dict[str, str] = field(default_factory=dict)
    release: str = ""
    name: str = "drugbank"
    dropped: list[Dropped] = field(default_factory=list)

    def batches(self) -> Iterator[Batch]:
        """A drug's node, the nodes of its targets and its evidence stand in one batch; memory stays small."""
        existing(self.path, 'the file "full database.xml" of a DrugBank release')
        nodes: list[NodeRecord] = []
        evidence: list[Evidence] = []
        try:
            for drug in self._drugs():
                self._read(drug, nodes, evidence)
                if len(nodes) + len(evidence) >= BATCH_SIZE:
                    yield Batch(nodes=tuple(nodes), evidence=tuple(evidence))
                    nodes, evidence = [], []
        except ParseError as error:
            raise SourceError(f"{self.path} is no well-formed XML: {error}.", REMEDY) from error
        if nodes or evidence:
            yield Batch(nodes=tuple(nodes), evidence=tuple(evidence))

    def _drugs(self) -> Iterator[Element]:
        depth = 0
        root: Element | None = None
        for event, element in iterparse(self.path, events=("start", "end")):
            if event == "start":
                depth += 1
                if root is None:
                    root = element
                    self._check_root(root)
            else:
                depth -= 1
                if depth == 1 and element.tag == f"{NAMESPACE}drug":
                    yield element
                if depth == 1 and root is not None:
                    root.clear()

    def _check_root(self, root: Element) -> None:
        if root.tag != f"{NAMESPACE}drugbank":
            raise SourceError(f"{self.path} begins with <{root.tag}>, not with DrugBank's element.", REMEDY)
        self.release = self.release or root.get("version", "")

    def _read(self, drug: Element, nodes: list[NodeRecord], evidence: list[Evidence]) -> None:
        number = next((one.text for one in _all(drug, "drugbank-id") if one.get("primary") == "true"), None)
        name = _text(drug, "name")
        curie = self._curie(number or "")
        if curie is None or not name:
            self.dropped.append(
                Dropped(f"{self.path.name}: drug {number!r}", DropReason.MISSING_FIELD, "No id or name.")
            )
            return
        synonyms = {one.text for one in _all(drug, "synonyms/synonym") if one.text} - {name}
        groups = ",".join(sorted(one.text or "" for one in _all(drug, "groups/group")))
        properties = (("drugbank_groups", groups),) if groups else ()
        own = f"DRUGBANK:{number}"
        xrefs = () if own == curie else (own,)
        node = Node(curie, Category.DRUG, name, "", tuple(sorted(synonyms)), xrefs, properties)
        nodes.append(NodeRecord(node, self.name))
        evidence.extend(self._interactions(drug, curie, number or ""))
        for gene, record in self._targets(drug, curie, number or ""):
            nodes.append(NodeRecord(gene, self.name))
            evidence.append(record)

    def _interactions(self, drug: Element, curie: Curie, number: str) -> Iterator[Evidence]:
        for entry in _all(drug, "drug-interactions/drug-interaction"):
            other_number = _text(entry, "drugbank-id")
            other = self._curie(other_number)
            if other is None or other == curie:
                reason = DropReason.NOT_A_CURIE if other is None else DropReason.SELF_LOOP
                self.dropped.append(Dropped(f"{number}: interaction with {other_number!r}", reason))
                continue
            first, second = ordered_ends("interacts_with", curie, other)
            record = "|".join(sorted((number, other_number)))
            yield self._evidence(Curie(first), "interacts_with", Curie(second), record, ())

    def _targets(self, drug: Element, curie: Curie, number: str) -> Iterator[tuple[Node, Evidence]]:
        for target in _all(drug, "targets/target"):
            if _text(target, "organism") != "Humans":
                continue
            actions = sorted(one.text for one in _all(target, "actions/action") if one.text)
            for protein in _all(target, "polypeptide"):
                hgnc = _hgnc(protein)
                if hgnc is None:
                    label = f"{number}: target {_text(protein, 'name')!r}"
                    self.dropped.append(Dropped(label, DropReason.UNMAPPED, "It has no HGNC number."))
                    continue
                gene = Node(hgnc, Category.GENE, _text(protein, "gene-name") or hgnc)
                qualifiers = tuple(("action", action) for action in actions)
                yield gene, self._evidence(curie, "binds", hgnc, f"{number}|{_text(target, 'id')}", qualifiers)

    def _curie(self, number: str) -> Curie | None:
        own = safe_curie("DRUGBANK", number)
        return None if own is None else Curie(self.canonical.get(own, own))

    def _evidence(
        self, subject: Curie, predicate: str, target: Curie, record: str, qualifiers: tuple[tuple[str, str], ...]
    ) -> Evidence:
        return Evidence(
            subject=subject,
            predicate=predicate,
            object=target,
            location=RecordLocation(self.name, record, self.release),
            knowledge_level=KnowledgeLevel.KNOWLEDGE_ASSERTION,
            agent_type=AgentType.MANUAL_AGENT,
            primary_knowledge_source="infores:drugbank",
            extractor="drugbank/1",
            licence=LICENCE,
            qualifiers=qualifiers,
        )


def _all(element: Element, path: str) -> list[Element]:
    return element.findall("/".join(f"{NAMESPACE}{step}" for step in path.split("/")))


def _text(element: Element, name: str) -> str:
    return (element.findtext(f"{NAMESPACE}{name}") or "").strip()


def _hgnc(protein: Element) -> Curie | None:
    for identifier in _all(protein, "external-identifiers/external-identifier"):
        if _text(identifier, "resource") == "HUGO Gene Nomenclature Committee (HGNC)":
            return safe_curie("HGNC", _text(identifier, "identifier").removeprefix("HGNC:"))
    return None
