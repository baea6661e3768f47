"""The recogniser and the vocabulary together: what either is strong at stays.

The vocabulary knows what a name stands for and covers kinds that the recogniser does not (genes, variants); the
recogniser knows names that no vocabulary has, and where a known name means something else.

1. At the same place the vocabulary's mention stays.
2. Where they overlap otherwise, the recogniser's span stays in literature when it is sure; in a note the vocabulary's
   mention stays.
3. A span of the recogniser alone stays when it is sure enough; a note asks for more than an abstract, because the
   shipped corpora are abstracts.
4. A mention of the vocabulary alone stays in a note. In literature, where the recogniser was trained, it stays when its
   kind is one that the recogniser does not know, or when the document defines it as an abbreviation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extraction.abbreviations import MATCHER as ABBREVIATION
from extraction.annotations import Mention
from extraction.recogniser.labels import CATEGORIES
from extraction.recogniser.spans import RecognisedSpan
from kg.schema import Category

MATCHER = "recogniser"
KNOWN = frozenset((Category.DISEASE, Category.PHENOTYPIC_FEATURE, Category.DRUG, Category.CHEMICAL_ENTITY))
"""Kinds of the shipped recogniser: its diseases include findings, its chemicals include drugs."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least scores of the recogniser's spans, 0 to 1.

    Attributes:
        alone: for a span that the vocabulary does not touch.
        over: for one that takes the place of overlapping mentions of the vocabulary.
        keeps_known: whether the vocabulary's mentions of known kinds stay where the recogniser finds nothing.
    """

    alone: float
    over: float
    keeps_known: bool


_NEVER = 2.0
LITERATURE = Thresholds(alone=0.7, over=0.7, keeps_known=False)
NOTE = Thresholds(alone=0.8, over=_NEVER, keeps_known=True)

Kinds = Callable[[Mention], frozenset[str]]
"""The categories that a mention of the vocabulary may have."""


def combine(
    text: str,
    mentions: Sequence[Mention],
    spans: Sequence[RecognisedSpan],
    kinds: Kinds,
    thresholds: Thresholds,
) -> tuple[Mention, ...]:
    """The mentions of a text, in order and without overlaps; new ones have no CURIE yet.

    Args:
        mentions: of the vocabulary, in order, without overlaps.
        spans: of the recogniser, in order, without overlaps. Those whose label the graph does not hold are left out.
        kinds: what a mention may stand for.
    """
    kept: list[Mention] = []
    displaced: set[int] = set()
    supported: set[int] = set()
    ends = [one.end for one in mentions]
    for span in spans:
        category = CATEGORIES.get(span.label)
        if category is None:
            continue
        touching = _touching(span, mentions, ends)
        if any((mentions[one].start, mentions[one].end) == (span.start, span.end) for one in touching):
            supported.update(touching)
        elif span.score >= (thresholds.over if touching else thresholds.alone):
            displaced.update(touching)
            new = text[span.start : span.end]
            score = round(span.score, 4)
            kept.append(Mention(span.start, span.end, new, str(category), None, "", score, matcher=MATCHER))
        else:
            supported.update(touching)
    for number, mention in enumerate(mentions):
        alone = number not in supported
        if number not in displaced and not (alone and _doubtful(mention, kinds, thresholds)):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda one: one.start))


def _touching(span: RecognisedSpan, mentions: Sequence[Mention], ends: Sequence[int]) -> list[int]:
    first = bisect_left(ends, span.start + 1)
    found = []
    for number in range(first, len(mentions)):
        if mentions[number].start >= span.end:
            break
        found.append(number)
    return found


def _doubtful(mention: Mention, kinds: Kinds, thresholds: Thresholds) -> bool:
    if thresholds.keeps_known or mention.matcher == ABBREVIATION:
        return False
    return bool(kinds(mention) & KNOWN)
