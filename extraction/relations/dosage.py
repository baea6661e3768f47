"""Dose, route, frequency, form and duration of a drug, read around its name; the keys are FHIR's Dosage terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.annotations import Mention
from extraction.relations.dosage_terms import (
    AS_NEEDED,
    DOSE,
    DURATION,
    FORM,
    FREQUENCY,
    FROM_TO,
    PIECES,
    QUANTITY,
    REFILLS,
    ROUTE,
    form_of,
    route_of,
    times_per_day,
)
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
_LEADING = re.compile(
    r"(?:\s|-|^)(?:(?:tablets?|capsules?|dose|doses|pills?|puffs?|drops?)\s)?(?:of\s)?"
    r"(?:(?:oral|iv|daily|extended[- ]release|the|her|his|their|generic|low-dose)\s){0,2}$",
    re.IGNORECASE,
)
_REASON = re.compile(r"\s{0,2}(?:for\s)?(?P<reason>[a-z][a-z /'-]{2,40})", re.IGNORECASE)
_REASON_END = re.compile(
    r"\b(?:with|and|or|daily|by|at|to|in|on|#|refills?|disp|dispense|he|she|the patient|max|maximum|no)\b"
)


@dataclass(frozen=True, slots=True)
class Dosage:
    """What a text says of how a drug is taken.

    Attributes:
        qualifiers: sorted pairs. ``dose_value`` (a number or range) and ``dose_unit``; ``dose_count`` where a number
            of pieces is given too (``1 tablet``); ``route``, ``form``; ``frequency`` as written and
            ``times_per_day``; ``as_needed`` (``true``) and ``as_needed_for`` (a CURIE, or words); ``duration``,
            ``quantity``, ``refills``; ``dosage_span``, the code points that all this stands in.
    """

    qualifiers: tuple[tuple[str, str], ...]


def dosages(text: str, sentence: tuple[int, int], mentions: Sequence[Mention]) -> dict[int, Dosage]:
    """The dosages of a sentence by the start of the drug they belong to.

    Args:
        text: the whole text.
        sentence: code points ``(start, end)``.
        mentions: those of the sentence, sorted by start.
    """
    drugs = [one for one in mentions if one.category in _DRUGS]
    found: dict[int, Dosage] = {}
    floor = sentence[0]
    for number, drug in enumerate(drugs):
        following = drugs[number + 1].start if number + 1 < len(drugs) else sentence[1]
        reader = _Reader(text, drug, mentions)
        floor = max(floor, reader.read(floor, following))
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

    def dosage(self) -> Dosage:
        span = (DOSAGE_SPAN, f"{self.first}-{self.last}")
        return Dosage(tuple(sorted((*self.pairs.items(), span))))

    def read(self, floor: int, following: int) -> int:
        """Reads around the drug, between ``floor`` and the next drug; returns where the dosage ends."""
        leading = self._leading(floor)
        start = self.drug.end
        limit = min(following, start + _FARTHEST)
        stop = _STOP.search(self.text, start, limit)
        limit = stop.start() if stop else limit
        numbered = _DIGIT.search(self.text, start, limit) is not None
        changed = FROM_TO.search(self.text, start, limit) if numbered else None
        if not leading:
            self._dose(changed.end() if changed else start, limit, numbered=numbered)
        for key, pattern in (("route", ROUTE), ("form", FORM), ("frequency", FREQUENCY), ("as_needed", AS_NEEDED),
                             ("duration", DURATION), ("refills", REFILLS)):  # fmt: skip
            self._part(key, pattern.search(self.text, start, limit))
        self._part("quantity", QUANTITY.search(self.text, start, limit) if numbered else None)
        if set(self.pairs) <= {"form", "route", "duration", "frequency"} and not self._near():
            self.pairs.clear()
        return self.last if self.pairs else start

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

    def _take_dose(self, hit: re.Match[str]) -> None:
        self._keep("dose_value", " ".join(hit["value"].replace(" to ", "-").replace("–", "-").split()), hit)
        self._keep("dose_unit", hit["unit"], hit)

    def _part(self, key: str, hit: re.Match[str] | None) -> None:
        if hit is None:
            return
        if key == "frequency":
            self._keep(key, " ".join(hit.group().split()), hit)
            often = times_per_day(hit)
            if often:
                self.pairs["times_per_day"] = often
        elif key == "as_needed":
            self._keep(key, "true", hit)
            self._reason(hit.end())
        elif key in ("route", "form"):
            self._keep(key, route_of(hit) if key == "route" else form_of(hit), hit)
        else:
            value = next(group for group in hit.groups() if group)
            self._keep(key, " ".join(value.split()), hit)

    def _reason(self, start: int) -> None:
        """What a drug is taken for when needed: a mention, else the words."""
        for one in self.mentions:
            if one.category in _CONDITIONS and 0 <= one.start - start <= _GAP and one.curie:
                self.pairs["as_needed_for"] = one.curie
                self.last = max(self.last, one.end)
                return
        said = _REASON.match(self.text, start)
        if said is None:
            return
        words = _REASON_END.split(said["reason"], maxsplit=1)[0].strip()
        if words:
            self.pairs["as_needed_for"] = " ".join(words.split())
            self.last = max(self.last, said.start("reason") + len(words))

    def _keep(self, key: str, value: str, hit: re.Match[str]) -> None:
        self.pairs[key] = value
        self.first, self.last = min(self.first, hit.start()), max(self.last, hit.end())
