"""The front half of extraction as one spaCy pipeline: sections, sentences, mentions, links."""

from __future__ import annotations

from typing import cast

import spacy
from spacy.language import Language

from extraction import linking, mentions, sections, sentences
from extraction.lexicon import Lexicon

COMPONENTS = (sections.FACTORY, sentences.FACTORY, mentions.FACTORY, linking.FACTORY)
"""Names of the components, in order; each is an entry point of ``spacy_factories``."""

_TOKENIZER_CACHE = 200_000


def make_front(language: str, lexicon: Lexicon | None = None) -> Language:
    """A blank pipeline for ``en`` or ``zh`` with the components of the front half; they can be extended.

    Args:
        language: Chinese is cut into single characters.
        lexicon: shared by the components; None for that of the shipped vocabularies.
    """
    nlp = spacy.blank(language)
    if hasattr(nlp.tokenizer, "max_cache_size"):
        nlp.tokenizer.max_cache_size = _TOKENIZER_CACHE
    nlp.max_length = 10_000_000
    for name in COMPONENTS:
        nlp.add_pipe(name)
    if lexicon is not None:
        cast(mentions.Mentions, nlp.get_pipe(mentions.FACTORY)).lexicon = lexicon
        cast(linking.Linker, nlp.get_pipe(linking.FACTORY)).lexicon = lexicon
    return nlp
