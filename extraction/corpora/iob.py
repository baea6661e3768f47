"""CoNLL's columns: a token a line, its IOB tag in the last column, blank lines between sentences.

The text is made anew: tokens joined by single spaces, sentences by newlines. A line that starts with ``-DOCSTART-`` or
``###`` opens a document, which takes the name that the line gives; without any, each sentence is one.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.readers.lines import read_lines
from kg.errors import DocumentError
from kg.results import Dropped, DropReason

_TAG = re.compile(r"(?P<place>[BIOESLUM])(?:[-_](?P<type>\S+))?")
_OPENS = re.compile(r"(?:-DOCSTART-|#{3,})[\s:(]*(?P<name>[^\s()]*)")
_STARTS, _ENDS = "BSU", "ESLU"
_DIGITS = 16
_NO_NAME = frozenset(("", "-X-", "O"))


@dataclass(slots=True)
class _Sentence:
    tokens: list[str] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Document:
    name: str = ""
    sentences: list[_Sentence] = field(default_factory=list)


def is_tag(text: str) -> bool:
    """Whether a column can be a tag.

    >>> is_tag("B-Disease"), is_tag("O"), is_tag("aspirin"), is_tag("B")
    (True, True, False, False)
    """
    found = _TAG.fullmatch(text)
    return found is not None and (found["place"] == "O") == (found["type"] is None)


def read_iob(path: Path) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """Reads IOB, IOB2, BIOES and BILOU; columns are parted by tabs or spaces, the first is the token.

    A tag that goes on with nothing before it, or with another type, starts an entity. A document without a name is
    named after its text's hash.

    Returns:
        The documents, and the lines that were dropped: one column only, or no tag in the last.

    Raises:
        DocumentError: the file cannot be read, or holds no tagged token.
    """
    if not path.is_file():
        raise DocumentError(f"There is no file {path}.", "Give the path of a file with a token and a tag a line.")
    dropped: list[Dropped] = []
    documents = [one for one in _documents(path, dropped) if any(sentence.tokens for sentence in one.sentences)]
    if not documents:
        raise DocumentError(f"{path} holds no tagged token.", "Its lines look like: aspirin B-Chemical.")
    names: Counter[str] = Counter()
    return tuple(_annotated(one, names) for one in documents), tuple(dropped)


def _documents(path: Path, dropped: list[Dropped]) -> Iterator[_Document]:
    current, named = _Document(sentences=[_Sentence()]), False
    with path.open("rb") as file:
        for line in read_lines(file):
            item, text = f"{path.name}#line {line.number}", line.text.strip()
            if line.problem is not None:
                dropped.append(Dropped(item, line.problem, line.detail))
            elif found := _OPENS.match(text):
                yield current
                name = found["name"]
                current, named = _Document("" if name in _NO_NAME else name, [_Sentence()]), True
            elif not text and named:
                current.sentences.append(_Sentence())
            elif not text:
                yield current
                current = _Document(sentences=[_Sentence()])
            else:
                _add_token(current.sentences[-1], line.text.rstrip("\r\n"), item, dropped)
    yield current


def _add_token(sentence: _Sentence, line: str, item: str, dropped: list[Dropped]) -> None:
    columns = [one.strip() for one in line.split("\t")] if "\t" in line else line.split()
    if len(columns) <= 1 or not columns[0]:
        dropped.append(Dropped(item, DropReason.MISSING_FIELD, f"{line[:60]!r} stands where a token and a tag should."))
        return
    tag = columns[-1]
    if not is_tag(tag):
        told = f"{tag[:60]!r} is no tag; O, B-type, I-type and the like are. The token is kept without one."
        dropped.append(Dropped(item, DropReason.UNREADABLE, told))
        tag = "O"
    place, _, kind = tag[0], tag[1:2], tag[2:]
    sentence.tokens.append(columns[0])
    sentence.tags.append((place, kind))


def _annotated(document: _Document, names: Counter[str]) -> AnnotatedDocument:
    entities: list[Entity] = []
    spans: list[tuple[int, int]] = []
    start = 0
    sentences = [one for one in document.sentences if one.tokens]
    text = "\n".join(" ".join(one.tokens) for one in sentences)
    for sentence in sentences:
        length = len(" ".join(sentence.tokens))
        for first, last, kind in _chunks(sentence):
            places = (start + first, start + last)
            entities.append(Entity(f"T{len(entities) + 1}", *places, text[places[0] : places[1]], kind))
        spans.append((start, start + length))
        start += length + 1
    name = document.name or f"iob-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:_DIGITS]}"
    names[name] += 1
    name = name if names[name] == 1 else f"{name}-{names[name]}"
    return AnnotatedDocument(name, text, tuple(entities), sentences=tuple(spans))


def _chunks(sentence: _Sentence) -> Iterator[tuple[int, int, str]]:
    """First and last code point of each tagged chunk in the sentence, and its type."""
    place = 0
    opened: tuple[int, int, str] | None = None
    for token, (tag, kind) in zip(sentence.tokens, sentence.tags, strict=True):
        if opened is not None and (tag == "O" or tag in _STARTS or kind != opened[2]):
            yield opened
            opened = None
        if tag != "O":
            opened = (opened[0] if opened else place, place + len(token), kind)
            if tag in _ENDS:
                yield opened
                opened = None
        place += len(token) + 1
    if opened is not None:
        yield opened
