"""What qualifies a fact, with the source that says so; sources that disagree are both named."""

from __future__ import annotations

import re

from api.facts import Fact, Language
from api.taking import told_taking
from api.told import told_beside
from kg.severity import SEVERITY, Severity, severities
from kg.status import TAKES

# Only what changes the meaning of the claim for a reader is worded; the rest stands beside the fact.
_ENGLISH = {
    "severity": "severity",
    "frequency": "frequency",
    "dose": "dose",
    "onset": "onset",
    "phenotype": "phenotype",
}
_CHINESE = {"severity": "严重程度", "frequency": "频率", "dose": "剂量", "onset": "起病", "phenotype": "表型"}
_NOTES = "infores:medkg"
# The French thesaurus's "association déconseillée": a level of severity, which must not read as this program's advice.
_ENGLISH_VALUES = {"not recommended": "discouraged"}
_CHINESE_VALUES = {
    "contraindicated": "禁忌",
    "major": "严重",
    "moderate": "中度",
    "minor": "轻微",
    "critical": "危急",
    "significant": "显著",
    "not recommended": "相对禁忌",
    "precaution": "慎用",
    "precaution for use": "慎用",
    "take into account": "需注意",
    "unknown": "未知",
    "very frequent": "非常常见",
    "frequent": "常见",
    "occasional": "偶见",
    "very rare": "极少见",
    "obligate": "必见",
}


def english_qualifiers(fact: Fact) -> str:
    """The worded qualifiers in brackets, with a space before; empty when there are none."""
    if fact.predicate == TAKES:
        parts = told_taking(fact, Language.ENGLISH)
    else:
        parts = [_english_part(key, values) for key, values in _grouped(fact, Language.ENGLISH).items()]
    parts += told_beside(fact, Language.ENGLISH)
    return f" ({'; '.join(parts)})" if parts else ""


def chinese_qualifiers(fact: Fact) -> str:
    """The worded qualifiers in full-width brackets; empty when there are none."""
    if fact.predicate == TAKES:
        parts = [part.replace(": ", "：") for part in told_taking(fact, Language.CHINESE)]
    else:
        parts = [_chinese_part(key, values) for key, values in _grouped(fact, Language.CHINESE).items()]
    parts += told_beside(fact, Language.CHINESE)
    return f"（{'；'.join(parts)}）" if parts else ""


def source_name(source: str) -> str:
    """A source as people call it.

    >>> source_name("infores:drugcentral")
    'drugcentral'
    """
    return source.removeprefix("infores:")


def _grouped(fact: Fact, language: Language) -> dict[str, dict[str, list[str]]]:
    """{key: {source: [worded values]}} of the qualifiers that are worded; a source may say several, by dose or group.

    What a note says of its own case names no source: the sentence names the note.
    """
    known, word = (_ENGLISH, _english_value) if language is Language.ENGLISH else (_CHINESE, _chinese_value)
    grouped: dict[str, dict[str, list[str]]] = {}
    for severity in severities((one.key, one.value, one.source) for one in fact.qualifiers):
        words = _english_severity(severity) if language is Language.ENGLISH else _chinese_severity(severity)
        _put(grouped, SEVERITY, severity.source, words)
    for one in fact.qualifiers:
        if one.key in known and one.key != SEVERITY:
            _put(grouped, one.key, "" if one.source == _NOTES else one.source, word(one.value))
    return grouped


def _put(grouped: dict[str, dict[str, list[str]]], key: str, source: str, words: str) -> None:
    values = grouped.setdefault(key, {}).setdefault(source_name(source), [])
    if words not in values:
        values.append(words)


def _english_severity(severity: Severity) -> str:
    words = _english_value(severity.value)
    some = f" and {' or '.join(map(_english_value, severity.stronger))} for some of it" if severity.stronger else ""
    return f"{words} for a whole class of drugs{some}" if severity.class_wide else words


def _chinese_severity(severity: Severity) -> str:
    words = _chinese_value(severity.value)
    some = f"，其中部分{'或'.join(map(_chinese_value, severity.stronger))}" if severity.stronger else ""
    return f"整类药物{words}{some}" if severity.class_wide else words


def _disagree(sources: dict[str, list[str]]) -> bool:
    return len({tuple(sorted(values)) for values in sources.values()}) > 1


def _value(value: str) -> str:
    """A value without brackets of its own: ``frequent (30-79%)`` becomes ``frequent, 30-79%``."""
    return re.sub(r"\s*\(([^()]*)\)", r", \1", value.replace("_", " "))


def _english_value(value: str) -> str:
    words = _value(value)
    return _ENGLISH_VALUES.get(words.lower(), words)


def _chinese_value(value: str) -> str:
    word, comma, rest = _value(value).partition(", ")
    return f"{_CHINESE_VALUES.get(word.lower(), word)}{'，' if comma else ''}{rest}"


def _english_part(key: str, sources: dict[str, list[str]]) -> str:
    said = [" or ".join(values) + (f" according to {source}" if source else "") for source, values in sources.items()]
    return f"{_ENGLISH[key]}{', where sources disagree' if _disagree(sources) else ''}: {', '.join(said)}"


def _chinese_part(key: str, sources: dict[str, list[str]]) -> str:
    said = [(f"据 {source}，" if source else "") + "或".join(values) for source, values in sources.items()]
    return f"{_CHINESE[key]}{'有分歧' if _disagree(sources) else ''}：{'；'.join(said)}"
