"""How doses, routes and frequencies are written in Chinese, where no blank parts the words.

Every quantifier is bounded, so that no text makes a match slow.
"""

from __future__ import annotations

import re
from fractions import Fraction

_DAY = r"(?:每[日天]|[一1][日天])"
_TAKING = r"(?:口服|服|舌下|含|嚼|静|肌|皮下|注射|吸入|雾化|外用|外涂|涂|滴|泵|使用|应用|用药|给)"
_COUNT = "[一二两三四五六1-6]"
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}

_RATE = r"(?<=[a-z克片粒袋支])[ ]?(?P<rate>[/／][ ]?(?:[日天周晚]|d(?![a-z])))"
FREQUENCY_ZH = re.compile(
    rf"{_DAY}(?P<daily>{_COUNT})次|(?P<slash>[1-6])次[/／]?(?:日|天|每日)|每(?:周|星期)(?P<weekly>{_COUNT})次"
    rf"|每(?P<hours>4|6|8|12)小时(?:[一1]次)?|{_RATE}|(?P<other>隔[日天](?:[一1]次)?)"
    r"|(?P<once>每晚|睡前|晨起|每早|每日|每天)"
    rf"(?=\s|\Z|[，,。；;、.)）(（/]|\d|[一二两三四半]|{_TAKING}|[早晚中]|睡前|[餐饭晨]|[上下]午|定时|规律|按时)"
)
ROUTE_ZH = re.compile(
    r"(?P<oral>口服|含服|嚼服|po\b)|(?P<intravenous>静滴|静脉滴注|静脉注射|静脉推注|静推|静点|泵入)"
    r"|(?P<intramuscular>肌注|肌肉注射)|(?P<subcutaneous>皮下注射)|(?P<sublingual>舌下含服)|(?P<inhalation>吸入|雾化)"
    r"|(?P<topical>外用|外涂|涂抹)|(?P<ophthalmic>滴眼)"
)
AS_NEEDED_ZH = re.compile(r"按需|需要时|必要时|疼痛时|发作时")
AS_NEEDED_BEFORE_ZH = re.compile(rf"(?:按需|需要时|必要时|疼痛时|发作时)(?:{_TAKING}[用下药予]?|予|加用){{0,4}}\s?\Z")
"""Straight before the name of the drug that is meant."""
FROM_TO_ZH = re.compile(
    r"[由从]\s?\d[\d.]{0,6}\s?(?:mg|g|ug|μg|ml|毫克|克|微克|毫升|单位|u|iu|片|粒)?[^\d，。；,;]{0,8}?"
    r"(?:增|加|减|降|调|改)[^\d，。；,;]{0,4}(?=\d)",
    re.IGNORECASE,
)


def times_per_day_zh(match: re.Match[str]) -> str:
    """How often a day a matched frequency means, as a number or fraction; empty when it does not say.

    >>> [times_per_day_zh(FREQUENCY_ZH.search(one)) for one in ("每日两次", "3次/日", "每8小时一次", "隔日一次")]
    ['2', '3', '3', '1/2']
    """
    given = {name: text for name, text in match.groupdict().items() if text}
    if number := given.get("daily") or given.get("slash"):
        return str(_DIGITS.get(number) or int(number))
    if number := given.get("weekly"):
        return str(Fraction(_DIGITS.get(number) or int(number), 7))
    if "hours" in given:
        return str(24 // int(given["hours"]))
    if "rate" in given:  # an amount per day or week
        return "1/7" if given["rate"].endswith("周") else "1"
    if "other" in given:
        return "1/2"
    return "1" if "once" in given else ""
