"""Names: normal forms for joining, and the tidying of synonym lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_SYNONYM = 120
MAX_ABBREVIATION = 6
_SPACES = re.compile(r"[\s\-_/,;:]+")
_FREQUENT_SUFFIX = re.compile(r"\s*\((?:disease|disorder|finding|morphologic abnormality|medication|substance)\)$")
_DOUBTFUL = re.compile(
    r"susceptibility|association with|protection against|modifier of|digenic|\bNOS\b|\bobsolete\b|"
    r"not otherwise specified|unspecified|^other |resistance to, ",
    re.IGNORECASE,
)
_SHORT_LONG = re.compile(r"^([A-Za-z0-9\-/]+) - (.+)$")
_ABBREVIATION = re.compile(r"[A-Z][A-Z0-9\-]{1,7}s?|[A-Z]\d[A-Z]+")
_SALT = re.compile(
    r" (sodium|na|hcl|hydrochloride|so4|sulfate|sulphate|oxalate|mesylate|fumarate|maleate|besylate|mucate|tartrate|"
    r"acetate|meglumine|potassium|calcium|citrate|phosphate|succinate|bromide|chloride|nitrate|pivalate|medoxomil|"
    r"trometamol|tromethamine|hydrobromide|gluconate|lactate|tosylate|disodium|monohydrate)$"
)


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
        if split is None:
            found.add(synonym)
        elif _ABBREVIATION.fullmatch(split.group(1)):
            found.update(split.groups())
    return found


def without_salt(name: str) -> str:
    """The key of a substance's name without its salt.

    >>> without_salt("PIOGLITAZONE HCL"), without_salt("sodium")
    ('pioglitazone', 'sodium')
    """
    return _SALT.sub("", key(name))


def tidy_synonyms(name: str, synonyms: Iterable[str]) -> list[str]:
    """Sorted synonyms without the name itself and without over-long ones.

    Of spellings that differ in case only one stays: of a short one that with the most capitals (``BrdU``), of a long
    one that which is not all capitals.

    >>> tidy_synonyms("Broxuridine", ["brdu", "BrdU", "broxuridine"])
    ['BrdU']
    """
    best: dict[str, str] = {}
    for synonym in sorted(synonyms, key=_as_written):
        folded = synonym.casefold()
        if 1 < len(synonym) <= MAX_SYNONYM and folded != name.casefold():
            best.setdefault(folded, synonym)
    return sorted(best.values())


def _as_written(name: str) -> tuple[int, str]:
    if len(name) <= MAX_ABBREVIATION:
        return -sum(letter.isupper() for letter in name), name
    return int(name.isupper()), name
