"""Numbers that identify: records, national ids, licences, devices, vehicles, telephones, network addresses, dates."""

from __future__ import annotations

import random
from datetime import date

_VIN = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_HAN = "〇一二三四五六七八九"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DOMAINS = [
    "brightmail.example.org",
    "quickpost.net",
    "cityhealth.org",
    "postbox.co.uk",
    "mailhub.de",
    "inbox.fr",
    "carenet.edu",
    "webmail.io",
]


def pattern(generator: random.Random, shape: str) -> str:
    """Fills ``#`` with digits and ``?`` with capitals."""
    letters = {"#": "0123456789", "?": "ABCDEFGHJKLMNPRSTUVWXYZ"}
    return "".join(generator.choice(letters[mark]) if mark in letters else mark for mark in shape)


def one_of(generator: random.Random, *shapes: str) -> str:
    """One of the shapes, filled."""
    return pattern(generator, generator.choice(shapes))


def chinese_id(generator: random.Random, born: date) -> str:
    """An 18-digit identity number with its check digit.

    >>> chinese_id(random.Random(1), date(1960, 5, 4))[6:14]
    '19600504'
    """
    region = generator.choice((11, 31, 33, 35, 42, 44, 51))
    body = f"{region}{pattern(generator, '####')}{born:%Y%m%d}{pattern(generator, '###')}"
    return body + _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def vin(generator: random.Random) -> str:
    """A vehicle identification number."""
    return "".join(generator.choice(_VIN) for _ in range(16)) + generator.choice("0123456789")


def phone(generator: random.Random) -> str:
    """A telephone number of some country."""
    return one_of(
        generator,
        "(2##) 4##-####",
        "2##-6##-####",
        "3##.7##.####",
        "+1 4## 2## ####",
        "+44 20 7### ####",
        "07### ######",
        "+49 89 ########",
        "01#1 4## ####",
        "5##-####",
        "1-8##-3##-####",
        "+33 6 ## ## ## ##",
        "(6##)3##-####",
        "2##3######",
        "+91 98### #####",
        "2## 5## #### ext. ##",
    )


def phone_zh(generator: random.Random) -> str:
    """A Chinese telephone number."""
    return one_of(
        generator,
        "13#########",
        "15#########",
        "18#########",
        "138-####-####",
        "139 #### ####",
        "010-8#######",
        "021-6#######",
        "0571-8#######",
        "+86 13#########",
        "0755 2#######",
        "(020)8#######",
    )


def address_ip(generator: random.Random) -> str:
    """An address of the internet protocol, version 4 or 6."""
    if generator.random() < 0.6:
        return ".".join(str(generator.randrange(1, 255)) for _ in range(4))
    groups = [f"{generator.randrange(1, 65536):x}" for _ in range(8)]
    return generator.choice((":".join(groups), f"fe80::{groups[0]}:{groups[1]}:{groups[2]}", f"2001:db8::{groups[3]}"))


def email(generator: random.Random, given: str, surname: str) -> str:
    """An e-mail address after a name."""
    plain = "".join(
        letter for letter in f"{given}.{surname}".lower() if letter.isascii() and (letter.isalnum() or letter == ".")
    )
    local = plain.strip(".") or pattern(generator, "????##").lower()
    return (
        generator.choice(
            (
                local,
                local.replace(".", "_"),
                f"{local[:1]}{pattern(generator, '###')}",
                local + pattern(generator, "##"),
            )
        )
        + "@"
        + generator.choice(_DOMAINS)
    )


def plate_zh(generator: random.Random) -> str:
    """A Chinese number plate."""
    return generator.choice(_PLATES) + one_of(generator, "?·#####", "?##?##", "?D#####", "?·?####")


def date_en(generator: random.Random, day: date) -> str:
    """A day in one of sixteen English formats."""
    month, short = _MONTHS[day.month - 1], _MONTHS[day.month - 1][:3]
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    return generator.choice(
        (
            f"{day:%m/%d/%Y}",
            f"{day.month}/{day.day}/{day:%y}",
            f"{day:%Y-%m-%d}",
            f"{day:%d.%m.%Y}",
            f"{month} {day.day}, {day.year}",
            f"{day.day} {month} {day.year}",
            f"{short} {day.day}, {day.year}",
            f"{day.day}-{short}-{day.year}",
            f"{day:%d}-{short.upper()}-{day:%y}",
            f"{month} {day.day}{suffix}",
            f"{month} {day.day}{suffix}, {day.year}",
            f"the {day.day}{suffix} of {month}",
            f"{day:%m-%d-%Y}",
            f"{month} {day.year}",
            f"{short}. {day.day} {day.year}",
            f"{day.month}/{day.day}/{day.year}",
        )
    )


def date_zh(generator: random.Random, day: date) -> str:
    """A day in one of ten Chinese formats."""
    han = "".join(_HAN[int(digit)] for digit in str(day.year))
    return generator.choice(
        (
            f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y-%m-%d}",
            f"{day.year}.{day.month}.{day.day}",
            f"{day.month}月{day.day}日",
            f"{day:%Y/%m/%d}",
            f"{han}年{_small(day.month)}月{_small(day.day)}日",
            f"{day.year}年{day.month}月",
            f"{day:%Y}年{day:%m}月{day:%d}日",
            f"{day.month}月{day.day}号",
            f"{day:%Y%m%d}",
        )
    )


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _HAN[tens] + "十") + (_HAN[ones] if ones else "")
