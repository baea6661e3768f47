"""The names in a sentence, and the sentence with each of them replaced by one sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from api.facts import Entity
from api.verify.lexicon import NameFinder, fold
from kg.schema import Category

FIRST_SIGN = 0xE000
_HAN = re.compile(r"[\u3400-\u9fff]")
_CASE_EN = re.compile(
    r"\b(?:(?:this|the|that|our|one|a) )?(?:\w+ year old )?(?:patient|case)\b(?!s)|\b(?:he|she|him|her|his)\b"
)
# "How patients respond to X" is about nobody in particular.
_CASE_ZH = re.compile(
    r"该患者|患者(?!对[^，。；]{1,20}的(?:反应|疗效|应答|敏感))|该?病人|本?病例|该例|本例|患儿|该男子|该女子"
)
_PAPER_EN = re.compile(r"\b(?:(?:this|the|that|one|a) )?(?:publication|paper|article|study|abstract|report)\b(?!s)")
_PAPER_ZH = re.compile(r"(?:该|这|此)?(?:篇)?(?:文献|论文|文章|研究|报道)")
_CASE_LIKE = {Category.CASE: (_CASE_EN, _CASE_ZH), Category.PUBLICATION: (_PAPER_EN, _PAPER_ZH)}
_ACRONYM = 5
_SPELLINGS = (
    ("aemia", "emia", "a?emia"), ("oedema", "edema", "o?edema"), ("rrhoea", "rrhea", "rrho?ea"),
    ("tumour", "tumor", "tumou?r"), ("haemo", "hemo", "ha?emo"), ("oesoph", "esoph", "o?esoph"),
)  # fmt: skip


class Mention(NamedTuple):
    """``text[start:end]`` names one of these."""

    start: int
    end: int
    ids: frozenset[str]


def find_mentions(
    text: str, entities: Iterable[Entity], names: NameFinder, expressions: Sequence[re.Pattern[str]] = ()
) -> tuple[Mention, ...]:
    """The names in a sentence, longest first where they overlap, in order.

    Args:
        text: the sentence, normalised.
        entities: those of the facts; any of their names counts, in its plural too.
        names: finds what else is named.
        expressions: those of the cited facts' predicates. A term whose name is made of these and of the entities'
            names alone is no mention: "allergy" where "is allergic to" is the claim, and so "penicillin allergy".
    """
    folded = fold(text)
    known = {entity.id: entity for entity in entities}
    spans: dict[tuple[int, int], set[str]] = {}
    for entity in known.values():
        for start, end in _of_entity(text, folded, entity):
            spans.setdefault((start, end), set()).add(entity.id)
    own = dict(spans)
    for start, end, ids in names(text):
        if ids & known.keys() or not _is_wording(folded, (start, end), own, expressions):
            spans.setdefault((start, end), set()).update(ids)
    return tuple(Mention(start, end, frozenset(spans[start, end])) for start, end in _longest(spans, frozenset(known)))


def mask(text: str, mentions: Sequence[Mention]) -> str:
    """The folded sentence with the i-th mention as the one sign ``chr(FIRST_SIGN + i)``."""
    folded = fold(text)
    parts = []
    done = 0
    for index, mention in enumerate(mentions):
        parts += [folded[done : mention.start], chr(FIRST_SIGN + index)]
        done = mention.end
    return "".join((*parts, folded[done:]))


def _is_wording(
    folded: str,
    span: tuple[int, int],
    own: Mapping[tuple[int, int], set[str]],
    expressions: Sequence[re.Pattern[str]],
) -> bool:
    """Whether the span holds a predicate's expression and else only names of the facts' own entities."""
    if span in own:
        return False
    text = folded[span[0] : span[1]]
    for start, end in sorted(own, key=lambda one: one[0] - one[1]):
        if span[0] <= start and end <= span[1]:
            at, size = start - span[0], end - start
            text = f"{text[:at]}{' ' * size}{text[at + size :]}"
    rest = text.strip()
    return bool(rest) and any(one.fullmatch(rest) for one in expressions)


def _longest(spans: dict[tuple[int, int], set[str]], known: frozenset[str]) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    order = sorted(spans, key=lambda span: (span[0] - span[1], not spans[span] & known, span[0]))
    for start, end in order:
        if all(end <= other[0] or other[1] <= start for other in taken):
            taken.append((start, end))
    return sorted(taken)


def _of_entity(text: str, folded: str, entity: Entity) -> Iterable[tuple[int, int]]:
    for name in {entity.name, entity.name_zh, *entity.synonyms, str(entity.id)}:
        pattern = _pattern(name) if name else None
        if pattern is None:
            continue
        for found in pattern.finditer(folded):
            if _written_so(name, text[found.start() : found.end()]):
                yield found.span()
    category = Category(entity.category) if entity.category in set(Category) else Category.NAMED_THING
    for generic in _CASE_LIKE.get(category, ()):
        for found in generic.finditer(folded):
            yield found.span()


def _written_so(name: str, written: str) -> bool:
    """Short names in capitals must stand in capitals: "ALS", not "als"."""
    short = len(name) <= _ACRONYM and name.isupper() and name.isascii()
    return not short or written.rstrip("s'’") == name or written.upper() == written


@lru_cache(maxsize=65536)
def _pattern(name: str) -> re.Pattern[str] | None:
    key = " ".join(fold(name).split())
    if len(key) < 2:
        return None
    words = re.escape(key).replace(r"\ ", r"[\s]+")
    for british, american, either in _SPELLINGS:
        words = words.replace(british, "\0").replace(american, "\0").replace("\0", either)
    if _HAN.search(key):
        return re.compile(words)
    if key.endswith("y") and key[-2] not in "aeiou":
        words = f"{words[:-1]}(?:y|ies)"
    elif key.endswith("is"):
        words = f"{words[:-2]}(?:is|es)"
    elif key[-1].isalpha():
        words = f"{words}(?:e?s)?"
    return re.compile(rf"(?<![a-z0-9]){words}(?![a-z0-9])")
