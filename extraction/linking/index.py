"""Where names are found again: by digests of their normal forms, and by the trigrams they share.

The digests and the names as trigrams see them ship as tables (``data/index``), made by ``tools/build_data``; the
trigrams are cut when the index is loaded. Nothing is written at run time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from extraction.linking import normal
from extraction.linking.concepts import SUPPLEMENT, Concepts, name_list
from extraction.linking.trigrams import Trigrams
from kg.identifiers import content_hash
from kg.shipped import data_path, manifest

FOLDER = "index"
"""Where the shipped tables lie below the data directory."""

DIGESTS, SPELLED = "digests.parquet", "spelled.parquet"
DIGEST_SCHEMA = pa.schema([("form", pa.uint8()), ("digest", pa.int64()), ("row", pa.int32())])
"""The columns of the table of digests, sorted: which of :data:`extraction.linking.normal.FORMS`, its digest, a row."""

SPELLED_SCHEMA = pa.schema([("row", pa.int32()), ("strict", pa.string())])
"""The columns of the table of names that trigrams find: the row and the strict form."""

_LONGEST = 60  # characters of a name that trigrams find
_MADE_OF = b"medkg_made_of"
_TRIED = 997  # every so manieth name tells whether names are still spelled as they were


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Rows of names by what they look like.

    Attributes:
        digests, rows: for each form the sorted digests of the names' forms, and the names' rows; of the names of one
            concept that agree in a form, the first alone is there.
        trigrams: of the names that have 3 to 60 letters; supplementary concepts are found by whole forms alone.
    """

    digests: tuple[NDArray[np.int64], ...]
    rows: tuple[NDArray[np.int32], ...]
    trigrams: Trigrams

    def exact(self, form: int, text: str) -> list[int]:
        """Rows of the names whose form equals ``text``.

        Args:
            form: 0 strict, 1 loose, 2 broad.
            text: in that form; nothing is found by an empty one.
        """
        if not text:
            return []
        wanted = np.int64(normal.digest(text))
        start = int(np.searchsorted(self.digests[form], wanted))
        end = start
        while end < len(self.digests[form]) and self.digests[form][end] == wanted:
            end += 1
        found: list[int] = self.rows[form][start:end].tolist()
        return found

    def similar(self, text: str, most: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """As :meth:`extraction.linking.trigrams.Trigrams.similar`."""
        return self.trigrams.similar(text, most)

    @property
    def megabytes(self) -> float:
        """Memory of the arrays."""
        numbers = sum(one.nbytes for one in self.digests) + sum(one.nbytes for one in self.rows)
        return numbers / 1e6 + self.trigrams.megabytes


def build_index(concepts: Concepts) -> NameIndex:
    """The index of any concepts; every name is spelled in all forms."""
    return _of_tables(digest_table(concepts), spelled_table(concepts))


def digest_table(concepts: Concepts) -> pa.Table:
    """The digests of every name by :data:`DIGEST_SCHEMA`; of supplementary concepts without their broad forms.

    Of the names of one concept that agree in a form, the first alone is kept. The table says what it was made of.
    """
    names = name_list(concepts)
    supplement = concepts.supplement[concepts.owners]
    parts = []
    for form, spell in enumerate(normal.FORMS):
        spelled = [spell(name) if name else "" for name in names]
        if spell is normal.broad:
            spelled = ["" if extra else one for one, extra in zip(spelled, supplement.tolist(), strict=True)]
        rows = np.array([row for row, text in enumerate(spelled) if text], dtype=np.int32)
        digests = np.array([normal.digest(text) for text in spelled if text], dtype=np.int64)
        order = np.lexsort((rows, concepts.owners[rows], digests))
        rows, digests = rows[order], digests[order]
        owners = concepts.owners[rows]
        if len(rows):
            first = np.append(True, (digests[1:] != digests[:-1]) | (owners[1:] != owners[:-1]))
            rows, digests = rows[first], digests[first]
        parts.append(pa.table([np.full(len(rows), form, dtype=np.uint8), digests, rows], schema=DIGEST_SCHEMA))
    return pa.concat_tables(parts).replace_schema_metadata({_MADE_OF: _made_of(concepts)})


def spelled_table(concepts: Concepts) -> pa.Table:
    """The names that trigrams find by :data:`SPELLED_SCHEMA`; of one concept's names that agree, the first alone."""
    core = np.flatnonzero(~concepts.supplement[concepts.owners])
    spelled = normal.strict_all(concepts.names.take(pa.array(core)).to_pylist())
    kept: dict[tuple[int, str], int] = {}
    for row, owner, text in zip(core.tolist(), concepts.owners[core].tolist(), spelled, strict=True):
        if 2 < len(text) <= _LONGEST:
            kept.setdefault((owner, text), row)
    table = pa.table([list(kept.values()), [text for _, text in kept]], schema=SPELLED_SCHEMA)
    return table.replace_schema_metadata({_MADE_OF: _made_of(concepts)})


def write_index(concepts: Concepts, folder: Path) -> None:
    """Writes both tables; sorted numbers are stored by their differences."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in ((DIGESTS, digest_table(concepts)), (SPELLED, spelled_table(concepts))):
        _write(table, folder / name)


def _write(table: pa.Table, path: Path) -> None:
    numbers = [one for one in table.schema.names if one in ("digest", "row")]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=False,
        column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        row_group_size=1 << 22,
        data_page_size=1 << 22,
        write_statistics=False,
    )


def shipped_index(concepts: Concepts) -> NameIndex:
    """The index of the shipped concepts.

    When the shipped tables were made of other vocabularies or spellings (someone changes them), it is built anew, which
    takes some ten seconds; ``tools/build_data/name_index.py`` makes them fit again.
    """
    expected = _made_of(concepts)
    digests = _read(data_path(FOLDER, DIGESTS), DIGEST_SCHEMA, expected)
    spelled = _read(data_path(FOLDER, SPELLED), SPELLED_SCHEMA, expected)
    return build_index(concepts) if digests is None or spelled is None else _of_tables(digests, spelled)


def _read(path: Path, schema: pa.Schema, expected: bytes) -> pa.Table | None:
    """A stored table; None where none lies there, it cannot be read or was made of something else."""
    try:
        table = pq.read_table(path)
    except (OSError, ValueError):
        return None
    fits = table.schema.names == schema.names and (table.schema.metadata or {}).get(_MADE_OF) == expected
    return table if fits else None


def _of_tables(table: pa.Table, spelled: pa.Table) -> NameIndex:
    forms, digests, rows = (table.column(name).to_numpy() for name in DIGEST_SCHEMA.names)
    places = np.searchsorted(forms, np.arange(len(normal.FORMS) + 1))
    pairs = [slice(start, end) for start, end in pairwise(places)]
    trigrams = Trigrams.of(spelled.column("row").to_numpy(), pa.concat_arrays(spelled.column("strict").chunks))
    return NameIndex(tuple(digests[one] for one in pairs), tuple(rows[one] for one in pairs), trigrams)


def _made_of(concepts: Concepts) -> bytes:
    """A hash of the shipped tables' checksums, the number of names, and how some of them are spelled."""
    shipped = (*manifest().of_kind("vocabulary"), *manifest().of_kind(SUPPLEMENT))
    tried = range(0, len(concepts.names), _TRIED)
    spelled = [spell(concepts.name(row)) for row in tried for spell in normal.FORMS]
    return content_hash(str(len(concepts.names)), *(one.sha256 for one in shipped), *spelled).encode()
