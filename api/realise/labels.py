"""Words beside the sentences of an answer, in its language: kinds of knowledge, headings, a model's ranks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from api.facts import Language
from kg.belief import CALIBRATED_PROBABILITY, SHARE_RANKED_LOWER
from kg.records import KnowledgeLevel

_CHINESE_LEVELS = {
    KnowledgeLevel.KNOWLEDGE_ASSERTION: "知识断言",
    KnowledgeLevel.LOGICAL_ENTAILMENT: "逻辑推断",
    KnowledgeLevel.PREDICTION: "模型预测",
    KnowledgeLevel.STATISTICAL_ASSOCIATION: "统计关联",
    KnowledgeLevel.OBSERVATION: "观察",
    KnowledgeLevel.TEXT_CO_OCCURRENCE: "文献共现",
    KnowledgeLevel.NOT_PROVIDED: "未说明",
}


_SCALES = {
    CALIBRATED_PROBABILITY: {Language.ENGLISH: " (probability)", Language.CHINESE: "（概率）"},
    SHARE_RANKED_LOWER: {Language.ENGLISH: " (share ranked lower)", Language.CHINESE: "（排名更低者所占比例）"},
}


class Headings(NamedTuple):
    """Headings of an explanation's tables."""

    facts: tuple[str, ...]
    dropped: str
    why: tuple[str, str]


_HEADINGS = {
    Language.ENGLISH: Headings(("", "fact", "level", "belief", "where it stands"), "Dropped", ("sentence", "why")),
    Language.CHINESE: Headings(("", "事实", "层级", "置信度", "来源"), "未采用", ("句子", "原因")),
}


class ModelRank(NamedTuple):
    """Where a model ranks a claim: among the objects for its subject, or the subjects for its object."""

    rank: int
    candidates: int
    of_objects: bool


def level_name(level: KnowledgeLevel, language: Language) -> str:
    """What kind of statement it is; in English Biolink's own word.

    >>> level_name(KnowledgeLevel.OBSERVATION, Language.CHINESE)
    '观察'
    """
    return _CHINESE_LEVELS[level] if language is Language.CHINESE else level.value


def scale_words(scale: str, language: Language) -> str:
    """What stands behind a prediction's number; empty for a fact's belief.

    >>> scale_words("calibrated_probability", Language.ENGLISH), scale_words("", Language.ENGLISH)
    (' (probability)', '')
    """
    return _SCALES.get(scale, {}).get(language, "")


def headings(language: Language) -> Headings:
    """The headings of an explanation's tables."""
    return _HEADINGS[language]


def rank_words(ranks: Sequence[ModelRank], language: Language) -> str:
    """The ranks of a claim in words.

    >>> rank_words([ModelRank(3, 137, True)], Language.ENGLISH)
    'rank 3 of 137 objects for this subject'
    >>> rank_words([ModelRank(3, 137, True)], Language.CHINESE)
    '在该主体的137个候选客体中排第3'
    """
    if language is Language.CHINESE:
        sides = {True: "该主体的{}个候选客体", False: "该客体的{}个候选主体"}
        return "；".join(f"在{sides[one.of_objects].format(one.candidates)}中排第{one.rank}" for one in ranks)
    ends = {True: "objects for this subject", False: "subjects for this object"}
    return "; ".join(f"rank {one.rank} of {one.candidates} {ends[one.of_objects]}" for one in ranks)
