"""Lines of a file in bounded memory: a line over the limit is skipped, a line not in its encoding is reported."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from extraction.documents import MAXIMUM_CHARACTERS
from extraction.readers.binary import has_nul
from extraction.readers.encoding import UTF_8
from kg.results import DropReason

MAXIMUM_LINE_BYTES = 4 * MAXIMUM_CHARACTERS
_CHUNK = 1 << 20


class Line(NamedTuple):
    """A physical line, its newline included.

    Attributes:
        number: from 1.
        text: decoded; empty when the line could not be kept.
        end: byte of the file where the next line starts.
        problem: why it could not be kept, or None.
        detail: a sentence on the problem.
    """

    number: int
    text: str
    end: int
    problem: DropReason | None = None
    detail: str = ""


def read_lines(
    file: BinaryIO, limit: int = MAXIMUM_LINE_BYTES, number: int = 0, encoding: str = UTF_8
) -> Iterator[Line]:
    """The lines of a file opened in binary mode; a byte-order mark at its start is left out.

    Args:
        file: read from where it stands.
        limit: bytes; a longer line is skipped without being held and reported as ``TOO_LONG``.
        number: of the line before the first one read.
        encoding: that the file had before :func:`extraction.readers.encoding.opened` gave it in UTF-8.
    """
    position = file.tell() or _skip_mark(file)
    while data := file.readline(limit + 1):
        number += 1
        start, position = position, position + len(data)
        if len(data) > limit and not data.endswith(b"\n"):
            position += _skip_line(file)
            yield Line(number, "", position, DropReason.TOO_LONG, f"Line {number} is longer than {limit:,} bytes.")
            continue
        try:
            yield Line(number, data.decode("utf-8"), position)
        except UnicodeDecodeError as error:
            detail = not_utf8(error, data, start) if encoding == UTF_8 else not_in(encoding, error, data, number)
            yield Line(number, "", position, DropReason.UNREADABLE, detail)


def not_utf8(error: UnicodeDecodeError, data: bytes, offset: int = 0) -> str:
    """A sentence that names the first bad byte and the cure.

    Args:
        error: raised while decoding ``data``.
        data: what was decoded.
        offset: bytes of the file before ``data``.
    """
    where = f"Not UTF-8 at byte {offset + error.start:,} (0x{data[error.start]:02x})."
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return f"{where} The file looks like UTF-16: read it with --encoding utf-16, or save it as UTF-8."
    if has_nul(data):
        return f"{where} NUL bytes stand in it: it is no text. Export its text as UTF-8."
    return f"{where} Name its encoding (--encoding gb18030, latin-1, …), or save the file as UTF-8."


def not_in(encoding: str, error: UnicodeDecodeError, data: bytes, line: int = 1) -> str:
    """A sentence that names the first place which is not in the file's encoding, and the cure.

    Args:
        encoding: of the file.
        error: raised while decoding ``data``.
        data: recoded to UTF-8.
        line: number of the line that ``data`` begins.
    """
    before = data[: error.start].decode("utf-8")
    place = f"line {line + before.count(chr(10)):,}, character {len(before) - before.rfind(chr(10)):,}"
    if has_nul(data):
        return f"Not {encoding} at {place}. NUL bytes stand in it: it is no text. Export its text as UTF-8."
    return f"Not {encoding} at {place}. Name the encoding that it was saved in (--encoding), or save it as UTF-8."


def _skip_mark(file: BinaryIO) -> int:
    if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
        return len(codecs.BOM_UTF8)
    file.seek(0)
    return 0


def _skip_line(file: BinaryIO) -> int:
    skipped = 0
    while data := file.readline(_CHUNK):
        skipped += len(data)
        if data.endswith(b"\n"):
            break
    return skipped
