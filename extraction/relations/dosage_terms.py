"""How doses, routes, forms and frequencies are written in medication lines and in prose.

Every quantifier is bounded, so that no text makes a match slow.
"""

from __future__ import annotations

import re
from fractions import Fraction

_COUNT = r"(?:\d{1,3}(?:\.\d)?|one and a half|one-half|half(?: of)?(?: a| an)?|one|two|three|four|five|six|an?)"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,6}(?:\.\d{1,4})?|\.\d{1,4}"
_MASS = (
    r"mg|mgs|milligrams?|mcg|micrograms?|ug|µg|μg|grams?|gm|g|kg|ml|mls|milliliters?|cc|l|units?|iu|"
    r"international units|meq|milliequivalents?|mmol|million units|%|毫克|微克|克|毫升|单位|万单位|mg/kg(?:/day)?|"
    r"mcg/kg/min|mcg/h(?:r|our)?|ml/h(?:r|our)?|mg/ml|mg/5 ?ml|mcg/actuation"
)
_PIECES = (
    r"tablets?|tabs?|capsules?|caps?|pills?|puffs?|sprays?|drops?|gtts?|patch(?:es)?|suppositor(?:y|ies)|lozenges?|"
    r"teaspoons?|tsp|tablespoons?|tbsp|scoops?|packets?|vials?|ampoules?|applications?|inhalations?|doses?|片|粒|支|袋|喷|滴"
)
_END = r"(?![a-z]|/\s?d?l\b|\s?/\s?(?:d?l|mm3|min)\b)"

DOSE = re.compile(
    rf"(?P<value>(?:{_NUMBER})(?: ?(?:-|–|to|/) ?(?:{_NUMBER}))?)[ -]?(?P<unit>{_MASS}){_END}", re.IGNORECASE
)
PIECES = re.compile(
    rf"(?<![\w.])(?P<value>{_COUNT}(?: ?(?:-|–|to|or) ?{_COUNT})?) ?(?:more )?(?P<unit>{_PIECES})(?![a-z])",
    re.IGNORECASE,
)
BARE = re.compile(
    rf"[ ]{{1,2}}(?P<value>(?!(?:19|20)\d\d\b)(?:{_NUMBER})(?:/(?:{_NUMBER}))?)"
    rf"(?![\w/%]|[.,:-]\d|[ ]?(?:{_MASS}|{_PIECES})\b)",
    re.IGNORECASE,
)
"""A strength without its unit: ``lisinopril 10 daily``, ``aspirin 81``."""

_ROUTES = {
    "oral": r"p\.?o\.?|orally|oral|by mouth|per os|口服|含服",
    "intravenous": r"iv|i\.v\.|ivp|ivpb|intravenous(?:ly)?|静滴|静脉滴注|静脉注射|静点",
    "intramuscular": r"im|i\.m\.|intramuscular(?:ly)?|肌注|肌肉注射",
    "subcutaneous": r"sc|sq|s\.c\.|subq|sub-?q|subcut|subcutaneous(?:ly)?|皮下注射",
    "sublingual": r"sl|s\.l\.|sublingual(?:ly)?|under the tongue",
    "rectal": r"pr|p\.r\.|per rectum|rectal(?:ly)?",
    "vaginal": r"vaginal(?:ly)?|per vagina",
    "topical": r"topical(?:ly)?|to (?:the )?(?:affected area|skin)|外用",
    "transdermal": r"transdermal(?:ly)?",
    "inhalation": r"inhaled|inhalation|by inhalation|via inhaler|nebuli[sz]ed|neb|nebs|via nebuli[sz]er|吸入",
    "nasal": r"intranasal(?:ly)?|nasal(?:ly)?|in(?:to)? each nostril|each nostril|per nostril",
    "ophthalmic": r"ophthalmic|in(?:to)? (?:the |each |both |left |right )?eyes?|ou|od(?= )|os(?= )",
    "otic": r"otic|in(?:to)? (?:the |each |both |left |right )?ears?",
    "per_tube": r"per (?:g|peg|ng)-?tube|via (?:g|peg|ng)-?tube",
}
ROUTE = re.compile(
    r"(?<![\w/])(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _ROUTES.items()) + r")(?![\w/])",
    re.IGNORECASE,
)

_FORMS = {
    "tablet": r"tablets?|tabs?|pills?|缓释片|肠溶片|分散片|片",
    "capsule": r"capsules?|caps?|胶囊",
    "inhaler": r"inhalers?|mdi|hfa|diskus",
    "nebulizer solution": r"nebuli[sz]er(?: solution)?|nebs?",
    "solution": r"solution|syrup|elixir|liquid|suspension|oral solution",
    "injection": r"injections?|pen|flexpen|kwikpen|shots?|注射液",
    "cream": r"cream", "ointment": r"ointment", "gel": r"gel", "lotion": r"lotion", "patch": r"patch(?:es)?",
    "spray": r"(?:nasal )?spray", "drops": r"(?:eye |ear )?drops?", "suppository": r"suppositor(?:y|ies)",
    "drip": r"drip|infusion",
}  # fmt: skip
_FORM_NAMES = {f"f{number}": name for number, name in enumerate(_FORMS)}
FORM = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<f{number}>{words})" for number, words in enumerate(_FORMS.values()))
    + r")(?![\w-])",
    re.IGNORECASE,
)

