"""Readable stand-ins for masked identifiers, for text that goes out: within a patient, one name has one stand-in."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import date, timedelta

from extraction.deidentify.dates import patient_shift, read_date
from extraction.deidentify.surnames import DOUBLE_SURNAMES

_FEMALE = (
    "Alma",
    "Bella",
    "Clara",
    "Dora",
    "Edna",
    "Flora",
    "Greta",
    "Hilda",
    "Irma",
    "Julia",
    "Lena",
    "Mona",
    "Nora",
    "Olga",
    "Petra",
    "Vera",
)
_MALE = (
    "Alan",
    "Boris",
    "Cyril",
    "Derek",
    "Edgar",
    "Felix",
    "Gordon",
    "Hugo",
    "Ivan",
    "Jonas",
    "Leon",
    "Magnus",
    "Nigel",
    "Oscar",
    "Piers",
    "Viktor",
)
_SURNAMES = (
    "Ashcombe",
    "Birkdale",
    "Carrow",
    "Denholm",
    "Ellery",
    "Farrant",
    "Gresham",
    "Holloway",
    "Ingram",
    "Kestrel",
    "Larkin",
    "Merton",
    "Norwood",
    "Orville",
    "Penrith",
    "Ravensby",
    "Selwyn",
    "Thorne",
    "Upton",
    "Wexford",
)
_TOWNS = (
    "Alderton",
    "Brackley",
    "Coldbrook",
    "Dunmore",
    "Eastvale",
    "Fernhill",
    "Glenmoor",
    "Hartley",
    "Kingsford",
    "Lowdale",
    "Midvale",
    "Northby",
)
_HAN_SURNAMES = "赵钱孙李周吴郑王冯陈"
_HAN_GIVEN = "安平文清远和明宁思嘉"
_HAN_TOWNS = ("甲", "乙", "丙", "丁", "戊", "己")
_DOUBLE = frozenset(DOUBLE_SURNAMES.split("|"))
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HOUSE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "hospital medical center centre clinic health general regional memorial university college school high "
        "elementary of the and nursing home family practice community children rehabilitation cancer institute "
        "hospice pharmacy inc llc ltd group street st avenue ave road rd lane ln drive dr court ct way boulevard "
        "blvd apt suite unit place box p o",
    )
)
_HAN_HOUSE = re.compile(
    r"(?:第[一二三四五六七八九十]+)?(?:人民|中心|中医|妇幼|儿童|肿瘤|附属)*(?:医院|保健院|大学|中学|小学|公司|诊所)$"
)
_SHE = re.compile(
    r"(?:\b(?:Mrs|Ms|Miss|Madam|Lady|Dame|Sister|mother|wife|daughter|sister|aunt|niece)\b\.?,?\s*)$", re.IGNORECASE
)
_HE = re.compile(r"(?:\b(?:Mr|Sir|father|husband|son|brother|uncle|nephew)\b\.?,?\s*)$", re.IGNORECASE)
_BEFORE = 16


class Surrogates:
    """Stand-ins for one patient; the same key, patient and identifier give the same stand-in in every document.

    Args:
        key: a secret; without it a stand-in cannot be led back by trying names.
        patient: what identifies the patient across documents.
    """

    def __init__(self, key: bytes, patient: str) -> None:
        self._key = hmac.new(key, b"surrogates\0" + patient.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        self.shift = patient_shift(key, patient)
        self._genders: dict[str, bool] = {}

    def replace(self, text: str, spans: Iterable[tuple[int, int, str]]) -> str:
        """The text with stand-ins in place of its identifiers; its length changes.

        Args:
            text: the original.
            spans: of :class:`extraction.deidentify.Masked`, ascending, without overlaps.
        """
        spans = tuple(spans)
        self._learn_genders(text, spans)
        parts: list[str] = []
        done = 0
        for start, end, kind in spans:
            parts += [text[done:start], self._stand_in(text, start, end, kind)]
            done = end
        parts.append(text[done:])
        return "".join(parts)

    def _stand_in(self, text: str, start: int, end: int, kind: str) -> str:
        piece = text[start:end]
        if kind == "name":
            return self._han_name(piece) if _HAN.search(piece) else self._name(piece)
        if kind == "date":
            return self._date(text, start, end)
        if kind == "age":
            return "90"
        if kind in ("institution", "address"):
            return self._place(piece)
        return self._same_shape(piece)

    def _number(self, what: str, of: int) -> int:
        digest = hmac.new(self._key, what.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        return int.from_bytes(digest[:8], "big") % of

    def _learn_genders(self, text: str, spans: tuple[tuple[int, int, str], ...]) -> None:
        for start, end, kind in spans:
            before = text[max(0, start - _BEFORE) : start]
            if kind == "name" and (_SHE.search(before) or _HE.search(before)):
                for word in _WORD.findall(text[start:end]):
                    self._genders.setdefault(word.casefold(), _SHE.search(before) is not None)

    def _name(self, piece: str) -> str:
        words = list(_WORD.finditer(piece))
        comma = piece.find(",")
        parts: list[str] = []
        done = 0
        for number, word in enumerate(words):
            last = word.end() <= comma if comma >= 0 else number == len(words) - 1
            parts += [piece[done : word.start()], self._name_word(word[0], surname=last)]
            done = word.end()
        return "".join(parts) + piece[done:]

    def _name_word(self, word: str, *, surname: bool) -> str:
        folded = word.casefold()
        if len(word) == 1:
            return chr(ord("A") + self._number(f"letter {folded}", 26))
        she = self._genders.get(folded, folded.endswith(("a", "e", "y", "ine")))
        names = _SURNAMES if surname else _FEMALE if she else _MALE
        return _like(word, names[self._number(f"name {folded}", len(names))])

    def _han_name(self, piece: str) -> str:
        length = 2 if piece[:2] in _DOUBLE else 1
        surname, given = piece[:length], piece[length:]
        made = _HAN_SURNAMES[self._number(f"name {surname}", len(_HAN_SURNAMES))]
        return made + "".join(_HAN_GIVEN[self._number(f"given {letter}", len(_HAN_GIVEN))] for letter in given)

    def _date(self, text: str, start: int, end: int) -> str:
        read = read_date(text, start, end)
        if read is None:
            return "[date]"
        day: date = read[0] + timedelta(days=self.shift)
        return f"[{day:%Y-%m-%d}] " if read[1] else f"[{day:%Y-%m}] "

    def _place(self, piece: str) -> str:
        if _HAN.search(piece):
            house = _HAN_HOUSE.search(piece)
            return f"{_HAN_TOWNS[self._number(piece, len(_HAN_TOWNS))]}市{house[0] if house else ''}"
        kept = _WORD.sub(self._place_word, piece)
        return self._digits(kept)

    def _place_word(self, word: re.Match[str]) -> str:
        folded = word[0].casefold()
        if folded in _HOUSE_WORDS or len(folded) == 1:
            return word[0]
        return _like(word[0], _TOWNS[self._number(f"place {folded}", len(_TOWNS))])

    def _digits(self, piece: str) -> str:
        return re.sub(r"\d", lambda one: str(self._number(f"{piece} {one.start()}", 10)), piece)

    def _same_shape(self, piece: str) -> str:
        """Letters for letters and digits for digits; marks stay."""
        made: list[str] = []
        for place, letter in enumerate(piece):
            if letter.isdigit():
                made.append(str(self._number(f"{piece} {place}", 10)))
            elif letter.isalpha():
                drawn = chr(ord("a") + self._number(f"{piece} {place}", 26))
                made.append(drawn.upper() if letter.isupper() else drawn)
            else:
                made.append(letter)
        return "".join(made)


def _like(model: str, word: str) -> str:
    if model.isupper():
        return word.upper()
    return word.lower() if model.islower() else word
