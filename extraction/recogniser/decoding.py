"""From emission scores to entities: the best allowed sequence of tags and how sure the model is of each entity.

Each text is cut into short runs, about every two dozen words, where an entity is least likely to run over the cut; all
runs of a batch are decoded together, so the number of steps does not depend on the length of a text. The runs of a text
depend on it alone, and no sum mixes them or depends on how many they are, so its entities do not depend on the batch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.recogniser.labels import BEGIN, END, INSIDE, OUTSIDE, SINGLE

_BLOCK = 24  # words; each block holds one cut, so a run has fewer than two blocks
_NEVER = np.float32(-1e4)
_LEAST = np.float32(1e-30)

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """Entities in order; the arrays have one entry each.

    Attributes:
        firsts, lasts: rows of the first and the last word (included).
        types: numbers of types.
        scores: the least probability of a tag in the entity, 0 to 1.
    """

    firsts: Ints
    lasts: Ints
    types: Ints
    scores: Floats


class Decoder:
    """Finds the best sequences under learnt transitions.

    Args:
        transitions: ``[tags, tags]``.
        possible: ``[tags, tags]``, whether one tag may follow another.
    """

    def __init__(self, transitions: Floats, possible: NDArray[np.bool_]) -> None:
        self._steps = np.where(possible, transitions, _NEVER).astype(np.float32)
        self._ways = np.where(possible, np.exp(transitions), np.float32(0)).astype(np.float32)

    def __call__(self, emissions: Floats, begins: Ints, sizes: Ints) -> Found:
        """The entities of some texts.

        Args:
            emissions: ``[rows, tags]``.
            begins, sizes: first row and number of words of each text, in order.
        """
        starts, lengths = _runs(emissions, begins, sizes)
        order = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[order], lengths[order]
        longest = int(lengths.max(initial=0))
        active = [int(one) for one in np.searchsorted(-lengths, -np.arange(longest), side="left")]
        places = np.minimum(starts[None, :] + np.arange(longest)[:, None], len(emissions) - 1)
        scores = np.ascontiguousarray(emissions[places].transpose(0, 2, 1))  # [steps, tags, runs], longest runs first
        tags = self._best(scores, lengths, active)
        at, run = np.nonzero((np.arange(longest)[:, None] < lengths) & (tags != OUTSIDE))
        rows = places[at, run]
        reading = np.argsort(rows)
        at, run, rows = at[reading], run[reading], rows[reading]
        return _entities(rows, tags[at, run], self._certainty(scores, active, (at, run), tags[at, run]))

    def _best(self, scores: Floats, lengths: Ints, active: list[int]) -> Ints:
        """Viterbi over all runs, shape ``[steps, runs]``."""
        steps = self._steps[:, :, None]
        bests = np.empty_like(scores)
        tags = np.zeros((len(scores), len(lengths)), np.int64)
        for at, count in enumerate(active):
            if at == 0:
                best = scores[0] + self._steps[OUTSIDE][:, None]
            else:
                best = (bests[at - 1, :, None, :count] + steps).max(0)
                best += scores[at, :, :count]
            bests[at, :, :count] = best
        for at in range(len(active) - 1, -1, -1):
            more = active[at + 1] if at + 1 < len(active) else 0
            following = np.zeros(active[at], np.int64)  # a run ends outside
            if more:
                following[:more] = tags[at + 1, :more]
            tags[at, : active[at]] = (bests[at, :, : active[at]] + self._steps[:, following]).argmax(0)
        return tags

    def _certainty(self, scores: Floats, active: list[int], where: tuple[Ints, Ints], tags: Ints) -> Floats:
        """The probability of a tag at each of the places ``(step, run)``."""
        weights = np.exp(scores - scores.max(1, keepdims=True))
        forward, backward = np.ones_like(weights), np.ones_like(weights)
        ways, back = self._ways[:, :, None], np.ascontiguousarray(self._ways.T)[:, :, None]
        for at, count in enumerate(active):
            if at == 0:
                alpha = self._ways[OUTSIDE][:, None] * weights[0]
            else:
                alpha = (forward[at - 1, :, None, :count] * ways).sum(0)
                alpha *= weights[at, :, :count]
            forward[at, :, :count] = alpha / np.maximum(alpha.max(0), _LEAST)
        for at in range(len(active) - 1, -1, -1):
            more = active[at + 1] if at + 1 < len(active) else 0
            backward[at, :, more:] = self._ways[:, OUTSIDE, None]
            if more:
                beta = ((weights[at + 1, :, None, :more] * backward[at + 1, :, None, :more]) * back).sum(0)
                backward[at, :, :more] = beta / np.maximum(beta.max(0), _LEAST)
        both = forward[where[0], :, where[1]] * backward[where[0], :, where[1]]
        total = np.zeros(len(both), np.float32)
        for column in both.T:  # numpy's own sum over one word adds in another order than over several
            total += column
        certainty: Floats = both[np.arange(len(tags)), tags] / np.maximum(total, _LEAST)
        return certainty


def _runs(emissions: Floats, begins: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Starts and lengths of runs that tile the words of the texts, in order."""
    begins, sizes = begins[sizes > 0], sizes[sizes > 0]
    blocks = np.maximum(sizes // _BLOCK - 1, 0)
    owners = np.repeat(np.arange(len(begins)), blocks)
    numbers = np.arange(len(owners)) - np.repeat(np.cumsum(blocks) - blocks, blocks) + 1
    tags = emissions[:, 1:].reshape(len(emissions), -1, 4) - emissions[:, OUTSIDE, None, None]
    goes_on = np.maximum(tags[:-1, :, BEGIN], tags[:-1, :, INSIDE])
    went_on = np.maximum(tags[1:, :, INSIDE], tags[1:, :, END])
    crossing = (goes_on + went_on).max(1)  # of the cut before each row but the first
    earliest = begins[owners] + _BLOCK * numbers
    cuts = earliest + crossing[earliest[:, None] - 1 + np.arange(_BLOCK)].argmin(1)
    starts = np.sort(np.concatenate((begins, cuts)))
    ends = np.sort(np.concatenate((begins + sizes, cuts)))
    return starts, ends - starts


def _entities(rows: Ints, tags: Ints, certainty: Floats) -> Found:
    """Reads entities off the tags of the words in entities, in order."""
    kinds = (tags - 1) % 4
    firsts = np.flatnonzero((kinds == BEGIN) | (kinds == SINGLE))
    lasts = np.flatnonzero((kinds == END) | (kinds == SINGLE))
    scores = np.minimum.reduceat(certainty, firsts) if len(firsts) else certainty
    return Found(rows[firsts], rows[lasts], (tags[firsts] - 1) // 4, np.minimum(scores, np.float32(1)))