_TIMES = r"once|twice|thrice|one time|two times|three times|four times|five times|six times|\d{1,2} ?(?:times|x)"
_EACH = r"(?:a|per|each|every)"
_BEHIND_DOSE = "(?:" + "|".join(
    f"(?<={unit}[ ])" for unit in ("mg", "mcg", r"\d[ ]g", r"\dg", "ml", "units", "iu", "micrograms")
) + ")"  # fmt: skip
_FREQUENCY = rf"""(?<![\w/])(?:
    (?P<times>{_TIMES})(?:[ ](?:to|or|-)[ ](?:{_TIMES}))?[ \n-]?
        (?:(?P<each>(?:{_EACH}[ ]|/[ ]?)(?:day|week|month|year|night|morning))|
        (?P<ly>daily|weekly|monthly|nightly|yearly))
    |(?:q\.?|every|each)[ ]?(?P<low>\d{{1,2}}|two|three|four|six|eight|twelve|few)
        (?:[ ]?(?:-|–|to)[ ]?(?P<high>\d{{1,2}}|six|eight))?
        [ -]?(?P<span>h(?:ou)?rs?|h|hourly|days?|d|weeks?|wks?|w|months?|mo|minutes?|min)
    |(?P<each_low>\d{{1,2}}|two|three|four|six|eight|twelve)(?:[ ]?(?:-|–|to)[ ]?(?P<each_high>\d{{1,2}}))?
        (?:[ -]?(?:hourly|hrly)|-(?P<each_long>weekly|monthly))
    |(?P<latin>q\.?d\.?|o\.?d\.?|b\.?i\.?d\.?|b\.?d\.?|t\.?i\.?d\.?|t\.?d\.?s\.?|q\.?i\.?d\.?|q\.?d\.?s\.?|
        q\.?h\.?s\.?|h\.?s\.?|q\.?o\.?d\.?|
        q\.?a\.?m\.?|q\.?p\.?m\.?|qday|qdaily|qnight|qhs|qwk|qweek|qweekly|qmonth|ac|tidac|tid[ ]ac|
        q[ ](?:am|pm|day|hs)|
        每日[一二三四1-4]次|[1-4]次/日|
        qn|每晚|每日)
    |{_BEHIND_DOSE}(?P<short>o[mw]|on(?=[ ]?(?:[,;.)\n]|\Z|for\b|x\b|prn\b|and\b|-)))
    |(?:{_BEHIND_DOSE}|(?<=tab[ ])|(?<=tabs[ ])|(?<=tablet[ ])|(?<=tablets[ ]))
        (?P<slots>[0-4](?:[-–][0-4]){{2,3}})(?![-–])
    |(?P<plain>mane|nocte|midi|every[ ]other[ ]day|every[ ](?:single[ ])?(?:day|morning|evening|night|week|month|hour)|
        each[ ](?:day|morning|evening|night)|
        (?P<weekday>on[ ](?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?))|
        daily|nightly|weekly|biweekly|monthly|yearly|hourly|(?:a|per)[ ](?:day|week|month)|
        (?:at|before)[ ](?:bedtime|night)|in[ ]the[ ](?:morning|evening|mornings|evenings)|
        with[ ](?:meals|each[ ]meal|breakfast|dinner)|
        before[ ]meals|once(?![ ](?:he|she|the|it|we|i|they|his|her|a)\b))
    )(?![\w/])"""
FREQUENCY = re.compile(re.sub(r"\n\s*", "", _FREQUENCY), re.IGNORECASE)
AS_NEEDED_BEFORE = re.compile(r"(?<!\w)(?:p\.?r\.?n\.?|as[ -]needed|as required)[ ](?:iv |po |oral )?\Z", re.IGNORECASE)
"""Straight before the name of the drug that is meant."""
AS_NEEDED = re.compile(
    r"(?<!\w)(?:p\.?r\.?n\.?|as[ -]needed|if needed|when needed|as required|按需)(?!\w)", re.IGNORECASE
)
_PERIOD = r"days?|weeks?|wks?|months?|years?|hours?|天|日|周|个月"
DURATION = re.compile(
    rf"(?:(?<!\w)(?:for|x|×)[ ]?(?:the next |another |a total of |a full |about |up to )?"
    rf"(?P<length>(?:\d{{1,3}}|an?|one|two|three|four|five|six|seven|ten|fourteen)(?:[ ]?(?:-|–|to)[ ]?\d{{1,3}})?"
    rf"[ -]?(?:more |full )?(?:{_PERIOD}))(?![a-z])|(?P<course>\d{{1,3}}[ -](?:{_PERIOD}))"
    rf"(?= (?:course|supply|taper)))",
    re.IGNORECASE,
)
QUANTITY = re.compile(
    r"(?:#(?=\d\d)|\bdisp(?:ense)?:? ?#?|\bqty:? ?|\bquantity:? ?(?:of )?)(?P<quantity>\d{1,4})(?!\d)", re.IGNORECASE
)
REFILLS = re.compile(
    r"\b(?:refills?:? ?(?:x ?)?(?P<after>\d{1,2})|"
    r"(?<![#\d])(?P<before>\d{1,2}|no|zero|one|two|three) refills?(?! ?:? ?\d))\b",
    re.IGNORECASE,
)

