"""Who is next to whom, as samplers ask it, and the answer from arrays in memory or mapped from files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from gnn.dataset import Ids
from kg.errors import InputError, SourceError
from kg.files import put_back, whole_folder

_FORMAT = 1
_ARRAYS = ("indptr", "sources", "relations", "edges")
_META = "adjacency.json"
_MOST_NODES, _MOST_RELATIONS = 2**31, 2**14


class Drawn(NamedTuple):
    """Edges that were drawn into the asked nodes; int64 [m] each.

    Attributes:
        targets: places in the list of asked nodes, ascending.
        sources: ids of the nodes at the other end.
        relations: ids; ``relation + num_relations`` when the edge is walked from its object to its subject.
        edges: numbers of the edges; both ways of an edge have the same.
    """

    targets: Ids
    sources: Ids
    relations: Ids
    edges: Ids


class Adjacency(Protocol):
    """Draws neighbours; edges are walked both ways."""

    @property
    def num_nodes(self) -> int:
        """How many nodes the graph has."""
        ...

    @property
    def num_relations(self) -> int:
        """How many relations, inverses not counted."""
        ...

    def draw(self, nodes: Ids, fanout: int, generator: np.random.Generator) -> Drawn:
        """For each node at most ``fanout`` of its edges, evenly and without replacement; all of them below 0."""
        ...


@dataclass(frozen=True, eq=False)
class CompressedAdjacency:
    """Compressed rows: what reaches node ``i`` stands at ``indptr[i]`` to ``indptr[i + 1]``.

    Attributes:
        indptr: int64 [num_nodes + 1].
        sources, relations, edges: int32, int16, int64 [2 * num_edges], perhaps mapped from files.
        num_relations: inverses not counted.
    """

    indptr: NDArray[np.int64]
    sources: NDArray[np.int32]
    relations: NDArray[np.int16]
    edges: NDArray[np.int64]
    num_relations: int

    @property
    def num_nodes(self) -> int:
        """How many nodes."""
        return len(self.indptr) - 1

    @classmethod
    def of(cls, triples: Ids, num_nodes: int, num_relations: int) -> CompressedAdjacency:
        """From triples int64 [n, 3] in memory; an edge's number is its row."""
        return _filled(lambda: (triples,), (num_nodes, num_relations), lambda _, size, kind: np.zeros(size, kind))

    @classmethod
    def write(
        cls, folder: Path, chunks: Callable[[], Iterable[Ids]], num_nodes: int, num_relations: int
    ) -> CompressedAdjacency:
        """Sorts triples that need not fit into memory into files, and opens them.

        Memory grows with nodes and with one chunk. The folder is put in place at once; an older one is replaced.

        Args:
            folder: made with its parents.
            chunks: called twice; gives the same int64 [n, 3] each time.
            num_nodes, num_relations: of the graph.
        """
        with whole_folder(folder) as aside:
            _filled(
                chunks, (num_nodes, num_relations),
                lambda name, size, kind: open_memmap(aside / f"{name}.npy", "w+", kind, (size,)),  # type: ignore[no-untyped-call]
            )  # fmt: skip
            meta = {"format": _FORMAT, "num_relations": num_relations}
            (aside / _META).write_text(json.dumps(meta) + "\n", encoding="utf-8")
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> CompressedAdjacency:
        """The files of :meth:`write`, mapped; only what is drawn is read.

        Raises:
            SourceError: files are missing, broken or of another format.
        """
        remedy = "Write it anew with CompressedAdjacency.write."
        put_back(folder.parent)
        try:
            meta = json.loads((folder / _META).read_text(encoding="utf-8"))
            arrays = [np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS]
        except (OSError, ValueError) as error:
            raise SourceError(f"{folder} holds no adjacency that can be read: {error}.", remedy) from error
        if meta.get("format") != _FORMAT:
            raise SourceError(f"{folder} holds an adjacency of another format.", remedy)
        ends = np.asarray(arrays[0])
        size = {len(array) for array in arrays[1:]}
        if not len(ends) or ends[0] or size != {int(ends[-1])} or (np.diff(ends) < 0).any():
            raise SourceError(f"{folder} holds an adjacency whose files do not fit together.", remedy)
        return cls(ends, arrays[1], arrays[2], arrays[3], int(meta["num_relations"]))

    def draw(self, nodes: Ids, fanout: int, generator: np.random.Generator) -> Drawn:
        """See :class:`Adjacency`."""
        begins = self.indptr[nodes]
        degrees = self.indptr[nodes + 1] - begins
        targets, within = draw_places(degrees, fanout, generator)
        places = begins[targets] + within
        return Drawn(
            targets,
            self.sources[places].astype(np.int64),
            self.relations[places].astype(np.int64),
            self.edges[places].astype(np.int64),
        )


