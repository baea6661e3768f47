"""How a result is written behind the name of its test: value, unit, flag, reference range.

Every quantifier is bounded, so that no text makes a match slow.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extraction.measurements.names import Measurable
from extraction.measurements.tables import read_cells, read_range_beside

_NUMBER = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?|\d{1,7}(?:\.\d{1,4})?|\.\d{1,4}"
_WORDS = {
    "normal": r"(?:with)?in (?:a )?(?:the )?normal (?:limits?|range)|normal|wnl|unremarkable|正常",
    "high": r"elevated|high|increased|above normal|升高|增高|偏高",
    "low": r"low|decreased|reduced|below normal|降低|减低|偏低",
    "abnormal": r"abnormal|borderline(?: (?:high|low|elevated))?|异常",
    "positive": r"positive|reactive|阳性",
    "negative": r"negative|non-?reactive|no growth|阴性",
    "stable": r"stable|unchanged",
}
_QUALITY = "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
_DEGREE = (
    r"(?:(?:slightly|mildly|moderately|markedly|significantly|a (?:little|bit|tad)|very|quite|somewhat|still) ){0,2}"
)
_BETWEEN = (
    r"levels?|counts?|concentrations?|readings?|results?|values?|scores?|rates?|today|now|currently|recently|here|"
    r"on (?:admission|arrival|presentation|discharge|repeat)|this morning|yesterday|"
    r"in (?:the )?(?:clinic|office|er|ed)|at home|test|panel"
)
_FROM = r"from \d{1,5}(?:\.\d{1,3})?(?:/\d{2,3})?[ ]?[%\w/]{0,8} to"
_CHANGED = (
    r"rose|risen|rising|fell|fallen|falling|improved|improving|increased|increasing|decreased|decreasing|went|gone|"
    r"dropped|dropping|declined|declining|climbed|worsened|worsening|trended|trending|downtrended|uptrended|came|jumped|"
    r"up|down|elevated|reduced|lowered|changed|recovered|normali[sz]ed"
)
_VERB = (
    r"was|is|were|are|has been|have been|had been|remains?|remained|of|at|came back|back|noted|found|measured|recorded|"
    r"reported|to be|as|in the|around|about|approximately|running|up to|down to|up|down|elevated|increased|decreased|"
    r"high|low|normal|slightly|mildly|also|still|showed|shows|with a value of|improved to|fell to|rose to|dropped to|"
    r"noted to be|found to be|"
    rf"(?:{_CHANGED})(?: (?:up|down|back|further|slightly|slowly|today|overnight))?,? {_FROM}|为|是|约"
)
_JOIN = re.compile(
    rf"(?:[ \t]?(?:\r?\n)?[ \t]?\([^()\n]{{1,24}}\))?"
    rf"(?:[ \t\n]{{1,3}}(?:{_BETWEEN})\b){{0,3}}"
    rf"[ \t]{{0,3}}(?P<mark>[:=：|]|[-–—](?=[ \t]))?[ \t]{{0,4}}\n?[ \t]{{0,4}}"
    rf"(?:{_FROM}\b[ \t\n]{{1,3}})?(?:(?:{_VERB})\b[ \t\n]{{1,3}}|(?:为|是|约)){{0,5}}",
    re.IGNORECASE,
)
_VALUE = re.compile(
    rf"(?P<sign>[<>≤≥~]=?[ ]?)?(?P<value>\d{{2,3}}[ ]?/[ ]?\d{{2,3}}(?!\d|/)|"
    rf"-?(?:{_NUMBER})(?:[ ]?[-–][ ]?(?:{_NUMBER}))?)"
    r"(?![\d/]|[.,]\d|(?-i:st|nd|rd|th)\b|-(?:year|month|week|day|hour))",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[ \t]{0,2}\n?(?P<unit>mm[ ]?hg|mm of mercury|[mμµu]?mol/l|mmol/mol|m?eq/l|[mnpμµuk]?i?u/m?l|units/l|"
    r"(?:[mnpμµu]|mc|k)?g/(?:d?l|ml|g|mmol|kg|24[ ]?h|day)|gm/dl|ml/min(?:/1\.73[ ]?m(?:2|²|\^2))?|l/min|"
    r"(?:k|m|cells)?/(?:[uµμ]l|mm3)|[×x]?[ ]?10(?:\^|\*|e)?(?:9|12)/l|[×x]10[⁹]/l|copies/ml|mosm/kg|mm/h(?:r|our)?|"
    r"kg/m(?:2|²|\^2)|°[ ]?[fc]|℃|degrees?(?:[ ](?:fahrenheit|celsius|[fc]))?|(?:beats|breaths)(?: per |/)min(?:ute)?|"
    r"次/分|bpm|/min|kilograms?|kgs?|pounds?|lbs?|inches|centimeters|cm|percent(?: predicted)?|%(?: predicted)?|"
    r"fl|ng|pg|kpa|seconds|sec|out of 10|/10|/30|feet|liters|k(?![a-z])|[fcm](?![a-z])|s(?![a-z])|l(?![a-z])|"
    r"in(?= |\.|,|$)|g(?![a-z/]))"
    r"(?![a-z/])",
    re.IGNORECASE,
)
_FLAG = re.compile(
    r"[ \t]{0,2}(?:[\[(][ ]?(?P<boxed>hh?|ll?|high|low|critical|abnormal|elevated|normal|a|\*)[ ]?[\])]|"
    r"(?P<plain>(?-i:HH?|LL?)(?=[\s,;.)]|$)|\*)|[,]?[ ](?:which (?:is|was) )?(?P<said>elevated|high|low|critical|"
    r"abnormal|normal)(?=[\s,;.)]|$)(?! (?:dose|risk|salt|sodium|fat|blood|back)))",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    rf"[ \t]{{0,2}}[\[(][ ]?(?:(?:ref(?:erence)?(?: range)?|normal(?: range)?|nl|rr|参考(?:值|范围)?)[ :：]{{0,2}})?"
    rf"(?P<range>[<>≤≥]?=?[ ]?(?:{_NUMBER})(?:[ ]?[-–~][ ]?(?:{_NUMBER}))?)[^()\[\]\n]{{0,14}}[\])]",
    re.IGNORECASE,
)
_NO_RESULT = re.compile(
    r"[ \t]{0,2}(?:-[ ])?(?:mg|mcg|[µμ]g|ug|gm?|iu|units?|m?eq|mmol|tab(?:let)?s?|cap(?:sule)?s?|ml|drops?|puffs?|"
    r"weeks?|wks?|months?|days?|hours?|hrs?|years?|yrs?|minutes?|times|x|more|mile)\b(?![ ]?/)",
    re.IGNORECASE,
)
_DOSED_ZH = re.compile(
    r"[ ]?(?:mg|mcg|[µμu]g|g|iu|u|ml|万?单位|毫克|微克|克|片|粒|支|袋)[ ]?[，,]?[ ]?"
    r"(?:每(?!升|毫升|分)|口服|静[滴推注脉点]|肌注|肌肉注射|皮下|隔日|睡前|晨起|[一1]日[一二三四1-4]次|[1-4]次/[日天]|qd|bid|tid|qid|qod|qn|qw|po\b|iv|加入|入液|含服|吸入|泵入)",
    re.IGNORECASE,
)
"""A dosage: an amount with how it is given."""
_GIVEN_ZH = re.compile(r"(?:予|给予|予以|服用|口服|加用|自服|同服|补充)[^，,。；;\n]{0,30}$")
_AMOUNT_ZH = re.compile(
    r"[ ]?(?:mg|mcg|[µμu]g|g|iu|万?单位|毫克|微克|克|片|粒|支|袋)(?![a-z]|[ ]?[/／])", re.IGNORECASE
)
_FLAGS = {"h": "high", "hh": "critically high", "l": "low", "ll": "critically low", "elevated": "high", "a": "abnormal",
          "*": "abnormal"}  # fmt: skip


class Result(NamedTuple):
    """What stands behind a name.

    Attributes:
        value: as written: ``10.2``, ``142/88``, ``<0.01``, or in words (``normal``).
        unit: as written, or empty.
        interpretation: ``low``, ``high``, ``normal``, ``abnormal``, ``positive`` …, or empty.
        reference: the range that the text gives, or empty.
        start, end: code points of the whole, from the value on.
    """

    value: str
    unit: str
    interpretation: str
    reference: str
    start: int
    end: int


_JUDGED = re.compile(rf"\b(?:{_QUALITY})(?!\w)", re.IGNORECASE)
_SHORTEST_WORD = 2
_BRACKETED = 120  # code points in which the bracket is looked for that a number stands in
_WORDED = re.compile(rf"{_DEGREE}(?:{_QUALITY})(?![\w-])", re.IGNORECASE)
_ENGLISH_WORD = re.compile(r"[ \t\n]|[:=]")


def read_result(text: str, end: int, one: Measurable, *, symbol: bool) -> Result | None:
    """The result whose test's name ends at ``end``; None when none follows."""
    join = _JOIN.match(text, end)
    at = join.end() if join else end
    said = text[end:at]
    if one.numeric and (value := _VALUE.match(text, at)):
        return _number(text, value, one, said=said, symbol=symbol)
    return None if symbol else _worded(text, end, at)