_WORDED = {"once": 1, "one time": 1, "twice": 2, "two times": 2, "thrice": 3, "three times": 3,
           "four times": 4, "five times": 5, "six times": 6, "two": 2, "three": 3, "four": 4, "six": 6,
           "eight": 8, "twelve": 12}  # fmt: skip
_DAYS = {"day": 1, "daily": 1, "morning": 1, "night": 1, "nightly": 1, "evening": 1, "week": 7, "weekly": 7,
         "month": 30, "monthly": 30, "year": 365, "yearly": 365}  # fmt: skip
_LATIN: dict[str, int | Fraction] = {
    "bid": 2, "bd": 2, "tid": 3, "tds": 3, "qid": 4, "qds": 4, "tidac": 3, "ac": 3,
    "qod": Fraction(1, 2), "qwk": Fraction(1, 7),
    "qweek": Fraction(1, 7), "qweekly": Fraction(1, 7), "qmonth": Fraction(1, 30), "每日二次": 2, "每日两次": 2,
    "每日三次": 3, "每日四次": 4, "每日2次": 2, "每日3次": 3, "每日4次": 4, "2次/日": 2, "3次/日": 3, "4次/日": 4,
}  # fmt: skip
_HOURS: dict[str, int | Fraction] = {
    "h": 1, "hr": 1, "hrs": 1, "hour": 1, "hours": 1, "hourly": 1, "min": Fraction(1, 60), "minute": Fraction(1, 60),
    "minutes": Fraction(1, 60), "d": 24, "day": 24, "days": 24, "w": 168, "wk": 168, "wks": 168, "week": 168,
    "weeks": 168, "weekly": 168, "mo": 720, "month": 720, "months": 720, "monthly": 720,
}  # fmt: skip


def route_of(match: re.Match[str]) -> str:
    """The normal name of a matched route."""
    return str(match.lastgroup)


def form_of(match: re.Match[str]) -> str:
    """The normal name of a matched dosage form."""
    return _FORM_NAMES[str(match.lastgroup)]


def times_per_day(match: re.Match[str]) -> str:
    """How often a day a matched frequency means, as a number or fraction; empty when it does not say.

    >>> [times_per_day(FREQUENCY.search(one)) for one in ("BID", "every 6 hours", "three times a week", "q4-6h")]
    ['2', '4', '3/7', '4-6']
    """
    given = {name: text.lower().strip() for name, text in match.groupdict().items() if text}
    if "times" in given:
        word = given["times"]
        digits = re.match(r"\d+", word)
        count = _WORDED.get(word) or (int(digits.group()) if digits else 0)
        unit = given.get("ly") or given["each"].replace("/", " ").split()[-1]
        return str(Fraction(count, _DAYS[unit])) if count else ""
    if "low" in given:
        return _every(given)
    if "each_low" in given:
        span = given.get("each_long") or "hourly"
        low, high = given["each_low"], given.get("each_high", "few")
        return _every({"low": low, "high": high, "span": span})
    if "short" in given:
        return "1/7" if given["short"] == "ow" else "1"
    if "slots" in given:  # how many in the morning, at noon, in the evening
        counts = [one for one in re.split("[-–]", given["slots"]) if one != "0"]
        return str(len(counts)) if len(set(counts)) == 1 else ""
    if "latin" in given:
        word = given["latin"].replace(".", "").replace(" ", "")
        return str(_LATIN.get(word, 1))
    return _plain(given["plain"])


def _every(given: dict[str, str]) -> str:
    hours = _HOURS[given["span"]]
    ends = [_WORDED.get(given[name]) or int(given[name]) for name in ("high", "low") if given.get(name, "few") != "few"]
    shown = [str(Fraction(24) / (hours * one)) for one in ends if one]
    return "-".join(shown)


def _plain(word: str) -> str:
    if "other day" in word:
        return "1/2"
    if "meals" in word or word == "with each meal":
        return "3"
    if word.startswith("on "):
        return "1/7"
    if word == "hourly" or word.endswith(" hour"):
        return "24"
    if word == "biweekly":
        return "1/14"
    if word == "once":
        return ""
    last = word.split()[-1]
    return str(Fraction(1, _DAYS.get(last, 1)))
