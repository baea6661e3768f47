"""Plain text: one file is one document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extraction.documents import MAXIMUM_CHARACTERS, Document
from extraction.readers.encoding import UTF_8, opened
from extraction.readers.lines import MAXIMUM_LINE_BYTES, not_in, not_utf8
from extraction.readers.making import Maker
from extraction.readers.options import ReadOptions
from kg.results import Dropped, DropReason

_MARK = "\ufeff"


def read_text(path: Path, options: ReadOptions) -> Iterator[Document | Dropped]:
    """The file as one document, its newlines as they are; a byte-order mark is left out."""
    with opened(path, options.encoding) as file:
        data = file.read(MAXIMUM_LINE_BYTES + len(_MARK.encode()) + 1)
    if len(data) > MAXIMUM_LINE_BYTES + len(_MARK.encode()):
        detail = f"Longer than {MAXIMUM_CHARACTERS:,} characters. Split it into documents."
        yield Dropped(path.name, DropReason.TOO_LONG, detail)
        return
    try:
        text = data.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError as error:
        plain = options.encoding == UTF_8
        detail = not_utf8(error, data) if plain else not_in(options.encoding, error, data)
        yield Dropped(path.name, DropReason.UNREADABLE, detail)
        return
    if "\0" in text:
        detail = f"A NUL character at {text.index(chr(0)):,}: it is no text file."
        yield Dropped(path.name, DropReason.UNREADABLE, detail)
        return
    yield Maker(path, options).whole(text)
