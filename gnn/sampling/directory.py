"""The adjacency of a graph directory: sorted once into files beside the tables, bucket by bucket, and mapped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gnn.dataset import Ids
from gnn.sampling.adjacency import CompressedAdjacency
from kg.columns import values
from kg.errors import SourceError
from kg.graph import Graph
from kg.identifiers import content_hash
from kg.snapshot import Selection, selected_edges, selected_nodes, triples_of

_HASH = 12


@dataclass(frozen=True, eq=False)
class GraphIndex:
    """A graph by numbers.

    Attributes:
        node_ids: CURIEs, sorted; a node's id is its place.
        categories: names; ``node_category`` int16 [num_nodes] indexes them.
        relations: predicate names, sorted; a relation's id is its place.
        adjacency: of its edges.
    """

    node_ids: tuple[str, ...]
    categories: tuple[str, ...]
    node_category: NDArray[np.int16]
    relations: tuple[str, ...]
    adjacency: CompressedAdjacency


def index_directory(graph: Graph, selection: Selection | None = None) -> GraphIndex:
    """The graph's edges for sampling, each claim once, without predictions, denied claims and (by default) case facts.

    Only the nodes' ids and one bucket of edges are in memory. The files lie under ``sampling/`` in the graph's
    directory, one folder a selection; the same again is only opened. A changed graph is sorted anew, and so is one
    whose files are cut off or do not fit it, such as those of a disk that was full.

    Args:
        graph: an opened graph.
        selection: which edges enter; None means the defaults of :class:`kg.snapshot.Selection`.
    """
    chosen = selection or Selection()
    nodes = selected_nodes(graph.node_table(), chosen)
    ids = nodes["id"].combine_chunks()
    predicates = sorted({name for table in graph.edge_tables() for name in values(table["predicate"].unique())})
    relations = tuple(predicates)
    names = values(nodes["category"])
    categories = tuple(sorted(set(names)))
    codes = pc.index_in(nodes["category"], pa.array(categories)).to_numpy().astype(np.int16)

    def chunks() -> Iterator[Ids]:
        for table in graph.edge_tables():
            yield np.unique(triples_of(selected_edges(table, chosen, ids), ids, relations).rows, axis=0)

    folder = _folder(graph, chosen)
    adjacency = _opened(folder, len(ids), len(relations))
    if adjacency is None:
        for older in graph.layout.sampling.glob("*"):
            if not older.name.startswith(graph.content_hash()[:_HASH]):
                shutil.rmtree(older, ignore_errors=True)
        adjacency = CompressedAdjacency.write(folder, chunks, len(ids), len(relations))
    return GraphIndex(tuple(values(ids)), categories, codes, relations, adjacency)


def _opened(folder: Path, num_nodes: int, num_relations: int) -> CompressedAdjacency | None:
    """What lies there, if it can be read and is of this size."""
    if not folder.is_dir():
        return None
    try:
        found = CompressedAdjacency.open(folder)
    except SourceError:
        return None
    return found if (found.num_nodes, found.num_relations) == (num_nodes, num_relations) else None


def _folder(graph: Graph, selection: Selection) -> Path:
    parts = (selection.predicates, selection.levels, selection.sources)
    named = [None if one is None else sorted(map(str, one)) for one in parts]
    key = content_hash(json.dumps([*named, selection.case_facts]))
    return graph.layout.sampling / f"{graph.content_hash()[:_HASH]}-{key[:_HASH]}"
