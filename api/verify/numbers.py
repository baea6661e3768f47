"""The numbers that a sentence holds, and those that its facts do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from api.facts import Fact, Language

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*\s*%?")
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = {word: value for value, word in enumerate(_SMALL)} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
    "thousand": 1000,
}
_NUMBER_WORD = "|".join(_WORDS)
_SHARE_EN = re.compile(
    rf"\b(?:half|a third|a quarter|two thirds|three quarters|one third|one quarter|twice|threefold|twofold"
    rf"|\w+ ?fold|per ?cent"
    rf"|most|majority|(?:{_NUMBER_WORD}) (?:in|out of|of) (?:every )?(?:{_NUMBER_WORD}))\b(?! (?:side|known|of all))"
)
_COUNT_EN = re.compile(rf"\b(?:{'|'.join(word for word in _WORDS if word not in ('one', 'zero'))})\b")
_SHARE_ZH = re.compile(
    r"百分之|半数|一半|[一二两三四五六七八九十百]+(?:成|倍|例|分之[一二三四五六七八九十])|多数|大部分|绝大"
)


def number_problems(text: str, facts: Iterable[Fact], names: int, language: Language) -> Iterator[str]:
    """Numbers of a sentence that its facts do not hold.

    Args:
        text: folded, with every name masked.
        facts: those that it cites.
        names: how many names the sentence holds: "two drugs" may count them.
        language: of the text.
    """
    cited = tuple(facts)
    known = set().union(*(_numbers_of(fact) for fact in cited)) if cited else set()
    counts = {str(count) for count in range(1, names + 1)}
    for found in _DIGITS.findall(text):
        number = found.replace(" ", "").replace(",", "")
        if number not in known and number not in counts:
            yield number
    share = _SHARE_ZH if language is Language.CHINESE else _SHARE_EN
    quotes = " ".join(citation.quote.lower() for fact in cited for citation in fact.citations)
    for found in share.findall(text):
        if found not in quotes:
            yield found
    if language is Language.ENGLISH:
        yield from (word for word in _COUNT_EN.findall(text) if str(_WORDS[word]) not in known | counts)


def _numbers_of(fact: Fact) -> set[str]:
    said = [fact.subject.name, fact.object.name, *fact.subject.synonyms, *fact.object.synonyms]
    for qualifier in fact.qualifiers:
        said += [qualifier.value, qualifier.source]
    for citation in fact.citations:
        said += [citation.quote, citation.document_name, citation.release, citation.source]
    found = {number for text in said for number in re.findall(r"\d+(?:[.,]\d+)*%?", text)}
    found |= {number.rstrip("%") for number in found}
    found |= {number.replace(",", "") for number in found}
    found |= {str(number) for one in fact.ranks for number in (one.rank, one.candidates)}
    belief = fact.belief
    found |= {f"{belief:.{digits}f}" for digits in range(1, 5)} | {f"{belief:g}", f"{belief:.3g}"}
    found |= {f"{100 * belief:.{digits}f}{sign}" for digits in range(2) for sign in ("%", "")}
    return found | {str(len(fact.citations)), str(fact.number)}
