"""Dose, route, frequency, form and duration of a drug, read around its name; the keys are FHIR's Dosage terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.annotations import Mention
from extraction.relations.course_words import RESUMED
from extraction.relations.dosage_terms import (
    AS_NEEDED,
    AS_NEEDED_BEFORE,
    BARE,
    DOSE,
    DURATION,
    FORM,
    FREQUENCY,
    PIECES,
    QUANTITY,
    REFILLS,
    ROUTE,
    form_of,
    route_of,
    times_per_day,
)
from extraction.relations.dosage_terms_zh import (
    AS_NEEDED_BEFORE_ZH,
    AS_NEEDED_ZH,
    FREQUENCY_ZH,
    FROM_TO_ZH,
    ROUTE_ZH,
    times_per_day_zh,
)
from extraction.relations.dose_changes import end_of_change, end_of_change_around
from kg.records import PLACE_SUFFIX
from kg.schema import Category

DOSAGE_SPAN = f"dosage{PLACE_SUFFIX}"

_DRUGS = frozenset((Category.DRUG, Category.CHEMICAL_ENTITY))
_CONDITIONS = frozenset((Category.DISEASE, Category.PHENOTYPIC_FEATURE))
_COMBINED = frozenset("/-+")
_FARTHEST = 170
_BACK = 60
_GAP = 45  # characters between one part of a dosage and the next
_DIGIT = re.compile(r"\d")
_STOP = re.compile(
    r"[;。；•]|\n[ \t]*(?:\n|[-*•\d])|[.!?](?=\s|$)(?<!p\.)(?<!o\.)(?<!b\.i\.d\.)|\b(?:but|however|because|although|"
    r"who|which was|instead of|rather than|switched|stopped|discontinued|not)\b",
    re.IGNORECASE,
)
_CLAUSE_MARKS = ("，", ",", "、", "；", ";")
_ENDS = frozenset(("stopped", "discontinued"))
_AGAIN = re.compile(rf"\b{RESUMED}\b", re.IGNORECASE)
_LEADING = re.compile(
    r"(?:\s|-|^)(?:(?:tablets?|capsules?|dose|doses|pills?|puffs?|drops?)\s)?(?:of\s)?"
    r"(?:(?:oral|iv|daily|extended[- ]release|the|her|his|their|generic|low-dose)\s){0,2}$",
    re.IGNORECASE,
)
_REASON = re.compile(r"\s{0,2}(?:for\s)?(?P<reason>[a-z][a-z /'-]{2,40})", re.IGNORECASE)
_RELEASE = re.compile(
    r"[ ]{1,2}(?:xr|er|sr|xl|cr|ec|la|dr|odt|ds|hcl|hfa|hydrochloride|succinate|tartrate|besylate|sodium)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"[;•\n:](?=[^;•\n:]*\Z)")
_NO_WORD = re.compile(r"(?:[\W\d_]|\b(?:and|home|oral|po|iv|otc|prn)\b)*", re.IGNORECASE)
_MORE_NUMBERS = re.compile(r"[ ]?[,、，][ ]?(?:and )?\d[\d.]*[ ]?(?:[,;、，]|\.?\s*(?:\Z|\n|[A-Z]))")
_ITEM_END = re.compile(
    r"(?: (?:to|on) (?:[\w-]+ ){0,3}?[\w-]+)?[ \t)]*(?:[,;|\n.。；，、]|and\b|\d{1,2}(?:[.)](?=\s)|\Z)|\Z)"
)
_CHINESE = {"route": ROUTE_ZH, "frequency": FREQUENCY_ZH, "as_needed": AS_NEEDED_ZH}
_FORM_NAMES = re.compile(
    r"(?:nasal |oral |topical )?(?:spray|solution|drops?|cream|ointment|gel|patch|tablets?)", re.IGNORECASE
)
_EYES = frozenset(("route", "frequency"))
_ONCE_OR_EYE = re.compile(r"o\.?d\.?", re.IGNORECASE)
_OF_EYES = re.compile(
    r"\b(?:eyes?|eyedrops?|drops?|gtts?|ophthalmic|ointment|o\.?s\.?|o\.?u\.?)(?![\w])", re.IGNORECASE
)
_SINGLE_DAY = re.compile(
    r"\b(?:last|took|taken|given|received|had|has|was|were|start\w*|began|begun|initiated|used|missed|forgot|next|due"
    r"|restart\w*|resum\w*|stop\w*|held|hold|ran out|until|administered|injected|will|to be)\b[^.;\n]{0,50}\Z",
    re.IGNORECASE,
)
_GASES = frozenset(("oxygen", "o2", "nitrogen", "carbon dioxide", "co2", "helium", "hydrogen", "room air"))
_RESULTS = frozenset(("results", "vital_signs", "physical_exam", "social_history"))
_REASON_END = re.compile(
    r"\b(?:with|and|or|daily|by|at|to|in|on|#|refills?|disp|dispense|he|she|the patient|max|maximum|no"
    r"|instead|only|again|also|too|please|today|now|currently|then|but)\b"
)


@dataclass(frozen=True, slots=True)
class Dosage:
    """What a text says of how a drug is taken.

    Attributes:
        qualifiers: sorted pairs. ``dose_value`` (a number or range) and ``dose_unit``; ``dose_count`` where a number
            of pieces is given too (``1 tablet``); ``route``, ``form``; ``frequency`` as written and
            ``times_per_day``; ``as_needed`` (``true``) and ``as_needed_for`` (a CURIE, or words); ``duration``,
            ``quantity``, ``refills``; ``dosage_span``, the code points that all this stands in. A strength may stand
            without its unit.
        listed: whether the item holds nothing but the drug and this, as in a list of medications.
    """

    qualifiers: tuple[tuple[str, str], ...]
    listed: bool = False


def dosages(text: str, sentence: tuple[int, int], mentions: Sequence[Mention], section: str = "") -> dict[int, Dosage]:
    """The dosages of a sentence by the start of the drug they belong to.

    Args:
        text: the whole text.
        sentence: code points ``(start, end)``.
        mentions: those of the sentence, sorted by start.
        section: canonical name of the section; where results stand, a number alone is no strength.
    """
    drugs = [one for one in mentions if one.category in _DRUGS and not _FORM_NAMES.fullmatch(one.text)]
    found: dict[int, Dosage] = {}
    floor = sentence[0]
    for number, drug in enumerate(drugs):
        following = drugs[number + 1].start if number + 1 < len(drugs) else sentence[1]
        reader = _Reader(text, drug, mentions)
        bare = section not in _RESULTS and drug.text.lower() not in _GASES
        floor = max(floor, reader.read(floor, following, bare=bare, last=drug is drugs[-1]))
        if reader.pairs:
            found[drug.start] = reader.dosage()
    for drug, partner in pairwise(drugs):
        joined = text[drug.end : partner.start].strip() in _COMBINED
        if joined and drug.start not in found and partner.start in found:
            found[drug.start] = found[partner.start]
    return found


class _Reader:
    def __init__(self, text: str, drug: Mention, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.drug = drug
        self.mentions = mentions
        self.pairs: dict[str, str] = {}
        self.first, self.last = len(text), 0
        self.told: list[tuple[int, int]] = []
        self.floor = 0

    def dosage(self) -> Dosage:
        span = (DOSAGE_SPAN, f"{self.first}-{self.last}")
        return Dosage(tuple(sorted((*self.pairs.items(), span))), self._listed())

    def read(self, floor: int, following: int, *, bare: bool, last: bool) -> int:
        """Reads around the drug, between ``floor`` and the next drug; returns where the dosage ends."""
        self.floor = floor
        leading = self._leading(floor)
        start = self.drug.end
        limit = min(following, start + _FARTHEST)
        if not last:
            limit = self._end_of_clause(start, limit)
        start = self._begun_again(start, limit)
        stop = _STOP.search(self.text, start, limit)
        limit = stop.start() if stop else limit
        numbered = _DIGIT.search(self.text, start, limit) is not None
        chinese = not (self.drug.text + self.text[start:limit]).isascii()
        now = self._changed(start, limit) if numbered else start
        if not leading or now > start:
            self._dose(now, limit, numbered=numbered)
        for key, pattern in (("route", ROUTE), ("form", FORM), ("frequency", FREQUENCY), ("as_needed", AS_NEEDED),
                             ("duration", DURATION), ("refills", REFILLS)):  # fmt: skip
            hit = self._search(key, pattern, now, limit, chinese=chinese)
            if hit is None and now > start:
                hit = self._search(key, pattern, start, limit, chinese=chinese)
            self._part(key, hit, limit)
        for pattern in (AS_NEEDED_BEFORE_ZH, AS_NEEDED_BEFORE):
            if before := pattern.search(self.text, max(floor, self.drug.start - _BACK), self.drug.start):
                self._keep("as_needed", "true", before)
        self._part("quantity", QUANTITY.search(self.text, start, limit) if numbered else None)
        if bare and numbered and "dose_value" not in self.pairs:
            self._bare(start, limit)
        if set(self.pairs) <= {"form", "route", "duration", "frequency"} and not self._near():
            self.pairs.clear()
        return self.last if self.pairs else start

    def _end_of_clause(self, start: int, limit: int) -> int:
        """Where a clause begins that leads to the next drug, ``, PRN oxycodone``; else ``limit``, where that stands."""
        for pattern in (AS_NEEDED_BEFORE_ZH, AS_NEEDED_BEFORE):
            lead = pattern.search(self.text, max(start, limit - _BACK), limit)
            if lead and self.text[max(start, lead.start() - 2) : lead.start()].rstrip().endswith(_CLAUSE_MARKS):
                return lead.start()
        return limit

    def _begun_again(self, start: int, limit: int) -> int:
        """Where the dosage of a drug begins that was stopped and is taken again; else ``start``."""
        stop = _STOP.search(self.text, start, limit)
        again = _AGAIN.search(self.text, stop.end(), limit) if stop and stop.group().lower() in _ENDS else None
        return again.end() if again else start

    def _changed(self, start: int, limit: int) -> int:
        """Where the dose that holds now begins, of one that is changed; else ``start``."""
        now = end_of_change(self.text, start, limit)
        if now > start:
            return now
        changed = FROM_TO_ZH.search(self.text, start, limit) if not self.text[start:limit].isascii() else None
        if changed is not None:
            return changed.end()
        return (end_of_change_around(self.text, self.first, start, limit) if self.pairs else 0) or start

    def _search(
        self, key: str, pattern: re.Pattern[str], start: int, limit: int, *, chinese: bool
    ) -> re.Match[str] | None:
        hit = self._eyes(pattern, start, limit) if key in _EYES else pattern.search(self.text, start, limit)
        if hit is not None and key == "frequency" and self._is_single_day(hit):
            hit = pattern.search(self.text, hit.end(), limit)
        if hit is None and chinese and key in _CHINESE:
            hit = _CHINESE[key].search(self.text, start, limit)
        return hit

    def _is_single_day(self, hit: re.Match[str]) -> bool:
        """Whether a weekday is told of once: ``Last took ibuprofen on Monday``, not ``on Mondays``."""
        day = hit["weekday"]
        if day is None or day.lower().endswith("s"):
            return False
        begin = max(self.floor, self.drug.start - _BACK)
        return _SINGLE_DAY.search(self.text, begin, hit.start()) is not None

    def _eyes(self, pattern: re.Pattern[str], start: int, limit: int) -> re.Match[str] | None:
        """A route or frequency: ``OD`` is the right eye where an eye or drops are told of, else once a day."""
        hit = pattern.search(self.text, start, limit)
        if hit is None or _ONCE_OR_EYE.fullmatch(hit.group()) is None:
            return hit
        eye = _OF_EYES.search(self.text, max(self.floor, self.drug.start - _BACK), limit) is not None
        return hit if eye == (pattern is ROUTE) else pattern.search(self.text, hit.end(), limit)

    def _near(self) -> bool:
        """A frequency or form alone counts only when it stands close to the drug."""
        return self.first - self.drug.end <= _GAP and bool({"frequency", "form", "route"} & set(self.pairs))

    def _leading(self, floor: int) -> bool:
        """A dose before the name: ``20 mg of lisinopril``, ``two puffs of albuterol``."""
        begin = max(floor, self.drug.start - _BACK)
        patterns = (DOSE, PIECES) if _DIGIT.search(self.text, begin, self.drug.start) else (PIECES,)
        hits = [one for pattern in patterns for one in pattern.finditer(self.text, begin, self.drug.start)]
        for hit in sorted(hits, key=lambda one: -one.end()):
            if _LEADING.match(self.text[hit.end() : self.drug.start]) or hit.end() == self.drug.start:
                self._take_dose(hit)
                return True
        return False

    def _dose(self, start: int, limit: int, *, numbered: bool) -> None:
        hit = DOSE.search(self.text, start, limit) if numbered else None
        pieces = PIECES.search(self.text, start, limit)
        if hit is not None and hit.start() - start <= _GAP + 25:
            self._take_dose(hit)
            if pieces is not None and pieces["unit"].lower().startswith(
                ("tab", "cap", "pill", "puff", "spray", "drop")
            ):
                self._keep("dose_count", " ".join(pieces.group().split()), pieces)
        elif pieces is not None and pieces.start() - start <= _GAP:
            self._take_dose(pieces)

    def _bare(self, start: int, limit: int) -> None:
        """A number straight behind the name, when the item ends there or more of a dosage follows."""
        release = _RELEASE.match(self.text, start, limit)
        hit = BARE.match(self.text, release.end() if release else start, limit)
        if hit is None or _MORE_NUMBERS.match(self.text, hit.end(), limit):
            return
        if self._goes_on(hit.end(), limit):
            self._keep("dose_value", hit["value"], hit)

    def _goes_on(self, at: int, limit: int) -> bool:
        begin = at + len(self.text[at:limit]) - len(self.text[at:limit].lstrip(" ,("))
        return any(start == begin for start, _ in self.told) or _ITEM_END.match(self.text, at, limit) is not None

    def _listed(self) -> bool:
        """Whether nothing but the dosage stands between the marks around the item."""
        lead = self.text[self.floor : self.drug.start]
        mark = _LEAD.search(lead)
        if not _NO_WORD.fullmatch(lead, mark.end() if mark else 0):
            return False
        release = _RELEASE.match(self.text, self.drug.end)
        at = release.end() if release else self.drug.end
        for start, end in sorted(self.told):
            if start >= at and not _NO_WORD.fullmatch(self.text, at, start):
                return False
            at = max(at, end)
        return _ITEM_END.match(self.text, max(at, self.last)) is not None

    def _take_dose(self, hit: re.Match[str]) -> None:
        self._keep("dose_value", " ".join(hit["value"].replace(" to ", "-").replace("–", "-").split()), hit)
        self._keep("dose_unit", hit["unit"], hit)

    def _part(self, key: str, hit: re.Match[str] | None, limit: int = 0) -> None:
        if hit is None:
            return
        if key == "frequency":
            self._keep(key, " ".join(hit.group().split()), hit)
            often = times_per_day_zh(hit) if hit.re is FREQUENCY_ZH else times_per_day(hit)
            if often:
                self.pairs["times_per_day"] = often
        elif key == "as_needed":
            self._keep(key, "true", hit)
            self._reason(hit.end(), limit)
        elif key in ("route", "form"):
            self._keep(key, route_of(hit) if key == "route" else form_of(hit), hit)
        else:
            value = next(group for group in hit.groups() if group)
            self._keep(key, " ".join(value.split()), hit)

    def _reason(self, start: int, limit: int) -> None:
        """What a drug is taken for when needed: a mention, else the words; both before ``limit``."""
        for one in self.mentions:
            if one.category in _CONDITIONS and 0 <= one.start - start <= min(_GAP, limit - start) and one.curie:
                self.pairs["as_needed_for"] = one.curie
                self.last = max(self.last, one.end)
                return
        said = _REASON.match(self.text, start, limit)
        if said is None:
            return
        words = _REASON_END.split(said["reason"], maxsplit=1)[0].strip()
        if words:
            self.pairs["as_needed_for"] = " ".join(words.split())
            self.last = max(self.last, said.start("reason") + len(words))

    def _keep(self, key: str, value: str, hit: re.Match[str]) -> None:
        self.pairs[key] = value
        self.told.append(hit.span())
        self.first, self.last = min(self.first, hit.start()), max(self.last, hit.end())
