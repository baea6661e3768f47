"""Rules that hold in every language: electronic addresses, telephone numbers, long numbers, numeric dates."""

from __future__ import annotations

import re

from extraction.deidentify.rules import Rule, after, both, gated, number, rule, signed, words

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

_BIRTHDAY = (
    r"[ \t]*[:：]?[ \t]*(?P<x>[\d/.\-年月日]{6,12}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})"
)

COMMON_RULES: tuple[Rule, ...] = (
    rule("email", r"[\w.+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5}", place=gated("@")),
    rule("url", r"(?:https?://|ftp://|www\.)[^\s<>\"'，。；、）)]{3,300}", flags=_I, place=gated(r"[:wW][/.]")),
    rule(
        "url",
        r"(?<![\w@.])(?:[A-Za-z0-9\-]{2,63}\.){1,3}(?:com|org|net|edu|gov|cn)(?:/[^\s，。）)]{0,200})?(?![\w.]\w)",
        place=gated(r"\.(?:com|org|net|edu|gov|cn)"),
    ),
    rule("ip", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]\d)(?!\d)", _is_address, place=number(r".\d{1,3}\.\d")),
    rule(
        "ip",
        r"(?<![A-Za-z0-9:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![A-Za-z0-9:])",
        flags=_I,
        place=gated(r":[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}:"),
    ),
    rule(
        "ip",
        r"(?<![A-Za-z0-9:])[0-9a-f]{3,4}(?::[0-9a-f]{1,4}){0,5}::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?(?![A-Za-z0-9:])",
        flags=_I,
        place=gated("::"),
    ),
    rule("id", r"(?<![\dA-Za-z\-])\d{3}-\d{2}-\d{4}(?![\d\-])", place=number(r".\d{3}-\d")),
    rule(
        "id",
        r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}[A-Za-z]{4}\d{10,20}(?!\w)",
        place=number(r"[A-Za-z]\d{2}[A-Za-z]{2}", before="[A-Za-z]{2}"),
    ),
    rule("id", r"(?<![A-Za-z0-9.,\-])\d{9,34}(?![\dA-Za-z]|[.,]\d)", place=number(r".\d{9}")),
    rule("id", r"(?<![\w.,/\-])\d{2}-\d{2}-\d{2}(?![\w/%\-]|[.,]\d)", place=number(r".\d{2}-\d")),
    rule("id", r"(?<!\d)(?:\d{4}[ \-]){3}\d{3,4}(?!\d)", place=number(r".\d{4}[ \-]\d")),
    rule(
        "id",
        r"(?<![A-Za-z0-9])(?=(?:[A-Z]{0,16}\d){2})(?=\d{0,16}[A-Z])[A-HJ-NPR-Z\d]{17}(?![A-Za-z0-9])",
        flags=_I,
        place=number(r"[A-Za-z]\d|.\d+[A-Za-z]|.\d{17}", before="[A-Za-z]{1,17}"),
    ),
    rule("id", r"(?<![\d])\d{17}[\dXx](?![\dA-Za-z])", place=number(r".\d{17}")),
    rule(
        "id",
        r"(?<![\w./\-])(?P<x>(?=[A-Za-z\-/]{0,6}\d)[A-Za-z0-9][A-Za-z0-9\-/]{3,24})(?![\w%]|\.\d)(?!/|\s?(?:mg|mcg|ml"
        r"|kg|units?)\b)",
        both(_is_number, after(_ID_LABEL)),
        place=number(r"[A-Za-z\-/]\d|[^\w./\-]\d{1,3}[A-Za-z\-/]|[^\w./\-]\d{4}", before=r"[A-Za-z\-/]{1,7}"),
    ),
    rule(
        "phone",
        r"(?<![\w.,/\-])(?:\+?\d{1,3}[ .\-]?)?(?:\(\d{2,5}\)|\d{3})[ .\-]?\s?\d{3}[ .\-]\d{4}(?:\s?(?:x"
        r"|ext\.?)\s?\d{1,6})?(?![\d\-])",
        flags=_I,
        place=signed(r".\d{1,9}[\s.\-(][\d(\s]|\(\d{2,5}\)"),
    ),
    rule("phone", r"(?<![\w.,/\-])\+\d{1,3}(?:[ .\-]?\(?\d{1,5}\)?){2,6}(?![\w])", place=signed(r"\+\d")),
    rule(
        "phone",
        r"(?<![\w.,/\-])(?:555[ \-]\d{4}|0\d{2,4}[ \-]\d{2,4}[ \-]\d{2,4}(?:[ \-]\d{2,4})?)(?![\d\-])",
        place=number(r".\d{3,5}[ \-]\d"),
    ),
    rule(
        "phone",
        r"(?<![\d.])(?P<x>\+?\(?\d[\d ().\-]{5,22}\d)(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?!\s?(?:mg|ml|mcg|%))",
        after(_PHONE_LABEL),
        place=signed(r"[^.]\d{7}|[^.]\d+[ ().\-][\d ().\-]"),
    ),
    rule("phone", r"(?<![\d.])1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}(?!\d)", place=number(r".(?:\d{3}|\d{7})[ \-]\d|.\d{11}")),
    rule("phone", r"(?<![\d.])0\d{2,3}[ \-]\d{7,8}(?!\d)", place=number(r".\d{3,4}[ \-]\d")),
    rule(
        "date",
        rf"\b(?:DOB|D\.O\.B\.?|date of birth|birth ?date|born(?: on)?){_BIRTHDAY}",
        flags=_I,
        place=words("dob|d|date|birth|birthdate|born", first=True),
    ),
    rule("date", rf"\b(?:出生日期|出生年月|生日){_BIRTHDAY}", flags=_I, place=gated("出生|生日")),
    rule(
        "date",
        r"(?<!\d)(?<!\d[./\-])(?P<x>(?P<a>\d{1,2})(?P<s>[/.\-])(?P<b>\d{1,2})(?P=s))(?:19|20)\d{2}(?![\d/\-])",
        _is_date,
        place=number(r".\d{1,2}[/.\-]\d"),
    ),
    rule(
        "date",
        r"(?<!\d)(?<!\d[./\-])(?P<x>(?P<a>\d{1,2})(?P<s>[/\-])(?P<b>\d{1,2})(?P=s)\d{2})(?![\d/\-%])",
        _is_date,
        place=number(r".\d{1,2}[/\-]\d"),
    ),
    rule(
        "date",
        r"(?<!\d)(?<!\d[./\-])(?:19|20)\d{2}(?P<x>(?P<s>[/.\-])(?P<a>\d{1,2})(?P=s)(?P<b>\d{1,2}))(?![\d/\-])",
        _is_date,
        place=number(r".\d{4}[/.\-]\d"),
    ),
    rule(
        "date",
        r"(?<!\d)(?<!\d[./\-])(?P<x>(?:0?[1-9]|1[0-2])[/\-])(?:19|20)\d{2}(?![\d/\-])",
        place=number(r".\d{1,2}[/\-]\d"),
    ),
    rule(
        "date",
        r"(?<!\d)(?:19|20)\d{2}\s?年\s?(?P<x>\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?)",
        place=number(r".\d{4}[\s年]"),
    ),
    rule("date", r"(?<![\d.])(?P<x>\d{1,2}\s?月\s?\d{1,2}\s?[日号])", place=number(r".\d{1,2}[\s月]")),
)
