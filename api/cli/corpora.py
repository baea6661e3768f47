"""Options on annotated corpora that commands share, and what they say of broken annotations."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from api.cli.codes import PARTLY_BROKEN
from api.cli.options import Advance
from extraction.corpora.formats import CorpusFormat
from extraction.learning.task import Advance as TaskAdvance
from extraction.learning.training import NO_LICENCE, Gold
from kg.results import Dropped, DropReason, count_by_reason

_Command = TypeVar("_Command", bound=Callable[..., Any])
_SHOWN = 5
_WHOLE = frozenset((DropReason.DUPLICATE, DropReason.EMPTY))
"""Reasons that say nothing against a file: its documents or rows are only not needed twice."""

PATH = click.Path(path_type=Path)


def label_pairs(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """``FROM=TO`` as two labels, for each value.

    Raises:
        click.BadParameter: one of the two is missing.
    """
    pairs = []
    for value in values:
        before, _, after = (part.strip() for part in value.partition("="))
        if not before or not after:
            raise click.BadParameter(f"{value!r} is no pair of labels such as CHEMICAL=Chemical.", ctx, param)
        pairs.append((before, after))
    return tuple(pairs)


gold_option = click.option(
    "--gold", multiple=True, required=True, type=PATH, metavar="FILE|DIR",
    help="Annotated documents; several may be given.",
)  # fmt: skip
one_gold_option = click.option("--gold", required=True, type=PATH, metavar="FILE", help="Annotated documents.")
format_option = click.option(
    "--format", "format", type=click.Choice([str(one) for one in CorpusFormat]),
    help="Of the annotated files; default: told by their content.",
)  # fmt: skip
exclude_option = click.option(
    "--exclude", type=PATH, metavar="TSV", help="Documents that train nothing: column pmid, or one id a line."
)


def writable_file(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    """A file that can be written later, told before the work is done.

    Raises:
        click.BadParameter: its folder is not there, or it is a folder itself.
    """
    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        told = "is a folder" if path.is_dir() else "lies in a folder that is not there"
        raise click.BadParameter(f"{path} {told}; give a file to write.", ctx, param)
    return path


errors_option = click.option(
    "--errors", type=PATH, metavar="TSV", callback=writable_file, help="Write what was missed and invented here."
)


def corpus_options(command: _Command) -> _Command:
    """``--gold``, ``--format`` and ``--exclude``."""
    return gold_option(format_option(exclude_option(command)))


def gold_of(given: dict[str, Any], paths: Sequence[Path] | None = None) -> Gold:
    """The corpora that the options name."""
    chosen = given["gold"] if paths is None else paths
    return Gold(tuple(chosen), given["format"], given["exclude"], given.get("licence") or NO_LICENCE)


def task_progress(advance: Advance) -> TaskAdvance:
    """A task's progress on a command's bar."""
    return lambda what, done, total: advance(done, total, what)


def report_dropped(dropped: Sequence[Dropped]) -> None:
    """Says on standard error how much of the annotation could not be used, and the first few places."""
    if not dropped:
        return
    reasons = ", ".join(f"{count:,} {reason.replace('_', ' ')}" for reason, count in count_by_reason(dropped).items())
    click.echo(
        f"medkg: {len(dropped):,} documents, annotations or lines are not used ({reasons}); the rest is.", err=True
    )
    for one in dropped[:_SHOWN]:
        click.echo(f"       {one.item}: {one.detail or one.reason}", err=True)
    if len(dropped) > _SHOWN:
        click.echo(f"       and {len(dropped) - _SHOWN:,} more.", err=True)
    if any(one.reason not in _WHOLE for one in dropped):
        click.echo(
            f"       The figures are of the rest; exit code {PARTLY_BROKEN} says that some were broken.", err=True
        )


def end_with(dropped: Sequence[Dropped]) -> None:
    """Ends the command by code 3 when some annotations or lines were broken; does nothing when all were whole."""
    if any(one.reason not in _WHOLE for one in dropped):
        sys.exit(PARTLY_BROKEN)