def _number(text: str, value: re.Match[str], one: Measurable, *, said: str, symbol: bool) -> Result | None:
    end = value.end()
    unit, known = _UNIT.match(text, end), False
    if unit is not None:
        known = unit["unit"].lower() in one.units
        if not known and unit["unit"].lower() in _AMBIGUOUS_UNITS:
            unit = None
    if unit is None and _is_dosage_zh(text, value):
        return None
    if unit is None and (_NO_RESULT.match(text, end) or _begins_item(text, value)):
        return None
    if not (unit and known) and not _believed(value["value"], one):
        return None
    if symbol and "\n" in said:
        return None
    tabled = "|" in said
    if tabled and re.search(r"\d[ ]?[-–]", value["value"]):
        return None  # a column of ranges
    end = unit.end() if unit else end
    interpretation, end = _interpretation(text, end)
    reference = _REFERENCE.match(text, end)
    if reference is not None:
        end = reference.end()
        if not interpretation:
            interpretation, end = _interpretation(text, end)
    given = reference["range"].strip() if reference else ""
    measured = unit["unit"] if unit else ""
    if tabled:
        cells = read_cells(text, end)
        measured, given, end = measured or cells.unit, given or cells.reference, cells.end
        interpretation = interpretation or cells.interpretation
    elif not given and (interpretation or measured):
        given, end = read_range_beside(text, end)
        if given and not interpretation:
            interpretation, end = _interpretation(text, end)
    if not interpretation and len(said) > _SHORTEST_WORD and (judged := _JUDGED.search(said)):
        interpretation = str(judged.lastgroup)
    written = f"{value['sign'] or ''}{value['value']}".replace(" ", "")
    return Result(written, measured, interpretation, given, value.start(), end)


