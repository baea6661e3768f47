"""Files in other encodings than UTF-8, as the UTF-8 that the readers take."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from kg.errors import DocumentError, InputError

UTF_8 = "utf-8"
_CHUNK = 1 << 20
_IN_MEMORY = 1 << 24


def encoding_named(name: str) -> str:
    """Python's name of an encoding of text.

    Raises:
        InputError: there is none of that name.

    >>> encoding_named("GB18030"), encoding_named("Latin-1")
    ('gb18030', 'iso8859-1')
    """
    try:
        found = codecs.lookup(name)
        "".encode(found.name)  # codecs of bytes, such as base64, encode no text
    except LookupError:
        raise InputError(
            f"{name!r} is no encoding of text.", "Known are utf-8, gb18030, big5, latin-1, cp1252, utf-16 and others."
        ) from None
    return found.name


@contextmanager
def opened(path: Path, encoding: str = UTF_8) -> Iterator[BinaryIO]:
    """The file in binary mode, its text in UTF-8; line ends stay as they are.

    Args:
        path: of the file.
        encoding: of its text, as :func:`encoding_named` names it.

    Raises:
        DocumentError: a byte that the encoding does not have.
        OSError: the file cannot be opened.
    """
    with path.open("rb") as file:
        if encoding == UTF_8:
            yield file
            return
        with SpooledTemporaryFile(_IN_MEMORY) as recoded:
            for text in _decoded(file, path, encoding):
                recoded.write(text.encode(UTF_8, "surrogatepass"))
            recoded.seek(0)
            yield cast(BinaryIO, recoded)


def _decoded(file: BinaryIO, path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = 0
    while True:
        data = file.read(_CHUNK)
        waiting = len(decoder.getstate()[0])
        try:
            yield decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            bad = error.object[error.start]
            raise DocumentError(
                f"{path} is not {encoding} at byte {offset - waiting + error.start:,} (0x{bad:02x}).",
                "Name the encoding that it was saved in with --encoding, or save it as UTF-8.",
            ) from None
        if not data:
            return
        offset += len(data)
