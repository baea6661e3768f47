"""Rules that hold in every language: electronic addresses, telephone numbers, long numbers, numeric dates."""

from __future__ import annotations

import re

from extraction.deidentify.rules import DIGIT, Rule, after, both, gated, rule

_I = re.IGNORECASE
_LAST_MONTH, _LAST_DAY = 12, 31
_LAST_OCTET = 255
_TOO_FEW = 2
_DATE = re.compile(r"(?:\d{1,2}[/.\-]){1,2}(?:19|20)?\d{2}|(?:19|20)\d{2}(?:[/.\-]\d{1,2}){1,2}")


def _is_date(found: re.Match[str]) -> bool:
    """Whether two numbers can be a day and a month, in either order."""
    first, second = int(found["a"]), int(found["b"])
    return 1 <= min(first, second) <= _LAST_MONTH and 1 <= max(first, second) <= _LAST_DAY


def _is_address(found: re.Match[str]) -> bool:
    return all(int(part) <= _LAST_OCTET for part in str(found[0]).split("."))


def _is_number(found: re.Match[str]) -> bool:
    """Whether it has at least three digits and is no date."""
    if _DATE.fullmatch(found["x"]):
        return False
    return sum(letter.isdigit() for letter in str(found["x"])) > _TOO_FEW


_LABELLED = (
    r"(?:MRN|M\.R\.N\.?|medical record|record|chart|account|acct|policy|member|insurance|group|subscriber"
    r"|licen[cs]e|DEA|NPI"
    r"|serial|device|implant|lot|IMEI|VIN|(?:licen[cs]e )?plate|vehicle|passport|accession|patient|pt|encounter"
    r"|visit|case"
    r"|hospital|NHS|SSN|social security|specimen|order|claim|certificate|beneficiary|Medicare|Medicaid|study|badge|IBAN"
    r"|card|driver'?s? licen[cs]e|admission|file|unit|HICN|CSN|FIN|UHID|CHI|reference|ref|sample|barcode)"
)

_ID_LABEL = (
    rf"\b{_LABELLED}\s?(?:identifi(?:er|cation)|id|no\.?|num(?:ber)?|nr|code)?\s?(?:\(\w+\))?[ \t]*(?:is"
    rf"|[:#=|;,\-–.]{{1,8}})?[\s#:=|\-–]{{0,6}}"
)
_PHONE_LABEL = (
    r"(?:phone|telephone|tel|mobile|cell|pager|beeper|fax|call|callback|contact|reached?|number|电话|手机|传真"
    r"|联系方式)"
    r"(?:\s(?:me|us|him|her|at|on|no\.?|number|is|back))*[.:：#=|;,\-–（(]{0,8}\s*"
)

_LONG_WORD = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]{17}(?![A-Za-z0-9]))")
_SIGN_OR_DIGIT = re.compile(r"[+(]|(?<!\d)\d")

