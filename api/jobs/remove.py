"""Taking things out: retract hides, forget rewrites."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from api.jobs.merging import merge_and_project
from extraction.document_names import hidden_name, hidden_path
from kg.errors import NotFoundError
from kg.graph import Graph
from kg.projection import project
from kg.store.embedded import EmbeddedStore

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Removal:
    """What went.

    Attributes:
        name: the source or document that was named.
        origins: documents and reference sources that nothing else holds.
        held: documents that the named source held and that stay, since another source holds them too.
        rewritten: no byte of them is left in the graph's files.
    """

    name: str
    origins: int
    nodes_removed: int
    edges_removed: int
    edges_changed: int
    rewritten: bool
    content_hash: str
    held: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        how = (
            "forgotten, its files rewritten; building it again brings it back"
            if self.rewritten
            else "retracted; building or importing brings it back"
        )
        yield Text(f"{self.name}: {how}")
        yield Text(
            f"{self.origins:,} documents or sources, {self.nodes_removed:,} nodes, {self.edges_removed:,} edges went"
        )
        if self.held:
            yield Text(f"{self.held:,} documents stay: still held by another source")
        yield Text(f"{self.edges_changed:,} edges rest on less evidence than before")
        yield Text(f"content hash {self.content_hash}")


def retract(name: str, graph_path: Path) -> Removal:
    """Takes out what rests on a source, or a document, alone.

    Raises:
        NotFoundError: no such source or document; the message lists near names.
        InputError: a name of more than one document; the message lists their ids.
    """
    with Graph.open(graph_path, write=True) as graph:
        taken = _found(name, graph.retract)
        difference = merge_and_project(graph)
        return Removal(
            name, len(taken.origins), len(difference.removed_nodes), len(difference.removed_edges),
            len(difference.added_edges), False, graph.content_hash(), len(taken.held),
        )  # fmt: skip


def _found(name: str, take: Callable[[str], _T]) -> _T:
    """Takes out what has this name, or what stands for it where the build hid the names of files."""
    other = (hidden_path(name), hidden_path(name, everything=True), hidden_name(name))
    try:
        return take(name)
    except NotFoundError as error:
        for hidden in dict.fromkeys(other):
            if hidden != name:
                with suppress(NotFoundError):
                    return take(hidden)
        raise error


def forget(name: str, graph_path: Path) -> Removal:
    """Takes a document out of every file of the graph directory.

    What was published or exported elsewhere is not reached: publish again, and delete the exports.

    Raises:
        NotFoundError: no such document; the message lists near names.
        InputError: a name of more than one document; the message lists their ids.
    """
    with Graph.open(graph_path, write=True) as graph:
        difference = _found(name, graph.forget)  # one document: a name of several is refused
        project(graph, EmbeddedStore)
        return Removal(
            name, 1, len(difference.removed_nodes), len(difference.removed_edges), len(difference.added_edges), True,
            graph.content_hash(),
        )  # fmt: skip
