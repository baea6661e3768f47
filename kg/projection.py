"""Keeps the store of a graph in step with its merged tables.

A store switches by itself, whole, once a load or an update is finished; until then readers see the state before. The
store remembers which graph it holds by content hash, so a killed update is seen at the next one and made good. Readers
write the store too, when they find it behind: of several processes at once one does, and the others find it done.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreDamagedError, StoreError
from kg.graph import Graph
from kg.records import Difference
from kg.store.columnar import ColumnarStore
from kg.store.exclusive import ExclusiveStore
from kg.store.journaled import JournaledStore
from kg.store.protocol import Counts, Progress, Store

StoreFactory = Callable[[Path], Store]
_LARGE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Projection:
    """What bringing a store up to date did.

    Attributes:
        how: ``nothing`` (it was up to date), ``apply`` (by the difference) or ``load`` (from the tables).
        counts: of the store afterwards.
        content_hash: of the graph that it holds now.
    """

    how: str
    counts: Counts
    content_hash: str


@dataclass(frozen=True, slots=True)
class Step:
    """A difference, and the content hash of the graph that it starts from."""

    before: str
    difference: Difference


def bring_up_to_date(
    graph: Graph, store: Store, step: Step | None = None, progress: Progress | None = None
) -> Projection:
    """Brings a store, embedded or remote, to the state of the graph's merged tables.

    A store that several processes may write is locked meanwhile; one with a damaged or missing file is loaded again.

    Args:
        graph: after a merge.
        store: opened; it may hold any earlier state, or nothing.
        step: what the merge returned. It is used when the store holds exactly the state before it, and when it is
            small beside the graph; otherwise everything is loaded again.
        progress: called with (rows done, rows to do).

    Raises:
        StoreError: the store failed, or holds other counts than the tables afterwards.
    """
    wanted, expected = graph.content_hash(), graph.counts()
    if _holds(store, wanted, expected):
        return Projection("nothing", expected, wanted)
    with store.exclusive() if isinstance(store, ExclusiveStore) else nullcontext():
        if isinstance(store, ExclusiveStore) and _holds(store, wanted, expected):  # another process did it meanwhile
            return Projection("nothing", expected, wanted)
        return _write(graph, store, step, progress)


def _write(graph: Graph, store: Store, step: Step | None, progress: Progress | None) -> Projection:
    wanted, expected, held = graph.content_hash(), graph.counts(), _held(store)
    how = "apply" if step and held and held == step.before and _is_small(step.difference, expected) else "load"
    counts = _apply(store, step.difference, wanted, expected, progress) if how == "apply" and step else None
    if counts != expected:
        how, counts = "load", _load(graph, store, wanted, progress)
    if counts != expected:
        raise StoreError(
            f"The {store.name} store holds {counts.nodes} nodes and {counts.edges} edges after loading; the graph has"
            f" {expected.nodes} and {expected.edges}.",
            "Delete the store and project again: it can always be rebuilt from the graph.",
        )
    return Projection(how, counts, wanted)


def project(
    graph: Graph, factory: StoreFactory, step: Step | None = None, progress: Progress | None = None
) -> Projection:
    """Brings the graph's own store, in its directory ``store/``, up to date.

    Args:
        graph: opened for writing, after a merge.
        factory: makes the store of a directory, such as :class:`kg.store.embedded.EmbeddedStore`.
        step: see :func:`bring_up_to_date`.
        progress: see there.
    """
    store = factory(graph.layout.store)
    try:
        return bring_up_to_date(graph, store, step, progress)
    finally:
        store.close()


def _held(store: Store) -> str:
    try:
        return store.content_hash()
    except StoreDamagedError:
        return ""


def _holds(store: Store, wanted: str, expected: Counts) -> bool:
    """Whether the store is up to date; counting opens it, and what it opened may be another's newer one."""
    try:
        return store.content_hash() == wanted and store.counts() == expected and store.content_hash() == wanted
    except StoreDamagedError:
        return False


def _load(graph: Graph, store: Store, wanted: str, progress: Progress | None) -> Counts:
    if isinstance(store, ColumnarStore):
        return store.load_tables(graph.node_table(), graph.edge_table(), wanted, progress)
    return store.load(graph.nodes(), graph.edges(), wanted, progress)


def _apply(
    store: Store, difference: Difference, wanted: str, expected: Counts, progress: Progress | None
) -> Counts | None:
    """The counts afterwards; None when the store is damaged."""
    try:
        if not isinstance(store, JournaledStore):
            return store.apply(difference, wanted, progress)
        store.append(difference, wanted, expected)
    except StoreDamagedError:
        return None
    return expected  # whoever opens the store next counts


def _is_small(difference: Difference, counts: Counts) -> bool:
    rows = sum(
        map(len, (difference.added_nodes, difference.removed_nodes, difference.added_edges, difference.removed_edges))
    )
    return rows <= max(1000, _LARGE_SHARE * (counts.nodes + counts.edges))
