"""Where names are found again: by their normal forms, and by the character trigrams they share.

All of it lies in flat arrays, kept in the user's cache between runs: 12 bytes a name and form, 4 bytes a trigram.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extraction.lexicon_table import cache_folder
from extraction.linking import normal
from extraction.linking.concepts import SUPPLEMENT, Concepts, name_list
from kg.identifiers import content_hash
from kg.shipped import manifest

_BUCKETS = 1 << 16
_POSTINGS = 60_000  # of the rarest trigrams that are read for a text
_LEAST = 0.15
_LONGEST = 60  # characters of a name that trigrams find
_MIX = np.uint32(2_654_435_761)
_CODE = ("normal.py", "index.py", "concepts.py")


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Rows of names by what they look like.

    Attributes:
        digests, rows: for each of :data:`extraction.linking.normal.FORMS` (strict, loose, broad) the sorted digests of
            the names' forms, and the names' rows.
        postings, begins: rows in ``fuzzy`` by trigram; ``postings[begins[t]:begins[t + 1]]`` hold trigram ``t``.
        fuzzy: the rows of the names that trigrams find; supplementary concepts are found by whole forms alone.
        norms: length of each such name's vector of trigram weights.
        weights: inverse document frequency by trigram.
    """

    strict_digests: NDArray[np.uint64]
    strict_rows: NDArray[np.uint32]
    loose_digests: NDArray[np.uint64]
    loose_rows: NDArray[np.uint32]
    broad_digests: NDArray[np.uint64]
    broad_rows: NDArray[np.uint32]
    postings: NDArray[np.uint32]
    begins: NDArray[np.int64]
    fuzzy: NDArray[np.uint32]
    norms: NDArray[np.float32]
    weights: NDArray[np.float32]

    def exact(self, form: int, text: str) -> NDArray[np.uint32]:
        """Rows of the names whose form equals ``text``.

        Args:
            form: 0 strict, 1 loose, 2 broad.
            text: in that form; nothing is found by an empty one.
        """
        if not text:
            return _NOTHING
        digests, rows = (
            (self.strict_digests, self.strict_rows),
            (self.loose_digests, self.loose_rows),
            (self.broad_digests, self.broad_rows),
        )[form]
        wanted = np.uint64(normal.digest(text))
        start = int(np.searchsorted(digests, wanted))
        end = start
        while end < len(digests) and digests[end] == wanted:
            end += 1
        return rows[start:end]

    def similar(self, text: str, most: int) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        """Rows of the names that share most trigrams with ``text``, and their likeness, 0 to 1, best first.

        It is the cosine of trigram weights, where the most frequent trigrams of ``text`` are not looked up.

        Args:
            text: in the strict form.
            most: how many rows.
        """
        grams = np.unique(_trigrams(text))
        counts = self.begins[grams + 1] - self.begins[grams]
        order = np.argsort(counts, kind="stable")
        order = order[(counts[order] > 0) & (np.cumsum(counts[order]) <= max(_POSTINGS, int(counts[order[:3]].sum())))]
        if not len(order):
            return _NOTHING, np.zeros(0, dtype=np.float32)
        length = float(np.sqrt((self.weights[grams] ** 2).sum()))
        shares = np.repeat(self.weights[grams[order]] ** 2, counts[order])
        holders = np.concatenate([self.postings[self.begins[one] : self.begins[one + 1]] for one in grams[order]])
        dots = np.bincount(holders, weights=shares)
        found = np.flatnonzero(dots > _LEAST * length * length)
        scores = (dots[found] / (self.norms[found] * length)).astype(np.float32)
        best = np.lexsort((found, -scores))[:most]
        return self.fuzzy[found[best]], scores[best]

    @property
    def megabytes(self) -> float:
        """Memory of the arrays."""
        return float(sum(getattr(self, one.name).nbytes for one in fields(self))) / 1e6


_NOTHING: NDArray[np.uint32] = np.zeros(0, dtype=np.uint32)


