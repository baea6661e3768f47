"""Facts as Chinese clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.facts import Entity, Fact
from api.realise.chinese_phrases import CASE_PATTERNS, PATTERNS, Pattern
from api.realise.manner import Manner, documents_of, manner_of, same_case
from api.realise.names import chinese_name, chinese_names
from api.realise.qualifiers import chinese_qualifiers
from kg.schema import Category

_CASE_LEAD = "中，患者"
_HAN = r"[\u4e00-\u9fff]"
_LATIN_BEFORE_HAN = re.compile(rf"[0-9A-Za-z)\]'’]\n{_HAN}")
_HAN_BEFORE_LATIN = re.compile(rf"{_HAN}\n(?:[A-Za-z(\['‘]|\d[^\u4e00-\u9fff]*[A-Za-z])")


def chinese_clause(fact: Fact) -> str:
    """The fact as a clause, without full stop."""
    hedged = manner_of(fact) is Manner.PREDICTED
    case = fact.subject.category == Category.CASE
    pattern = CASE_PATTERNS.get(fact.predicate) if case else None
    pattern = pattern or PATTERNS.get(fact.predicate) or CASE_PATTERNS.get(fact.predicate) or _unknown(fact.predicate)
    words = pattern.denial if fact.negated else pattern.claim
    subject, thing = chinese_names(fact)
    claim = _filled(words, _subject(fact, subject), thing, "可能" if hedged else "")
    return f"{_source(fact)}{claim}{chinese_qualifiers(fact)}"


def chinese_question(subject: Entity, predicate: str, thing: Entity) -> str:
    """Whether the claim holds, as a heading."""
    words = (PATTERNS.get(predicate) or CASE_PATTERNS.get(predicate) or _unknown(predicate)).claim
    return f"{_filled(words, chinese_name(subject), chinese_name(thing), '')}？"


def chinese_sentence(facts: Sequence[Fact]) -> str:
    """The facts as one sentence; what is said of one case in a row is joined to one clause."""
    clauses: list[str] = []
    for before, fact in zip((None, *facts), facts, strict=False):
        clause = chinese_clause(fact)
        if before is not None and same_case(before, fact):
            clauses[-1] += f"，且{clause.partition(_CASE_LEAD)[2]}"
        else:
            clauses.append(clause)
    return f"{'；'.join(clauses)}。"


def _subject(fact: Fact, name: str) -> str:
    if fact.predicate == "mentions" and fact.subject.category == Category.CASE:
        return f"病历 {name} "
    if fact.subject.category == Category.PUBLICATION:
        return f"文献 {name} "
    return name


def _source(fact: Fact) -> str:
    manner = manner_of(fact)
    if manner is Manner.PREDICTED:
        return "模型预测，"
    if manner is Manner.TEXT_MINED:
        return "文献文本挖掘显示，"
    if manner is Manner.STATISTICAL:
        return "统计分析显示，"
    if manner is Manner.OBSERVED and fact.subject.category != Category.CASE:
        documents = documents_of(fact)
        return f"在{documents}份病历中，" if documents else "观察显示，"
    return ""


def _filled(words: str, subject: str, thing: str, modal: str) -> str:
    """The pattern with its names; a space parts a Latin name from Chinese words around it, as print does."""
    pieces = re.split(r"(\{[som]\})", words)
    names = {"{s}": subject, "{o}": thing, "{m}": modal}
    text = ""
    for piece in (names.get(piece, piece) for piece in pieces):
        joint = f"{text[-1:]}\n{piece}"
        if _LATIN_BEFORE_HAN.match(joint) or _HAN_BEFORE_LATIN.match(joint):
            text += " "
        text += piece
    return text


def _unknown(predicate: str) -> Pattern:
    """A predicate that the table lacks, in its own words."""
    words = predicate.replace("_", " ")
    return Pattern(f"{{s}}{{m}}与{{o}}存在“{words}”关系", f"{{s}}{{m}}与{{o}}不存在“{words}”关系")
