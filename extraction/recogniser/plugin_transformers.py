"""A Hugging Face token classifier as a finder, read in overlapping windows so that nothing is truncated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extraction.recogniser.labelling import mapped
from extraction.recogniser.model import windows
from extraction.recogniser.spans import RecognisedSpan
from kg.errors import ModelMismatchError, NotFoundError

_TEXT_WINDOW = 20_000
_LONGEST = 512
_STRIDE = 64
_BATCH = 8
_OUTSIDE = "O"


class TransformersFinder:
    """Finds what an ``AutoModelForTokenClassification`` finds; labels are BIO, BIOES or plain.

    Args:
        model: the classifier, with ``config.id2label``.
        tokenizer: its fast tokenizer.
        labels: see :func:`extraction.recogniser.labelling.mapped`; they name types, without ``B-`` and ``I-``.
    """

    def __init__(self, model: Any, tokenizer: Any, labels: Mapping[str, str] | None = None) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._labels = dict(labels or {})
        self._tags = [str(model.config.id2label[number]) for number in range(model.config.num_labels)]
        longest = min(int(tokenizer.model_max_length), int(getattr(model.config, "max_position_embeddings", _LONGEST)))
        self._longest = min(_LONGEST, longest)

    @classmethod
    def load(cls, name: str, labels: Mapping[str, str]) -> TransformersFinder:
        """Loads a local directory; nothing is fetched.

        Raises:
            NotFoundError: there is no such directory.
            ModelMismatchError: it holds no token classifier, or no fast tokenizer.
        """
        if not Path(name).is_dir():
            raise NotFoundError(
                f"There is no directory {name!r}.", "Give one with a token classifier and its tokenizer."
            )
        transformers = import_module("transformers")
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(name, local_files_only=True, use_fast=True)
            model = transformers.AutoModelForTokenClassification.from_pretrained(name, local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise ModelMismatchError(
                f"{name!r} holds no token classifier: {error}.", "Save model and tokenizer."
            ) from error
        if not tokenizer.is_fast:
            raise ModelMismatchError(f"The tokenizer in {name!r} gives no offsets.", "Save a fast tokenizer with it.")
        return cls(model, tokenizer, labels)

    @property
    def types(self) -> tuple[str, ...]:
        """The types of its tags, mapped."""
        found = {mapped(_split(tag)[1], self._labels) for tag in self._tags if tag != _OUTSIDE}
        return tuple(sorted(found - {""}))

    def spans(self, texts: Sequence[str]) -> tuple[tuple[RecognisedSpan, ...], ...]:
        """See :class:`extraction.recogniser.spans.SpanFinder`; the score is the mean probability of the tags."""
        return tuple(tuple(self._of_text(text)) for text in texts)

    def _of_text(self, text: str) -> Iterator[RecognisedSpan]:
        for offset, end in windows(text, _TEXT_WINDOW):
            places, tags, scores = self._tagged(text[offset:end])
            for start, stop, label, score in _entities(places, [self._tags[tag] for tag in tags], scores):
                name = mapped(label, self._labels)
                if name:
                    yield RecognisedSpan(offset + start, offset + stop, name, min(1.0, score))

    def _tagged(self, text: str) -> tuple[list[tuple[int, int]], list[int], list[float]]:
        """Offsets, tags and probabilities of the tokens; of a token in two windows, from where it has more context."""
        torch = import_module("torch")
        encoded = self._tokenizer(
            text,
            truncation=True,
            max_length=self._longest,
            stride=min(_STRIDE, self._longest // 4),
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            padding=True,
            return_tensors="pt",
        )
        best: dict[tuple[int, int], tuple[int, int, float]] = {}
        for begin in range(0, len(encoded["input_ids"]), _BATCH):
            part = {name: encoded[name][begin : begin + _BATCH] for name in ("input_ids", "attention_mask")}
            with torch.inference_mode():
                chances = self._model(**part).logits.softmax(-1).numpy()
            for row, chance in enumerate(chances, begin):
                special = encoded["special_tokens_mask"][row].numpy()
                _keep_best(best, encoded["offset_mapping"][row].numpy(), special, chance)
        places = sorted(best)
        return places, [best[one][1] for one in places], [best[one][2] for one in places]


def _keep_best(
    best: dict[tuple[int, int], tuple[int, int, float]],
    offsets: NDArray[np.int64],
    special: NDArray[np.int64],
    chance: NDArray[np.float32],
) -> None:
    real = np.flatnonzero(special == 0)
    for at, token in enumerate(real.tolist()):
        start, end = offsets[token].tolist()
        room = min(at, len(real) - 1 - at)
        if end > start and ((start, end) not in best or best[start, end][0] < room):
            tag = int(chance[token].argmax())
            best[start, end] = (room, tag, float(chance[token, tag]))


def _split(tag: str) -> tuple[str, str]:
    """Mark and type of a tag; a plain one has no mark."""
    mark, dash, name = tag.partition("-")
    return (mark, name) if dash and len(mark) == 1 else ("", tag)


def _entities(
    places: Sequence[tuple[int, int]], tags: Sequence[str], scores: Sequence[float]
) -> Iterator[tuple[int, int, str, float]]:
    """Joins neighbouring tags of one type; ``B`` and ``S`` begin anew, except within a word."""
    start, end, name = 0, 0, ""
    gathered: list[float] = []
    for (left, right), tag, score in zip(places, tags, scores, strict=True):
        mark, kind = ("", "") if tag == _OUTSIDE else _split(tag)
        within_word = bool(name) and left == end
        if kind == name and name and (mark not in ("B", "S") or within_word):
            end = right
            gathered.append(score)
            continue
        if name:
            yield start, end, name, sum(gathered) / len(gathered)
        start, end, name, gathered = left, right, kind, [score]
    if name:
        yield start, end, name, sum(gathered) / len(gathered)
