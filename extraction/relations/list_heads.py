"""What stands over a listed drug: the words before the colon of its line, or the heading of its list.

``Held: warfarin 5, aspirin 81`` says that both are held; ``Urine: morphine 300`` says of no drug that it is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from extraction.annotations import Mention
from extraction.relations.dosage_terms import AS_NEEDED, DOSE, DURATION, FORM, FREQUENCY, ROUTE
from kg.schema import Category

_DRUGS = frozenset((Category.DRUG, Category.CHEMICAL_ENTITY))
_CONDITIONS = frozenset((Category.DISEASE, Category.PHENOTYPIC_FEATURE))
_FARTHEST = 1500  # code points in which a head is looked for
_LONGEST = 70
_LONGEST_ITEM = 160
_OFF = frozenset(
    ("stop", "stopped", "stopping", "discontinue", "discontinued", "discontinuing", "dc'd", "d/c'd", "hold", "held",
     "holding", "withheld", "cease", "ceased", "ceasing", "off", "not", "never", "longer", "failed", "completed",
     "finished", "declined", "refused")
)  # fmt: skip
_WORD = re.compile(r"[^\s,;:()\[\]]+")
_PASSING = frozenset(
    _WORD.findall(
        "a all and also and/or are at been being below but current currently daily drug drugs following for "
        "from has have he her his home in is list med medication medications medicine medicines meds my no "
        "no-longer now of on or outpatient inpatient patient patients please pt recently regular she since "
        "stay take taken takes taking temporarily the their these this to today treatment treatments tried "
        "trial until use used using was we were will with your admission arrival discharge"
    )
)
_FINE = _PASSING - {"no", "no-longer", "but", "until", "tried", "trial", "since"} | frozenset(
    _WORD.findall(
        "a/p ap a&p active add added adding assessment begin changed chronic continue continued continues "
        "continuing given gives impression include included includes increase increased initiate initiated "
        "maintenance management new only order ordered orders plan plans po prescribe prescribed prescription "
        "prescriptions prn problem problems recommendation recommendations refill refills regimen remaining "
        "resume resumed restart restarted rx scheduled start started starting supplements tablets therapy "
        "topical vitamins otc over-the-counter pills prior before present presently as needed per day morning "
        "evening night bedtime"
    )
)
_DENYING = re.compile(
    r"\b(?:stop\w*|discontinu\w+|held|holding|withheld|not (?:taking|on|using|tolerat\w+)|no longer|never|failed"
    r"|allerg\w+|intoleran\w+|adverse|side effects|past|previous(?:ly)?|former(?:ly)?|prior(?! to)|historical|avoid"
    r"|(?:wife|husband|spouse|partner|mother|father|mom|dad|brother|sister|aunt|uncle|grand\w+|family|neighbou?r)(?:'s)?)\b"
    r"|^(?:hold|off)\b|停|过敏|未[服用]|拒",
    re.IGNORECASE,
)
_OF_MEDICINES = re.compile(
    r"\b(?:meds|medications?|medicines?|prescriptions?|regimens?|drugs|supplements?|inhalers?|anti[a-z-]{4,20})\b"
    r"(?! (?:screen|levels?|tests?|allerg|interact))",
    re.IGNORECASE,
)
_TITLE = frozenset(("allergy", "allergies", "intolerance", "intolerances", "past", "previous", "former", "prior"))
_COLON = re.compile(r"[:：](?!\d)")
_BREAK = re.compile(r"[.;；。:：\n•](?=\s|$|[^\x00-\x7f])")
_MARK = re.compile(r"[ \t]*(?P<mark>[-*•–+]|\(?\d{1,2}[.)]|\[[ xX]?\])?[ \t]*")
_NUMBER_BEFORE = re.compile(r"[:：]\s*(?:[-*•–+]|\(?\d{1,2}[.)])?\s*\Z")
_NUMBERED = re.compile(r"\s*\(?\d{1,2}[.)]\s")
_NUMBER_LAST = re.compile(r"\s\(?\d{1,2}[.)]\s*\Z")
_INLINE_LIST = re.compile(r"[:：]\s{0,3}\(?1[.)]\s[^:：]*\Z")
_ITEM = re.compile(r"(?:[\W\d_]|\b(?:and|or|home|oral|po|iv|otc|the)\b)*", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;•\n，；、]")


class HeadKind(StrEnum):
    """What a head makes of the drugs under it."""

    OFF = "off"
    DENYING = "denying"
    UNKNOWN = "unknown"


class Head(NamedTuple):
    """Words over a listed drug, and what they make of it; of a list that may be taken there is none."""

    kind: HeadKind
    words: str


def heads_of(text: str, sentence: tuple[int, int], mentions: Sequence[Mention]) -> dict[int, Head]:
    """The heads of the drugs of a sentence that stand in a list that is not plainly one of medications.

    Args:
        text: the whole text.
        sentence: code points ``(start, end)``.
        mentions: those of the sentence, sorted by start.

    Returns:
        By the start of the drug. ``OFF``: not taken, by every word of the head; ``DENYING``: the head speaks of what is
        stopped, past or not tolerated; ``UNKNOWN``: of something else than medications.
    """
    found: dict[int, Head] = {}
    above: Head | None = None
    looked = False
    last = sentence[0]
    for one in mentions:
        if one.category not in _DRUGS:
            continue
        colon = _last_colon(text, sentence[0], one.start)
        if _is_item(text, max(last, colon), one.start):
            if colon:
                head = _inline(text, sentence[0], colon - 1, mentions)
            else:
                above, looked = (above, True) if looked else (_above(text, sentence[0]), True)
                head = above
            if head is not None:
                found[one.start] = head
        last = one.end
    return found


def _last_colon(text: str, begin: int, end: int) -> int:
    """Behind the last colon between two places, in the line of the second or one that it goes on; 0 without."""
    begin = max(begin, end - _FARTHEST)
    ends = [one.end() for one in _COLON.finditer(text, begin, end)]
    return ends[-1] if ends else 0


def _is_item(text: str, begin: int, end: int) -> bool:
    """Whether nothing but a dosage of the drug before and a mark stands between two places."""
    lead = text[max(begin, end - _LONGEST_ITEM) : end]
    marks = [one.end() for one in _SEPARATOR.finditer(lead)]
    if marks and _ITEM.fullmatch(lead, marks[-1]):
        return True
    for part in (DOSE, FREQUENCY, ROUTE, FORM, DURATION, AS_NEEDED):
        lead = part.sub(" ", lead)
    return _ITEM.fullmatch(lead) is not None


def _inline(text: str, begin: int, colon: int, mentions: Sequence[Mention]) -> Head | None:
    begin = max(begin, colon - _LONGEST)
    breaks = [one.end() for one in _BREAK.finditer(text, begin, colon)]
    start = breaks[-1] if breaks else begin
    words = text[start:colon]
    for one in reversed(mentions):
        if one.category in _CONDITIONS and start <= one.start and one.end <= colon:
            words = words[: one.start - start] + " " + words[one.end - start :]
    return _judged(text[start:colon], words)


def _above(text: str, begin: int) -> Head | None:
    """The head that stands in a line over the list, or straight before the sentence."""
    line = text.rfind("\n", max(0, begin - _FARTHEST), begin) + 1
    before = text[line:begin]
    numbered = _INLINE_LIST.search(before) and (_NUMBERED.match(text, begin) or _NUMBER_LAST.search(before))
    if numbered or _NUMBER_BEFORE.search(before):
        return _inline(text, line, line + max(before.rfind(":"), before.rfind("：")), ())
    if before.strip() and _MARK.fullmatch(before) is None:
        return None
    own = _shape(text[line : line + _LONGEST_ITEM].partition("\n")[0])
    alike = True
    for one in _lines_up(text, line):
        shape = _shape(one)
        words = one[_shape_end(one) :].strip().strip("*#=_ ")
        if words.endswith((":", "：")):
            head = _judged(words[:-1], words[:-1])
            if shape != own or not own[0]:
                return head
            if alike:
                return head and Head(HeadKind.DENYING, head.words)
        elif not shape[0] and (title := _titled(words)):
            return title
        elif own[0] and not shape[0] and shape[1] <= own[1]:
            return None
        alike = alike and shape == own
    return None


def _lines_up(text: str, line: int) -> Iterator[str]:
    """The lines before one, the nearest first, up to a blank one or a long one; one blank may follow a heading."""
    floor, blank = max(0, line - _FARTHEST), False
    while line > floor:
        start = text.rfind("\n", floor, line - 1) + 1 or floor
        one, line = text[start : line - 1].rstrip(), start
        if not one:
            if blank:
                return
            blank = True
            continue
        if len(one) > _LONGEST_ITEM or (blank and not one.endswith((":", "："))):
            return
        yield one
        if blank:
            return


def _shape(line: str) -> tuple[str, int]:
    """The kind of a line's mark (``-``, ``1``, or none) and how far it is indented."""
    found = _MARK.match(line)
    mark = (found["mark"] or "") if found else ""
    return ("1" if mark[-1:] in (".", ")") else mark, len(line) - len(line.lstrip()))


def _shape_end(line: str) -> int:
    found = _MARK.match(line)
    return found.end() if found else 0


def _titled(line: str) -> Head | None:
    """A heading without a colon: a few words all of which such a heading may hold."""
    words = [one.lower() for one in _WORD.findall(line)]
    denies = [one for one in words if one in _OFF or one in _TITLE]
    if not denies or line.endswith((".", "!", "?")) or not set(words) <= _OFF | _TITLE | _PASSING - {"no"}:
        return None
    return _judged(line, line)


def _judged(written: str, words: str) -> Head | None:
    said = {one.lower() for one in _WORD.findall(words) if any(map(str.isalpha, one))}
    if not written.isascii():
        return Head(HeadKind.DENYING, written) if _DENYING.search(written) else None
    if said & _OFF and said <= _OFF | _PASSING:
        return Head(HeadKind.OFF, written.lower())
    if _DENYING.search(written.strip()):
        return Head(HeadKind.DENYING, written)
    return None if said <= _FINE or _OF_MEDICINES.search(words) else Head(HeadKind.UNKNOWN, written)
