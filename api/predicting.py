"""What stands behind a model's "may": where it ranks the claim, and with which probability, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.facts import Fact, Language, ModelRank
from kg.belief import CALIBRATED_PROBABILITY, SHARE_RANKED_LOWER
from kg.records import KnowledgeLevel

_SCALES = {
    CALIBRATED_PROBABILITY: {Language.ENGLISH: "probability {}", Language.CHINESE: "概率{}"},
    SHARE_RANKED_LOWER: {Language.ENGLISH: "share ranked lower {}", Language.CHINESE: "排名更低者所占比例{}"},
}
_LEAST = 0.000001
_RANK = re.compile(r"\brank(?:s|ed)?\W+(?:it |at |as )?(?:number )?(\d+)|\b(\d+)(?:st|nd|rd|th)\b|第\s*(\d+)")


def rank_words(ranks: Sequence[ModelRank], language: Language) -> str:
    """The ranks of a claim in words.

    >>> rank_words([ModelRank(3, 1137, True)], Language.ENGLISH)
    'rank 3 of 1,137 objects for this subject'
    >>> rank_words([ModelRank(3, 1137, True)], Language.CHINESE)
    '在该主体的1,137个候选客体中排第3'
    """
    if language is Language.CHINESE:
        sides = {True: "该主体的{:,}个候选客体", False: "该客体的{:,}个候选主体"}
        return "；".join(f"在{sides[one.of_objects].format(one.candidates)}中排第{one.rank}" for one in ranks)
    ends = {True: "objects for this subject", False: "subjects for this object"}
    return "; ".join(f"rank {one.rank:,} of {one.candidates:,} {ends[one.of_objects]}" for one in ranks)


def told_prediction(fact: Fact, language: Language) -> list[str]:
    """What stands in brackets behind a predicted claim: its ranks where they are known, and the model's number."""
    if fact.negated or fact.knowledge_level is not KnowledgeLevel.PREDICTION:
        return []
    words = _SCALES.get(fact.scale, {}).get(language)
    parts = [rank_words(fact.ranks, language)] if fact.ranks else []
    return [*parts, words.format(_plain(fact.belief))] if words else parts


def false_ranks(text: str, cited: Sequence[Fact]) -> list[str]:
    """The ranks in a sentence about predictions that are no rank of a cited one.

    Args:
        text: folded and masked.
        cited: the facts that it cites.
    """
    if not any(fact.knowledge_level is KnowledgeLevel.PREDICTION for fact in cited):
        return []
    known = {str(one.rank) for fact in cited for one in fact.ranks}
    said = [next(number for number in found if number) for found in _RANK.findall(text.replace(",", ""))]
    return [number for number in said if number not in known]


def _plain(value: float) -> str:
    """Three digits that mean something, never as a power of ten.

    >>> _plain(0.00016849), _plain(0.0000123), _plain(0.5), _plain(0.0)
    ('0.000168', '0.000012', '0.5', 'below 0.000001')
    """
    if value < _LEAST:
        return f"below {_LEAST:f}"
    text = f"{value:.3g}"
    return f"{value:.6f}".rstrip("0") if "e" in text else text