def draw_places(degrees: Ids, fanout: int, generator: np.random.Generator) -> tuple[Ids, Ids]:
    """Which places of each row are drawn: ``(row, place)``, int64 [m] each, rows ascending.

    By Floyd's algorithm, so that the work of a row grows with ``fanout``, never with its degree.
    """
    few = degrees <= fanout if fanout >= 0 else np.ones(len(degrees), bool)
    rows = np.repeat(np.flatnonzero(few), degrees[few])
    starts = np.repeat(np.cumsum(degrees[few]) - degrees[few], degrees[few])
    places = np.arange(len(rows)) - starts
    many = np.flatnonzero(~few)
    if not len(many):
        return rows, places
    chosen = np.empty((len(many), fanout), np.int64)
    for turn in range(fanout):
        last = degrees[many] - fanout + turn
        pick = (generator.random(len(many)) * (last + 1)).astype(np.int64)
        taken = (chosen[:, :turn] == pick[:, None]).any(axis=1)
        chosen[:, turn] = np.where(taken, last, pick)
    rows = np.concatenate([rows, np.repeat(many, fanout)])
    places = np.concatenate([places, chosen.ravel()])
    order = np.argsort(rows, kind="stable")
    return rows[order], places[order]


def _filled(
    chunks: Callable[[], Iterable[Ids]], sizes: tuple[int, int], make: Callable[[str, int, Any], NDArray[Any]]
) -> CompressedAdjacency:
    num_nodes, num_relations = sizes
    if num_nodes > _MOST_NODES or num_relations > _MOST_RELATIONS:
        raise InputError(
            f"{num_nodes:,} nodes and {num_relations:,} relations go beyond the {_MOST_NODES:,} nodes and "
            f"{_MOST_RELATIONS:,} relations that can be sorted.",
            "Sort a part of the graph: leave out sources or predicates.",
        )
    counts = np.zeros(num_nodes, np.int64)
    total = 0
    for chunk in chunks():
        _check(chunk, sizes)
        counts += np.bincount(chunk[:, 0], minlength=num_nodes) + np.bincount(chunk[:, 2], minlength=num_nodes)
        total += len(chunk)
    indptr = make("indptr", num_nodes + 1, np.int64)
    indptr[1:] = np.cumsum(counts)
    sources, relations = make("sources", 2 * total, np.int32), make("relations", 2 * total, np.int16)
    edges = make("edges", 2 * total, np.int64)
    free = np.array(indptr[:-1])
    done = 0
    for chunk in chunks():
        numbers = np.arange(done, done + len(chunk))
        targets = np.concatenate([chunk[:, 2], chunk[:, 0]])
        order = np.argsort(targets, kind="stable")
        targets = targets[order]
        places = free[targets] + np.arange(len(targets)) - np.searchsorted(targets, targets)
        free += np.bincount(targets, minlength=num_nodes)
        sources[places] = np.concatenate([chunk[:, 0], chunk[:, 2]])[order]
        relations[places] = np.concatenate([chunk[:, 1], chunk[:, 1] + num_relations])[order]
        edges[places] = np.concatenate([numbers, numbers])[order]
        done += len(chunk)
    return CompressedAdjacency(np.asarray(indptr), sources, relations, edges, num_relations)


def _check(chunk: Ids, sizes: tuple[int, int]) -> None:
    limits = np.array([sizes[0], sizes[1], sizes[0]])
    wrong = ((chunk < 0) | (chunk >= limits)).any(axis=1)
    if wrong.any():
        row = chunk[np.flatnonzero(wrong)[0]].tolist()
        raise InputError(
            f"The triple {row} lies outside a graph of {sizes[0]:,} nodes and {sizes[1]} relations.",
            "Give ids that count from 0, and the true numbers of nodes and relations.",
        )
