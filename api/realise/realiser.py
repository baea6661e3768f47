"""Facts and paths as sentences that cite them."""

from __future__ import annotations

from collections.abc import Sequence

from api.facts import Fact, Language, Sentence
from api.realise.chinese import chinese_sentence
from api.realise.english import english_sentence
from kg.errors import InputError


def realise_fact(fact: Fact, language: Language = Language.ENGLISH) -> Sentence:
    """One fact as one sentence.

    A denied fact is negated, a predicted one hedged, an observed or text-mined one says so.
    """
    return realise_path((fact,), language)


def realise_path(facts: Sequence[Fact], language: Language = Language.ENGLISH) -> Sentence:
    """The facts of a path, or of one case, in order, as one sentence.

    Raises:
        InputError: there are no facts.
    """
    if not facts:
        raise InputError("A path without facts cannot be worded.", "Give at least one fact.")
    text = chinese_sentence(facts) if language is Language.CHINESE else english_sentence(facts)
    return Sentence(text, tuple(dict.fromkeys(fact.number for fact in facts)), language)
