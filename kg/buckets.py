"""Buckets: the pieces in which evidence is merged and the graph is hashed."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kg.columns import one_chunk

_SCORE_DIGITS = 1_000_000


def bucket_of(identifier: str, buckets: int) -> int:
    """The bucket of an edge (by its subject) or of a node (by its id).

    >>> 0 <= bucket_of("MONDO:0005148", 256) < 256
    True
    """
    return zlib.crc32(identifier.encode("utf-8", "surrogatepass")) % buckets


def buckets_of(identifiers: Sequence[str], buckets: int) -> NDArray[np.int16]:
    """The bucket of each identifier, int16; each distinct one is hashed once."""
    known = {identifier: bucket_of(identifier, buckets) for identifier in set(identifiers)}
    return np.fromiter((known[identifier] for identifier in identifiers), np.int16, len(identifiers))


def to_bitmap(present: Iterable[int], buckets: int) -> bytes:
    """A set of buckets as bits.

    >>> sorted(from_bitmap(to_bitmap([3, 200], 256)))
    [3, 200]
    """
    bits = np.zeros(buckets, np.uint8)
    bits[list(present)] = 1
    return np.packbits(bits).tobytes()


def from_bitmap(bitmap: bytes) -> frozenset[int]:
    """The set of buckets that :func:`to_bitmap` wrote."""
    return frozenset(np.flatnonzero(np.unpackbits(np.frombuffer(bitmap, np.uint8))).tolist())


def hash_table(table: pa.Table) -> str:
    """A hash of the rows of a table in their order, free of how Arrow or Parquet happened to lay them out.

    Args:
        table: columns of strings, numbers, booleans, fixed-size binary, or lists of strings; no nulls.
    """
    digest = hashlib.blake2b(digest_size=16)
    for name in table.column_names:
        digest.update(f"{name}:{table.num_rows};".encode())
        _hash_array(digest, one_chunk(table[name]))
    return digest.hexdigest()


def hash_evidence(identifiers: NDArray[np.void], scores: NDArray[np.float64]) -> str:
    """A hash of live evidence: 16-byte ids in rising order, each with its score to six digits."""
    digest = hashlib.blake2b(identifiers.tobytes(), digest_size=16)
    digest.update(np.rint(scores * _SCORE_DIGITS).astype("<i4").tobytes())
    return digest.hexdigest()


def hash_buckets(hashes: Iterable[tuple[str, int, str]]) -> str:
    """The content hash of a graph: over (kind, bucket, hash) of every bucket that is not empty."""
    digest = hashlib.blake2b(digest_size=16)
    for kind, bucket, one in sorted(hashes):
        digest.update(f"{kind}/{bucket}/{one}\n".encode())
    return digest.hexdigest()


def _hash_array(digest: hashlib.blake2b, array: pa.Array) -> None:
    kind = array.type
    if pa.types.is_list(kind):
        offsets = _offsets(array)
        digest.update((offsets - offsets[0]).tobytes())
        _hash_array(digest, array.values.slice(int(offsets[0]), int(offsets[-1] - offsets[0])))
    elif pa.types.is_string(kind):
        offsets = _offsets(array)
        digest.update((offsets - offsets[0]).tobytes())
        data = array.buffers()[2]
        if data is not None:
            digest.update(memoryview(data)[int(offsets[0]) : int(offsets[-1])])
    elif pa.types.is_boolean(kind):
        digest.update(np.packbits(np.asarray(array.to_numpy(zero_copy_only=False), bool)).tobytes())
    else:
        digest.update(np.ascontiguousarray(array.to_numpy(zero_copy_only=False)).tobytes())


def _offsets(array: pa.Array) -> NDArray[np.int32]:
    if not len(array):
        return np.zeros(1, np.int32)
    return np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
