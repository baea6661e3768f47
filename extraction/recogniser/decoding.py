"""From emission scores to entities: the best allowed sequence of tags and how sure the model is of each entity.

A row of words is cut into short runs, about every two dozen words, where an entity is least likely to run over the cut;
all runs of a batch are decoded together, so the number of steps does not depend on the length of a text.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extraction.recogniser.labels import BEGIN, END, INSIDE, OUTSIDE, SINGLE

_BLOCK = 24  # words; each block holds one cut, so a run has fewer than two blocks
_NEVER = np.float32(-1e4)
_LEAST = np.float32(1e-30)

Floats = NDArray[np.float32]


class Found(NamedTuple):
    """An entity over words ``first`` to ``last`` (included), its type's number, and its probability, 0 to 1."""

    first: int
    last: int
    type: int
    score: float


def decode(emissions: Floats, transitions: Floats, possible: NDArray[np.bool_]) -> list[Found]:
    """The entities of one row of words, in order; rows of padding must score as outside.

    Args:
        emissions: ``[words, tags]``.
        transitions: ``[tags, tags]``.
        possible: ``[tags, tags]``, whether one tag may follow another.
    """
    starts, sizes = _runs(emissions)
    if not len(starts):
        return []
    longest = int(sizes.max())
    places = np.minimum(starts[:, None] + np.arange(longest), len(emissions) - 1)
    inside = np.arange(longest) < sizes[:, None]
    scores = emissions[places]
    scores[~inside] = _NEVER
    scores[~inside, OUTSIDE] = 0
    tags = _best(scores, np.where(possible, transitions, _NEVER))
    marginals = _marginals(scores, np.where(possible, np.exp(transitions), np.float32(0)))
    rows, columns = np.nonzero(inside)
    where = places[rows, columns]
    return _entities(where, tags[rows, columns], marginals[rows, columns])


def _runs(emissions: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and sizes of runs that tile the words."""
    words = len(emissions)
    blocks = words // _BLOCK - 1
    if blocks < 1:
        return np.zeros(min(words, 1), np.int64), np.full(min(words, 1), words, np.int64)
    tags = emissions[:, 1:].reshape(words, -1, 4) - emissions[:, OUTSIDE, None, None]
    goes_on = np.maximum(tags[:-1, :, BEGIN], tags[:-1, :, INSIDE])
    went_on = np.maximum(tags[1:, :, INSIDE], tags[1:, :, END])
    crossing = (goes_on + went_on).max(1)  # of the cut before each word but the first
    inner = crossing[_BLOCK - 1 : _BLOCK - 1 + blocks * _BLOCK].reshape(blocks, _BLOCK)
    cuts = _BLOCK * np.arange(1, blocks + 1) + inner.argmin(1)
    starts = np.concatenate((np.zeros(1, np.int64), cuts))
    return starts, np.diff(np.append(starts, words))


def _best(scores: Floats, steps: Floats) -> NDArray[np.int64]:
    """Viterbi over all runs, shape ``[runs, steps]``."""
    runs, size, count = scores.shape
    best = scores[:, 0] + steps[OUTSIDE]
    origins = np.empty((size, runs, count), np.int64)
    for at in range(1, size):
        ways = best[:, :, None] + steps
        origins[at] = ways.argmax(1)
        best = ways.max(1) + scores[:, at]
    tags = np.empty((runs, size), np.int64)
    tags[:, -1] = (best + steps[:, OUTSIDE]).argmax(1)
    every = np.arange(runs)
    for at in range(size - 1, 0, -1):
        tags[:, at - 1] = origins[at, every, tags[:, at]]
    return tags


def _marginals(scores: Floats, steps: Floats) -> Floats:
    """Probability of each tag at each place, shape ``[runs, steps, tags]``."""
    weights = np.exp(scores - scores.max(2, keepdims=True))
    forward = np.empty_like(weights)
    backward = np.empty_like(weights)
    alpha = steps[OUTSIDE] * weights[:, 0]
    for at in range(scores.shape[1]):
        if at:
            alpha = (alpha @ steps) * weights[:, at]
        alpha = alpha / np.maximum(alpha.sum(1, keepdims=True), _LEAST)
        forward[:, at] = alpha
    beta = np.broadcast_to(steps[:, OUTSIDE], alpha.shape)
    across = np.ascontiguousarray(steps.T)
    for at in range(scores.shape[1] - 1, -1, -1):
        if at < scores.shape[1] - 1:
            beta = (weights[:, at + 1] * beta) @ across
        beta = beta / np.maximum(beta.sum(1, keepdims=True), _LEAST)
        backward[:, at] = beta
    both = forward * backward
    normal: Floats = both / np.maximum(both.sum(2, keepdims=True), _LEAST)
    return normal


def _entities(where: NDArray[np.int64], tags: NDArray[np.int64], marginals: Floats) -> list[Found]:
    """Reads entities off tags; the score is the least probability of a tag in it."""
    sure = marginals[np.arange(len(tags)), tags]
    named = np.flatnonzero(tags != OUTSIDE)
    found: list[Found] = []
    first = -1
    least = 1.0
    kinds = (tags[named] - 1) % 4
    types = (tags[named] - 1) // 4
    for place, kind, number, score in zip(
        where[named].tolist(), kinds.tolist(), types.tolist(), sure[named].tolist(), strict=True
    ):
        if kind in (BEGIN, SINGLE):
            first, least = place, score
        least = min(least, score)
        if kind in (END, SINGLE) and first >= 0:
            found.append(Found(first, place, number, least))
            first = -1
        elif kind == INSIDE and first < 0:
            continue
    return found
