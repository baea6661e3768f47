"""Frames between a store and its worker process: a length, then a pickle of plain values.

Pickle is safe here, because both ends are our own processes on a private pipe that nobody else can open.
"""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">Q")


def write_frame(stream: BinaryIO, value: object) -> None:
    """Writes one value and flushes.

    Raises:
        OSError: the other end is gone.
    """
    body = pickle.dumps(value, protocol=5)
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def read_frame(stream: BinaryIO) -> Any:
    """Reads one value; blocks until it is whole.

    Raises:
        EOFError: the other end is gone, between two frames or within one.

    >>> import io
    >>> pipe = io.BytesIO()
    >>> write_frame(pipe, ("query", 1.5)); _ = pipe.seek(0)
    >>> read_frame(pipe)
    ('query', 1.5)
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    if len(body) < length:
        raise EOFError
    return pickle.loads(body)
