"""Options and output that commands share."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.cli.codes import codes_in_words
from api.records_table import Table as Answer
from gnn.registry import PRUNING
from kg.figures import Figure, Figures
from kg.store.protocol import EdgeValue, MapValue, NodeValue

_PIPED_WIDTH = 200
COUNTS = frozenset({"corpus", "split", "folds"})
"""The systems of rows that count what was read."""
_Command = TypeVar("_Command", bound=Callable[..., Any])


class PositiveNumber(click.FloatRange):
    """A number above 0 and up to ``most``; "nan", which no range refuses by itself, is none."""

    def __init__(self, most: float) -> None:
        super().__init__(min=0, min_open=True, max=most)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number.

        Raises:
            click.BadParameter: it is none, or out of range.
        """
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is no number.", param, ctx)
        return number


graph_option = click.option(
    "--graph", "-g", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The graph directory."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for machines.")
seed_option = click.option(
    "--seed", default=0, show_default=True, type=click.IntRange(0, 2**32 - 1), help="Seed of every random choice."
)
device_option = click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True, help="Where to compute."
)

encoding_option = click.option(
    "--encoding", default="utf-8", show_default=True, metavar="NAME",
    help="Of inputs whose text is not UTF-8: gb18030, latin-1, cp1252, utf-16, …. Those over 16 MiB are written,"
    " unmasked, to a nameless file in the system's temporary folder ($TMPDIR) while they are read.",
)  # fmt: skip
hide_names_option = click.option(
    "--hide-names", is_flag=True,
    help="Hash the names of all folders, files and rows; else only of those that look like a person's.",
)  # fmt: skip
prune_option = click.option(
    "--prune", type=click.IntRange(0), metavar="N",
    help=f"{' and '.join(PRUNING)} alone: nodes that a query keeps after each step; 0 keeps all.",
)  # fmt: skip


def budget_option(default: float, help: str) -> Callable[[_Command], _Command]:  # noqa: A002
    """``--budget``: a factor above 0."""
    return click.option("--budget", default=default, show_default=True, type=PositiveNumber(1000), help=help)


def neo4j_options(command: _Command) -> _Command:
    """``--user`` and ``--database`` of a Neo4j server."""
    database = click.option("--database", default="neo4j", show_default=True, help="Of the Neo4j server.")
    user = click.option(
        "--user", default="neo4j", show_default=True, envvar="NEO4J_USER", help="Of the Neo4j server; or NEO4J_USER."
    )
    return user(database(command))


def example(*lines: str) -> str:
    """The epilog of a command's help: its example, kept line by line, and the exit codes."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines) + f"\n\n{codes_in_words()}"


def _plain(value: Any) -> Any:
    if isinstance(value, Answer):
        return _plain(value.rows) | ({"warnings": list(value.warnings)} if value.warnings else {})
    if isinstance(value, MapValue):
        return _object(value.items)
    if isinstance(value, NodeValue | EdgeValue):
        ends = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {**ends, "properties": _object(value.properties)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has no infinity
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(one) for one in value]
    return value


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Pairs of key and value as a JSON object."""
    return {key: _plain(one) for key, one in pairs}


def to_json(record: Any) -> str:
    """One JSON object for a record of frozen dataclasses; a number that is not finite becomes null."""
    return json.dumps(_plain(record), ensure_ascii=False, indent=2, allow_nan=False)


def emit(record: Any, as_json: bool) -> None:
    """Prints ``record`` to standard output: JSON for machines, else as it draws itself."""
    if as_json:
        click.echo(to_json(record))
    else:
        drawn = _figures_table(record) if isinstance(record, Figures) else record
        terminal = sys.stdout.isatty()
        Console(soft_wrap=not terminal, width=None if terminal else _PIPED_WIDTH).print(drawn)


def _figures_table(figures: Figures) -> Table:
    """Figures as a table, one row a system and metric."""
    speed = f", {figures.documents_per_second:,.1f} documents a second" if figures.documents_per_second else ""
    caption = (
        f"{figures.seconds:.1f} s, {figures.peak_mb:,.0f} MB at most{speed}; seed {figures.seed}, {figures.device}"
    )
    table = Table(title=f"{figures.task}: {figures.data}, {figures.split}", caption=caption, box=None)
    for name in ("system", "metric"):
        table.add_column(name)
    for name in ("value", "95 % interval", "n"):
        table.add_column(name, justify="right")
    for row in figures.rows:
        table.add_row(row.system, row.metric, *_shown(row), f"{row.n:,}")
    return table


def _shown(row: Figure) -> tuple[str, str]:
    """A value and its interval; a count has none."""
    if row.low == row.high == row.value and (row.value > 1 or row.system in COUNTS):
        return f"{row.value:,.0f}" if row.value.is_integer() else f"{row.value:,.3f}", ""
    return f"{row.value:.3f}", f"{row.low:.3f} to {row.high:.3f}"


class Advance(Protocol):
    """Moves a progress bar."""

    def __call__(self, done: int, total: int, label: str = "") -> None:
        """Done of total, 0 when unknown; a label that is not empty replaces the bar's."""
        ...


@contextmanager
def progress_bar(label: str, as_json: bool, *, steps: bool = False) -> Iterator[Advance]:
    """A progress bar on standard error.

    Silent when ``as_json`` is set or standard error is no terminal, so that logs stay readable; with ``steps`` a log
    gets a line for each new label.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=as_json or not console.is_terminal, transient=True) as progress:
        task = progress.add_task(label, total=None)
        told = label

        def advance(done: int, total: int, label: str = "") -> None:
            nonlocal told
            if steps and progress.disable and not as_json and label and label != told:
                click.echo(f"medkg: {label}", err=True)
                told = label
            progress.update(task, completed=done, total=total or None, description=label or None)

        yield advance
