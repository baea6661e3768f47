"""What a sentence pattern is, and how it is matched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import ahocorasick

from extraction.annotations import Mention
from extraction.relations.pattern_words import words_of
from extraction.relations.sentence import CONDITION, DRUG, ReducedSentence

_CONTINUED = re.compile(r"\|\\\n\s*")
_X = f"[^{DRUG}{CONDITION};]"
_MOST = 15  # how many may follow the first in a list, so that a long one is matched in linear time
_UNKNOWN = r"(?:[a-z][a-z\-]{4,20}(?:,? and|,? or|,) )?"  # an item of a list that no vocabulary names
_DRUG_LIST_EN = (
    rf"{DRUG}(?:[^{DRUG}{CONDITION},;]{{0,40}}(?:,|\band\b|\bor\b|/|\+|\bplus\b)(?: and| or)? ?"
    rf"{_UNKNOWN}{DRUG}){{0,{_MOST}}}"
)
_TIGHT_DRUGS_EN = rf"{DRUG}(?: ?(?:,|/|\+|-|,? and\b|,? or\b|,? plus\b) ?{DRUG}){{0,{_MOST}}}"
_LIST_STEP_EN = rf"(?: ?\([^{DRUG}{CONDITION}()]{{1,20}}\))?(?:,|/| and| or)(?: and| or)? ?(?:[\w\-]+ ){{0,2}}?"
_CONDITION_LIST_EN = rf"{CONDITION}(?:{_LIST_STEP_EN}{CONDITION}){{0,{_MOST}}}"
_DRUG_LIST_ZH = rf"{DRUG}(?:[^{DRUG}{CONDITION}；;。]{{0,25}}(?:、|,|，|及|和|与|/|\+|联合){DRUG}){{0,{_MOST}}}"
_TIGHT_DRUGS_ZH = rf"{DRUG}(?:(?:、|,|，|及|和|与|/|\+|联合){DRUG}){{0,{_MOST}}}"
_CONDITION_LIST_ZH = rf"{CONDITION}(?:(?:、|及|和|与|/|伴){CONDITION}){{0,{_MOST}}}"


class Meaning(StrEnum):
    """What a pattern says of its drugs and conditions, before it is known in what kind of document."""

    GIVEN_FOR = "given_for"
    CAUSES = "causes"
    HAS_PHENOTYPE = "has_phenotype"
    CONTRAINDICATED = "contraindicated_in"
    INTERACTS = "interacts_with"
    TAKES = "takes"
    TAKES_NOT = "takes_not"
    ALLERGIC = "allergic_to"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern over reduced sentences.

    Attributes:
        meaning: what a match says.
        regex: has the group ``d`` (drugs), ``c`` (conditions), or both; ``e`` is a second group of drugs or
            conditions where both ends are of one kind.
        score: confidence, 0 to 1.
        needs: how many drugs and how many conditions a sentence must hold for a match.
        words: pieces of text of which every match holds one; none where nothing is known.
    """

    meaning: Meaning
    regex: re.Pattern[str]
    score: float
    needs: tuple[int, int] = (0, 0)
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """What one match says: every subject with every object; ``objects`` stand alone when there are no subjects."""

    meaning: Meaning
    subjects: tuple[Mention, ...]
    objects: tuple[Mention, ...]
    score: float
    words: str


def compile_patterns(table: str, meaning: Meaning, score: float, language: str) -> tuple[Pattern, ...]:
    r"""One pattern a line; ``{D}``, ``{C}``, ``{D2}``, ``{C2}`` are lists, ``{x20}`` up to 20 other characters.

    ``{T}`` is a list of drugs with nothing between them, so that what follows the last speaks of all.

    Args:
        table: lines; empty ones are skipped; one that ends with ``|\`` goes on in the next.
    """
    drugs, conditions = (_DRUG_LIST_ZH, _CONDITION_LIST_ZH) if language == "zh" else (_DRUG_LIST_EN, _CONDITION_LIST_EN)
    compiled: list[Pattern] = []
    for line in filter(None, map(str.strip, _CONTINUED.sub("|", table).splitlines())):
        source = line.replace("{D}", f"(?P<d>{drugs})").replace("{C}", f"(?P<c>{conditions})")
        source = source.replace("{D2}", f"(?P<e>{drugs})").replace("{C2}", f"(?P<e>{conditions})")
        source = source.replace("{T}", f"(?P<d>{_TIGHT_DRUGS_ZH if language == 'zh' else _TIGHT_DRUGS_EN})")
        source = re.sub(r"\{x(\d+)\}", lambda found: f"{_X}{{0,{found.group(1)}}}?", source)
        regex = re.compile(source)
        compiled.append(Pattern(meaning, regex, score, _needs(regex), words_of(line)))
    return tuple(compiled)


def _needs(regex: re.Pattern[str]) -> tuple[int, int]:
    """At least how many drugs and conditions a match holds; its groups are never optional."""
    drugs, conditions, second = (int(name in regex.groupindex) for name in "dce")
    return (drugs + second, 0) if drugs and not conditions else (drugs, conditions + (0 if drugs else second))


class PatternSet:
    """Patterns that are tried only where their words stand; one pass over a sentence tells it of all.

    Args:
        patterns: in the order in which their matches come.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._always = frozenset(number for number, one in enumerate(self._patterns) if not one.words)
        by_word: dict[str, list[int]] = {}
        for number, one in enumerate(self._patterns):
            for word in one.words:
                by_word.setdefault(word, []).append(number)
        self._automaton = ahocorasick.Automaton()
        for word, numbers in by_word.items():
            self._automaton.add_word(word, numbers)
        self._automaton.make_automaton()

    def matches(self, sentence: ReducedSentence) -> Iterator[Match]:
        """Every match of every pattern, in the order of the patterns."""
        text = sentence.text
        drugs, conditions = text.count(DRUG), text.count(CONDITION)
        tried = set(self._always)
        for _, numbers in self._automaton.iter(text):
            tried.update(numbers)
        for pattern in map(self._patterns.__getitem__, sorted(tried)):
            if drugs < pattern.needs[0] or conditions < pattern.needs[1]:
                continue
            for found in pattern.regex.finditer(text):
                groups = found.groupdict()
                parts = {name: tuple(sentence.within(*found.span(name))) for name, value in groups.items() if value}
                yield _match(pattern, parts, found.group())


def _match(pattern: Pattern, parts: dict[str, tuple[Mention, ...]], words: str) -> Match:
    drugs, conditions, second = parts.get("d", ()), parts.get("c", ()), parts.get("e", ())
    if second:
        return Match(pattern.meaning, drugs or conditions, second, pattern.score, words)
    if conditions:
        return Match(pattern.meaning, drugs, conditions, pattern.score, words)
    return Match(pattern.meaning, (), drugs, pattern.score, words)
