"""Several corpora as one: documents that they share count once, documents that must not train are taken out."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.corpora.read import Corpus
from extraction.corpora.records import AnnotatedDocument, bare_name
from kg.errors import DocumentError
from kg.results import Dropped, DropReason

ID_COLUMN = "pmid"
_LONG = 100
"""Shorter texts are alike by chance: "None." is many a section."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one corpus gives to a mixture.

    Attributes:
        corpus: as it was read.
        documents: those of it that are used.
        shared: names of those that an earlier corpus has too, by name or by text.
        excluded: names of those that must not train.
    """

    corpus: Corpus
    documents: tuple[AnnotatedDocument, ...]
    shared: tuple[str, ...]
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """Several corpora as one; ``documents`` in the order of the corpora."""

    parts: tuple[Part, ...]

    @property
    def documents(self) -> tuple[AnnotatedDocument, ...]:
        """All that are used; no name twice."""
        return tuple(one for part in self.parts for one in part.documents)

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """Broken annotations and lines of all corpora."""
        return tuple(one for part in self.parts for one in part.corpus.dropped)


def mix(corpora: Sequence[Corpus], excluded: frozenset[str] = frozenset()) -> Mixture:
    """Joins corpora; of a document that several have, the annotation of the first is used.

    Two documents are the same when their names are equal, or their texts of a hundred code points or more but for
    white space.

    Args:
        excluded: names of documents that are taken out (:func:`read_ids`).
    """
    names: set[str] = set()
    texts: set[str] = set()
    parts: list[Part] = []
    for corpus in corpora:
        kept, shared, out = [], [], []
        for one in corpus.documents:
            if is_named(one.name, excluded):
                out.append(one.name)
            elif bare_name(one.name) in names or text_key(one.text) in texts:
                shared.append(one.name)
            else:
                kept.append(one)
        names |= {bare_name(one.name) for one in kept}
        texts |= text_keys(kept)
        parts.append(Part(corpus, tuple(kept), tuple(shared), tuple(out)))
    return Mixture(tuple(parts))


def overlap(train: Iterable[AnnotatedDocument], test: Iterable[AnnotatedDocument]) -> tuple[str, ...]:
    """Names of the test documents that stand in the training documents too, by name or by text."""
    seen = tuple(train)
    names, texts = {bare_name(one.name) for one in seen}, text_keys(seen)
    return tuple(one.name for one in test if bare_name(one.name) in names or text_key(one.text) in texts)


def text_keys(documents: Iterable[AnnotatedDocument]) -> set[str]:
    """The keys of all texts that are long enough to have one."""
    return {key for one in documents if (key := text_key(one.text))}


def text_key(text: str) -> str:
    """A hash of a text without its white space; empty for a short one."""
    bare = "".join(text.split())
    return hashlib.sha256(bare.encode("utf-8")).hexdigest() if len(bare) >= _LONG else ""


def is_named(name: str, ids: frozenset[str]) -> bool:
    """Whether a document's name is one of the ids, ``PMID:`` before it or not."""
    return name in ids or bare_name(name) in ids


def read_ids(path: Path) -> frozenset[str]:
    """Names of documents: the column ``pmid`` of a table with a header, or else the first column, one id a line.

    Raises:
        DocumentError: the file cannot be read, or holds none.
    """
    if not path.is_file():
        raise DocumentError(f"There is no file {path}.", "Give a table with the column pmid, or one id a line.")
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path} is not UTF-8 at byte {error.start:,}.", "Save it as UTF-8.") from error
    rows = [row for row in csv.reader(lines, delimiter="\t") if row and row[0].strip()]
    header = [one.strip().lower() for one in rows[0]] if rows else []
    place = header.index(ID_COLUMN) if ID_COLUMN in header else 0
    body = rows[1:] if ID_COLUMN in header else rows
    found = {bare_name(row[place].strip()) for row in body if len(row) > place} - {""}
    if not found:
        raise DocumentError(f"{path} names no document.", "Give a table with the column pmid, or one id a line.")
    return frozenset(found)


def duplicates(mixture: Mixture) -> tuple[Dropped, ...]:
    """What :func:`mix` took out, each with its reason."""
    found: list[Dropped] = []
    for part in mixture.parts:
        place = part.corpus.path.name
        told = "An earlier corpus has the same document."
        found += (Dropped(f"{place} {name}", DropReason.DUPLICATE, told) for name in part.shared)
    return tuple(found)
