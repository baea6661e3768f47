"""brat's standoff: a text and, beside it, its annotations (https://brat.nlplab.org/standoff.html)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from extraction.corpora.records import AnnotatedDocument, Entity, Relation
from extraction.readers.lines import Line, read_lines
from kg.errors import DocumentError
from kg.results import Dropped, DropReason

ANNOTATIONS, TEXT = ".ann", ".txt"
LINE = re.compile(r"T\d+\t\S+ \d+ \d+[;\t]")
"""How a text-bound annotation begins."""
_ENTITY = re.compile(r"(?P<id>T\d+)\t(?P<type>\S+) (?P<spans>\d+ \d+(?:;\d+ \d+)*)\t(?P<text>.*)")
_RELATION = re.compile(r"R\d+\t(?P<type>\S+) \S+?:(?P<head>T\d+) \S+?:(?P<tail>T\d+)\s*")
_LINK = re.compile(r"N\d+\tReference (?P<entity>T\d+) (?P<identifier>\S+:\S+)(?:\t.*)?")
_OTHERS = "AME*#"  # attributes, modifications, events, equivalences and notes: read by nothing here


def read_brat(path: Path) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """Reads one file of annotations, or all below a folder; each has its text beside it, under the same name.

    A folder's file without annotations is a document without entities. ``N`` lines give the identifiers.

    Returns:
        The documents by path, named by their files' stems (below a folder by the path without suffix), and what was
        dropped: texts that are missing, lines of another shape, entities of several pieces or not at their offsets,
        relations of an unknown entity.

    Raises:
        DocumentError: there is no such file, or no document can be read.
    """
    if not path.exists():
        raise DocumentError(f"There is no file {path}.", "Give a folder of .txt files with their .ann files.")
    folder = path if path.is_dir() else path.parent
    files = sorted(path.rglob(f"*{ANNOTATIONS}")) if path.is_dir() else [path]
    documents: list[AnnotatedDocument] = []
    dropped: list[Dropped] = []
    for file in files:
        try:
            text = file.with_suffix(TEXT).read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            told = f"Its text {file.stem}{TEXT} cannot be read: {error}."
            dropped.append(Dropped(file.name, DropReason.UNREADABLE, told))
            continue
        name = file.relative_to(folder).with_suffix("").as_posix()
        documents.append(_document(name, text, file, dropped))
    if not documents:
        raise DocumentError(f"{path} holds no text with annotations.", f"{TEXT} and {ANNOTATIONS} stand side by side.")
    return tuple(documents), tuple(dropped)


def with_texts(files: Iterable[Path]) -> list[Path]:
    """Of some files those that brat's documents are made of: annotations, and the texts beside them."""
    return [one for one in files if one.suffix == ANNOTATIONS or _is_text(one)]


def _is_text(file: Path) -> bool:
    return file.suffix == TEXT and file.with_suffix(ANNOTATIONS).is_file()


def _document(name: str, text: str, file: Path, dropped: list[Dropped]) -> AnnotatedDocument:
    with file.open("rb") as opened:
        lines = [line for line in read_lines(opened) if line.problem or line.text.strip()]
    links: dict[str, list[str]] = {}
    for found in _matches(_LINK, lines):
        links.setdefault(found["entity"], []).append(found["identifier"])
    entities: dict[str, Entity] = {}
    for line in lines:
        item = f"{file.name}#line {line.number}"
        if line.problem is not None:
            dropped.append(Dropped(item, line.problem, line.detail))
        elif line.text.startswith("T"):
            one = _entity(line.text.rstrip("\r\n"), text, item, links)
            if isinstance(one, Dropped):
                dropped.append(one)
            else:
                entities[one.id] = one
        elif not (line.text[0] in _OTHERS or _RELATION.fullmatch(line.text) or line.text.startswith("N")):
            dropped.append(Dropped(item, DropReason.UNREADABLE, "No standoff annotation: T1, type, start, end, text."))
    relations = []
    for found in _matches(_RELATION, lines):
        if {found["head"], found["tail"]} <= entities.keys():
            relations.append(Relation(found["type"], found["head"], found["tail"]))
        else:
            told = f"A relation of {found['head']} and {found['tail']}, of which one was not read."
            dropped.append(Dropped(file.name, DropReason.MISSING_FIELD, told))
    ordered = sorted(entities.values(), key=lambda one: (one.start, one.end))
    return AnnotatedDocument(name, text, tuple(ordered), tuple(relations))


def _matches(pattern: re.Pattern[str], lines: Iterable[Line]) -> Iterator[re.Match[str]]:
    return (found for line in lines if (found := pattern.fullmatch(line.text.rstrip("\r\n"))))


def _entity(line: str, text: str, item: str, links: dict[str, list[str]]) -> Entity | Dropped:
    found = _ENTITY.fullmatch(line)
    if found is None:
        return Dropped(item, DropReason.UNREADABLE, "No entity: T1, type, start, end, text.")
    if ";" in found["spans"]:
        return Dropped(item, DropReason.UNREADABLE, "An entity of several pieces is not read.")
    start, end = map(int, found["spans"].split())
    if start >= end or " ".join(text[start:end].split()) != " ".join(found["text"].split()):
        told = f"{found['text'][:60]!r} does not stand at code points {start} to {end}; {text[start:end][:60]!r} does."
        return Dropped(item, DropReason.WRONG_OFFSETS, told)
    return Entity(found["id"], start, end, text[start:end], found["type"], tuple(links.get(found["id"], ())))
