"""Reading large delimited files of terminologies line by line, with errors that name file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import SourceError
from kg.identifiers import Curie
from kg.records import Batch, Evidence, NodeRecord

BATCH_SIZE = 20_000
REMEDY = "Check that the file is whole and is of the release format that the documentation names."


def existing(path: Path, what: str) -> Path:
    """``path`` when it is a file.

    Raises:
        SourceError: it is not.
    """
    if not path.is_file():
        raise SourceError(f"There is no file {path}.", f"Give the path of {what}.")
    return path


def delimited_rows(path: Path, columns: int, delimiter: str = "|") -> Iterator[tuple[int, list[str]]]:
    """Line numbers (from 1) and fields of a file without a header; a delimiter at the line's end is no field.

    Raises:
        SourceError: a line has another number of fields than ``columns``, or is not UTF-8.
    """
    number = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                fields = line.rstrip("\r\n").removesuffix(delimiter).split(delimiter)
                if len(fields) != columns:
                    raise SourceError(f"{path}, line {number}: {len(fields)} fields where {columns} belong.", REMEDY)
                yield number, fields
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}, after line {number}: not UTF-8 ({error.reason}).", REMEDY) from error


def headed_rows(path: Path, columns: Sequence[str], delimiter: str = "\t") -> Iterator[dict[str, str]]:
    """Rows of a file with a header, by column name; nothing is quoted.

    Raises:
        SourceError: a column is missing, a line has another number of fields than the header, or is not UTF-8.
    """
    header: list[str] = []
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                fields = line.rstrip("\r\n").split(delimiter)
                if not header:
                    header = fields
                    _check_header(path, header, columns)
                elif len(fields) != len(header):
                    raise SourceError(
                        f"{path}, line {number}: {len(fields)} fields where {len(header)} belong.", REMEDY
                    )
                else:
                    yield dict(zip(header, fields, strict=True))
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}, after line {number}: not UTF-8 ({error.reason}).", REMEDY) from error
    if not header:
        raise SourceError(f"{path} is empty.", REMEDY)


def _check_header(path: Path, header: list[str], columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        raise SourceError(f"{path}, line 1: no column {', '.join(missing)}; found {', '.join(header)[:200]}.", REMEDY)


def in_batches(nodes: Iterator[NodeRecord], evidence: Iterator[Evidence]) -> Iterator[Batch]:
    """Nodes first, then evidence, in batches of at most :data:`BATCH_SIZE`."""
    some_nodes: list[NodeRecord] = []
    for node in nodes:
        some_nodes.append(node)
        if len(some_nodes) == BATCH_SIZE:
            yield Batch(nodes=tuple(some_nodes))
            some_nodes = []
    if some_nodes:
        yield Batch(nodes=tuple(some_nodes))
    some: list[Evidence] = []
    for one in evidence:
        some.append(one)
        if len(some) == BATCH_SIZE:
            yield Batch(evidence=tuple(some))
            some = []
    if some:
        yield Batch(evidence=tuple(some))


def safe_curie(prefix: str, reference: str) -> Curie | None:
    """``prefix:reference`` as a CURIE, or None when the reference is empty or holds white space.

    >>> safe_curie("RXCUI", "6809"), safe_curie("RXCUI", " ")
    ('RXCUI:6809', None)
    """
    return Curie(f"{prefix}:{reference}") if reference and not any(c.isspace() for c in reference) else None
