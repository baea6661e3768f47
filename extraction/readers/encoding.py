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
_MARK = "\udcff"  # half a surrogate pair: no text of UTF-8 holds it, so that the readers drop the row around it
_MARKING = "medkg.mark"
_CHUNK = 1 << 20
_IN_MEMORY = 1 << 24
_WIDE = ("utf-16", "utf-32", "utf-7")  # plain letters in them are valid UTF-8 too


def encoding_named(name: str) -> str:
    """Python's name of an encoding of text.

    Raises:
        InputError: there is none of that name, or it is none that text is saved in.

    >>> encoding_named("GB18030"), encoding_named("Latin-1")
    ('gb18030', 'iso8859-1')
    """
    try:
        found = codecs.lookup(name)
        "".encode(found.name)  # codecs of bytes, such as base64, encode no text
        _decoder(found.name).decode(b"\xff", final=True)
    except (LookupError, ValueError):
        raise InputError(
            f"{name!r} is no encoding of text.", "Known are utf-8, gb18030, big5, latin-1, cp1252, utf-16 and others."
        ) from None
    return found.name


@contextmanager
def opened(path: Path, encoding: str = UTF_8) -> Iterator[BinaryIO]:
    """The file in binary mode, its text in UTF-8; line ends stay as they are.

    A file that is UTF-8 throughout is read as that, whatever encoding is named: in a mixed folder the encoding is for
    the others, whose text in latin-1, gb18030 and the like is never by chance UTF-8.

    In the place of bytes that the encoding does not have stands what UTF-8 does not have, so that a reader drops that
    row alone. What is recoded is kept as it is, unmasked: in memory, over 16 MiB in the system's temporary folder in
    a file without a name, which goes when it is closed.

    Args:
        path: of the file.
        encoding: of its text, as :func:`encoding_named` names it.

    Raises:
        DocumentError: a file that the encoding cannot begin to read, as UTF-16 without its byte-order mark.
        OSError: the file cannot be opened.
    """
    with path.open("rb") as file:
        if encoding == UTF_8 or (not encoding.startswith(_WIDE) and _is_utf_8(file)):
            yield file
            return
        with SpooledTemporaryFile(_IN_MEMORY) as recoded:
            for text in _decoded(file, path, encoding):
                recoded.write(text.encode(UTF_8, "surrogatepass"))
            recoded.seek(0)
            yield cast(BinaryIO, recoded)


def _is_utf_8(file: BinaryIO) -> bool:
    """Whether all of the file is UTF-8; it is at its start again afterwards."""
    decoder = codecs.getincrementaldecoder(UTF_8)()
    try:
        while data := file.read(_CHUNK):
            decoder.decode(data)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _decoded(file: BinaryIO, path: Path, encoding: str) -> Iterator[str]:
    decoder = _decoder(encoding)
    while True:
        data = file.read(_CHUNK)
        try:
            yield decoder.decode(data, final=not data)
        except UnicodeError as error:
            raise DocumentError(
                f"{path} is not {encoding}: {error}.",
                "Name the encoding that it was saved in with --encoding, or save it as UTF-8.",
            ) from None
        if not data:
            return


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    codecs.register_error(_MARKING, _marked)
    return codecs.getincrementaldecoder(encoding)(_MARKING)


def _marked(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _MARK, error.end
