"""Finds personal identifiers by rules and masks them with as many characters as they have.

After the Safe Harbor list (45 CFR 164.514(b)(2)): names, places smaller than a state, dates but for their year (the
whole of a date of birth), ages over 89, telephone and fax numbers, e-mail, web and network addresses, record, account,
licence, device and vehicle numbers; also institutions. Days of the week, times of day and ages up to 89 stay.
Rules are no guarantee: look over what leaves your house.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extraction.deidentify.chinese import CHINESE_RULES
from extraction.deidentify.chinese_roles import CHINESE_ROLE_RULES
from extraction.deidentify.common import COMMON_RULES
from extraction.deidentify.composed import composed
from extraction.deidentify.english import ENGLISH_RULES
from extraction.deidentify.names import repeated_names, stray_names
from extraction.deidentify.people import PEOPLE_RULES
from extraction.deidentify.rule_set import RuleSet
from extraction.deidentify.rules import Span
from extraction.deidentify.subjects import subjects
from extraction.deidentify.tagged import tagged_spans
from extraction.deidentify.tagger import Tagger, shipped_tagger
from extraction.deidentify.whole_names import with_words
from extraction.deidentify.whole_tokens import widened, without_kept
from extraction.windows import windows

MASK = "█"
"""Stands for one masked character: no letter, no digit, no punctuation of medical text."""

DEIDENTIFY_VERSION = "rules-9+tagger-5"
"""Changes with what is masked."""

_VISIBLE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked text.

    Attributes:
        text: as many code points as the original; white space within an identifier stays.
        spans: ``(start, end, kind)`` in code points, ascending, without overlaps. Kinds: ``name``, ``date``, ``age``,
            ``address``, ``phone``, ``email``, ``url``, ``ip``, ``id``, ``institution``.
    """

    text: str
    spans: tuple[tuple[int, int, str], ...]


def mask(text: str, language: str, tagger: Tagger | None = None, *, rules_only: bool = False) -> Masked:
    """Masks the personal identifiers of a text.

    Args:
        text: the original.
        language: ``en`` or ``zh``; numbers, dates and electronic addresses are found in both.
        tagger: adds to what the rules find; None for the one that ships for the language.
        rules_only: no tagger takes part, for strings that are no running text.

    >>> mask("Mr. John Brennan, MRN 40718826, seen 03/14/2025 for Parkinson disease.", "en").text
    'Mr. ████ ███████, MRN ████████, seen ██████2025 for Parkinson disease.'
    """
    rules = rules_of("zh" if language == "zh" else "en")
    plain, places = composed(text)
    chosen = None if rules_only else tagger or shipped_tagger("zh" if language == "zh" else "en")
    found: list[Span] = []
    for start, end in windows(plain):
        part = plain[start:end]
        glance = rules.glance(part)
        within = list(rules.spans(glance))
        within += tagged_spans(part, chosen) if chosen else ()
        if language != "zh":
            lists = shipped_tagger("en").lists
            within += stray_names(part, glance.given, lists)
            if not (part.islower() or part.isupper()):
                within = [with_words(part, one, lists) for one in within]
        found += [span._replace(start=span.start + start, end=span.end + start) for span in within] if start else within
    if language != "zh":
        people = list(subjects(plain, shipped_tagger("en").lists))
        names = [span for span in found if span.kind == "name"]
        found += [span for span, _ in people]
        found += repeated_names(plain, [*names, *(span for span, is_word in people if not is_word)])
        found = [kept for one in found for kept in without_kept(plain, one)]
    spans = tuple(widened(plain, _merged(found)))
    if places is not None:
        spans = tuple((places[start], places[end], kind) for start, end, kind in spans)
    return Masked(_covered(text, spans), spans)


@lru_cache(maxsize=2)
def rules_of(language: str) -> RuleSet:
    """The rules for ``en`` or ``zh``; made once."""
    chinese, english = (*CHINESE_RULES, *CHINESE_ROLE_RULES), (*ENGLISH_RULES, *PEOPLE_RULES)
    return RuleSet((*COMMON_RULES, *(chinese if language == "zh" else english)))


def _merged(found: list[Span]) -> Iterator[tuple[int, int, str]]:
    """Overlapping spans become one, of the kind of the longest, which is an id only where nothing else fits."""
    group: list[Span] = []
    end = 0
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if group and span.start >= end:
            yield _joined(group)
            group = []
        end = max(end, span.end) if group else span.end
        group.append(span)
    if group:
        yield _joined(group)


def _joined(group: list[Span]) -> tuple[int, int, str]:
    longest = max(group, key=lambda one: (one.end - one.start, one.kind != "id"))
    return group[0].start, max(one.end for one in group), longest.kind


def _covered(text: str, spans: tuple[tuple[int, int, str], ...]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, _ in spans:
        parts += [text[done:start], _VISIBLE.sub(MASK, text[start:end])]
        done = end
    parts.append(text[done:])
    return "".join(parts)
