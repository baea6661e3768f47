"""GLiNER as a finder: entities of labels that are given in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from extraction.recogniser.labelling import mapped
from extraction.recogniser.model import windows
from extraction.recogniser.spans import RecognisedSpan, without_overlaps
from kg.errors import MissingDependencyError, NotFoundError

_ASKED = ("Chemical", "Disease")
_WINDOW = 1_200  # code points: its encoders read 384 words and cut what follows
_PACKAGE = "gliner"


class GlinerFinder:
    """Finds what a GLiNER model finds.

    Args:
        model: with ``predict_entities(text, labels, threshold=…)``.
        labels: its keys are the labels that are asked for; empty to ask for Chemical and Disease.
        threshold: least score, 0 to 1.
    """

    def __init__(self, model: Any, labels: Mapping[str, str] | None = None, threshold: float = 0.5) -> None:
        self._model = model
        self._labels = dict(labels or {})
        self._asked = list(self._labels) or list(_ASKED)
        self._threshold = threshold

    @classmethod
    def load(cls, name: str, labels: Mapping[str, str]) -> GlinerFinder:
        """Loads a local directory; nothing is fetched.

        Raises:
            MissingDependencyError: the package is not installed.
            NotFoundError: there is no such directory.
        """
        if find_spec(_PACKAGE) is None:
            raise MissingDependencyError(
                "A GLiNER model needs a package that is not installed.", "Run: pip install gliner"
            )
        try:
            model = import_module(_PACKAGE).GLiNER.from_pretrained(name, local_files_only=True)
        except (OSError, ValueError) as error:
            raise NotFoundError(f"There is no GLiNER model in {name!r}: {error}.", "Give its directory.") from error
        return cls(model, labels)

    @property
    def types(self) -> tuple[str, ...]:
        """The labels that are asked for, mapped."""
        return tuple(sorted({mapped(one, self._labels) for one in self._asked} - {""}))

    def spans(self, texts: Sequence[str]) -> tuple[tuple[RecognisedSpan, ...], ...]:
        """See :class:`extraction.recogniser.spans.SpanFinder`."""
        return tuple(map(self._of_text, texts))

    def _of_text(self, text: str) -> tuple[RecognisedSpan, ...]:
        found = []
        for offset, end in windows(text, _WINDOW):
            for one in self._model.predict_entities(text[offset:end], self._asked, threshold=self._threshold):
                label = mapped(str(one["label"]), self._labels)
                span = (offset + int(one["start"]), offset + int(one["end"]))
                found.append(RecognisedSpan(*span, label, min(1.0, float(one["score"]))))
        return without_overlaps(found)
