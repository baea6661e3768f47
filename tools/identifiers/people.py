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
_COMPOSED = 0.15
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
        self._fakers = {name: Faker(name) for name in (*set(LATIN), "zh_CN")}
        for name, faker in sorted(self._fakers.items()):
            faker.seed_instance(zlib.crc32(name.encode()) ^ generator.randrange(1 << 30))

    def faker(self, locale: str = "") -> Faker:
        """Faker for a locale, a drawn Latin one by default."""
        return self._fakers[locale or self._random.choice(LATIN)]

    def latin(self) -> Person:
        """A person with a name in Latin letters."""
        gender = self._random.choice("mf")
        if self._random.random() < _COMPOSED:
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

    def _capital(self) -> str:
        return self._random.choice("ABCDEFGHJKLMNPRSTVW")

    def _syllable(self) -> str:
        return self._random.choice(_ONSETS) + self._random.choice(_VOWELS) + self._random.choice(_CODAS)

    def _made(self, gender: str) -> str:
        return self._syllable() + self._random.choice(_FEMALE if gender == "f" else _MALE)

    def _made_surname(self) -> str:
        return self._syllable() + self._random.choice(("", "a", "i", "en")) + self._random.choice(_ENDINGS)
