"""Linking mentions to CURIEs by exact name.

The rules, in order. A name that is shared by a disease and a phenotype stands for the disease (what drugs are indicated
for, and what corpora of diseases expect), unless it is a symptom, sign or laboratory finding of
:data:`extraction.lexicon_stops.FINDINGS`. A drug goes before another chemical, a gene after everything else. Then a
preferred name goes before a synonym, a synonym before a spelling variant; then a term that the document also names
otherwise; then the smaller id. Terms of MeSH's own come after those of every other vocabulary.

Scores: preferred name 1.0, synonym 0.9, variant 0.85, abbreviation 0.8; times 0.95 for an abbreviation that the
document defines, times 0.7 for a misspelt name, times 0.8 when another term of the same kind fits as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extraction.abbreviations import MATCHER
from extraction.annotations import Mention
from extraction.folding import fold_name
from extraction.lexicon import Candidate, Lexicon
from extraction.lexicon_names import Guard, Trust
from extraction.lexicon_stops import FINDINGS
from extraction.mentions import acceptable
from extraction.misspellings import MATCHER as MISSPELLING
from kg.schema import Category

SCORES = {Trust.NAME: 1.0, Trust.SYNONYM: 0.9, Trust.VARIANT: 0.85, Trust.ABBREVIATION: 0.8}
FACTORS = {MATCHER: 0.95, MISSPELLING: 0.7}
"""Of mentions whose ``name`` is looked up in place of their text."""
AMBIGUOUS_FACTOR = 0.8

_ORDER: dict[str, int] = {
    Category.DISEASE: 0,
    Category.PHENOTYPIC_FEATURE: 1,
    Category.DRUG: 2,
    Category.CHEMICAL_ENTITY: 3,
    Category.CHEMICAL_ROLE: 4,
    Category.SEQUENCE_VARIANT: 5,
    Category.GENE: 6,
}
_FINDING_ORDER = {**_ORDER, Category.PHENOTYPIC_FEATURE: -1}


class LexiconLinker:
    """Links by exact name.

    Args:
        lexicon: the names and the terms they stand for.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def link(self, mentions: Sequence[Mention], text: str) -> list[Mention]:
        """The same mentions with category, CURIE, preferred name and score; CURIE None where no term fits."""
        keys = [_key(one.name if one.matcher in FACTORS else one.text) for one in mentions]
        options = [self._options(one, key, text) for one, key in zip(mentions, keys, strict=True)]
        named: Counter[str] = Counter(option.curie for listed in options if len(listed) == 1 for option in listed)
        return [self._linked(one, key, listed, named) for one, key, listed in zip(mentions, keys, options, strict=True)]

    def _options(self, mention: Mention, key: str, text: str) -> list[Candidate]:
        found = self._lexicon.candidates(key)
        if mention.matcher == MATCHER:
            return [one for one in found if one.guard is not Guard.GENE] or list(found)
        if mention.matcher == MISSPELLING:
            return [one for one in found if one.guard is Guard.NONE]
        return [one for one in found if acceptable(one, text, mention.start, mention.end)]

    def _ranked(self, key: str, options: list[Candidate], named: Counter[str]) -> list[Candidate]:
        order = _FINDING_ORDER if key in FINDINGS or key.removesuffix("s") in FINDINGS else _ORDER
        return sorted(
            options, key=lambda one: (_is_mesh(one), order[one.category], one.trust, -named[one.curie], one.curie)
        )

    def _linked(self, mention: Mention, key: str, options: list[Candidate], named: Counter[str]) -> Mention:
        if not options:
            return replace(mention, name="")
        ranked = options if len(options) == 1 else self._ranked(key, options, named)
        best = ranked[0]
        score = SCORES[best.trust] * FACTORS.get(mention.matcher, 1.0)
        rivals = [one for one in ranked[1:] if (one.category, one.trust) == (best.category, best.trust)]
        if rivals and not named[best.curie]:
            score *= AMBIGUOUS_FACTOR
        matcher = MATCHER if best.trust is Trust.ABBREVIATION else mention.matcher
        return Mention(
            mention.start,
            mention.end,
            mention.text,
            best.category,
            best.curie,
            best.name,
            round(score, 4),
            mention.assertion,
            matcher,
        )


@lru_cache(maxsize=20_000)
def _key(name: str) -> str:
    """A name as it is looked up; notes repeat what they name."""
    return fold_name(name)


def _is_mesh(candidate: Candidate) -> bool:
    return candidate.curie.startswith("MESH:")
