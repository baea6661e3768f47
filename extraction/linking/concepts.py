"""Conditions and chemicals with all their names, in columns: the concepts that a mention may stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kg.arrow import column_values
from kg.identifiers import Curie
from kg.schema import Category
from kg.shipped import data_path, manifest
from kg.vocabulary import Term

SUPPLEMENT = "supplement"
"""Kind of the shipped tables that are read for linking alone."""

CATEGORIES = (
    Category.DISEASE,
    Category.PHENOTYPIC_FEATURE,
    Category.DRUG,
    Category.CHEMICAL_ENTITY,
    Category.CHEMICAL_ROLE,
)
"""What is linked here, by code; genes and variants are linked by exact name alone."""

_COLUMNS = ["id", "category", "name", "synonyms", "xrefs"]
_CODES = {str(category): code for code, category in enumerate(CATEGORIES)}


@dataclass(frozen=True, slots=True)
class Concepts:
    """The concepts, by number, in the order of the tables; names stand together, the preferred one first.

    Attributes:
        curies, labels: of each concept.
        xrefs: lists of exact cross-references.
        categories: index into :data:`CATEGORIES`, shape ``[concepts]``.
        supplement: whether it comes from a supplementary table, shape ``[concepts]``.
        names: every name.
        first: where each concept's names begin, shape ``[concepts + 1]``.
        owners: the concept of each name, shape ``[names]``.
    """

    curies: pa.StringArray
    labels: pa.StringArray
    xrefs: pa.ListArray
    categories: NDArray[np.uint8]
    supplement: NDArray[np.bool_]
    names: pa.StringArray
    first: NDArray[np.uint32]
    owners: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.curies)

    def curie(self, number: int) -> Curie:
        """The id of a concept."""
        return Curie(self.curies[number].as_py())

    def label(self, number: int) -> str:
        """The preferred name of a concept."""
        return str(self.labels[number].as_py())

    def category(self, number: int) -> Category:
        """The category of a concept."""
        return CATEGORIES[self.categories[number]]

    def identifiers(self, number: int) -> tuple[str, ...]:
        """The id and the exact cross-references of a concept."""
        return (self.curies[number].as_py(), *self.xrefs[number].as_py())

    def of_name(self, row: int) -> int:
        """The concept that a name belongs to."""
        return int(self.owners[row])

    def name(self, row: int) -> str:
        """A name by its row."""
        return str(self.names[row].as_py())

    def by_identifier(self) -> dict[str, int]:
        """The concept of every id and exact cross-reference; an id goes before a cross-reference."""
        found = {xref: at for at, listed in enumerate(column_values(self.xrefs)) for xref in listed}
        found.update((curie, at) for at, curie in enumerate(column_values(self.curies)))
        return found

    def numbered(self, curies: Sequence[str]) -> dict[str, int]:
        """The concepts with these ids, those that there are; quicker than :meth:`by_identifier` for a few thousand."""
        places = pc.index_in(self.curies, value_set=pa.array(curies, pa.string())).fill_null(-1).to_numpy()
        return {curies[places[at]]: int(at) for at in np.flatnonzero(places >= 0)}


def shipped_concepts() -> Concepts:
    """The concepts of the shipped vocabularies and of the supplementary tables."""
    wanted = set(_CODES)
    listed = [one for one in manifest().of_kind("vocabulary") if wanted & set(one.categories)]
    supplements = manifest().of_kind(SUPPLEMENT)
    tables = [pq.read_table(data_path(one.path), columns=_COLUMNS) for one in (*listed, *supplements)]
    sizes = [len(table) for table in tables]
    flags = np.repeat([False] * len(listed) + [True] * len(supplements), sizes)
    return _of_table(pa.concat_tables(tables), flags)


def concepts_of(terms: Iterable[Term]) -> Concepts:
    """The concepts of any terms; those of other categories are left out."""
    kept = [one for one in terms if str(one.category) in _CODES]
    columns = {
        "id": [one.id for one in kept],
        "category": [str(one.category) for one in kept],
        "name": [one.name for one in kept],
        "synonyms": [list(one.synonyms) for one in kept],
        "xrefs": [list(one.xrefs) for one in kept],
    }
    strings = pa.list_(pa.string())
    types = (pa.string(), pa.string(), pa.string(), strings, strings)
    schema = pa.schema(list(zip(_COLUMNS, types, strict=True)))
    return _of_table(pa.table(columns, schema=schema), np.zeros(len(kept), dtype=bool))


def _of_table(table: pa.Table, supplement: NDArray[np.bool_]) -> Concepts:
    table = table.combine_chunks()
    columns = {name: _whole(table.column(name)) for name in _COLUMNS}
    names, first = _with_labels(columns["name"], columns["synonyms"])
    coded = columns["category"].dictionary_encode()
    codes = np.array([_CODES[one] for one in coded.dictionary.to_pylist()], dtype=np.uint8)
    return Concepts(
        curies=columns["id"],
        labels=columns["name"],
        xrefs=columns["xrefs"],
        categories=codes[coded.indices.to_numpy()],
        supplement=np.asarray(supplement),
        names=names,
        first=first,
        owners=np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first.astype(np.int64))),
    )


def _with_labels(labels: pa.StringArray, synonyms: pa.ListArray) -> tuple[pa.StringArray, NDArray[np.uint32]]:
    """Each label before its synonyms, and where each concept's names begin; no Python string is made."""
    ends = synonyms.offsets.to_numpy().astype(np.int64) - synonyms.offsets[0].as_py()
    first = ends + np.arange(len(ends))
    taken = np.zeros(int(first[-1]), dtype=np.int64)
    taken[first[:-1]] = np.arange(len(labels))
    is_synonym = np.ones(len(taken), dtype=bool)
    is_synonym[first[:-1]] = False
    taken[is_synonym] = len(labels) + np.arange(int(ends[-1]))
    joined = pa.concat_arrays([labels, synonyms.flatten()])
    return joined.take(pa.array(taken)), first.astype(np.uint32)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)


def name_list(concepts: Concepts) -> Sequence[str]:
    """Every name, by row."""
    return column_values(concepts.names)
