"""Which names of a term are matched, in which spellings, and how far each may be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from extraction.folding import fold_name
from extraction.lexicon_stops import AMBIGUOUS_NAMES, STOPS
from kg.schema import Category
from kg.vocabulary import Term


class Trust(IntEnum):
    """How a name stands to its term; the smaller, the surer."""

    NAME = 0
    SYNONYM = 1
    VARIANT = 2
    ABBREVIATION = 3


class Guard(IntEnum):
    """What the text must show before a name counts.

    CAPITALS: the very letters of the name. GENE: those, and a word about genes nearby. NEVER: not at all by itself;
    kept for abbreviations that a document defines.
    """

    NONE = 0
    CAPITALS = 1
    GENE = 2
    ABBREVIATION = 3


class Spelling(NamedTuple):
    """A spelling of a name: what is looked for, and how."""

    key: str
    surface: str
    trust: Trust
    guard: Guard


MATCHED = frozenset(
    (
        Category.DISEASE,
        Category.PHENOTYPIC_FEATURE,
        Category.DRUG,
        Category.CHEMICAL_ENTITY,
        Category.CHEMICAL_ROLE,
        Category.GENE,
        Category.SEQUENCE_VARIANT,
    )
)
"""Categories whose names are looked for in texts."""

_CONDITIONS = frozenset((Category.DISEASE, Category.PHENOTYPIC_FEATURE))
_GENES = frozenset((Category.GENE, Category.SEQUENCE_VARIANT))
_LONGEST = 90
_SHORTEST = 3
_ACRONYM = 5
_SYMBOL = re.compile(r"[A-Za-z0-9\-]+")
_CAPITALS = re.compile(r"[A-Z].*[A-Z]|[A-Z]\d")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LABEL = re.compile(r"\s*\((?:disease|disorder|finding|morphologic abnormality)\)|,? NOS$", re.IGNORECASE)
_INVERTED = re.compile(r"([^,()]+), ([^,()]+)")
_BRITISH = (
    (re.compile(r"emia\b"), "aemia"),
    (re.compile(r"emic\b"), "aemic"),
    (re.compile(r"\bhem(?=[oa])"), "haem"),
    (re.compile(r"edema"), "oedema"),
    (re.compile(r"rrhea\b"), "rrhoea"),
    (re.compile(r"\besoph"), "oesoph"),
    (re.compile(r"tumor"), "tumour"),
    (re.compile(r"\bfetal"), "foetal"),
    (re.compile(r"\bceli"), "coeli"),
    (re.compile(r"\bpediatric"), "paediatric"),
    (re.compile(r"\banesth"), "anaesth"),
    (re.compile(r"pnea\b"), "pnoea"),
)


def spellings(term: Term) -> Iterator[Spelling]:
    """Every spelling of a term that is looked for; the same key may come more than once."""
    for name, trust in _named(term):
        plain = _LABEL.sub("", name)
        key = fold_name(plain)
        guard = _guard(plain, key, term.category, trust)
        if guard is None:
            continue
        yield Spelling(key, plain, trust, guard)
        if guard is Guard.NONE and not _HAN.search(key):
            for variant in _variants(key, plain, term.category):
                if variant in STOPS or variant in AMBIGUOUS_NAMES:
                    continue
                yield Spelling(variant, variant, Trust.VARIANT, guard)


def _named(term: Term) -> Iterator[tuple[str, Trust]]:
    yield term.name, Trust.NAME
    if term.name_zh:
        yield term.name_zh, Trust.NAME
    for name in (*term.synonyms, *term.synonyms_zh):
        yield name, Trust.SYNONYM


def _guard(name: str, key: str, category: str, trust: Trust) -> Guard | None:
    """What the text must show for this name; None when it is not looked for at all."""
    if _HAN.search(key):
        return None if len(key) < 2 or len(key) > _LONGEST or key in STOPS else Guard.NONE
    if not any(letter.isalpha() for letter in key) or len(key) > _LONGEST or len(key) < 2:
        return None
    symbol = _SYMBOL.fullmatch(name) is not None
    if category in _GENES:
        return _gene_guard(name, key, trust, symbol)
    if key in STOPS:
        return None
    if symbol and len(name) <= _ACRONYM and _CAPITALS.search(name):
        short = category in _CONDITIONS or len(name) < 4
        return Guard.ABBREVIATION if short or key in AMBIGUOUS_NAMES else Guard.CAPITALS
    if len(key) < _SHORTEST or key in AMBIGUOUS_NAMES:
        return None
    return Guard.NONE


def _gene_guard(name: str, key: str, trust: Trust, symbol: bool) -> Guard | None:
    if not symbol:
        return None if key in STOPS or len(key) < _ACRONYM else Guard.NONE
    if len(name) < _SHORTEST and not (len(name) == 2 and trust is Trust.NAME):
        return None
    if not _CAPITALS.search(name) and not re.fullmatch(r"rs\d{3,}", name):
        return None
    digits = any(letter.isdigit() for letter in name)
    sure = digits and len(name) > 3 and (trust is Trust.NAME or len(name) > 4)
    return Guard.CAPITALS if sure and key not in AMBIGUOUS_NAMES else Guard.GENE


def _variants(key: str, name: str, category: str) -> Iterator[str]:
    inverted = _INVERTED.fullmatch(name)
    if inverted:
        yield fold_name(f"{inverted[2]} {inverted[1]}")
    if category not in _CONDITIONS:
        return
    yield from _numbers(key)
    british = key
    for american, other in _BRITISH:
        british = american.sub(other, british)
    if british != key:
        yield british
        yield from _numbers(british)


def _numbers(key: str) -> Iterator[str]:
    """Plurals that do not merely add an s, and singulars."""
    if key.endswith("y") and key[-2:-1] not in "aeiou":
        yield f"{key[:-1]}ies"
    elif key.endswith("sis"):
        yield f"{key[:-2]}es"
    elif key.endswith(("s", "x", "ch", "sh")):
        if key.endswith("s") and not key.endswith(("ss", "us", "is", "as", "os", "ies", "tes")) and len(key) > 6:
            yield key[:-1]
        yield f"{key}es"
