"""Folds by document: which fold a document is in depends on its name, and on those of documents with its text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from extraction.corpora.mixing import text_key
from extraction.corpora.records import AnnotatedDocument


def fold_of(name: str, folds: int) -> int:
    """The fold, 0 to ``folds - 1``, of the document of that name.

    >>> fold_of("10030778", 5) == fold_of("10030778", 5)
    True
    """
    digest = hashlib.sha256(name.encode("utf-8")).digest()
    return int.from_bytes(digest[:8], "big") % folds


def split_fold(
    documents: Sequence[AnnotatedDocument], fold: int, folds: int
) -> tuple[tuple[AnnotatedDocument, ...], tuple[AnnotatedDocument, ...]]:
    """The documents to train on and those to test on; neither a name nor a long text ever stands in both.

    Documents of equal text (:func:`extraction.corpora.mixing.text_key`) go with the first of their names.
    """
    first: dict[str, str] = {}
    for one in documents:
        key = text_key(one.text)
        if key:
            first[key] = min(first.get(key, one.name), one.name)
    places = [fold_of(first.get(text_key(one.text), one.name), folds) for one in documents]
    train = tuple(one for one, place in zip(documents, places, strict=True) if place != fold)
    test = tuple(one for one, place in zip(documents, places, strict=True) if place == fold)
    return train, test
