"""``medkg info``, ``retract``, ``forget`` and ``diff``: what keeps a graph in order."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from api.cli.options import emit, encoding_option, example, graph_option, hide_names_option, json_option
from api.jobs.inform import compare, describe
from api.jobs.remove import forget, retract
from extraction.readers import ReadOptions


@click.command("info", epilog=example("medkg info --graph my-graph --verify --source visits.csv --text-column note"))
@graph_option
@click.option("--verify", is_flag=True, help="Check every stored offset and every bucket's hash.")
@click.option(
    "--source", type=click.Path(path_type=Path), help="With --verify: compare offsets with this original input too."
)
@click.option("--text-column", help="Of that input, as it was built.")
@click.option("--id-column", help="Of that input, as it was built.")
@encoding_option
@hide_names_option
@json_option
def info_command(graph: Path, verify: bool, source: Path | None, as_json: bool, **read: Any) -> None:
    """Describe a graph: counts by category and predicate, sources, models, and where medkg was loaded from.

    Exit code 4: --verify found a mismatch.
    """
    if source is not None and not verify:
        raise click.UsageError("--source goes with --verify.")
    description = describe(graph, verify, source, ReadOptions(**read))
    emit(description, as_json)
    sys.exit(description.exit_code)


@click.command("retract", epilog=example("medkg retract visits.csv --graph my-graph"))
@click.argument("source")
@graph_option
@json_option
def retract_command(source: str, graph: Path, as_json: bool) -> None:
    """Take out what rested on SOURCE alone: an input's path, a reference source, a model, or a document.

    It comes back when it is built or imported again.
    """
    emit(retract(source, graph), as_json)


@click.command("forget", epilog=example("medkg forget visits.csv#17 --graph my-graph"))
@click.argument("document")
@graph_option
@json_option
def forget_command(document: str, graph: Path, as_json: bool) -> None:
    """Take DOCUMENT (id or name) out, and rewrite every file that held its words."""
    emit(forget(document, graph), as_json)


@click.command("diff", epilog=example("medkg diff yesterday today"))
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option(
    "--rows",
    default=20,
    show_default=True,
    type=click.IntRange(0),
    help="How many of the differing nodes and edges to print.",
)
@json_option
def diff_command(first: Path, second: Path, rows: int, as_json: bool) -> None:
    """Say what graph SECOND has that graph FIRST lacks, and the other way round."""
    emit(compare(first, second, rows), as_json)
