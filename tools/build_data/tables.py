"""Rows of the shipped tables, and the one way in which they are written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from names import tidy_synonyms

from kg.records import AgentType, KnowledgeLevel
from kg.schema import Category

STRINGS = pa.list_(pa.string())
TERM_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("id", "category", "name", "name_zh")]
    + [(name, STRINGS) for name in ("synonyms", "synonyms_zh", "xrefs", "close_xrefs", "properties")]
)
FACT_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("subject", "predicate", "object")),
        ("negated", pa.bool_()),
        *(
            (name, pa.string())
            for name in ("knowledge_level", "agent_type", "primary_knowledge_source", "licence", "release", "record")
        ),
        ("qualifiers", STRINGS),
        ("score", pa.float32()),
    ]
)


@dataclass
class TermRow:
    """A term under construction.

    ``candidates`` are the exact cross-references, before the one-to-one rule; ``own_keys`` the keys of the names that
    its own source gives it, where names of another source were added.
    """

    id: str
    category: Category
    name: str
    name_zh: str = ""
    synonyms: set[str] = field(default_factory=set)
    synonyms_zh: set[str] = field(default_factory=set)
    candidates: set[str] = field(default_factory=set)
    xrefs: set[str] = field(default_factory=set)
    close_xrefs: set[str] = field(default_factory=set)
    properties: set[str] = field(default_factory=set)
    own_keys: set[str] = field(default_factory=set)

    def add_zh(self, names: Iterable[str]) -> None:
        """Takes over Chinese names; the first becomes the label when there is none yet."""
        for name in names:
            if not self.name_zh:
                self.name_zh = name
            elif name != self.name_zh:
                self.synonyms_zh.add(name)


class FactRow(NamedTuple):
    """One row of a table of facts; the columns are those of :data:`FACT_SCHEMA`."""

    subject: str
    predicate: str
    object: str
    negated: bool
    knowledge_level: KnowledgeLevel
    agent_type: AgentType
    primary_knowledge_source: str
    licence: str
    release: str
    record: str
    qualifiers: tuple[str, ...] = ()
    score: float = 1.0


def keep_one_to_one(rows: Sequence[TermRow]) -> None:
    """Splits candidates into exact one-to-one cross-references and close ones.

    An exact one belongs to one term only, and the term has no second one of its prefix. Earlier rows own a
    cross-reference that rows of another category claim too: a disease before the phenotype of the same name.
    """
    ids = {row.id for row in rows}
    owner: dict[str, Category] = {}
    claims: Counter[tuple[Category, str]] = Counter()
    for row in rows:
        for xref in row.candidates:
            owner.setdefault(xref, row.category)
            claims[row.category, xref] += 1
    for row in rows:
        by_prefix = defaultdict(list)
        for xref in row.candidates:
            by_prefix[xref.partition(":")[0]].append(xref)
        for same_prefix in by_prefix.values():
            exact = len(same_prefix) == 1 and owner[same_prefix[0]] is row.category and same_prefix[0] not in ids
            exact = exact and claims[row.category, same_prefix[0]] == 1
            (row.xrefs if exact else row.close_xrefs).update(same_prefix)
        row.close_xrefs -= row.xrefs


def write_terms(path: Path, rows: Iterable[TermRow]) -> int:
    """Writes a vocabulary, sorted by id, and returns the number of rows."""
    ordered = sorted(rows, key=lambda row: row.id)
    columns = {
        "id": [row.id for row in ordered],
        "category": [str(row.category) for row in ordered],
        "name": [row.name for row in ordered],
        "name_zh": [row.name_zh for row in ordered],
        "synonyms": [tidy_synonyms(row.name, row.synonyms) for row in ordered],
        "synonyms_zh": [sorted(row.synonyms_zh - {row.name_zh}) for row in ordered],
        "xrefs": [sorted(row.xrefs) for row in ordered],
        "close_xrefs": [sorted(row.close_xrefs) for row in ordered],
        "properties": [sorted(row.properties) for row in ordered],
    }
    _write(path, pa.table(columns, schema=TERM_SCHEMA))
    return len(ordered)


def write_facts(path: Path, rows: Iterable[FactRow]) -> int:
    """Writes facts, sorted by all columns and without repetition, and returns the number of rows."""
    ordered = sorted(set(rows))
    columns = list(zip(*ordered, strict=True))
    arrays = [pa.array(column, type=entry.type) for column, entry in zip(columns, FACT_SCHEMA, strict=True)]
    _write(path, pa.Table.from_arrays(arrays, schema=FACT_SCHEMA))
    return len(ordered)


def _write(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=1 << 20,
        data_page_size=1 << 22,
        dictionary_pagesize_limit=1 << 22,
        write_statistics=False,
        store_schema=False,
    )
