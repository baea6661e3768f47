"""Files of formats that hold no plain text (PDF, Word, images, archives), known by their first bytes."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

FIRST_BYTES = 4096
_TEXT = "Export its text as UTF-8 (.txt) and name that file."
_UNPACK = "Unpack it and name the files, or their folder."
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis"
_BEGINNINGS = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls)"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"SQLite format 3\0", "a SQLite database"),
)
_PACKED = (
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\0", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PK\x03\x04", "a ZIP archive"),
)
_LETTERS = (  # that a text may begin with too: what the format has behind them tells
    (re.compile(rb"PAR1.{0,3}[\0-\x08\x0e-\x1f]", re.DOTALL), ("Parquet", _TEXT)),
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), ("bzip2", _UNPACK)),
)
_DICOM_AT = 128


def format_in(data: bytes) -> tuple[str, str] | None:
    """The format that a file's first bytes tell, and what to do with it; None where it may be text.

    >>> format_in(b"%PDF-1.7")
    ('PDF', 'Export its text as UTF-8 (.txt) and name that file.')
    >>> format_in("发热".encode()) is None
    True
    """
    if data[_DICOM_AT : _DICOM_AT + 4] == b"DICM" and b"\0" in data:
        return "DICOM", _TEXT
    if data.startswith(b"PK\x03\x04") and (office := _office(data)):
        return office, _TEXT
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning):
            return name, _TEXT
    for beginning, name in _PACKED:
        if data.startswith(beginning):
            return name, _UNPACK
    return next((told for sign, told in _LETTERS if sign.match(data)), None)


def binary_format(path: Path) -> tuple[str, str] | None:
    """As :func:`format_in`, of a file.

    Raises:
        OSError: the file cannot be opened.
    """
    with path.open("rb") as file:
        return format_in(file.read(FIRST_BYTES))


def has_nul(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 are no text of another encoding either, as NUL stands in them.

    UTF-16 and UTF-32 with a byte-order mark are text.
    """
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    return b"\0" in data and not marked


def _office(data: bytes) -> str:
    if _OPEN_DOCUMENT in data:
        return "an OpenDocument file (.odt, .ods)"
    parts = (
        (b"word/", "a Word file (.docx)"),
        (b"xl/", "an Excel file (.xlsx)"),
        (b"ppt/", "a PowerPoint file (.pptx)"),
    )
    return next(
        (name for part, name in parts if part in data), "an Office file" if b"[Content_Types].xml" in data else ""
    )
