"""From emission scores to entities: the best allowed sequence of tags and how sure the model is of each entity.

Words that no entity can pay for are passed over; what is left are short runs, and one of more than 32 words is
cut where an entity is least likely to run over the cut. All runs of a batch are decoded together, so the number of
steps does not depend on the length of a text. The runs of a text depend on it alone, and no sum mixes them or depends
on how many they are, so its entities do not depend on the batch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.recogniser.labels import BEGIN, END, INSIDE, OUTSIDE, SINGLE

_BLOCK = 16  # words; each block holds one cut, so a run has fewer than two blocks
_AROUND = 3  # words on either side of a run, for how sure the model is of it
_STEPS = 256  # parts of what an entity gains, counted in whole numbers, whose sums are exact
_NEAR = -4 * _STEPS  # entities that fall short by no more weigh in, for how sure the model is of others
_OTHERS = -(2**40)  # what a row between texts loses
_NEVER = np.float32(-1e4)
_LEAST = 1e-280
_OFTEN = 8  # steps after which sums are levelled, so that they stay within double precision

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
        ways = np.where(possible, np.exp(transitions), 0).astype(np.float64)
        self._ways = np.stack((ways, ways.T), 2)[..., None]  # [from, to, directions, 1]
        self._first = np.stack((ways[OUTSIDE], ways[:, OUTSIDE]), 1)
        gains = np.where(possible, transitions, -np.inf).max() - transitions[OUTSIDE, OUTSIDE]
        self._gain = np.float32(2 * max(float(gains), 0.0))  # an entity of n words makes n + 1 transitions

    def __call__(self, emissions: Floats, begins: Ints, sizes: Ints) -> Found:
        """The entities of some texts.

        Args:
            emissions: ``[rows, tags]``.
            begins, sizes: first row and number of words of each text, in order.
        """
        begins, sizes = self._promising(emissions, begins, sizes)
        if not len(begins):
            none = np.zeros(0, np.int64)
            return Found(none, none, none, np.zeros(0, np.float32))
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
        return _entities(rows, tags[at, run], self._certainty(scores, lengths, active, (at, run), tags[at, run]))

    def _promising(self, emissions: Floats, begins: Ints, sizes: Ints) -> tuple[Ints, Ints]:
        """Starts and lengths of the stretches outside of which the best sequence has no entity, and a little more.

        Against no entity, one gains what its tags gain against the outside one; a word that stands in no possible
        entity with a gain is outside. The sums over the words of entities are differences of running sums.
        """
        within = np.zeros(len(emissions) + 1, np.int64)
        within[begins] += 1
        within[begins + sizes] -= 1
        inside = np.cumsum(within[:-1]) > 0
        gains = (emissions[:, 1:] - emissions[:, OUTSIDE, None] + self._gain) * _STEPS
        whole = np.where(inside[:, None], np.rint(gains), _OTHERS).astype(np.int64).reshape(len(gains), -1, 4)
        through = np.cumsum(whole[:, :, INSIDE], axis=0)
        begun = np.maximum.accumulate(whole[:, :, BEGIN] - through, axis=0)
        ended = whole[:, :, END] + through - whole[:, :, INSIDE]
        ended = np.maximum.accumulate(ended[::-1], axis=0)[::-1]
        gained = np.maximum(begun + ended, whole[:, :, SINGLE]).max(1)
        near = np.zeros(len(gained) + 2 * _AROUND, np.bool_)
        near[_AROUND : len(gained) + _AROUND] = gained > _NEAR
        kept = inside & np.logical_or.reduce([near[at : at + len(inside)] for at in range(2 * _AROUND + 1)])
        changes = np.flatnonzero(np.diff(kept, prepend=False, append=False))
        return changes[::2], changes[1::2] - changes[::2]

    def _best(self, scores: Floats, lengths: Ints, active: list[int]) -> Ints:
        """Viterbi over all runs, shape ``[steps, runs]``."""
        steps = self._steps[:, :, None]
        bests = np.empty_like(scores)
        bests[0] = scores[0] + self._steps[OUTSIDE][:, None]
        for at, count in enumerate(active[1:], 1):
            np.add((bests[at - 1, :, None, :count] + steps).max(0), scores[at, :, :count], out=bests[at, :, :count])
        tags = np.zeros((len(scores) + 1, len(lengths)), np.int64)  # after its last word a run stays outside
        for at in range(len(active) - 1, -1, -1):
            count = active[at]
            tags[at, :count] = (bests[at, :, :count] + self._steps[:, tags[at + 1, :count]]).argmax(0)
        return tags[:-1]

    def _certainty(
        self, scores: Floats, lengths: Ints, active: list[int], where: tuple[Ints, Ints], tags: Ints
    ) -> Floats:
        """The probability of a tag at each of the places ``(step, run)``."""
        steps, run = where
        weights = np.exp(scores - scores.max(1, keepdims=True)).astype(np.float64)
        last = lengths[None, :] - 1 - np.arange(len(scores))[:, None]
        turned = weights[np.maximum(last, 0), :, np.arange(len(lengths))].transpose(0, 2, 1)
        both = np.stack((weights, turned), 2)  # [steps, tags, directions, runs], each run from its first word, and last
        sums = np.empty_like(both)
        sums[0] = self._first[:, :, None] * both[0]
        for at, count in enumerate(active[1:], 1):
            np.multiply(
                (sums[at - 1, :, None, :, :count] * self._ways).sum(0), both[at, ..., :count], out=sums[at, ..., :count]
            )
            if at % _OFTEN == 0:
                sums[at, ..., :count] /= np.maximum(sums[at, ..., :count].max(0), _LEAST)
        backward = sums[last[steps, run], :, 1, run]
        joint = sums[steps, :, 0, run] * (backward / np.maximum(backward.max(1, keepdims=True), _LEAST))
        joint /= np.maximum(weights[steps, :, run], _LEAST)
        total = np.zeros(len(joint))
        for column in joint.T:  # numpy's own sum over one word adds in another order than over several
            total += column
        certainty: Floats = (joint[np.arange(len(tags)), tags] / np.maximum(total, _LEAST)).astype(np.float32)
        return certainty


def _runs(emissions: Floats, begins: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Starts and lengths of runs that tile the words of the stretches, in order."""
    blocks = np.maximum(sizes // _BLOCK - 1, 0)
    if not blocks.any():
        return begins, sizes
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
