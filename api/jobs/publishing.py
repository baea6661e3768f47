"""The publish job: Neo4j is brought up to date by the difference to what was published there before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from kg.edge_table import table_to_edges
from kg.errors import StoreError
from kg.graph import Graph
from kg.identifiers import content_hash
from kg.layout import Layout
from kg.node_table import table_to_nodes
from kg.records import Difference
from kg.store.neo4j import Neo4jStore
from kg.store.protocol import Counts
from kg.table_difference import compare_tables, to_difference

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Target:
    """A Neo4j database; the password is never printed."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"


@dataclass(frozen=True, slots=True)
class Publication:
    """The result of a publish job.

    Attributes:
        how: ``load`` (everything), ``difference``, or ``unchanged``.
        nodes, edges: counted in the database afterwards; they agree with the graph.
    """

    to: str
    how: str
    nodes: int
    edges: int
    nodes_written: int
    edges_written: int
    edges_removed: int
    seconds: float
    content_hash: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(f"{self.to}: {self.nodes:,} nodes and {self.edges:,} edges, as in the graph ({self.how})")
        yield Text(f"written {self.nodes_written:,} nodes, {self.edges_written:,} edges")
        yield Text(f"removed {self.edges_removed:,} edges")
        yield Text(f"{self.seconds:.1f} s, content hash {self.content_hash}")


def open_target(target: Target) -> Neo4jStore:
    """The store behind a target; it connects with its first call."""
    return Neo4jStore(target.uri, target.user, target.password, target.database)


def published_folder(graph: Path) -> Path:
    """Where a graph keeps what it last published to each database."""
    return Layout(graph).published


class _Published:
    """The tables as they were last published to one database."""

    def __init__(self, graph: Path, target: Target) -> None:
        self._folder = published_folder(graph) / content_hash(target.uri, target.database)

    def tables(self, expected: str) -> tuple[pa.Table, pa.Table] | None:
        """Nodes and edges of the state with this content hash, or None when it is not kept."""
        state = self._folder / expected
        if not expected or not state.is_dir():
            return None
        return pq.read_table(state / "nodes.parquet"), pq.read_table(state / "edges.parquet")

    def keep(self, state: str, nodes: pa.Table, edges: pa.Table) -> None:
        """Keeps this state in place of older ones; a state is there whole or not at all."""
        aside = self._folder / f".{state}.{os.getpid()}"
        aside.mkdir(parents=True, exist_ok=True)
        pq.write_table(nodes, aside / "nodes.parquet", compression="zstd")
        pq.write_table(edges, aside / "edges.parquet", compression="zstd")
        for old in self._folder.iterdir():
            if old != aside:
                shutil.rmtree(old)
        aside.rename(self._folder / state)


def publish(graph_path: Path, target: Target, progress: Progress | None = None) -> Publication:
    """Brings a Neo4j database up to date with the graph, deletions included.

    Only one publish of a graph runs at a time: it holds the graph as a writer does.

    Raises:
        StoreUnavailableError: unreachable, or gone in the middle; publishing again is safe.
        StoreAuthenticationError: wrong user or password.
        StoreError: the database holds what medkg did not write, or its counts disagree afterwards.
    """
    started = perf_counter()
    with Graph.open(graph_path, write=True) as graph:
        nodes, edges, state = graph.node_table(), graph.edge_table(), graph.content_hash()
        store = open_target(target)
        published = _Published(graph.path, target)
        try:
            held = store.content_hash()
            before = published.tables(held)
            if before is None:
                how, change = "load", Difference()
                counts = store.load(table_to_nodes(nodes), table_to_edges(edges), state, progress)
                written = (nodes.num_rows, edges.num_rows)
            else:
                change = to_difference([compare_tables(before[0], nodes)], [compare_tables(before[1], edges)])
                how = "difference" if change else "unchanged"
                counts = store.apply(change, state, progress) if change else store.counts()
                written = (len(change.added_nodes), len(change.added_edges))
        finally:
            store.close()
        _agree(counts, nodes, edges, target)
        if held != state or before is None:
            published.keep(state, nodes, edges)
        return Publication(
            target.uri, how, counts.nodes, counts.edges, *written, len(change.removed_edges),
            perf_counter() - started, state,
        )  # fmt: skip


def _agree(counts: Counts, nodes: pa.Table, edges: pa.Table, target: Target) -> None:
    if (counts.nodes, counts.edges) != (nodes.num_rows, edges.num_rows):
        raise StoreError(
            f"{target.uri} holds {counts.nodes} nodes and {counts.edges} edges, the graph {nodes.num_rows} and "
            f"{edges.num_rows}.",
            "Something else writes into that database: give medkg one of its own, and publish again.",
        )
