"""Reads KGX TSV, our own or other people's, into evidence.

A row that cannot be used is dropped with its line and its reason, and so is a column of the edge table that has no
place in the graph; a wrong header stops the import.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from kg.errors import CurieError, SchemaError
from kg.formats.kgx_columns import EDGE_COLUMNS, NODE_COLUMNS, read_cell, read_list
from kg.formats.tsv import Row, Table
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, Node, NodeRecord, RecordLocation
from kg.results import Dropped, DropReason
from kg.schema import Category, check_claim, ordered_ends, predicate

EXTRACTOR = "kgx/1"
PREFIX = "kgx:"
_BATCH = 10_000
_TRUE, _FALSE = frozenset(("true", "1", "yes", "t")), frozenset(("false", "0", "no", "f", ""))
_QUALIFIER_COLUMNS = ("qualified_predicate", "disease_context_qualifier")
_NOT_PROPERTIES = frozenset((*NODE_COLUMNS, "properties", "provided_by"))
# Biolink classes below ours that name a node just as well
_NEAR = {"SmallMolecule": Category.CHEMICAL_ENTITY, "MolecularMixture": Category.CHEMICAL_ENTITY}
_T = TypeVar("_T")


class _UnusableError(Exception):
    """A row that cannot be used."""

    def __init__(self, reason: DropReason, detail: str) -> None:
        super().__init__(detail)
        self._reason, self._detail = reason, detail

    def at(self, row: Row) -> Dropped:
        return Dropped(row.place, self._reason, self._detail)


class KGXSource:
    """A pair of KGX tables as a reference source.

    Args:
        nodes, edges: paths of the two tables (``.tsv`` or ``.tsv.gz``).
        name: the retractable source name; without one ``kgx:<name of the edge table>``.
        release: the version of the data, or empty.

    Raises:
        SourceError: a file is missing, empty, or its header lacks a column.
    """

    def __init__(self, nodes: Path, edges: Path, name: str = "", release: str = "") -> None:
        self.name = name or f"{PREFIX}{edges.name.split('.')[0]}"
        self.dropped: list[Dropped] = []
        self._release = release
        self._nodes = Table(nodes, ("id", "category"), self.dropped)
        self._edges = Table(edges, ("subject", "predicate", "object"), self.dropped)
        self._categories: dict[str, Category] = {}

    @property
    def ignored_columns(self) -> tuple[str, ...]:
        """Columns of the edge table that carry nothing into the graph."""
        used = (*EDGE_COLUMNS, *_QUALIFIER_COLUMNS, "license")
        return tuple(name for name in self._edges.columns if name not in used and not name.endswith("_qualifier"))

    def batches(self) -> Iterator[Batch]:
        """Nodes first, then edges, in the order of the files."""
        self.dropped.clear()
        self._categories.clear()
        self.dropped.extend(Dropped(f"column {name}", DropReason.IGNORED_COLUMN) for name in self.ignored_columns)
        for nodes in _batched(self._read_nodes()):
            yield Batch(nodes=tuple(NodeRecord(node, self.name) for node in nodes))
        for evidence in _batched(self._read_edges()):
            yield Batch(evidence=tuple(evidence))

    def _read_nodes(self) -> Iterator[Node]:
        for row in self._nodes.rows():
            try:
                node = self._node(row)
            except _UnusableError as error:
                self.dropped.append(error.at(row))
                continue
            self._categories[node.id] = Category(node.category)
            yield node

    def _node(self, row: Row) -> Node:
        cells = row.cells
        try:
            curie = Curie.parse(read_cell(cells["id"]))
        except CurieError as error:
            raise _UnusableError(DropReason.NOT_A_CURIE, str(error)) from None
        found = _category(cells["category"])
        if found is None:
            raise _UnusableError(DropReason.UNKNOWN_CATEGORY, f"No category of the schema in {cells['category']!r}.")
        if curie in self._categories:
            raise _UnusableError(DropReason.DUPLICATE, f"{curie} stands in an earlier line.")
        return Node(
            curie, found, read_cell(cells.get("name", "")) or curie, read_cell(cells.get("name_zh", "")),
            read_list(cells.get("synonym", "")), read_list(cells.get("xref", "")), _properties(cells),
        )  # fmt: skip

    def _read_edges(self) -> Iterator[Evidence]:
        for row in self._edges.rows():
            try:
                yield self._evidence(row)
            except _UnusableError as error:
                self.dropped.append(error.at(row))

    def _evidence(self, row: Row) -> Evidence:
        cells = {key: read_cell(value) for key, value in row.cells.items()}
        try:
            ends = Curie.parse(cells["subject"]), Curie.parse(cells["object"])
            rule = predicate(cells["predicate"])
        except CurieError as error:
            raise _UnusableError(DropReason.NOT_A_CURIE, str(error)) from None
        except SchemaError as error:
            raise _UnusableError(DropReason.UNKNOWN_PREDICATE, str(error)) from None
        if ends[0] == ends[1]:
            raise _UnusableError(DropReason.SELF_LOOP, f"Both ends are {ends[0]}.")
        missing = [end for end in ends if end not in self._categories]
        if missing:
            raise _UnusableError(DropReason.UNMAPPED, f"{missing[0]} is not in the node table.")
        try:
            check_claim(self._categories[ends[0]], rule.name, self._categories[ends[1]])
        except SchemaError as error:
            raise _UnusableError(DropReason.DOMAIN_OR_RANGE, str(error)) from None
        negated, score = cells.get("negated", "").lower(), _score(cells.get("belief", ""))
        if negated not in _TRUE | _FALSE or score is None:
            bad = f"negated {negated!r}" if score is not None else f"belief {cells['belief']!r}"
            raise _UnusableError(DropReason.UNREADABLE, f"Cannot read {bad}.")
        subject, obj = ordered_ends(rule.name, *ends)
        licence = row.cells.get("licence") or row.cells.get("license", "")
        return Evidence(
            Curie(subject), rule.name, Curie(obj), RecordLocation(self.name, cells.get("id", ""), self._release),
            _level(cells.get("knowledge_level", "")), _agent(cells.get("agent_type", "")),
            cells.get("primary_knowledge_source", "") or f"infores:{self.name.replace(':', '-')}", EXTRACTOR,
            negated=negated in _TRUE, licence=", ".join(read_list(licence)),
            score=score, qualifiers=_qualifiers(row.cells),
        )  # fmt: skip


def _category(cell: str) -> Category | None:
    """The first category of the list that the schema knows; ``NamedThing`` only when no other does."""
    known: list[Category] = []
    for name in (one.strip().removeprefix("biolink:") for one in cell.split("|")):
        if name in _NEAR:
            known.append(_NEAR[name])
        elif name in frozenset(Category):
            known.append(Category(name))
    return min(known, key=lambda one: one == Category.NAMED_THING, default=None)


def _properties(cells: dict[str, str]) -> tuple[tuple[str, str], ...]:
    own = {(key, read_cell(value)) for key, value in cells.items() if key not in _NOT_PROPERTIES and value.strip()}
    listed = (pair.partition("=") for pair in read_list(cells.get("properties", "")))
    return tuple(sorted(own | {(key, value) for key, _, value in listed}))


def _qualifiers(cells: dict[str, str]) -> tuple[tuple[str, str], ...]:
    found = set()
    for one in read_list(cells.get("qualifiers", "")):
        key, _, value = one.partition("=")
        found.add((key, value.rpartition("@")[0] or value))
    for key, value in cells.items():
        if value.strip() and (key in _QUALIFIER_COLUMNS or key.endswith("_qualifier")):
            found.add((key, read_cell(value)))
    return tuple(sorted(found))


def _level(text: str) -> KnowledgeLevel:
    return KnowledgeLevel(text) if text in frozenset(KnowledgeLevel) else KnowledgeLevel.NOT_PROVIDED


def _agent(text: str) -> AgentType:
    return AgentType(text) if text in frozenset(AgentType) else AgentType.NOT_PROVIDED


def _score(text: str) -> float | None:
    try:
        score = float(text) if text else 1.0
    except ValueError:
        return None
    return score if 0.0 <= score <= 1.0 else None


def _batched(items: Iterator[_T]) -> Iterator[list[_T]]:
    while batch := list(islice(items, _BATCH)):
        yield batch
