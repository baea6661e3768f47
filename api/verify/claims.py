"""Whether each cited fact is what a sentence says: predicate, direction, polarity, hedge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from api.facts import Entity, Fact, Language
from api.verify.clauses import LEFT_OUT, Clause, pieces
from api.verify.cues import certain, denials, hedges, modelled, untrue
from api.verify.frames import OBJECT, OTHER, SUBJECT, frames_of, wording_of, words_of
from api.verify.mentions import FIRST_SIGN, Mention
from api.verify.problems import Problem, ProblemKind
from kg.records import KnowledgeLevel
from kg.schema import Category

_CASE_LIKE = frozenset((Category.CASE, Category.PUBLICATION))
_LIST_EN = (
    r"(?:\s*,\s*(?:(?:and|or|as well as|nor) )?|\s+(?:and|or|as well as|along with|together with|plus|nor)\s+)"
    r"(?:(?:also|then|with|to|of|by|in|for|from|the|an?|gene|both|either|drug) ){0,3}"
)
_LIST_ZH = r"\s*(?:[、，,]|以及|及其|和|与|及|或|跟|还有)+\s*(?:对|由|用)?"
_MOST_SHARED = 4
_TAIL_EN = re.compile(r"^\s*,?\s*(?:is|are|was|were|has|have|does|do|did|remains?|cannot|could|can|would)\b")
_OPPOSES_EN = re.compile(r"\b(?:but|yet|however|rather)\b")
_OPPOSES_ZH = re.compile(r"但|而是|却")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as it was read.

    Attributes:
        masked: with one sign a name.
        mentions: the names, in the order of their signs.
        clauses: its clauses.
    """

    masked: str
    mentions: tuple[Mention, ...]
    clauses: tuple[Clause, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class _Match:
    """A frame of a fact found in ``text[start:end]`` of a clause."""

    text: str
    start: int
    end: int
    clause: Clause

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]


def claim_problems(reading: Reading, cited: Sequence[Fact]) -> Iterator[Problem]:
    """What is wrong with the claims of a sentence."""
    for fact in cited:
        missing = [end for end in (fact.subject, fact.object) if not _is_named(end, reading)]
        if missing:
            yield Problem(
                ProblemKind.MISSING_ENTITY, f"fact {fact.number} is about {missing[0].name}, the sentence is not"
            )
            continue
        found = list(_matches(fact, reading))
        if not found:
            yield Problem(
                ProblemKind.CLAIM,
                f"the sentence does not say that {fact.subject.name} {fact.predicate} {fact.object.name} "
                f"(fact {fact.number})",
            )
            continue
        yield from _manner(fact, found, reading)
        if fact.knowledge_level is KnowledgeLevel.PREDICTION:
            yield from _unsure(fact, found, reading, cited)


def _is_named(end: Entity, reading: Reading) -> bool:
    return end.category in _CASE_LIKE or any(end.id in mention.ids for mention in reading.mentions)


def _manner(fact: Fact, found: Sequence[_Match], reading: Reading) -> Iterator[Problem]:
    denied = [_is_denied(fact, match, reading) for match in found]
    if fact.negated not in denied:
        what = "does not deny" if fact.negated else "denies"
        yield Problem(ProblemKind.POLARITY, f"the sentence {what} fact {fact.number}")


def _unsure(fact: Fact, found: Sequence[_Match], reading: Reading, cited: Sequence[Fact]) -> Iterator[Problem]:
    """A prediction must be hedged; what is sure may stand in the clauses of other facts alone."""
    alone = all(one.knowledge_level is KnowledgeLevel.PREDICTION for one in cited)
    text = reading.masked if alone else " ; ".join(match.text for match in found)
    sure = certain(text, reading.language)
    if sure:
        yield Problem(ProblemKind.HEDGE, f"fact {fact.number} is a prediction and {sure!r} makes it certain")
    elif not any(_is_hedged(match, reading) for match in found):
        yield Problem(ProblemKind.HEDGE, f"fact {fact.number} is a prediction and is stated as a fact")


