"""Names: normal forms for joining, and the tidying of synonym lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_SYNONYM = 120
_SPACES = re.compile(r"[\s\-_/,;:]+")
_FREQUENT_SUFFIX = re.compile(r"\s*\((?:disease|disorder|finding|morphologic abnormality|medication|substance)\)$")
_DOUBTFUL = re.compile(
    r"susceptibility|association with|protection against|modifier of|digenic|\bNOS\b|\bobsolete\b|"
    r"not otherwise specified|unspecified|^other |resistance to, ",
    re.IGNORECASE,
)
_SHORT_LONG = re.compile(r"^([A-Z][A-Za-z0-9\-]{1,9}) - (.+)$")


def key(name: str) -> str:
    """A normal form for equality of names: lower case, no accents, one separator.

    >>> key("Acide  acétyl-salicylique")
    'acide acetyl salicylique'
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _SPACES.sub(" ", plain.casefold()).strip()


def ontology_synonyms(synonyms: Iterable[str]) -> set[str]:
    """Synonyms of an ontology without suffixes and without names of susceptibilities; ``T2DM - type 2 …`` gives both.

    >>> sorted(ontology_synonyms(["asthma (disease)", "asthma, susceptibility to", "BA - bronchial asthma"]))
    ['BA', 'asthma', 'bronchial asthma']
    """
    found = set()
    for raw in synonyms:
        synonym = _FREQUENT_SUFFIX.sub("", raw.strip())
        if _DOUBTFUL.search(synonym):
            continue
        split = _SHORT_LONG.match(synonym)
        found.update(split.groups() if split else [synonym])
    return found


def tidy_synonyms(name: str, synonyms: Iterable[str]) -> list[str]:
    """Sorted synonyms, one a spelling without regard to case, without the name itself, without over-long ones.

    An all-capitals abbreviation is kept beside a word that differs from it in case only ("AIDS", "aids").
    """
    best: dict[str, str] = {}
    for synonym in sorted(synonyms):
        folded = synonym.casefold()
        if not 1 < len(synonym) <= MAX_SYNONYM or folded == name.casefold():
            continue
        best.setdefault(synonym if synonym.isupper() and len(synonym) <= 6 else folded, synonym)
    return sorted(best.values())
