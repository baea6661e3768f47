"""Cuts a masked sentence into clauses that each make a claim of their own, and says who may be left out in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.facts import Language
from api.verify.mentions import FIRST_SIGN

LEFT_OUT = "\uf010"
"""Stands for a name that a clause leaves out, or that a pronoun stands for."""

_SIGNS = re.compile(f"[{chr(FIRST_SIGN)}-{chr(FIRST_SIGN + 0xFFF)}]")
_CUT_EN = re.compile(
    r"[;:()—]|,|\s(?=(?:and|but|yet|while|whereas|although|though|because|since)\b)"
    r"|(?<!\bfor)(?<!\bin)(?<!\bto)(?<!\bwith)(?<!\bby)(?<!\bof)(?<!\bat)(?<!\bon)"
    r"(?<!\bthrough)(?<!\bfrom)(?<!\bvia)(?<!\bunder)(?<!\bagainst)\s(?=(?:which|who|whose)\b)"
)
_CUT_ZH = re.compile(r"[，；：。,;:()]|(?=但是?|而且|并且|然而|不过(?!敏))")
_PRONOUN_EN = re.compile(
    r"\b(?:it|its|they|them|their|(?:this|the same|that|the latter|the former|both) (?:drug|medicine|compound"
    r"|disease|disorder"
    r"|condition|gene|agent|one|substance|patients?)|the (?:drug|medicine|disease|disorder|gene|compound|former"
    r"|latter))\b"
    rf"(?!\s*[{chr(FIRST_SIGN)}-{chr(FIRST_SIGN + 0xFFF)}])"
)
_PRONOUN_ZH = re.compile(
    r"其(?!他|它|中|余|次|实)|它们?|(?:该|此|本|这种|这一|这个)(?:药物?|病|疾病|基因|症)|后者|前者|二者|两者"
)
_RELATIVE_EN = re.compile(r"\W*(?:which|who|whose|that|an? \w+(?: \w+){0,3} (?:that|which|whose)|an? |the )")


_CLOSING = " .,;:"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause.

    Attributes:
        text: masked; what is left out, and pronouns, are :data:`LEFT_OUT`.
        stand_ins: indices of the mentions that :data:`LEFT_OUT` may stand for.
        number: its place in the sentence.
    """

    text: str
    stand_ins: frozenset[int]
    number: int


def mentions_in(text: str) -> list[int]:
    """The indices of the mentions in a masked text, in order."""
    return [ord(sign) - FIRST_SIGN for sign in _SIGNS.findall(text)]


def pieces(masked: str, language: Language) -> list[str]:
    """The sentence cut at every sign and word that may part clauses."""
    cut = _CUT_ZH if language is Language.CHINESE else _CUT_EN
    starts = [0, *(found.start() for found in cut.finditer(masked)), len(masked)]
    return [masked[start:end] for start, end in pairwise(starts) if start < end]


def clauses(masked: str, language: Language, expressions: Sequence[re.Pattern[str]]) -> tuple[Clause, ...]:
    """The clauses of a sentence; what makes no claim of its own belongs to its neighbour.

    Args:
        masked: see :func:`api.verify.mentions.mask`.
        expressions: those of the cited facts' predicates.
    """
    joined: list[str] = []
    for piece in pieces(masked, language):
        if joined and not (_claims(joined[-1], expressions) and _claims(piece, expressions)):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(_clause(joined, number, language, expressions) for number in range(len(joined)))


def _claims(text: str, expressions: Sequence[re.Pattern[str]]) -> bool:
    return bool(_SIGNS.search(text)) and any(one.search(text) for one in expressions)


def _clause(joined: Sequence[str], number: int, language: Language, expressions: Sequence[re.Pattern[str]]) -> Clause:
    text = joined[number]
    before = [mentions_in(one) for one in joined[:number] if _SIGNS.search(one)]
    after = [mentions_in(one) for one in joined[number + 1 :] if _SIGNS.search(one)]
    pronoun = _PRONOUN_ZH if language is Language.CHINESE else _PRONOUN_EN
    text, pronouns = pronoun.subn(LEFT_OUT, text)
    stand_ins: set[int] = set()
    if before:
        stand_ins |= {before[0][0], before[-1][0], before[-1][-1]}
    elif after:
        stand_ins.add(after[0][0])
    if pronouns:
        # A pronoun before the first name may mean the second: "given its contraindication in A, B …".
        ahead = text.find(LEFT_OUT) < min((found.start() for found in _SIGNS.finditer(text)), default=0)
        stand_ins |= {one for group in before for one in group} | set(mentions_in(text)[: 1 + ahead])
    if _lacks_first(text, expressions):
        text = LEFT_OUT + " " + text
        if before and language is Language.ENGLISH and _RELATIVE_EN.match(joined[number]) and not pronouns:
            stand_ins = {before[-1][-1], before[-1][0]}
    elif before and not pronouns and language is Language.ENGLISH and _lacks_last(text, expressions):
        text = f"{text.rstrip(_CLOSING)} of {LEFT_OUT}"
    return Clause(text, frozenset(stand_ins), number)


def _lacks_last(text: str, expressions: Sequence[re.Pattern[str]]) -> bool:
    """Whether the clause names one thing and ends in an expression: "nausea is a side effect"."""
    end = len(text.rstrip(_CLOSING))
    return len(_SIGNS.findall(text)) == 1 and any(
        found.end() == end for one in expressions for found in one.finditer(text)
    )


def _lacks_first(text: str, expressions: Sequence[re.Pattern[str]]) -> bool:
    """Whether an expression stands before the first name."""
    first = re.search(f"{_SIGNS.pattern}|{LEFT_OUT}", text)
    starts = [found.start() for one in expressions if (found := one.search(text))]
    return bool(starts) and (first is None or min(starts) < first.start())
