"""The sentences of an explanation: worded, verified, the failed ones dropped and kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.explain_verify import SentenceVerifier
from api.facts import Fact, Language, Sentence
from api.realise import realise_fact, realise_path
from api.wording import LanguageModel, word_facts
from api.wording.parse import Rejected


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said, in order.

    Attributes:
        warnings, claimed: one sentence each.
        paths, cases: one sentence for the facts of each.
    """

    warnings: tuple[Fact, ...]
    claimed: tuple[Fact, ...]
    paths: tuple[tuple[Fact, ...], ...]
    cases: tuple[tuple[Fact, ...], ...]
    language: Language

    def groups(self) -> Iterator[tuple[Fact, ...]]:
        """The facts of each sentence."""
        for fact in (*self.warnings, *self.claimed):
            yield (fact,)
        yield from self.paths
        yield from self.cases


def word(
    plan: Plan, facts: Sequence[Fact], verifier: SentenceVerifier, model: LanguageModel | None = None
) -> tuple[tuple[Sentence, ...], tuple[Rejected, ...]]:
    """Sentences that passed the verifier, and those that did not.

    A path whose sentence fails is said fact by fact.
    """
    if model is not None:
        said = {fact.number for group in plan.groups() for fact in group}
        worded = word_facts(model, [fact for fact in facts if fact.number in said], plan.language, verifier)
        return worded.sentences, worded.rejected
    good: dict[str, Sentence] = {}
    dropped: list[Rejected] = []
    for group in plan.groups():
        sentence = realise_path(group, plan.language)
        problems = verifier(sentence, facts)
        if not problems:
            good.setdefault(sentence.text, sentence)
            continue
        dropped.append(Rejected(sentence.text, problems))
        if len(group) > 1:
            _one_by_one(group, facts, plan.language, verifier, good, dropped)
    return tuple(good.values()), tuple(dropped)


def _one_by_one(
    group: Sequence[Fact],
    facts: Sequence[Fact],
    language: Language,
    verifier: SentenceVerifier,
    good: dict[str, Sentence],
    dropped: list[Rejected],
) -> None:
    for fact in group:
        sentence = realise_fact(fact, language)
        problems = verifier(sentence, facts)
        if problems:
            dropped.append(Rejected(sentence.text, problems))
        else:
            good.setdefault(sentence.text, sentence)
