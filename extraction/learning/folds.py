"""Folds by document: which fold a document is in depends on its name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

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
    """The documents to train on and those to test on; a name never stands in both."""
    train = tuple(one for one in documents if fold_of(one.name, folds) != fold)
    test = tuple(one for one in documents if fold_of(one.name, folds) == fold)
    return train, test
