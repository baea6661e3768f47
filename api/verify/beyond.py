"""What a sentence says beyond its facts: judgements, outcomes, approvals, people, and clauses that rest on no fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from api.facts import Fact, Language
from api.verify.beyond_words import (
    APPROVAL,
    ATTITUDE,
    EFFICACY,
    FREQUENCY,
    GLUE_EN,
    GLUE_ZH,
    GUESS,
    HARM,
    INTENSITY,
    JUDGEMENT,
    PEOPLE,
    QUALIFIED,
    RANK,
)
from api.verify.clauses import mentions_in, pieces
from api.verify.cues import hedges
from api.verify.frames import expressions_of, wording_of
from api.verify.problems import Problem, ProblemKind
from kg.records import KnowledgeLevel
from kg.schema import Category

_TREATMENT = frozenset(("treats", "applied_to_treat", "ameliorates_condition"))
_HARMS = frozenset(("has_side_effect", "causes", "had_adverse_reaction_to"))
_GUESSED = KnowledgeLevel.PREDICTION
_MOST_HAN = 2
_WORD = re.compile(r"[a-z][a-z'\-]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def other_people(masked: str, cited: Sequence[Fact], language: Language) -> Iterator[Problem]:
    """Relatives and others to whom a sentence gives what its facts say of the patient.

    Args:
        masked: the sentence with one sign a name.
        cited: the facts that it cites.
        language: of the sentence.
    """
    if not any(fact.subject.category == Category.CASE for fact in cited):
        return
    found = PEOPLE[language].search(masked)
    if found:
        yield Problem(ProblemKind.ENTITY, f"{found[0]!r} is not whom the cited facts are about")
    feared = ATTITUDE[language].search(masked)
    if all(one.subject.category == Category.CASE and one.knowledge_level is not _GUESSED for one in cited):
        feared = feared or GUESS[language].search(masked)
    if feared:
        yield Problem(ProblemKind.CLAIM, f"{feared[0]!r} makes a thought of what the cited facts hold")


def beyond_problems(masked: str, cited: Sequence[Fact], language: Language) -> Iterator[Problem]:
    """Words and closing clauses that say what no cited fact holds.

    Args:
        masked: the sentence with one sign a name.
        cited: the facts that it cites; the expressions of their predicates are no surplus.
        language: of the sentence.
    """
    own = [one for fact in cited if (one := expressions_of(wording_of(fact), language))]
    rest = masked
    for one in own:
        rest = one.sub(" ", rest)
    found = JUDGEMENT[language].search(rest) or RANK[language].search(masked) or _unsupported(masked, cited, language)
    if found:
        yield Problem(ProblemKind.CLAIM, f"{found[0].strip()!r} says more than the cited facts do")
        return
    surplus = _surplus(masked, own, language)
    if surplus:
        yield Problem(ProblemKind.CLAIM, f"{surplus!r} rests on no cited fact")


def _unsupported(masked: str, cited: Sequence[Fact], language: Language) -> re.Match[str] | None:
    """Words that some facts bear out and others do not."""
    treating = [fact for fact in cited if fact.predicate in _TREATMENT]
    levels = {fact.knowledge_level for fact in treating}
    found = None
    if KnowledgeLevel.KNOWLEDGE_ASSERTION not in levels:
        found = APPROVAL[language].search(masked)
    if treating and levels == {KnowledgeLevel.OBSERVATION}:
        found = found or EFFICACY[language].search(masked)
    if not any(wording_of(fact) in _HARMS for fact in cited):
        found = found or HARM[language].search(masked)
    if not any(one.key == "frequency" for fact in cited for one in fact.qualifiers):
        found = found or FREQUENCY[language].search(masked)
    if not any(fact.qualifiers for fact in cited):
        rest = masked
        for fact in cited:
            own = expressions_of(wording_of(fact), language)
            rest = own.sub(" ", rest) if own else rest
        found = found or INTENSITY[language].search(rest)
    return found


def _surplus(masked: str, own: Sequence[re.Pattern[str]], language: Language) -> str:
    """The closing clause that names nothing, and says more than a predicate's expressions and where it stands."""
    parts = pieces(QUALIFIED.sub(" ", masked), language)
    last = max((index for index, part in enumerate(parts) if mentions_in(part)), default=len(parts))
    for part in parts[last + 1 :]:
        if hedges(part, language):
            continue
        rest = part
        for one in own:
            rest = one.sub(" ", rest)
        if language is Language.CHINESE:
            words = ["".join(_HAN.findall(GLUE_ZH.sub("", rest)))]
            words = [one for one in words if len(one) > _MOST_HAN]
        else:
            words = [one for one in _WORD.findall(rest) if not GLUE_EN.fullmatch(one)]
        if words:
            return part.strip(" ,.;，。；")
    return ""