def build_index(concepts: Concepts) -> NameIndex:
    """Spells every name in all forms and cuts it into trigrams."""
    forms: list[list[int]] = [[], [], []]
    rows: list[list[int]] = [[], [], []]
    listed = name_list(concepts)
    owners = np.repeat(np.arange(len(concepts)), np.diff(concepts.first.astype(np.int64)))
    core = ~concepts.supplement[owners]
    fuzzy_rows: list[int] = []
    grams: list[NDArray[np.int64]] = []
    seen: set[tuple[int, str]] = set()
    for row, name in enumerate(listed):
        spelled = normal.strict(name)
        for form, text in enumerate((spelled, normal.loose(name), normal.broad(name) if core[row] else "")):
            if text:
                forms[form].append(normal.digest(text))
                rows[form].append(row)
        owned = (int(owners[row]), spelled)
        if core[row] and 2 < len(spelled) <= _LONGEST and owned not in seen:
            seen.add(owned)
            fuzzy_rows.append(row)
            grams.append(np.unique(_trigrams(spelled)))
    sure, likely, wide = (_sorted(one, two) for one, two in zip(forms, rows, strict=True))
    postings, begins = _inverted(grams)
    weights = np.log1p(len(grams) / np.maximum(np.diff(begins), 1)).astype(np.float32)
    norms = np.array([np.sqrt((weights[one] ** 2).sum()) for one in grams], dtype=np.float32)
    fuzzy = np.asarray(fuzzy_rows, dtype=np.uint32)
    return NameIndex(*sure, *likely, *wide, postings, begins, fuzzy, norms, weights)


def shipped_index(concepts: Concepts) -> NameIndex:
    """The index of the shipped concepts, from the cache when it is there."""
    folder = cache_folder() / f"linking-{_fingerprint()}"
    found = _read(folder)
    if found is None:
        found = build_index(concepts)
        _write(found, folder)
    return found


def _trigrams(text: str) -> NDArray[np.int64]:
    """Buckets of the trigrams of ``text`` between two marks of its ends."""
    codes = np.frombuffer(f"\x02{text}\x03".encode("ascii", "replace"), dtype=np.uint8).astype(np.uint32)
    if len(codes) < 3:
        return np.zeros(0, dtype=np.int64)
    packed = (codes[:-2] << np.uint32(16)) | (codes[1:-1] << np.uint32(8)) | codes[2:]
    mixed: NDArray[np.int64] = ((packed * _MIX) >> np.uint32(16)).astype(np.int64)
    return mixed


def _sorted(digests: list[int], rows: list[int]) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    keys = np.asarray(digests, dtype=np.uint64)
    order = np.argsort(keys, kind="stable")
    return keys[order], np.asarray(rows, dtype=np.uint32)[order]


def _inverted(grams: list[NDArray[np.int64]]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    if not grams:
        return _NOTHING, np.zeros(_BUCKETS + 1, dtype=np.int64)
    every = np.concatenate(grams)
    holders = np.repeat(np.arange(len(grams), dtype=np.uint32), [len(one) for one in grams])
    order = np.argsort(every, kind="stable")
    begins = np.concatenate([[0], np.cumsum(np.bincount(every, minlength=_BUCKETS))]).astype(np.int64)
    return holders[order], begins


def _fingerprint() -> str:
    here = Path(__file__).parent
    code = [(here / name).read_text(encoding="utf-8") for name in _CODE]
    code.append((here.parent / "folding.py").read_text(encoding="utf-8"))
    shipped = (*manifest().of_kind("vocabulary"), *manifest().of_kind(SUPPLEMENT))
    return content_hash(*(file.sha256 for file in shipped), *code)


def _read(folder: Path) -> NameIndex | None:
    try:
        return NameIndex(*(np.load(folder / f"{one.name}.npy", mmap_mode="r") for one in fields(NameIndex)))
    except (OSError, ValueError):
        return None


def _write(index: NameIndex, folder: Path) -> None:
    """Writes aside and renames; an unwritable cache costs time and nothing else."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=folder.parent, suffix=".part"))
    except OSError:
        return
    try:
        for one in fields(index):
            np.save(aside / f"{one.name}.npy", getattr(index, one.name))
        aside.replace(folder)
    except OSError:
        for path in aside.glob("*.npy"):
            path.unlink(missing_ok=True)
        aside.rmdir()
