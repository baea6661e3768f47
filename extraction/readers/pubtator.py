"""PubTator: title and abstract of a publication, with annotations that count code points over both.

The text is the title, one newline, the abstract: the separator that the format's offsets count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from extraction.documents import Annotation, Document
from extraction.readers.encoding import opened
from extraction.readers.lines import Line, read_lines
from extraction.readers.making import Maker
from extraction.readers.options import ReadOptions
from kg.records import DocumentKind
from kg.results import Dropped, DropReason

_PASSAGE = re.compile(r"([^|\t]+)\|([ta])\|(.*)", re.DOTALL)
_PASSAGES = "ta"
NO_IDENTIFIER = frozenset(("", "-", "-1", "None"))
_RELATION_FIELDS = 4
SEPARATORS = re.compile(r"[|,;]")


def looks_like_pubtator(first_line: str) -> bool:
    """Whether a file's first line is a PubTator title.

    >>> looks_like_pubtator("6794356|t|Tricuspid valve"), looks_like_pubtator("Title: a|t|b")
    (True, False)
    """
    return re.match(r"\d+\|t\|", first_line) is not None


def read_pubtator(path: Path, options: ReadOptions) -> Iterator[Document | Dropped]:
    """One document a block; blocks are divided by blank lines.

    Annotations whose text does not stand at their offsets come back as ``WRONG_OFFSETS`` before their document.
    """
    maker = Maker(path, options, DocumentKind.LITERATURE)
    empty = True
    with opened(path, options.encoding) as file:
        for block in blocks(read_lines(file, encoding=options.encoding)):
            empty = False
            yield from _read_block(block, path.name, maker)
    if empty:
        yield Dropped(path.name, DropReason.EMPTY, "It holds no publication.")


def blocks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """The lines of each publication; a blank line or the next title ends it."""
    block: list[Line] = []
    for line in lines:
        if line.problem is None and not line.text.strip():
            if block:
                yield block
            block = []
        elif "|t|" in line.text[:40] and any("|t|" in earlier.text[:40] for earlier in block):
            yield block
            block = [line]
        else:
            block.append(line)
    if block:
        yield block


def _read_block(block: list[Line], file_name: str, maker: Maker) -> Iterator[Document | Dropped]:
    passages: dict[str, str] = {}
    identifier = ""
    broken = False
    rows: list[Line] = []
    for line in block:
        if line.problem is not None:
            yield Dropped(f"{file_name}#line {line.number}", line.problem, line.detail)
            broken = True
        elif found := _PASSAGE.fullmatch(line.text.rstrip("\r\n")):
            identifier = identifier or found[1].strip()
            passages.setdefault(found[2], found[3])
        else:
            rows.append(line)
    if broken and len(passages) < len(_PASSAGES):
        return
    if "t" not in passages:
        detail = f"The block at line {block[0].number} has no title line (ID|t|title)."
        yield Dropped(f"{file_name}#line {block[0].number}", DropReason.UNREADABLE, detail)
        return
    name = f"PMID:{identifier}" if identifier.isdecimal() else f"{file_name}#{identifier}"
    text = f"{passages['t']}\n{passages['a']}" if "a" in passages else passages["t"]
    annotations: list[Annotation] = []
    for line in rows:
        found_row = _annotation(line, text, name)
        if isinstance(found_row, Dropped):
            yield found_row
        elif found_row is not None:
            annotations.append(found_row)
    yield maker.publication(name, text, tuple(annotations))


def _annotation(line: Line, text: str, name: str) -> Annotation | Dropped | None:
    fields = line.text.rstrip("\r\n").split("\t")
    if len(fields) == _RELATION_FIELDS and not fields[1].isdecimal():
        return None
    item = f"{name} line {line.number}"
    if len(fields) <= _RELATION_FIELDS or not (fields[1].isdecimal() and fields[2].isdecimal()):
        return Dropped(item, DropReason.UNREADABLE, "No PubTator annotation: ID, start, end, text, type, identifier.")
    start, end = int(fields[1]), int(fields[2])
    if start >= end or text[start:end] != fields[3]:
        detail = f"{fields[3][:60]!r} does not stand at code points {start} to {end}."
        return Dropped(item, DropReason.WRONG_OFFSETS, detail)
    listed = SEPARATORS.split(fields[5]) if len(fields) > _RELATION_FIELDS + 1 else []
    identifiers = tuple(one.strip() for one in listed if one.strip() not in NO_IDENTIFIER)
    return Annotation(start, end, fields[3], fields[4], identifiers)
