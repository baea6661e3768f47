"""The spaCy component that links mentions: exact names first, the reranker for what they leave or doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Mention
from extraction.extensions import register_extensions, text_of
from extraction.lexicon import Lexicon, shipped_lexicon
from extraction.linking.candidates import shipped_finder
from extraction.linking.exact import LexiconLinker
from extraction.linking.features import Place
from extraction.linking.model import TASK, Reranker, load_reranker
from extraction.linking.rewriting import CHEMICAL, CONDITION
from extraction.linking.short_forms import short_forms
from kg.errors import NotFoundError
from kg.records import DocumentKind
from kg.schema import Category
from kg.shipped import data_path

FACTORY = "medkg_linker"
MATCHER = "reranker"
LEAST_CHANCE = 0.5
"""A link that no exact name gives counts from this chance on; in literature it replaces an exact one from there on."""
SURE_SCORE = 0.9
"""An exact link of a chemical from this score on (a name or synonym, of one term) stands in literature too."""

_KINDS: dict[str, str] = {
    Category.DISEASE: CONDITION,
    Category.PHENOTYPIC_FEATURE: CONDITION,
    Category.DRUG: CHEMICAL,
    Category.CHEMICAL_ENTITY: CHEMICAL,
    Category.CHEMICAL_ROLE: CHEMICAL,
}
_ENGLISH = "en"


def shipped_reranker() -> Reranker | None:
    """The reranker that ships, or None where none does."""
    try:
        return load_reranker(data_path("models", TASK), shipped_finder())
    except NotFoundError:
        return None


class Linker:
    """The component: links ``doc._.medkg_mentions``; run it last of the front half.

    A mention without a term whose category is that of a condition or a chemical (a recogniser leaves such) is linked by
    the reranker. In literature the reranker has the word wherever it is sure, but for plain names of chemicals; in
    notes what an exact name says stays.

    Args:
        lexicon: None for that of the shipped vocabularies, built when the first text comes; with another lexicon the
            reranker, which knows the shipped vocabularies alone, is not asked.
        reranker: None for the shipped one, loaded when it is first needed.
    """

    def __init__(self, lexicon: Lexicon | None = None, reranker: Reranker | None = None) -> None:
        register_extensions()
        self.lexicon = lexicon
        self.reranker = reranker
        self._linker: LexiconLinker | None = None
        self._asked = reranker is not None

    def __call__(self, doc: Doc) -> Doc:
        if self._linker is None:
            if self.lexicon is None:
                self.lexicon = shipped_lexicon()
            self._linker = LexiconLinker(self.lexicon)
        mentions = doc._.medkg_mentions
        linked = self._linker.link(mentions, text_of(doc))
        if doc.lang_ == _ENGLISH:
            document = doc._.medkg_document
            literature = document is not None and document.kind is not DocumentKind.NOTE
            linked = self._reranked(mentions, linked, text_of(doc), literature)
        doc._.medkg_mentions = tuple(linked)
        return doc

    def _reranked(
        self, before: Sequence[Mention], linked: Sequence[Mention], text: str, literature: bool
    ) -> list[Mention]:
        kinds = [_KINDS.get(one.category or old.category, "") for old, one in zip(before, linked, strict=True)]
        wanted = [bool(kind) and _in_doubt(one, kind, literature) for one, kind in zip(linked, kinds, strict=True)]
        reranker = self._model() if any(wanted) else None
        if reranker is None:
            return list(linked)
        long = short_forms(text, [(one.start, one.end) for one in linked])
        places = [Place(one.text, kind, long.get(one.text, "")) for one, kind in zip(linked, kinds, strict=True)]
        asked = [place for place, one in zip(places, wanted, strict=True) if one]
        answers = iter(reranker.link(asked, text))
        return [self._joined(one, next(answers), reranker) if doubt else one
                for one, doubt in zip(linked, wanted, strict=True)]  # fmt: skip

    def _joined(self, mention: Mention, answer: tuple[int | None, float], reranker: Reranker) -> Mention:
        concept, chance = answer
        if concept is None or chance < LEAST_CHANCE:
            return mention
        concepts = reranker.finder.concepts
        curie = concepts.curie(concept)
        if curie == mention.curie:
            return mention
        return replace(
            mention,
            category=str(concepts.category(concept)),
            curie=curie,
            name=concepts.label(concept),
            score=round(chance, 4),
            matcher=MATCHER,
        )

    def _model(self) -> Reranker | None:
        if not self._asked:
            self._asked = True
            if self.lexicon is shipped_lexicon():
                self.reranker = shipped_reranker()
        return self.reranker


def _in_doubt(mention: Mention, kind: str, literature: bool) -> bool:
    """Whether the reranker has a say: on what no exact name links, and in literature on all but plain chemical names.

    What a condition's name means differs by corpus and document; a chemical's full name means that chemical.
    """
    if mention.curie is None or not literature:
        return mention.curie is None
    return kind != CHEMICAL or mention.score < SURE_SCORE


@Language.factory(FACTORY, assigns=["doc._.medkg_mentions"])
def make_linker(nlp: Language, name: str) -> Linker:
    """Makes the component ``medkg_linker`` on the shipped vocabularies."""
    return Linker()
