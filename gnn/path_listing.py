"""Every simple path of one, two or three steps between two nodes, by metapath, with its degree weight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids
from gnn.metapaths import Metapath, PathCounter


class Listing(NamedTuple):
    """The paths of one metapath.

    Attributes:
        metapath: position among those asked for.
        nodes: int64 [paths, steps + 1], local ids within the metapath's categories, both ends included.
        weights: float64 [paths], the products of step weights.
    """

    metapath: int
    nodes: Ids
    weights: NDArray[np.float64]


def list_paths(counter: PathCounter, metapaths: Sequence[Metapath], source: int, target: int) -> Iterator[Listing]:
    """All paths from a node to another; metapaths without any are passed over.

    Args:
        counter: of the graph.
        metapaths: of one, two or three steps, from the source's to the target's category.
        source, target: local ids.
    """
    for position, metapath in enumerate(metapaths):
        if any(step not in counter.place for step in metapath):
            continue
        matrices = [counter.damped[counter.place[step]] for step in metapath]
        out = matrices[0][[source]].tocoo()
        into = matrices[-1][:, [target]].tocoo()
        if not out.nnz or not into.nnz:
            continue
        if len(metapath) == 1:
            direct = matrices[0][[source]][:, [target]].tocoo()
            inner, weights = np.empty((direct.nnz, 0), np.int64), direct.data
        elif len(metapath) == 2:
            middle, first, last = np.intersect1d(out.col, into.row, return_indices=True)
            inner, weights = middle[:, None], out.data[first] * into.data[last]
        else:
            between = matrices[1][out.col][:, into.row].tocoo()
            inner = np.stack([out.col[between.row], into.row[between.col]], axis=1)
            weights = out.data[between.row] * between.data * into.data[between.col]
        ends = np.full((len(inner), 1), source), np.full((len(inner), 1), target)
        nodes = np.concatenate([ends[0], inner, ends[1]], axis=1).astype(np.int64)
        simple = _simple(nodes, metapath)
        if simple.any():
            yield Listing(position, nodes[simple], weights[simple].astype(np.float64))


def _simple(nodes: Ids, metapath: Metapath) -> NDArray[np.bool_]:
    categories = [metapath[0].source, *(step.target for step in metapath)]
    fine = np.ones(len(nodes), bool)
    for left in range(len(categories)):
        for right in range(left + 1, len(categories)):
            if categories[left] == categories[right]:
                fine &= nodes[:, left] != nodes[:, right]
    return fine