COMMON_RULES: tuple[Rule, ...] = (
    rule("email", r"[\w.+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5}", needs="@"),
    rule("url", r"(?:https?://|ftp://|www\.)[^\s<>\"'，。；、）)]{3,300}", flags=_I, needs="http|ftp://|www."),
    gated(
        r"\.(?:com|org|net|edu|gov|cn)",
        rule(
            "url",
            r"(?<![\w@.])(?:[A-Za-z0-9\-]{2,63}\.){1,3}(?:com|org|net|edu|gov|cn)(?:/[^\s，。）)]{0,200})?(?![\w.]\w)",
        ),
    ),
    rule("ip", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]\d)(?!\d)", _is_address, start=DIGIT),
    gated(
        r":[0-9a-f]{1,4}:[0-9a-f]{1,4}:",
        rule("ip", r"(?<![A-Za-z0-9:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![A-Za-z0-9:])", flags=_I),
    ),
    rule(
        "ip",
        r"(?<![A-Za-z0-9:])[0-9a-f]{3,4}(?::[0-9a-f]{1,4}){0,5}::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?(?![A-Za-z0-9:])",
        flags=_I,
        needs="::",
    ),
    rule("id", r"(?<![\dA-Za-z\-])\d{3}-\d{2}-\d{4}(?![\d\-])", start=DIGIT),
    rule("id", r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}[A-Za-z]{4}\d{10,20}(?!\w)"),
    rule("id", r"(?<![A-Za-z0-9.,\-])\d{9,34}(?![\dA-Za-z]|[.,]\d)", start=DIGIT),
    rule("id", r"(?<![\w.,/\-])\d{2}-\d{2}-\d{2}(?![\w/%\-]|[.,]\d)", start=DIGIT),
    rule("id", r"(?<!\d)(?:\d{4}[ \-]){3}\d{3,4}(?!\d)", start=DIGIT),
    rule(
        "id",
        r"(?<![A-Za-z0-9])(?=(?:[A-Z]{0,16}\d){2})(?=\d{0,16}[A-Z])[A-HJ-NPR-Z\d]{17}(?![A-Za-z0-9])",
        flags=_I,
        start=_LONG_WORD,
    ),
    rule("id", r"(?<![\d])\d{17}[\dXx](?![\dA-Za-z])", start=DIGIT),
    rule(
        "id",
        r"(?<![\w./\-])(?P<x>(?=[A-Za-z\-/]{0,6}\d)[A-Za-z0-9][A-Za-z0-9\-/]{3,24})(?![\w%]|\.\d)(?!/|\s?(?:mg|mcg|ml"
        r"|kg|units?)\b)",
        both(_is_number, after(_ID_LABEL)),
    ),
    rule(
        "phone",
        r"(?<![\w.,/\-])(?:\+?\d{1,3}[ .\-]?)?(?:\(\d{2,5}\)|\d{3})[ .\-]?\s?\d{3}[ .\-]\d{4}(?:\s?(?:x"
        r"|ext\.?)\s?\d{1,6})?(?![\d\-])",
        flags=_I,
        start=_SIGN_OR_DIGIT,
    ),
    rule("phone", r"(?<![\w.,/\-])\+\d{1,3}(?:[ .\-]?\(?\d{1,5}\)?){2,6}(?![\w])", start=_SIGN_OR_DIGIT),
    rule(
        "phone",
        r"(?<![\w.,/\-])(?:555[ \-]\d{4}|0\d{2,4}[ \-]\d{2,4}[ \-]\d{2,4}(?:[ \-]\d{2,4})?)(?![\d\-])",
        start=DIGIT,
    ),
    rule(
        "phone",
        r"(?<![\d.])(?P<x>\+?\(?\d[\d ().\-]{5,22}\d)(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?!\s?(?:mg|ml|mcg|%))",
        after(_PHONE_LABEL),
        start=_SIGN_OR_DIGIT,
    ),
    rule("phone", r"(?<![\d.])1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}(?!\d)", start=DIGIT),
    rule("phone", r"(?<![\d.])0\d{2,3}[ \-]\d{7,8}(?!\d)", start=DIGIT),
    rule(
        "date",
        r"\b(?:DOB|D\.O\.B\.?|date of birth|birth ?date|born(?: on)?|出生日期|出生年月|生日)[ \t]*[:：]?[ \t]*"
        r"(?P<x>[\d/.\-年月日]{6,12}"
        r"|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})",
        flags=_I,
        needs="dob|d.o.b|birth|born|出生|生日",
    ),
    rule(
        "date",
        r"(?<!\d)(?<!\d[./\-])(?P<x>(?P<a>\d{1,2})(?P<s>[/.\-])(?P<b>\d{1,2})(?P=s))(?:19|20)\d{2}(?![\d/\-])",
        _is_date,
        start=DIGIT,
    ),
    rule(
        "date",
        r"(?<!\d)(?<!\d[./\-])(?P<x>(?P<a>\d{1,2})(?P<s>[/\-])(?P<b>\d{1,2})(?P=s)\d{2})(?![\d/\-%])",
        _is_date,
        start=DIGIT,
    ),
    rule(
        "date",
        r"(?<!\d)(?<!\d[./\-])(?:19|20)\d{2}(?P<x>(?P<s>[/.\-])(?P<a>\d{1,2})(?P=s)(?P<b>\d{1,2}))(?![\d/\-])",
        _is_date,
        start=DIGIT,
    ),
    rule("date", r"(?<!\d)(?<!\d[./\-])(?P<x>(?:0?[1-9]|1[0-2])[/\-])(?:19|20)\d{2}(?![\d/\-])", start=DIGIT),
    rule("date", r"(?<!\d)(?:19|20)\d{2}\s?年\s?(?P<x>\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?)", start=DIGIT, needs="年"),
    rule("date", r"(?<![\d.])(?P<x>\d{1,2}\s?月\s?\d{1,2}\s?[日号])", start=DIGIT, needs="月"),
)
