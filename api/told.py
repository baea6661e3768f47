"""What stands in brackets behind a claim beside its qualifiers, and a sentence without it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from api.facts import Fact, Language
from api.mentioning import told_mention
from api.predicting import told_prediction
from kg.schema import Category

_BRACKETS = re.compile(r"\(([^()]*)\)")
_UNNAMED = frozenset((Category.CASE, Category.PUBLICATION))


def told_beside(fact: Fact, language: Language) -> list[str]:
    """The rank and probability of a prediction; how a note means what it mentions."""
    return [*told_mention(fact, language), *told_prediction(fact, language)]


def without_told(text: str, cited: Sequence[Fact], language: Language) -> str:
    """A text without the brackets that hold just what :func:`told_beside` says of the cited claim before them.

    Args:
        text: NFKC.
        cited: the facts that it cites.
        language: of the text.
    """
    told = [(fact, _folded(";".join(parts))) for fact in cited if (parts := told_beside(fact, language))]
    if not told:
        return text
    kept, done = [], 0
    for found in _BRACKETS.finditer(text):
        before, done = text[done : found.start()], found.end()
        said = any(words == _folded(found[1]) and _names(before, fact) for fact, words in told)
        kept += [before, "" if said else found[0]]
    return "".join((*kept, text[done:]))


def _names(text: str, fact: Fact) -> bool:
    """Whether a text names both ends of a fact; a case or a publication may stand for itself."""
    held = _folded(text)
    ends = (end for end in (fact.subject, fact.object) if end.category not in _UNNAMED)
    return all(any(name and _folded(name) in held for name in (end.name, end.name_zh, *end.synonyms)) for end in ends)


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).replace(" ", "").casefold()
