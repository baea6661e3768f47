"""Names in one list share a claim: "A and B treat C" says it of both, so a cited fact must hold it for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from api.facts import Fact, Language
from api.verify.clauses import mentions_in
from api.verify.mentions import FIRST_SIGN, Mention
from api.verify.problems import Problem, ProblemKind

_SIGN = f"[{chr(FIRST_SIGN)}-{chr(FIRST_SIGN + 0xFFF)}]"
_LIST_EN = re.compile(rf"{_SIGN}(?:(?:,| and| or|, and|, or) {_SIGN})*(?:,? and|,? or) {_SIGN}")
_LIST_ZH = re.compile(rf"{_SIGN}(?:[、和与及或]|以及{_SIGN})*[、和与及或]{_SIGN}")


def pair_problems(
    masked: str, mentions: Sequence[Mention], cited: Sequence[Fact], language: Language
) -> Iterator[Problem]:
    """Names of a list that no cited fact joins to anything that their neighbours in the list are joined to.

    Args:
        masked: the sentence with one sign a name.
        mentions: the names, in the order of their signs.
        cited: the facts that it cites.
        language: of the sentence.
    """
    for found in (_LIST_ZH if language is Language.CHINESE else _LIST_EN).finditer(masked):
        listed = [mentions[index] for index in mentions_in(found[0])]
        joined = [_joined_to(mention, cited) for mention in listed]
        for one, claims in zip(listed, joined, strict=True):
            others = [other for other, theirs in zip(listed, joined, strict=True) if not claims & theirs]
            related = any(_related(one, other, cited) for other in others)
            if claims and others and not related:
                yield Problem(
                    ProblemKind.PAIR,
                    f"{' and '.join(sorted(one.ids))} shares no cited claim with what it is listed with",
                )
                return


def _joined_to(mention: Mention, cited: Sequence[Fact]) -> set[tuple[str, str, str]]:
    """Predicate, side and other end of every cited fact that a name takes part in."""
    found = set()
    for fact in cited:
        if fact.subject.id in mention.ids:
            found.add((fact.predicate, "subject", str(fact.object.id)))
        if fact.object.id in mention.ids:
            found.add((fact.predicate, "object", str(fact.subject.id)))
    return found


def _related(one: Mention, other: Mention, cited: Sequence[Fact]) -> bool:
    """Whether a cited fact joins the two themselves: "A and B interact"."""
    return any(
        (fact.subject.id in one.ids and fact.object.id in other.ids)
        or (fact.subject.id in other.ids and fact.object.id in one.ids)
        for fact in cited
    )
