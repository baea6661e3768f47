"""The recogniser: loaded from a directory or made by training; finds entities in texts of any length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extraction.corpora.records import AnnotatedDocument
from extraction.learning.card import ModelCard
from extraction.learning.directory import read_card, writing_model
from extraction.recogniser.candidates import Candidates, Excerpt
from extraction.recogniser.inference import Read, Reader, Weights
from extraction.recogniser.spans import RecognisedSpan, with_entities
from extraction.recogniser.storage import read_weights, write_weights
from extraction.recogniser.vocabulary import NameTable, shipped_names
from kg.errors import ModelMismatchError

TASK = "entities"
_WINDOW = 20_000  # code points that are read together; a longer text has one memory a window
_BATCH = 60_000  # code points of one pass through the network
_BREAKS = ("\n\n", "\n", ". ", " ")


class Recogniser:
    """A trained recogniser of entities.

    Args:
        weights: what was learnt.
        card: what it is and what it has seen.
        names: the vocabulary; None for the shipped one, made when the first text comes.
        convention: name of the corpus whose way of annotating is followed; empty for the model's first.

    Raises:
        ModelMismatchError: the model does not know that convention.
    """

    def __init__(self, weights: Weights, card: ModelCard, names: NameTable | None = None, convention: str = "") -> None:
        chosen = convention or weights.conventions[0]
        if chosen not in weights.conventions:
            known = ", ".join(weights.conventions)
            raise ModelMismatchError(f"The model has no convention {chosen!r}.", f"It has: {known}.")
        self._weights = weights
        self._card = card
        self._names = names
        self._convention = weights.conventions.index(chosen)
        self._reader: Reader | None = None
        self._candidates: Candidates | None = None

    @classmethod
    def load(cls, directory: Path, names: NameTable | None = None, convention: str = "") -> Recogniser:
        """Reads what :meth:`save` wrote.

        Raises:
            NotFoundError: no model lies there.
            ModelMismatchError: it is of another task, newer or damaged.
        """
        card = read_card(directory, TASK)
        return cls(read_weights(directory), card, names, convention)

    @property
    def card(self) -> ModelCard:
        """What it is and what it has seen."""
        return self._card

    def named(self, model: str) -> Recogniser:
        """The same recogniser with another name of its model on the card."""
        convention = self._weights.conventions[self._convention]
        return Recogniser(self._weights, replace(self._card, model=model), self._names, convention)

    @property
    def types(self) -> tuple[str, ...]:
        """The labels of its spans."""
        return self._weights.types

    @property
    def conventions(self) -> tuple[str, ...]:
        """Names of the conventions that it can answer in, the default first."""
        return self._weights.conventions

    def spans(self, texts: Sequence[str]) -> tuple[tuple[RecognisedSpan, ...], ...]:
        """The entities of each text, in order, without overlaps.

        Texts are read in windows of 20,000 code points, so time grows with the length and memory does not.
        """
        found: list[list[RecognisedSpan]] = [[] for _ in texts]
        for batch in _batches(texts):
            reads = self._made().read([texts[number][start:end] for number, start, end in batch])
            for (number, start, _), read in zip(batch, reads, strict=True):
                found[number] += self._spans(read, start)
        return tuple(map(tuple, found))

    def new_names(self, text: str, known: Sequence[tuple[int, int]]) -> tuple[RecognisedSpan, ...]:
        """The entities of a text that hold a word which looks like a part of a name and stands in no known one.

        Only the words around such words are read, which is several times quicker than :meth:`spans`.

        Args:
            known: spans of names that are known already, in order, without overlaps.
        """
        return self.new_names_of([(text, known)])[0]

    def new_names_of(
        self, texts: Sequence[tuple[str, Sequence[tuple[int, int]]]]
    ) -> tuple[tuple[RecognisedSpan, ...], ...]:
        """As :meth:`new_names`, of several texts each with its known spans; quicker than one by one."""
        if self._candidates is None:
            self._candidates = Candidates(lambda words: self._made().alone(words))
        excerpts = self._candidates.excerpts(texts)
        read = iter(self.spans([one.text for one in excerpts if one is not None]))
        return tuple(() if one is None else tuple(_placed(one, next(read))) for one in excerpts)

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The documents with the entities that the model finds; their own annotations are not read."""
        spans = self.spans([document.text for document in documents])
        return tuple(with_entities(document, found) for document, found in zip(documents, spans, strict=True))

    def save(self, directory: Path, card: ModelCard | None = None) -> None:
        """Writes weights and ``card.json``, switched in atomically; ``card`` replaces its own when given."""
        with writing_model(directory, card or self._card) as aside:
            write_weights(aside, self._weights)

    def _made(self) -> Reader:
        if self._reader is None:
            self._reader = Reader(self._weights, self._names or shipped_names(), self._convention)
        return self._reader

    def _spans(self, read: Read, offset: int) -> Iterator[RecognisedSpan]:
        starts, ends = read.tokens.starts, read.tokens.ends
        for first, last, kind, score in read.found:
            yield RecognisedSpan(
                offset + int(starts[first]), offset + int(ends[last]), self._weights.types[kind], score
            )


def _placed(excerpt: Excerpt, spans: Iterable[RecognisedSpan]) -> Iterator[RecognisedSpan]:
    """The spans of an excerpt that hold a candidate, in the whole text."""
    for one in spans:
        place = excerpt.within(one.start, one.end)
        if place is not None:
            yield one._replace(start=place[0], end=place[1])


def _batches(texts: Sequence[str]) -> Iterator[list[tuple[int, int, int]]]:
    """Windows ``(text, start, end)`` grouped so that each group is read at once."""
    batch: list[tuple[int, int, int]] = []
    size = 0
    for number, text in enumerate(texts):
        for start, end in windows(text):
            if batch and size + end - start > _BATCH:
                yield batch
                batch, size = [], 0
            batch.append((number, start, end))
            size += end - start
    if batch:
        yield batch


def windows(text: str, size: int = _WINDOW) -> Iterator[tuple[int, int]]:
    """Cuts a text into pieces of at most ``size`` code points, at a paragraph, line, sentence or space if it can.

    >>> list(windows("one two three", 8))
    [(0, 8), (8, 13)]
    """
    start = 0
    while len(text) - start > size:
        end = start + size
        for mark in _BREAKS:
            at = text.rfind(mark, start + size // 2, end)
            if at >= 0:
                end = at + len(mark)
                break
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)
