"""The export job: the merged graph in other people's formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from kg.errors import InputError
from kg.formats.graphml import write_graphml
from kg.formats.kgx import write_kgx
from kg.formats.neo4j_admin import write_neo4j_admin
from kg.formats.nquads import write_nquads
from kg.formats.output import Written
from kg.graph import Graph
from kg.layout import is_graph
from kg.records import Edge, Node

Progress = Callable[[int, int], None]
_Row = TypeVar("_Row")
_PROGRESS_ROWS = 5000

_Writer = Callable[[Iterator[Node], Iterator[Edge], Path, str], Written]

EXPORT_FORMATS: dict[str, _Writer] = {
    "kgx": lambda nodes, edges, out, state: write_kgx(nodes, edges, out),
    "graphml": lambda nodes, edges, out, state: write_graphml(nodes, edges, out),
    "nquads": lambda nodes, edges, out, state: write_nquads(nodes, edges, out),
    "neo4j-admin": lambda nodes, edges, out, state: write_neo4j_admin(nodes, edges, out, state),
}


@dataclass(frozen=True, slots=True)
class Export:
    """The result of an export: what was written, and how to go on."""

    form: str
    written: Written
    seconds: float
    content_hash: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        written, counts = self.written, self.written.counts
        yield Text(f"{self.form}: {counts.nodes:,} nodes, {counts.edges:,} edges in {self.seconds:.1f} s")
        yield from (Text(str(file)) for file in written.files)
        if written.note:
            yield Text(written.note)


def export(form: str, out: Path, graph_path: Path, progress: Progress | None = None) -> Export:
    """Writes the merged graph to ``out``: a folder, or a file for GraphML and N-Quads; whole or not at all.

    Raises:
        GraphDirectoryError: no graph, or a newer one.
        InputError: ``out`` is a graph, or lies in one.
        MedkgError: ``out`` cannot be written.
    """
    started = perf_counter()
    _refuse_graph(out)
    with Graph.open(graph_path) as graph:
        counts, state = graph.counts(), graph.content_hash()
        total = counts.nodes + counts.edges
        nodes = _counted(graph.nodes(), 0, total, progress)
        edges = _counted(graph.edges(), counts.nodes, total, progress)
        written = EXPORT_FORMATS[form](nodes, edges, out, state)
    return Export(form, written, perf_counter() - started, state)


def _refuse_graph(out: Path) -> None:
    place = out.resolve()
    inside = next((folder for folder in (place, *place.parents) if is_graph(folder)), None)
    if inside is not None:
        raise InputError(f"{out} lies in the graph {inside}.", "Write to a place outside of every graph.")


def _counted(rows: Iterator[_Row], before: int, total: int, progress: Progress | None) -> Iterator[_Row]:
    for number, row in enumerate(rows, before + 1):
        if progress and number % _PROGRESS_ROWS == 0:
            progress(number, total)
        yield row
