"""A spaCy pipeline as a finder: the entities of ``doc.ents``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import spacy
from spacy.language import Language

from extraction.recogniser.labelling import mapped
from extraction.recogniser.model import windows
from extraction.recogniser.spans import RecognisedSpan
from kg.errors import ModelMismatchError, NotFoundError

_WINDOW = 100_000


class SpacyFinder:
    """Finds what a spaCy pipeline finds; long texts are read in windows.

    Args:
        nlp: the pipeline.
        labels: see :func:`extraction.recogniser.labelling.mapped`.
    """

    def __init__(self, nlp: Language, labels: Mapping[str, str] | None = None) -> None:
        self._nlp = nlp
        self._labels = dict(labels or {})

    @classmethod
    def load(cls, name: str, labels: Mapping[str, str]) -> SpacyFinder:
        """Loads an installed pipeline or a directory.

        Raises:
            NotFoundError: there is none.
            ModelMismatchError: it cannot be loaded here.
        """
        try:
            return cls(spacy.load(name), labels)
        except OSError as error:
            raise NotFoundError(
                f"There is no spaCy pipeline {name!r}.", "Install it, or give its directory."
            ) from error
        except (ValueError, ImportError) as error:
            raise ModelMismatchError(f"spaCy cannot load {name!r}: {error}.", "Install what it needs.") from error

    @property
    def types(self) -> tuple[str, ...]:
        """The labels of its components, mapped."""
        found = {mapped(label, self._labels) for labels in self._nlp.pipe_labels.values() for label in labels}
        return tuple(sorted(found - {""}))

    def spans(self, texts: Sequence[str]) -> tuple[tuple[RecognisedSpan, ...], ...]:
        """See :class:`extraction.recogniser.spans.SpanFinder`; the scores are 1."""
        places = [(number, *window) for number, text in enumerate(texts) for window in windows(text, _WINDOW)]
        parts = (texts[number][start:end] for number, start, end in places)
        found: list[list[RecognisedSpan]] = [[] for _ in texts]
        for (number, offset, _), doc in zip(places, self._nlp.pipe(parts), strict=True):
            for one in doc.ents:
                label = mapped(one.label_, self._labels)
                if label:
                    found[number].append(RecognisedSpan(offset + one.start_char, offset + one.end_char, label, 1.0))
        return tuple(map(tuple, found))
