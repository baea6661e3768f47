"""What changed between two states of a merged table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.edge_table import table_to_edges
from kg.identifiers import Curie
from kg.node_table import table_to_nodes
from kg.records import Difference

_SEPARATOR = "\x1f"


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


def to_difference(nodes: Sequence[TableDifference], edges: Sequence[TableDifference]) -> Difference:
    """Differences of tables as records; changed rows stand in ``added``."""
    return Difference(
        added_nodes=tuple(node for one in nodes for part in (one.added, one.changed) for node in table_to_nodes(part)),
        removed_nodes=tuple(Curie(node) for one in nodes for node in one.removed["id"].to_pylist()),
        added_edges=tuple(edge for one in edges for part in (one.added, one.changed) for edge in table_to_edges(part)),
        removed_edges=tuple(edge for one in edges for edge in table_to_edges(one.removed)),
    )
