"""People of many countries: names from Faker's lists, and names put together from syllables that stand in no list."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass

from faker import Faker

LATIN = (
    "en_US",
    "en_US",
    "en_US",
    "en_GB",
    "en_IN",
    "fr_FR",
    "de_DE",
    "es_MX",
    "it_IT",
    "nl_NL",
    "pl_PL",
    "tr_TR",
    "sv_SE",
    "cs_CZ",
    "pt_BR",
    "id_ID",
    "hr_HR",
    "en_NG",
)
_COMPOSED, _COMPOSED_IN_TRAINING = 0.15, 0.25
_SPELT = 0.75
_HAN_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国华红燕春梅鹏波斌宇浩凯健俊帆帅旭宁龙林玉凤洁莹欣怡佳琪雪晨"
    "晓东海亮志飞建民福生荣昌盛德胜利金银宝贵富祥瑞泽润天成安康永恒思源家豪子轩梓涵雨桐诗语浩然一诺若曦紫萱嘉懿睿博文韬武略卫星"
    "爱琴素珍淑贤慧敏月娥翠花彩云霜露竹菊莲荷桃杏枫松柏森木火土石山川江河湖海岩峰岭峻崇高远近长久新旧青蓝白黑墨朱赤橙黄绿"
    "学勤奋进步前冲锋将帅兵卒士仁义礼智信忠孝廉耻勤俭温良恭让谦和顺达通畅光耀辉煌灿烂昭曜晖曙晶莹剔透纯真善美雅静娴淑贞洁婉约柔情"
    "维持统治安邦定国兴业隆运鸿图展翼翔鹤鹰雁燕莺鹃凰麒麟虎豹马驹骏骥庆祝贺喜乐欢笑颜开怀远志宏伟大同心协力团结友谊诚毅坚韧刚劲"
)
"""Characters of given names, for training alone."""
_ONSETS = [
    "B",
    "Br",
    "C",
    "Cl",
    "D",
    "Dr",
    "F",
    "Fl",
    "G",
    "Gr",
    "H",
    "J",
    "K",
    "Kr",
    "L",
    "M",
    "N",
    "P",
    "Pr",
    "Qu",
    "R",
    "S",
    "Sh",
    "St",
    "T",
    "Th",
    "Tr",
    "V",
    "W",
    "Z",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "oo"]
_CODAS = ["n", "r", "l", "s", "th", "ck", "m", "nd", "rt", "lm", "x"]
_ENDINGS = [
    "son",
    "by",
    "ley",
    "wick",
    "ford",
    "ski",
    "ez",
    "ova",
    "ini",
    "er",
    "ard",
    "ombe",
    "well",
    "eau",
    "aki",
    "ian",
]
_FEMALE = ["a", "ia", "ette", "ine", "elle"]
_MALE = ["o", "en", "us", "an", "ick"]
_HAN_SURNAMES = ["欧阳", "司马", "上官", "诸葛", "慕容", "皇甫", "令狐", "夏侯", "尉迟", "东方", "司徒", "端木"]
_HAN_COMPOUND = 0.06
_NO_NAME = frozenset(["van", "von", "de", "der", "den", "da", "di", "la", "el", "bin", "al"])


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person; ``gender`` is ``m`` or ``f``."""

    given: str
    middle: str
    surname: str
    gender: str

    @property
    def full(self) -> str:
        """Given name and surname."""
        return f"{self.given} {self.surname}"


class People:
    """Draws people.

    Args:
        generator: draws.
        half: 0 or 1 for names of which the checksum is even or odd, so that two sets of notes share none; None for all.
    """

    def __init__(self, generator: random.Random, half: int | None = None) -> None:
        self._random = generator
        self._half = half
        self._fakers = {name: Faker(name) for name in (*dict.fromkeys(LATIN), "zh_CN")}
        italian = self._fakers["it_IT"].factories[0].provider("faker.providers.address")
        italian.cities = sorted(italian.cities)  # Faker makes them from a set, whose order differs by process
        for name, faker in sorted(self._fakers.items()):
            faker.seed_instance(zlib.crc32(name.encode()) ^ generator.randrange(1 << 30))

    def faker(self, locale: str = "") -> Faker:
        """Faker for a locale, a drawn Latin one by default."""
        return self._fakers[locale or self._random.choice(LATIN)]

    def latin(self) -> Person:
        """A person with a name in Latin letters."""
        gender = self._random.choice("mf")
        if self._random.random() < (_COMPOSED_IN_TRAINING if self._half == 0 else _COMPOSED):
            return Person(self._made(gender), self._capital(), self._made_surname(), gender)
        faker = self.faker()
        given = self._ours(faker.first_name_male if gender == "m" else faker.first_name_female)
        surname = self._ours(faker.last_name)
        if self._random.random() < 0.08:
            surname = f"{surname}-{self._ours(faker.last_name)}"
        return Person(given, self._capital(), surname, gender)

    def chinese(self) -> Person:
        """A person with a Chinese name."""
        faker = self._fakers["zh_CN"]
        gender = self._random.choice("mf")
        if self._half == 0 and self._random.random() < _SPELT:
            given = self._ours(self._spelt)
        else:
            given = self._ours(faker.first_name_male if gender == "m" else faker.first_name_female)
        compound = self._random.random() < _HAN_COMPOUND
        surname = self._random.choice(_HAN_SURNAMES) if compound else faker.last_name()
        return Person(given, "", surname, gender)

    def kept(self, name: str) -> bool:
        """Whether a name belongs to this half."""
        return self._half is None or all(
            zlib.crc32(word.encode()) % 2 == self._half for word in name.split() if word.lower() not in _NO_NAME
        )

    def _ours(self, draw: object) -> str:
        for _ in range(200):
            name = str(draw())  # type: ignore[operator]
            if self.kept(name) and name.replace(" ", "").replace("-", "").replace("'", "").isalpha():
                return name
        return self._made_surname()

    def _spelt(self) -> str:
        """A given name of one or two drawn characters."""
        return "".join(self._random.choices(_HAN_GIVEN, k=self._random.choice((1, 2, 2, 2))))

    def _capital(self) -> str:
        return self._random.choice("ABCDEFGHJKLMNPRSTVW")

    def _syllable(self) -> str:
        return self._random.choice(_ONSETS) + self._random.choice(_VOWELS) + self._random.choice(_CODAS)

    def _made(self, gender: str) -> str:
        return self._syllable() + self._random.choice(_FEMALE if gender == "f" else _MALE)

    def _made_surname(self) -> str:
        return self._syllable() + self._random.choice(("", "a", "i", "en")) + self._random.choice(_ENDINGS)
