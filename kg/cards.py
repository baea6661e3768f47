"""Cards of stored models: frozen records as JSON that say their format, read in one way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from kg.errors import ModelMismatchError
from kg.figures import Figure

_Card = TypeVar("_Card")


def parse_card(text: str, newest: int, build: Callable[[dict[str, Any]], _Card]) -> _Card:
    """A card from its JSON.

    Args:
        text: one JSON object with a number ``format``.
        newest: the newest format that this version reads.
        build: makes the card of the object; what it lacks or has too much raises KeyError, TypeError or ValueError.

    Raises:
        ModelMismatchError: not a card, or one of a newer format.
    """
    try:
        raw = json.loads(text)
        if raw["format"] > newest:
            raise ModelMismatchError(f"The model card has format {raw['format']}.", "Update medkg.")
        return build(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelMismatchError(f"This is no model card: {error}.", "Train the model again.") from error


def figures_of(rows: Iterable[dict[str, Any]]) -> tuple[Figure, ...]:
    """Figures as JSON holds them."""
    return tuple(Figure(**row) for row in rows)


def pairs_of(rows: Iterable[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    """Pairs of a name and a value, which JSON holds as lists of two.

    >>> pairs_of([["medkg", "0.1.0"]])
    (('medkg', '0.1.0'),)
    """
    return tuple((name, value) for name, value in rows)
