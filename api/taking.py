"""How a case takes a drug, in the words of an answer: the dosages that its notes give, and whether it takes it now."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from api.facts import Fact, Language
from kg.records import Evidence, Qualifier, TextLocation
from kg.status import ACTIVE, STATUS, TAKES, most_current

DOSAGE = "dosage"
"""Key of the qualifier that holds one dosage of a fact in the note's own words: ``1000 mg oral BID``."""
LABELS = {Language.ENGLISH: (DOSAGE, STATUS), Language.CHINESE: ("用法用量", "状态")}
_STATUS_WORDS = {
    Language.ENGLISH: {
        "intended": "intended",
        "on-hold": "on hold",
        "stopped": "stopped",
        "completed": "in the past",
        "not-taken": "not taken",
    },
    Language.CHINESE: {
        "intended": "拟用",
        "on-hold": "暂停",
        "stopped": "已停用",
        "completed": "既往使用",
        "not-taken": "未用",
    },
}
_BRACKETS = re.compile(r"\(([^()]*)\)")


def taking_qualifiers(edge: Iterable[Qualifier], evidence: Iterable[Evidence]) -> tuple[Qualifier, ...]:
    """The qualifiers of what a case takes: each dosage once, as it is said last, and the status of the whole.

    Args:
        edge: the edge's qualifiers.
        evidence: of the side of the edge that is told.
    """
    said: dict[tuple[str, ...], Qualifier] = {}
    for one in sorted((one for one in evidence if isinstance(one.location, TextLocation)), key=_place):
        pairs = dict(one.qualifiers)
        words = dosage_words(pairs)
        if words:
            often = pairs.get("times_per_day") or pairs.get("frequency", "")
            said[_dose(pairs), often] = Qualifier(DOSAGE, words, one.primary_knowledge_source)
    status = [one for one in edge if one.key == STATUS]
    kept = [one for one in edge if one.key != STATUS and not said]
    return (*said.values(), *kept, *status)


def dosage_words(pairs: dict[str, str]) -> str:
    """The qualifiers of one dosage as a phrase; empty where there are none.

    >>> dosage_words({"dose_value": "1000", "dose_unit": "mg", "frequency": "BID", "route": "oral"})
    '1000 mg oral BID'
    """
    parts = [_dose(pairs), pairs.get("route", ""), pairs.get("frequency", "")]
    parts += ["as needed" if pairs.get("as_needed") == "true" else ""]
    parts += [f"for {pairs['duration']}" if "duration" in pairs else ""]
    words = " ".join(part for part in parts if part)
    return re.sub(r"[()（）]", "", words)


def told_taking(fact: Fact, language: Language) -> list[str]:
    """What stands in brackets behind the drug: dosage, and status where the drug is not simply taken."""
    dosage, status = LABELS[language]
    said = [one.value for one in fact.qualifiers if one.key == DOSAGE]
    parts = [f"{dosage}: {_either(said, language)}"] if said else []
    current = most_current(one.value for one in fact.qualifiers if one.key == STATUS)
    if current and current != ACTIVE:
        parts.append(f"{status}: {_STATUS_WORDS[language].get(current, current)}")
    return parts


def without_taking(text: str, cited: Sequence[Fact], language: Language) -> str:
    """A text without the brackets that hold just what :func:`told_taking` says of the drug before them.

    Args:
        text: NFKC.
        cited: the facts that it cites.
        language: of the text.
    """

    def told(match: re.Match[str]) -> str:
        before = text[: match.start()].rstrip().casefold()
        for fact in cited:
            end = fact.object
            names = (end.name, end.name_zh, *end.synonyms)
            named = any(name and before.endswith(unicodedata.normalize("NFKC", name).casefold()) for name in names)
            if fact.predicate == TAKES and named and _same(match[1], told_taking(fact, language)):
                return ""
        return match[0]

    return _BRACKETS.sub(told, text) if any(fact.predicate == TAKES for fact in cited) else text


def _same(words: str, parts: list[str]) -> bool:
    return bool(parts) and words.replace(" ", "") == unicodedata.normalize("NFKC", ";".join(parts)).replace(" ", "")


def _either(said: Sequence[str], language: Language) -> str:
    return ("或" if language is Language.CHINESE else " or ").join(dict.fromkeys(said))


def _dose(pairs: dict[str, str]) -> str:
    dose = f"{pairs.get('dose_value', '')} {pairs.get('dose_unit', '')}".strip() if "dose_value" in pairs else ""
    return " ".join(part for part in (dose, pairs.get("dose_count", "")) if part)


def _place(one: Evidence) -> tuple[str, int]:
    place = one.location
    return (place.document, place.object_span.start) if isinstance(place, TextLocation) else ("", 0)
