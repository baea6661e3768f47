"""Words beside the sentences of an answer, in its language: kinds of knowledge, headings."""

from __future__ import annotations

from typing import NamedTuple

from api.facts import Fact, Language
from api.render import number
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


def belief_words(fact: Fact, language: Language) -> str:
    """A fact's belief as a table shows it: of what the evidence denies only that, as its number is the claim's."""
    if fact.negated:
        return "否定" if language is Language.CHINESE else "denied"
    return number(fact.belief) + scale_words(fact.scale, language)


def headings(language: Language) -> Headings:
    """The headings of an explanation's tables."""
    return _HEADINGS[language]
