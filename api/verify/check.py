"""The verifier: does a sentence say what the facts that it cites hold, and nothing else?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from api.facts import Fact, Language, Sentence
from api.predicting import false_ranks
from api.taking import without_taking
from api.told import without_told
from api.verify.beyond import beyond_problems, other_people
from api.verify.claims import Reading, claim_problems
from api.verify.clauses import clauses
from api.verify.cues import advice, other_claim
from api.verify.frames import expressions_of, wording_of
from api.verify.lexicon import NameFinder, fold, shipped_names
from api.verify.mentions import Mention, find_mentions, mask
from api.verify.numbers import number_problems
from api.verify.pairs import pair_problems
from api.verify.problems import Problem, ProblemKind, Verdict
from api.verify.qualifiers import without_severity


def verify(sentence: Sentence, facts: Sequence[Fact], names: NameFinder | None = None) -> Verdict:
    """Reads a sentence and checks it against the facts that it cites, whoever worded it.

    Every name in it must be an end of a cited fact, and every cited fact must be said: by its predicate, in its
    direction, denied when it is denied, hedged when it is a prediction. Advice, and numbers that the facts lack, are
    problems always.

    Args:
        sentence: English or Chinese; without citation marks.
        facts: all facts of the answer.
        names: finds names that may be none of the facts'; None for the shipped vocabularies.
    """
    by_number = {fact.number: fact for fact in facts}
    missing = [number for number in sentence.cites if number not in by_number]
    if missing or not sentence.cites:
        what = f"there is no fact {', '.join(map(str, missing))}" if missing else "the sentence cites nothing"
        return Verdict((Problem(ProblemKind.CITATION, what),))
    cited = tuple(by_number[number] for number in dict.fromkeys(sentence.cites))
    text = unicodedata.normalize("NFKC", sentence.text).replace("’", "'")
    text = without_taking(text, cited, sentence.language)
    text = without_told(text, cited, sentence.language)
    entities = {end.id: end for fact in facts for end in (fact.subject, fact.object)}
    found = (expressions_of(wording_of(fact), sentence.language) for fact in cited)
    expressions = tuple(one for one in found if one)
    mentions = find_mentions(text, entities.values(), names or shipped_names(), expressions)
    problems = [*_foreign(text, mentions, cited), *_wording(text, mentions, cited, sentence.language)]
    if not any(problem.kind is ProblemKind.ENTITY for problem in problems):
        reading = _reading(text, mentions, cited, sentence.language)
        problems += claim_problems(reading, cited)
        problems += pair_problems(reading.masked, mentions, cited, sentence.language)
    return Verdict(tuple(problems))


def _reading(text: str, mentions: Sequence[Mention], cited: Sequence[Fact], language: Language) -> Reading:
    masked, _ = without_severity(mask(text, mentions), cited, language)
    expressions = [expressions_of(wording_of(fact), language) for fact in cited]
    found = clauses(masked, language, [one for one in expressions if one])
    return Reading(masked, tuple(mentions), found, language)


def _foreign(text: str, mentions: Sequence[Mention], cited: Sequence[Fact]) -> Iterator[Problem]:
    ends = {end.id for fact in cited for end in (fact.subject, fact.object)}
    for mention in mentions:
        name = text[mention.start : mention.end]
        if not mention.ids & ends:
            yield Problem(ProblemKind.ENTITY, f"{name!r} is no part of what the sentence cites")


def _wording(text: str, mentions: Sequence[Mention], cited: Sequence[Fact], language: Language) -> Iterator[Problem]:
    masked, wrong = without_severity(mask(text, mentions), cited, language)
    for severity in wrong:
        yield Problem(ProblemKind.QUALIFIER, f"{severity!r} is no severity of what the sentence cites")
    forbids = any(fact.predicate == "contraindicated_in" for fact in cited)
    told = advice(masked, language, forbids)
    if told:
        yield Problem(ProblemKind.ADVICE, f"{told!r} tells somebody what to do")
    other = other_claim(masked, language)
    if other and not any(other in fold(citation.quote) for fact in cited for citation in fact.citations):
        yield Problem(ProblemKind.PREDICATE, f"{other!r} says what no fact holds")
    yield from other_people(masked, cited, language)
    yield from beyond_problems(masked, cited, language)
    for rank in false_ranks(masked, cited):
        yield Problem(ProblemKind.NUMBER, f"{rank!r} is no rank of a cited prediction")
    for number in number_problems(masked, cited, len(mentions), language):
        yield Problem(ProblemKind.NUMBER, f"{number!r} stands in no cited fact")
