"""The spaCy component that links mentions."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extraction.extensions import register_extensions, text_of
from extraction.lexicon import Lexicon, shipped_lexicon
from extraction.linking.exact import LexiconLinker

FACTORY = "medkg_linker"


class Linker:
    """The component: links ``doc._.medkg_mentions``; run it last of the front half.

    Args:
        lexicon: None for that of the shipped vocabularies, built when the first text comes.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        register_extensions()
        self.lexicon = lexicon
        self._linker: LexiconLinker | None = None

    def __call__(self, doc: Doc) -> Doc:
        if self._linker is None:
            if self.lexicon is None:
                self.lexicon = shipped_lexicon()
            self._linker = LexiconLinker(self.lexicon)
        doc._.medkg_mentions = tuple(self._linker.link(doc._.medkg_mentions, text_of(doc)))
        return doc


@Language.factory(FACTORY, assigns=["doc._.medkg_mentions"])
def make_linker(nlp: Language, name: str) -> Linker:
    """Makes the component ``medkg_linker`` on the shipped vocabularies."""
    return Linker()