def _matches(fact: Fact, reading: Reading) -> Iterator[_Match]:
    """The tightest match in the first clause that has one; then in two clauses read as one."""
    frames = frames_of(wording_of(fact), reading.language)
    response = words_of(wording_of(fact), reading.language).response
    candidates = [(one,) for one in reading.clauses] + list(pairwise(reading.clauses))
    for group in candidates:
        found = []
        for text in dict.fromkeys(_variants(fact, group, reading)):
            if response and not re.search(response, text):
                continue
            for frame in frames:
                hit = frame.search(text)
                if hit:
                    found.append(_Match(text, hit.start(), hit.end(), group[0]))
        if found:
            yield min(found, key=lambda match: match.end - match.start)
            return


def _variants(fact: Fact, group: Sequence[Clause], reading: Reading) -> Iterator[str]:
    """The clause with the fact's ends as signs; what is left out stands for nobody, or for one of the ends."""
    for signs in _roles(fact, reading):
        for role in (None, SUBJECT, OBJECT):
            parts = []
            for clause in group:
                text = clause.text.translate(signs)
                may = role is None or any(signs[FIRST_SIGN + index] == role for index in clause.stand_ins)
                parts.append(text.replace(LEFT_OUT, (role or " ") if may else OTHER))
            text = "".join(parts)
            yield _listed(text, reading.language)
            if fact.subject.category in _CASE_LIKE and SUBJECT not in text:
                yield _listed(f"{SUBJECT} {text}", reading.language)


def _roles(fact: Fact, reading: Reading) -> Iterator[dict[int, str]]:
    """Which sign stands for what; a name that both ends share may be either."""
    ends = (fact.subject.id, fact.object.id)
    shared = [index for index, mention in enumerate(reading.mentions) if mention.ids.issuperset(ends)]
    for choice in product((SUBJECT, OBJECT), repeat=min(len(shared), _MOST_SHARED)):
        chosen = dict(zip(shared, choice, strict=False))
        yield {
            FIRST_SIGN + index: chosen.get(index)
            or (SUBJECT if ends[0] in mention.ids else OBJECT if ends[1] in mention.ids else OTHER)
            for index, mention in enumerate(reading.mentions)
        }


def _listed(text: str, language: Language) -> str:
    """Names in a list read as one: as the subject or the object when it is among them."""
    name = f"[{SUBJECT}{OBJECT}{OTHER}]"
    link = _LIST_ZH if language is Language.CHINESE else _LIST_EN

    def one(found: re.Match[str]) -> str:
        inside = set(found[0]) & {SUBJECT, OBJECT}
        if len(inside) == 2:
            return found[0]
        return inside.pop() if inside else OTHER

    return re.sub(f"{name}(?:{link}{name})+", one, text)


def _is_denied(fact: Fact, match: _Match, reading: Reading) -> bool:
    """Whether an odd number of words denies the match: two cancel each other."""
    language = reading.language
    chinese = language is Language.CHINESE
    before = match.text[: match.end]
    opposed = [found.start() for found in (_OPPOSES_ZH if chinese else _OPPOSES_EN).finditer(before)]
    if opposed and opposed[-1] > match.start:
        before = before[opposed[-1] :]
    after = re.split(f"[{SUBJECT}{OBJECT}{OTHER}]", match.text[match.end :])[0]
    if not chinese and not _TAIL_EN.match(after):
        after = ""
    words = words_of(wording_of(fact), language)
    text = f"{before} {after}"
    if words.own_negation:
        for own in words.expressions():
            text = re.sub(own, " ", text)
    return (denials(text, language) + untrue(reading.masked, language)) % 2 == 1


def _is_hedged(match: _Match, reading: Reading) -> bool:
    """Whether the words around the frame are hedged, or a neighbour that names nothing calls it a model's."""
    language = reading.language
    at = 0
    for piece in pieces(match.text, language):
        if at < match.end and match.start < at + len(piece) and hedges(piece, language):
            return True
        at += len(piece)
    names = re.compile(f"[{chr(FIRST_SIGN)}-{chr(FIRST_SIGN + 0xFFF)}]")
    return any(
        modelled(one, language)
        for one in pieces(reading.masked, language)
        if not names.search(one) and not one.startswith((";", "；"))
    )
