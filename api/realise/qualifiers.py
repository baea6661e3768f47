"""What qualifies a fact, with the source that says so; sources that disagree are both named."""

from __future__ import annotations

from collections import defaultdict

from api.facts import Fact

# Only what changes the meaning of the claim for a reader is worded; the rest stands beside the fact.
_ENGLISH = {
    "severity": "severity",
    "frequency": "frequency",
    "dose": "dose",
    "onset": "onset",
    "phenotype": "phenotype",
}
_CHINESE = {"severity": "严重程度", "frequency": "频率", "dose": "剂量", "onset": "起病", "phenotype": "表型"}
_CHINESE_VALUES = {
    "contraindicated": "禁忌",
    "major": "严重",
    "moderate": "中度",
    "minor": "轻微",
    "critical": "危急",
    "significant": "显著",
    "not recommended": "不推荐",
    "precaution for use": "慎用",
    "take into account": "需注意",
    "unknown": "未知",
}


def english_qualifiers(fact: Fact) -> str:
    """The worded qualifiers in brackets, with a space before; empty when there are none."""
    parts = [_english_part(key, values) for key, values in _grouped(fact, _ENGLISH).items()]
    return f" ({'; '.join(parts)})" if parts else ""


def chinese_qualifiers(fact: Fact) -> str:
    """The worded qualifiers in full-width brackets; empty when there are none."""
    parts = [_chinese_part(key, values) for key, values in _grouped(fact, _CHINESE).items()]
    return f"（{'；'.join(parts)}）" if parts else ""


def source_name(source: str) -> str:
    """A source as people call it.

    >>> source_name("infores:drugcentral")
    'drugcentral'
    """
    return source.removeprefix("infores:")


def _grouped(fact: Fact, known: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """{key: {value: [sources]}} of the qualifiers that are worded."""
    grouped: dict[str, dict[str, list[str]]] = {}
    for qualifier in fact.qualifiers:
        if qualifier.key in known:
            values = grouped.setdefault(qualifier.key, defaultdict(list))
            sources = values[qualifier.value]
            if qualifier.source and source_name(qualifier.source) not in sources:
                sources.append(source_name(qualifier.source))
    return grouped


def _english_part(key: str, values: dict[str, list[str]]) -> str:
    said = [
        f"{value.replace('_', ' ')} according to {' and '.join(sources)}" if sources else value.replace("_", " ")
        for value, sources in values.items()
    ]
    return f"{_ENGLISH[key]}{', where sources disagree' if len(said) > 1 else ''}: {', '.join(said)}"


def _chinese_part(key: str, values: dict[str, list[str]]) -> str:
    said = []
    for value, sources in values.items():
        words = _CHINESE_VALUES.get(value.replace("_", " ").lower(), value)
        said.append(f"{words}，据 {'、'.join(sources)}" if sources else words)
    return f"{_CHINESE[key]}{'不一致' if len(said) > 1 else ''}：{'；'.join(said)}"
