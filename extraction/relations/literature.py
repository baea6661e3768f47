"""What matches mean in literature: general claims, and what occurs together in a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extraction.annotations import Mention, RelationMention
from extraction.relations.notes import PATTERNS
from extraction.relations.patterns import Match, Meaning
from extraction.relations.sentence import ReducedSentence
from kg.records import Certainty, Temporality
from kg.schema import Category

CO_OCCURRENCE = "sentence-co-occurrence/1"

_PREDICATES = {
    Meaning.GIVEN_FOR: "treats",
    Meaning.CAUSES: "causes",
    Meaning.HAS_PHENOTYPE: "has_phenotype",
    Meaning.CONTRAINDICATED: "contraindicated_in",
    Meaning.INTERACTS: "interacts_with",
}
_DENIED = re.compile(r"\bnot\b|\bno\b|\bnever\b|\bneither\b|\bwithout\b|\bfail(?:s|ed)? to\b|\bunlikely\b|不|未|无")
_BENEFIT = re.compile(
    r"\b(?:remissions?|responses?|improve\w*|relief|reduc\w*|decreas\w*|resol\w*|recover\w*|cures?|cured|control of)\b",
    re.IGNORECASE,
)
"""Words after which *produced* and *led to* speak of a condition that got better."""
_HEDGED_FACTOR = 0.7
_CO_OCCURRENCE_SCORE = 0.2
MOST_APART = 40
"""Mentions from the first of a pair to the last; no sentence of prose holds more."""
_CHEMICAL = frozenset((Category.DRUG, Category.CHEMICAL_ENTITY))
_CONDITION = frozenset((Category.DISEASE, Category.PHENOTYPIC_FEATURE))
_KINDS = (_CHEMICAL, _CONDITION, frozenset((Category.GENE,)))


def literature_relations(sentence: ReducedSentence, matches: Iterable[Match]) -> list[RelationMention]:
    """General claims of one sentence; one a pair of mentions and a predicate."""
    found: dict[tuple[str, int, int], RelationMention] = {}
    for match in matches:
        predicate = _PREDICATES.get(match.meaning)
        if predicate is None or (match.meaning == Meaning.CAUSES and _BENEFIT.search(match.words)):
            continue
        for subject in match.subjects:
            for obj in match.objects:
                if subject.curie != obj.curie and _fits(predicate, obj):
                    relation = _claim(sentence, match, predicate, subject, obj)
                    found.setdefault((predicate, subject.start, obj.start), relation)
    return list(found.values())


def _fits(predicate: str, obj: Mention) -> bool:
    return predicate != "has_phenotype" or obj.category == Category.PHENOTYPIC_FEATURE


def _claim(sentence: ReducedSentence, match: Match, predicate: str, subject: Mention, obj: Mention) -> RelationMention:
    assertions = (subject.assertion, obj.assertion)
    denies = bool(_DENIED.search(match.words)) and match.meaning != Meaning.CONTRAINDICATED
    negated = denies or any(one.negated for one in assertions)
    hedged = any(
        one.certainty == Certainty.UNCERTAIN or one.temporality == Temporality.HYPOTHETICAL for one in assertions
    )
    score = match.score * (_HEDGED_FACTOR if hedged else 1.0)
    return RelationMention(subject, predicate, obj, sentence.span, PATTERNS, score, negated)


def co_occurrences(mentions: Sequence[Mention], span: tuple[int, int]) -> Iterator[RelationMention]:
    """Pairs of linked mentions of different kinds (chemical, condition, gene) in one sentence, one a pair of ids.

    In a sentence that lists more than :data:`MOST_APART` of them, those that stand farther apart make no pair.
    """
    seen: set[tuple[str, str]] = set()
    linked = [one for one in mentions if one.curie is not None]
    kinds = [_kind(one) for one in linked]
    near = [
        (one, other)
        for place, one in enumerate(linked)
        for other, kind in zip(
            linked[place + 1 : place + MOST_APART], kinds[place + 1 : place + MOST_APART], strict=True
        )
        if -1 != kind != kinds[place] != -1
    ]
    for first, second in sorted(near, key=lambda pair: pair[1].start - pair[0].end):
        key = (str(first.curie), str(second.curie))
        if key[0] == key[1] or key in seen:
            continue
        seen.update((key, key[::-1]))
        if str(first.curie) > str(second.curie):
            first, second = second, first
        yield RelationMention(
            first,
            "occurs_together_in_literature_with",
            second,
            span,
            CO_OCCURRENCE,
            _CO_OCCURRENCE_SCORE,
            negated=False,
        )


def pairs_too_far(mentions: Sequence[Mention]) -> int:
    """How many pairs of linked mentions of different kinds in one sentence :func:`co_occurrences` passes over."""
    kinds = [_kind(one) for one in mentions if one.curie is not None]
    passed: Counter[int] = Counter()  # kinds of the mentions that stand so far before
    far = 0
    for before, kind in zip(kinds, kinds[MOST_APART:], strict=False):
        passed[before] += before != -1
        far += passed.total() - passed[kind] if kind != -1 else 0
    return far


def _kind(mention: Mention) -> int:
    return next((number for number, kind in enumerate(_KINDS) if mention.category in kind), -1)
