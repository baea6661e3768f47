"""The vocabularies: terms with their names in English and Chinese, cross-references and properties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.arrow import column_values
from kg.errors import NotFoundError, SourceError
from kg.identifiers import Curie
from kg.records import Node
from kg.schema import Category
from kg.shipped import ShippedFile, data_path, manifest

COLUMNS = (
    "id", "category", "name", "name_zh", "synonyms", "synonyms_zh", "xrefs", "close_xrefs", "properties",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a vocabulary.

    Attributes:
        id: canonical CURIE.
        category: a category of :mod:`kg.schema`.
        name, name_zh: preferred names; ``name_zh`` may be empty.
        synonyms, synonyms_zh: other names, sorted, without the preferred one.
        xrefs: exact cross-references that belong to this term alone, one a prefix, sorted.
        properties: ``(key, value)`` pairs, sorted.
        close_xrefs: cross-references that are not one-to-one: for searching, never for merging.
    """

    id: Curie
    category: str
    name: str
    name_zh: str = ""
    synonyms: tuple[str, ...] = ()
    synonyms_zh: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    close_xrefs: tuple[str, ...] = ()

    def node(self) -> Node:
        """The term as a node; synonyms of both languages stand together."""
        synonyms = tuple(sorted({*self.synonyms, *self.synonyms_zh}))
        return Node(self.id, self.category, self.name, self.name_zh, synonyms, self.xrefs, self.properties)


_Row = tuple[pa.Table, int]  # a term that nobody has asked for yet


class Vocabulary:
    """Terms by id and by cross-reference.

    Args:
        terms: any terms; a later one with the same id replaces an earlier one.
        version: what evidence linked by this vocabulary carries.
        tables: shipped tables that are read when first needed.

    The shipped one reads a table only when an id with one of the table's prefixes is asked for, or all are iterated; a
    term is made of its row when it is asked for.
    """

    def __init__(self, terms: Iterable[Term] = (), version: str = "", tables: Iterable[ShippedFile] = ()) -> None:
        self.version = version
        self._terms: dict[str, Term | _Row] = {term.id: term for term in terms}
        self._canonical: dict[str, Curie] | None = None
        self._close: dict[str, tuple[Curie, ...]] | None = None
        self._unread = list(tables)

    @classmethod
    def shipped(cls, categories: Iterable[str] | None = None) -> Vocabulary:
        """The vocabularies that ship, or those of some categories.

        Raises:
            NotFoundError: no shipped vocabulary has one of ``categories``.
            SourceError: the tables are missing or damaged.
        """
        tables = manifest().of_kind("vocabulary")
        if categories is not None:
            wanted = {str(category) for category in categories}
            known = {category for table in tables for category in table.categories}
            if wanted - known:
                raise NotFoundError(
                    f"No shipped vocabulary holds {', '.join(sorted(wanted - known))}.",
                    f"Shipped: {', '.join(sorted(known))}.",
                )
            tables = tuple(table for table in tables if wanted & set(table.categories))
        return cls(version=manifest().version, tables=tables)

    def term(self, curie: str) -> Term | None:
        """The term with this canonical id, or None."""
        found = self._terms.get(curie)
        if found is None and self._unread:
            prefix = curie.partition(":")[0]
            for table in [one for one in self._unread if prefix in one.prefixes]:
                self._read(table)
            found = self._terms.get(curie)
        if isinstance(found, tuple):
            table, row = found
            found = self._terms[curie] = _term([table.column(name)[row].as_py() for name in COLUMNS])
        return found

    def terms(self) -> Iterator[Term]:
        """Every term, in the order of the tables: by category, then by id."""
        self._read_all()
        rows = {id(one[0]): one[0] for one in self._terms.values() if isinstance(one, tuple)}
        for table in rows.values():
            for term in _terms_of(table):
                known = self._terms[term.id]
                if isinstance(known, tuple) and known[0] is table:
                    self._terms[term.id] = term
        return (one for one in self._terms.values() if isinstance(one, Term))

    def __len__(self) -> int:
        self._read_all()
        return len(self._terms)

    def __bool__(self) -> bool:
        """Always true, so that ``vocabulary or …`` neither takes an empty one for none nor reads every table."""
        return True

    def canonical(self, curie: str) -> Curie | None:
        """The canonical id of ``curie``: itself when a term has it, else through a one-to-one cross-reference."""
        found = self.term(curie)
        if found is not None:
            return found.id
        if self._canonical is None:
            self._canonical = _one_to_one(self.terms())
        return self._canonical.get(curie)

    def close(self, curie: str) -> tuple[Curie, ...]:
        """The terms with this cross-reference, exact or not, sorted: for searching, never for merging."""
        if self._close is None:
            index = defaultdict(set)
            for term in self.terms():
                for xref in (*term.xrefs, *term.close_xrefs):
                    index[xref].add(term.id)
            self._close = {xref: tuple(sorted(ids)) for xref, ids in index.items()}
        return self._close.get(curie, ())

    def node(self, curie: str) -> Node:
        """The term as a node.

        Raises:
            NotFoundError: no term has this id.
        """
        found = self.term(curie)
        if found is None:
            raise NotFoundError(f"No vocabulary holds {curie!r}.", "Look the id up with `medkg query --find`.")
        return found.node()

    def _read_all(self) -> None:
        for table in list(self._unread):
            self._read(table)

    def _read(self, table: ShippedFile) -> None:
        self._unread.remove(table)
        read = _read_table(data_path(table.path))
        self._terms.update((curie, (read, row)) for row, curie in enumerate(column_values(read.column("id"))))
        self._canonical = self._close = None


def read_terms(path: Path) -> Iterator[Term]:
    """The terms of one Parquet table with the columns of :data:`COLUMNS`.

    Raises:
        SourceError: the file cannot be read or lacks a column.
    """
    yield from _terms_of(_read_table(path))


def _read_table(path: Path) -> pa.Table:
    try:
        return pq.read_table(path, columns=list(COLUMNS)).select(list(COLUMNS)).combine_chunks()
    except (OSError, ValueError, KeyError) as error:
        raise SourceError(f"{path} is no vocabulary table: {error}.", "Install medkg again.") from error


def _terms_of(table: pa.Table) -> Iterator[Term]:
    columns = [column_values(table.column(name)) for name in COLUMNS]
    yield from map(_term, zip(*columns, strict=True))


def _term(row: Sequence[Any]) -> Term:
    """The term of one row, in the order of :data:`COLUMNS`."""
    curie, category, name, name_zh, synonyms, synonyms_zh, xrefs, close, properties = row
    return Term(
        Curie(curie),
        Category(category),
        name,
        name_zh,
        tuple(synonyms),
        tuple(synonyms_zh),
        tuple(xrefs),
        tuple(pair(item) for item in properties) if properties else (),
        tuple(close),
    )


def pair(text: str) -> tuple[str, str]:
    """Splits ``key=value`` at the first equals sign.

    >>> pair("smiles=C=C")
    ('smiles', 'C=C')
    """
    key, _, value = text.partition("=")
    return key, value


def _one_to_one(terms: Iterable[Term]) -> dict[str, Curie]:
    found: dict[str, Curie] = {}
    shared: set[str] = set()
    for term in terms:
        for xref in term.xrefs:
            if found.setdefault(xref, term.id) != term.id:
                shared.add(xref)
    return {xref: curie for xref, curie in found.items() if xref not in shared}
