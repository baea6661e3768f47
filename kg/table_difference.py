"""What changed between two states of a merged table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.edge_table import table_to_edges
from kg.identifiers import Curie
from kg.node_table import table_to_nodes
from kg.records import Difference

_SEPARATOR = "\x1f"
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class TableDifference:
    """Rows that are new, that changed (as they are now), and that went (as they were)."""

    added: pa.Table
    changed: pa.Table
    removed: pa.Table


def compare_tables(old: pa.Table, new: pa.Table) -> TableDifference:
    """What changed between two tables of the same columns; rows are known by ``id``."""
    place = pc.index_in(new["id"], old["id"].combine_chunks())
    known = pc.is_valid(place)
    common, added = new.filter(known), new.filter(pc.invert(known))
    before = old.take(pc.drop_null(place))
    differs = np.zeros(common.num_rows, np.bool_)
    for name in common.column_names:
        one, other = common[name], before[name]
        if pa.types.is_list(one.type):
            one, other = pc.binary_join(one, _SEPARATOR), pc.binary_join(other, _SEPARATOR)
        differs |= pc.not_equal(one, other).to_numpy()
    gone = pc.invert(pc.is_in(old["id"], new["id"].combine_chunks()))
    return TableDifference(added, common.filter(pa.array(differs)), old.filter(gone))


class _Rows(Sequence[_Record]):
    """The rows of tables as records that are made while they are read: a first build changes every row, and as records
    they take ten times the memory of their tables."""

    def __init__(self, tables: Iterable[pa.Table], read: Callable[[pa.Table], Iterator[_Record]]) -> None:
        self._tables = [table for table in tables if table.num_rows]
        self._read = read

    def __len__(self) -> int:
        return sum(table.num_rows for table in self._tables)

    def __iter__(self) -> Iterator[_Record]:
        return chain.from_iterable(map(self._read, self._tables))

    @overload
    def __getitem__(self, index: int) -> _Record: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[_Record, ...]: ...

    def __getitem__(self, index: int | slice) -> _Record | tuple[_Record, ...]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def to_difference(nodes: Sequence[TableDifference], edges: Sequence[TableDifference]) -> Difference:
    """Differences of tables as records, made when they are read; changed rows stand in ``added``."""
    return Difference(
        added_nodes=_Rows((part for one in nodes for part in (one.added, one.changed)), table_to_nodes),
        removed_nodes=_Rows((one.removed for one in nodes), _ids),
        added_edges=_Rows((part for one in edges for part in (one.added, one.changed)), table_to_edges),
        removed_edges=_Rows((one.removed for one in edges), table_to_edges),
    )


def _ids(table: pa.Table) -> Iterator[Curie]:
    return map(Curie, table["id"].to_pylist())
