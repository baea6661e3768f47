"""Where on the body a finding is, on which side, how bad, and since when: qualifiers of its mention."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extraction.annotations import Mention
from kg.schema import Category

_CONDITIONS = frozenset((Category.DISEASE, Category.PHENOTYPIC_FEATURE))
_SITES = (
    r"knee|shoulder|elbow|wrist|hand|hip|ankle|foot|heel|toe|great toe|big toe|thumb|finger|index finger|middle finger|"
    r"ring finger|little finger|leg|calf|thigh|arm|forearm|upper arm|lower leg|groin|neck|back|lower back|upper back|"
    r"low back|lumbar spine|cervical spine|thoracic spine|spine|chest|chest wall|breast|abdomen|flank|"
    r"(?:right|left) (?:upper|lower) quadrant|epigastrium|pelvis|face|jaw|cheek|forehead|scalp|head|temple|eye|eyelid|"
    r"ear|nose|throat|mouth|tongue|tooth|lung|lung base|kidney|ovary|testicle|sole|arch|buttock|rib|clavicle|scapula|"
    r"lower extremit(?:y|ies)|upper extremit(?:y|ies)|lower lobe|upper lobe|middle lobe|carotid|medial malleolus|"
    r"lateral malleolus|patella|achilles"
)
_SITE = rf"(?P<site>(?:{_SITES})(?:s|es)?|feet|calves|teeth)"
_SIDE = r"(?P<side>left|right|bilateral|both|left-sided|right-sided|l|r|b/l|lt|rt)"
_NEAR_BEFORE = 34
_NEAR_AFTER = 60
_BEFORE = re.compile(rf"(?<![\w-]){_SIDE}(?:[ -]sided)?[ \n](?:{_SITE}[ \n])?(?:\w+[ \n])?$", re.IGNORECASE)
_SITE_BEFORE = re.compile(rf"(?<![\w-]){_SITE}[ \n]$", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?:[ \n](?:\w+[ \n]){{0,2}}?(?:in|of|at|on|over|to|around|along|involving|affecting)[ \n]"
    rf"(?:(?:the|his|her|their|my|both sides of|medial|lateral|anterior|posterior|distal|proximal|upper|lower|"
    rf"aspect of)[ \n]){{0,4}})"
    rf"(?:{_SIDE}[ \n])?(?:{_SITE})?(?![\w-])",
    re.IGNORECASE,
)
_SEVERITY = re.compile(
    r"(?<![\w-])(?P<severity>mild|moderate|severe|minimal|slight|trace|marked|significant|intense|excruciating|debilitating)"
    r"(?: to (?P<upper>moderate|severe))?[ \n](?:\w+[ \n]){0,2}?$",
    re.IGNORECASE,
)
_LENGTH = (
    r"(?:\d{1,3}(?:\.\d)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|a few|a couple of|"
    r"couple of|many)(?:[ ]?(?:-|–|to)[ ]?(?:\d{1,3}|two|three|four|five|six))?[ -]?"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?)"
)
_DURATION = re.compile(
    rf"[^.;,\n]{{0,32}}?(?:,[ ]?)?\b(?:for|over|x|×|lasting)[ ](?:the )?"
    rf"(?:past |last |about |approximately |around |nearly |over ){{0,2}}"
    rf"(?P<length>{_LENGTH})\b",
    re.IGNORECASE,
)
_ONSET = re.compile(
    rf"[^.;\n]{{0,40}}?\b(?:(?:which |that )?(?:started|began|starting|beginning|onset(?: of| was)?|since|"
    rf"developed|first noticed)[ ]"
    rf"(?:about |approximately |around )?(?P<since>{_LENGTH} ago|yesterday|today|this morning|"
    rf"last (?:night|week|month|year)|(?:last |on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|"
    rf"(?:in |since )?(?:19|20)\d\d))",
    re.IGNORECASE,
)
_WORSE = (
    r"(?:relief|improv\w+|chang\w+|better|response|benefit|resol\w+|reliev\w*|respond\w*|settl\w+|getting|well|able)"
)
_AWAY = re.compile(
    rf"(?<!\w)(?:(?:no|not|without)(?! (?:\w+ )?{_WORSE}\b)|none|nil|never|(?:\w+-)?free|den(?:y|ies|ied)|absen(?:t|ce)"
    r"|remission|(?<!not )(?:resolved|cured|gone|controlled|stable)|quiescent|inactive|asymptomatic"
    r"|abstinent|sober|zero)(?![\w-])[^.;\n]*\bsince[ ]",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"(?<!\w)(?:(?:no|without)[ ](?:\w+[ ]){0,3}?(?:flare|attack|episode|recur|relaps|exacerb|symptom|seizure"
    r"|medic|treat|issue|problem|hospital|admission|activity|evidence|disease|event)"
    r"|(?:\w+[ -])?free[ ]|in[ ](?:\w+[ ])?remission|asymptomatic|quiescent|abstinent|sober)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:for|over|lasting|since|ago|began|started|starting|onset|developed|noticed|x)\b|×", re.IGNORECASE
)
_SIDES = {"both": "bilateral", "b/l": "bilateral", "l": "left", "lt": "left", "r": "right", "rt": "right",
          "left-sided": "left", "right-sided": "right"}  # fmt: skip
_JOINED = frozenset(("and", ",", "or", ", and", "/", "with"))
_SHARED = frozenset(("body_site", "laterality"))
_EARLIEST = re.compile(r"[.;:\n•]")


def with_places(text: str, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions, those of conditions with what the words beside them say, as sorted pairs.

    Keys: ``body_site`` and ``laterality`` (``left``, ``right``, ``bilateral``), ``severity``, ``duration``,
    ``onset``, as FHIR's Condition has them; values in lower case as written. Of two findings that "and" or a comma
    joins, the former shares the latter's site.
    """
    listed = list(mentions)
    changed: list[Mention] = []
    for number, one in enumerate(listed):
        if one.category not in _CONDITIONS or one.assertion.negated:
            changed.append(one)
            continue
        low = listed[number - 1].end if number else 0
        high = listed[number + 1].start if number + 1 < len(listed) else len(text)
        pairs = _read(text, one, (low, high))
        changed.append(replace(one, qualifiers=tuple(sorted(pairs.items()))) if pairs else one)
    for number in range(len(changed) - 2, -1, -1):
        former, latter = changed[number : number + 2]
        if former.category in _CONDITIONS and text[former.end : latter.start].strip() in _JOINED:
            site = {(key, value) for key, value in latter.qualifiers if key in _SHARED}
            if site and not {key for key, _ in former.qualifiers} & _SHARED and not former.assertion.negated:
                changed[number] = replace(former, qualifiers=tuple(sorted({*former.qualifiers, *site})))
    return tuple(changed)


