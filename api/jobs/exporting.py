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

_SUFFIXES = {"graphml": ".graphml", "nquads": ".nq"}
"""The formats that are one file, with the suffix of its name."""


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


def place_of(form: str, out: Path, *, folder: bool = False) -> Path:
    """Where an export goes: a folder, or for GraphML and N-Quads a file, which gets a name where ``out`` has none.

    Args:
        form: one of :data:`EXPORT_FORMATS`.
        out: as the user named it.
        folder: it is meant as a folder, whether it is there or not.

    Raises:
        InputError: a file stands where a folder has to be.

    >>> str(place_of("graphml", Path("graph"))), str(place_of("nquads", Path("out"), folder=True))
    ('graph.graphml', 'out/graph.nq')
    """
    suffix = _SUFFIXES.get(form)
    folder = folder or out.is_dir()
    needed = out if folder or suffix is None else out.parent
    standing = next((one for one in (needed, *needed.parents) if one.exists()), needed)
    if standing.exists() and not standing.is_dir():
        raise InputError(f"{standing} is a file, and {form} has to be written into a folder.", "Name another place.")
    if suffix is None:
        return out
    if folder:
        return out / f"graph{suffix}"
    return out if out.suffix else out.with_name(f"{out.name}{suffix}")


def export(
    form: str,
    out: Path,
    graph_path: Path,
    progress: Progress | None = None,
    *,
    folder: bool = False,
    force: bool = False,
) -> Export:
    """Writes the merged graph to ``out``: a folder, or a file for GraphML and N-Quads; whole or not at all.

    Args:
        form: one of :data:`EXPORT_FORMATS`.
        out: where; see :func:`place_of`.
        graph_path: of the graph.
        progress: called with (rows done, rows in all).
        folder: ``out`` is meant as a folder.
        force: replace what stands there.

    Raises:
        GraphDirectoryError: no graph, or a newer one.
        InputError: ``out`` is a graph, or lies in one, or a file stands in the way, or something stands there already.
        MedkgError: ``out`` cannot be written.
    """
    started = perf_counter()
    out = place_of(form, out, folder=folder)
    _refuse_graph(out)
    if not force:
        _refuse_standing(out)
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


def _refuse_standing(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()):
        raise InputError(f"The folder {out} is not empty.", "Name another folder, or replace with --force.")
    if out.is_file():
        raise InputError(f"{out} is there already.", "Name another file, or replace it with --force.")


def _counted(rows: Iterator[_Row], before: int, total: int, progress: Progress | None) -> Iterator[_Row]:
    for number, row in enumerate(rows, before + 1):
        if progress and number % _PROGRESS_ROWS == 0:
            progress(number, total)
        yield row
