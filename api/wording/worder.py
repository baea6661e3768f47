"""Facts worded by a language model, sentence by sentence verified, the template standing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.explain_verify import SentenceVerifier
from api.facts import Fact, Language, Sentence
from api.realise import realise_fact
from api.wording.parse import Rejected, parse_answer
from api.wording.prompts import facts_prompt, system_prompt
from api.wording.protocol import Completion, LanguageModel
from kg.schema import Category

_TOKENS_A_FACT = 80
_FACTS_AT_ONCE = 12
_PRIVATE = frozenset((Category.CASE,))


@dataclass(frozen=True, slots=True)
class Worded:
    """What came of it.

    Attributes:
        sentences: verified, in the order of the facts; each fact is cited by at least one, unless even the template's
            sentence for it failed.
        rejected: what the model, or the template, said and the checks refused.
        by_model: how many of ``sentences`` are the model's own.
    """

    sentences: tuple[Sentence, ...]
    rejected: tuple[Rejected, ...]
    by_model: int


def word_facts(model: LanguageModel, facts: Sequence[Fact], language: Language, verifier: SentenceVerifier) -> Worded:
    """Words facts with a language model.

    Facts of a case are not sent to it: their names may come from file names. The template words them.

    Args:
        model: any client.
        facts: all facts of the answer, numbered.
        language: of the sentences.
        verifier: reads every sentence, the template's too.

    Raises:
        StoreUnavailableError, StoreAuthenticationError, InputError: the model's own errors.
    """
    sent = [fact for fact in facts if fact.subject.category not in _PRIVATE]
    good: list[Sentence] = []
    rejected: list[Rejected] = []
    for start in range(0, len(sent), _FACTS_AT_ONCE):
        part = sent[start : start + _FACTS_AT_ONCE]
        completion = Completion(max_tokens=_TOKENS_A_FACT * len(part) + 40)
        answer = model.complete(facts_prompt(part, language), system_prompt(language), completion)
        sentences, unread = parse_answer(answer, {fact.number for fact in part}, language)
        rejected += unread
        for sentence in dict.fromkeys(sentences):
            _sort_out(sentence, facts, verifier, good, rejected)
    by_model = len(good)
    covered = {number for sentence in good for number in sentence.cites}
    for fact in facts:
        if fact.number not in covered:
            _sort_out(realise_fact(fact, language), facts, verifier, good, rejected)
    good.sort(key=lambda sentence: sentence.cites[0])
    return Worded(tuple(good), tuple(rejected), by_model)


def _sort_out(
    sentence: Sentence,
    facts: Sequence[Fact],
    verifier: SentenceVerifier,
    good: list[Sentence],
    rejected: list[Rejected],
) -> None:
    problems = verifier(sentence, facts)
    if problems:
        rejected.append(Rejected(sentence.text, problems))
    else:
        good.append(sentence)
