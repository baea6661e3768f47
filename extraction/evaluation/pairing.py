"""Gold and predicted documents side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.corpora.records import AnnotatedDocument
from kg.errors import DocumentError

SYSTEM = "model"
"""Name of what is scored, where its caller gives none."""


def pairs(
    gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]
) -> Iterator[tuple[AnnotatedDocument, AnnotatedDocument]]:
    """Each gold document with its prediction.

    Raises:
        DocumentError: they are not the same documents in the same order.
    """
    if len(gold) != len(predicted):
        raise DocumentError(f"{len(predicted)} documents were predicted for {len(gold)} of the gold standard.")
    for wanted, found in zip(gold, predicted, strict=True):
        if wanted.name != found.name or len(wanted.text) != len(found.text):
            raise DocumentError(f"{found.name} was predicted where the gold standard has {wanted.name}.")
        yield wanted, found
