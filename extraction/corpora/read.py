"""Annotated corpora of any known format, from a file or a folder, with their checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from extraction.corpora.ade import read_ade
from extraction.corpora.brat import read_brat, with_texts
from extraction.corpora.chemprot import read_chemprot
from extraction.corpora.ddi import read_ddi
from extraction.corpora.formats import CorpusFormat, known_formats, recognise
from extraction.corpora.iob import read_iob
from extraction.corpora.negex import read_negex_documents
from extraction.corpora.note_tables import read_aci_bench, read_mts_dialog
from extraction.corpora.presidio import read_presidio
from extraction.corpora.pubtator import read_pubtator
from extraction.corpora.records import AnnotatedDocument
from kg.errors import DocumentError
from kg.results import Dropped, DropReason

_Read = tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]

_READERS: dict[CorpusFormat, Callable[[Path], _Read]] = {
    CorpusFormat.PUBTATOR: read_pubtator,
    CorpusFormat.IOB: read_iob,
    CorpusFormat.BRAT: read_brat,
    CorpusFormat.DDI: read_ddi,
    CorpusFormat.ADE: read_ade,
    CorpusFormat.CHEMPROT: read_chemprot,
    CorpusFormat.NEGEX: read_negex_documents,
    CorpusFormat.PRESIDIO: read_presidio,
    CorpusFormat.MTS_DIALOG: read_mts_dialog,
    CorpusFormat.ACI_BENCH: read_aci_bench,
}
_FOLDERS = frozenset((CorpusFormat.BRAT, CorpusFormat.DDI, CorpusFormat.ADE))
"""Formats whose corpus is a folder: their readers take it whole."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """An annotated corpus as it was read.

    Attributes:
        documents: in the order of the files; names are unique.
        dropped: broken annotations and lines, repeated documents, each with its place.
        format: given or recognised.
        path: where it was read from.
        sha256: of the file; of a folder, over its files' paths and checksums.
        left_out: files of a folder that are in another format.
    """

    documents: tuple[AnnotatedDocument, ...]
    dropped: tuple[Dropped, ...]
    format: CorpusFormat
    path: Path
    sha256: str
    left_out: tuple[Path, ...] = ()


def read_corpus(path: Path, format: str | None = None) -> Corpus:  # noqa: A002
    """Reads a corpus; a broken annotation is dropped with its place, and the rest is kept.

    Args:
        path: a file, or a folder whose files are of one format; those of none are left out and named.
        format: one of :class:`CorpusFormat`; None to go by the content.

    Raises:
        DocumentError: there is nothing, the format is not known or not one, or no document can be read.
    """
    if not path.exists():
        raise DocumentError(f"There is no file or folder {path}.", "Give the path of an annotated corpus.")
    told = _format_of(format)
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    chosen, kind = _choose(path, files, told)
    if path.is_file() and kind == CorpusFormat.DDI:
        _check_xml(path)
    if kind == CorpusFormat.BRAT and path.is_dir():
        chosen = with_texts(files)
    documents: list[AnnotatedDocument] = []
    dropped: list[Dropped] = []
    for file in [path] if path.is_dir() and kind in _FOLDERS else chosen:
        found, lost = _READERS[kind](file)
        documents += found
        dropped += lost
    kept, repeated = _distinct(documents, path.name)
    left_out = tuple(one for one in files if one not in chosen)
    return Corpus(kept, (*dropped, *repeated), kind, path, _checksum(path, chosen), left_out)


def _format_of(name: str | None) -> CorpusFormat | None:
    if name is None:
        return None
    try:
        return CorpusFormat(name)
    except ValueError as error:
        raise DocumentError(f"{name!r} is no format of a corpus.", f"Known: {known_formats()}.") from error


def _choose(path: Path, files: list[Path], told: CorpusFormat | None) -> tuple[list[Path], CorpusFormat]:
    """The files to read, and their format."""
    if path.is_file() and told is not None:
        return files, told
    found = {file: recognise(file) for file in files if path.is_file() or file.stat().st_size}
    kinds = sorted({one for one in found.values() if one is not None and told in (None, one)})
    if not kinds:
        raise DocumentError(f"{path} is in no known format of annotated text.", f"Known: {known_formats()}.")
    if len(kinds) > 1:
        raise DocumentError(f"{path} holds files of several formats: {', '.join(kinds)}.", "Name one with --format.")
    return [file for file, one in found.items() if one == kinds[0]], kinds[0]


def _check_xml(path: Path) -> None:
    """A single broken file is an error; in a folder it is one dropped document of many."""
    try:
        ParserCreate().Parse(path.read_bytes(), True)
    except ExpatError as error:
        raise DocumentError(f"{path} is no whole XML: {error}.", "Is the file truncated?") from error


def _distinct(
    documents: Iterable[AnnotatedDocument], place: str
) -> tuple[tuple[AnnotatedDocument, ...], list[Dropped]]:
    """The first document of each name; one that comes again is reported."""
    kept: dict[str, AnnotatedDocument] = {}
    dropped: list[Dropped] = []
    for one in documents:
        if one.name in kept:
            same = "the same text" if kept[one.name].text == one.text else "another text"
            told = f"A document of that name, with {same}, came before."
            dropped.append(Dropped(f"{place} {one.name}", DropReason.DUPLICATE, told))
        else:
            kept[one.name] = one
    return tuple(kept.values()), dropped


def _checksum(path: Path, files: list[Path]) -> str:
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    total = hashlib.sha256()
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(path).as_posix()} {digest}\n".encode())
    return total.hexdigest()
