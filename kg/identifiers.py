"""CURIEs, the only identifiers: ``prefix:reference``, never random."""

from __future__ import annotations

import hashlib
import re

from kg.errors import CurieError

_SHAPE = re.compile(r"([A-Za-z][A-Za-z0-9_.\-]*):([^\s:][^\s]*)")
HASH_CHARACTERS = 32
_USUAL = 512
_LENGTHS = tuple(f"{length}:" for length in range(_USUAL))


class Curie(str):
    """A compact identifier, a ``str`` that has been checked.

    Make one with :meth:`parse`; the constructor trusts its caller.

    >>> Curie.parse("MONDO:0005148").prefix
    'MONDO'
    >>> Curie.parse("MONDO:0005148") == "MONDO:0005148"
    True
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Curie:
        """Checks ``text`` and returns it as a CURIE.

        Raises:
            CurieError: when it has no prefix, no reference, or holds white space.
        """
        if _SHAPE.fullmatch(text) is None:
            raise CurieError(
                f"{text!r} is no CURIE.", "Write prefix:reference without white space, as in MONDO:0005148."
            )
        return cls(text)

    @property
    def prefix(self) -> str:
        """What stands before the first colon."""
        return self.partition(":")[0]

    @property
    def reference(self) -> str:
        """What stands after the first colon."""
        return self.partition(":")[2]


def content_hash(*parts: str) -> str:
    """A stable 128-bit hash of ``parts``, 32 hexadecimal characters; parts cannot run into each other.

    >>> content_hash("ab", "c") == content_hash("a", "bc")
    False
    """
    pieces: list[str] = []
    for part in parts:
        pieces += (_LENGTHS[len(part)] if len(part) < _USUAL else f"{len(part)}:", part)
    text = "".join(pieces)
    if not text.isascii():
        text = "".join(map(_measured, parts))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=HASH_CHARACTERS // 2).hexdigest()


def _measured(part: str) -> str:
    """A part after its length in bytes."""
    return f"{len(part.encode('utf-8', 'surrogatepass'))}:{part}"