def _read(text: str, one: Mention, between: tuple[int, int]) -> dict[str, str]:
    begin = max(between[0], one.start - _NEAR_BEFORE)
    before = text[begin : one.start]
    for stop in _EARLIEST.finditer(before):
        begin = one.start - len(before) + stop.end()
    before = text[begin : one.start]
    end = min(between[1], one.end + _NEAR_AFTER)
    pairs: dict[str, str] = {}
    beside = before.endswith((" ", "\n"))  # as every pattern that looks back ends
    if beside and (severity := _SEVERITY.search(before)):
        pairs["severity"] = " to ".join(filter(None, severity.groups())).lower()
    ahead = (_BEFORE.search(before) or _SITE_BEFORE.search(before)) if beside else None
    after = _AFTER.match(text, one.end, end)
    for found in (ahead, after):
        if found is not None:
            _place(pairs, found)
    if "laterality" in pairs and "body_site" not in pairs and (named := _named_site(one)):
        pairs["body_site"] = named
    if _TIME.search(text, one.end, end) is None:
        return pairs
    duration = _DURATION.match(text, one.end, end)
    if duration and not _FREE.search(text, one.end, duration.start("length")):
        pairs["duration"] = " ".join(duration["length"].lower().split())
    onset = _ONSET.match(text, one.end, end)
    if onset and not _AWAY.search(text, one.end, onset.end()):  # "gout - no flares since 2019"
        pairs["onset"] = " ".join(onset["since"].lower().split())
    return pairs


_NAMED = re.compile(rf"(?<![\w-])(?:{_SITES})(?![\w-])", re.IGNORECASE)


def _named_site(one: Mention) -> str:
    """The site in the mention's own words: ``knee pain``."""
    found = _NAMED.search(one.text)
    return found.group().lower() if found else ""


def _place(pairs: dict[str, str], found: re.Match[str]) -> None:
    groups = found.groupdict()
    if groups.get("side"):
        side = groups["side"].lower()
        pairs.setdefault("laterality", _SIDES.get(side, side))
    if groups.get("site"):
        pairs.setdefault("body_site", " ".join(groups["site"].lower().split()))