_AMBIGUOUS_UNITS = frozenset(("k", "m", "f", "c", "s", "l", "in", "g", "ng", "pg", "sec", "cm"))


def _is_dosage_zh(text: str, value: re.Match[str]) -> bool:
    """Whether a number is the dose of a drug that bears the name of a test: ``叶酸5mg每周一次``, ``予叶酸5mg``."""
    end = value.end()
    if _DOSED_ZH.match(text, end):
        return True
    before = text[max(0, value.start() - _BRACKETED) : value.start()]
    return _AMOUNT_ZH.match(text, end) is not None and _GIVEN_ZH.search(before) is not None


def _begins_item(text: str, value: re.Match[str]) -> bool:
    """Whether a number is that of a list's next item: ``1) creatinine 2) potassium 5.1``."""
    if not value["value"].isdecimal() or text[value.end() : value.end() + 2] != ") ":
        return False
    before = max(0, value.start() - _BRACKETED)
    return text.rfind("(", before, value.start()) <= text.rfind(")", before, value.start())


def _believed(value: str, one: Measurable) -> bool:
    first = re.match(r"-?[\d.,]+", value)
    if first is None:
        return False
    try:
        number = float(first.group().replace(",", "").rstrip("."))
    except ValueError:
        return False
    return one.low <= number <= one.high


def _interpretation(text: str, end: int) -> tuple[str, int]:
    flag = _FLAG.match(text, end)
    if flag is None:
        return "", end
    word = (flag["boxed"] or flag["plain"] or flag["said"] or "*").lower()
    return _FLAGS.get(word, word), flag.end()


def _worded(text: str, end: int, at: int) -> Result | None:
    """A result in words: ``was elevated``, ``: normal``. The last word may have been read as part of the joint."""
    window = text[end : at + 60]
    worded = None
    for begin in _ENGLISH_WORD.finditer(window, 0, at - end + 1):
        worded = _WORDED.match(window, begin.end())
        if worded is not None:
            break
    if worded is None:
        return None
    between = window[: worded.start()]
    if not re.search(r"[:=]|\b(?:was|is|were|are|been|remains?|remained|back|be|shows?|showed|running)\b", between):
        return None
    kind = next(name for name in _WORDS if worded[name])
    return Result(worded.group().strip(), "", kind, "", end + worded.start(), end + worded.end())
