"""The front half of extraction as one spaCy pipeline: sections, sentences, mentions, recognised names, links."""

from __future__ import annotations

import re
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extraction import linking, mentions, misspellings, sections, sentences
from extraction.abbreviations import reads_tokens
from extraction.lexicon import Lexicon
from extraction.recogniser import component as recogniser
from extraction.recogniser.spans import SpanFinder

COMPONENTS = (
    sections.FACTORY, sentences.FACTORY, mentions.FACTORY, misspellings.FACTORY, recogniser.FACTORY, linking.FACTORY,
)  # fmt: skip
"""Names of the components, in order; each is an entry point of ``spacy_factories``."""

_ENGLISH = "en"
_ENGLISH_ONLY = frozenset((misspellings.FACTORY, recogniser.FACTORY))
_TOKENIZER_CACHE = 200_000
_LONGEST_WORD = 24
_DIGIT = re.compile(r"\d")
_CHARACTER = re.compile(r"(\S)( ?)|(\s+)")
_MARKS = ',;:()?!"[]/-*'
_ENDLESS = re.compile(r"\S{400}")


def make_front(
    language: str, lexicon: Lexicon | None = None, finder: SpanFinder | None = None, *, recognised: bool = True
) -> Language:
    """A blank pipeline for ``en`` or ``zh`` with the components of the front half; they can be extended.

    Args:
        language: Chinese is cut into single characters, and no recogniser reads it.
        lexicon: shared by the components; None for that of the shipped vocabularies.
        finder: the recogniser; None for the shipped one.
        recognised: whether a recogniser takes part.
    """
    nlp = spacy.blank(language)
    if hasattr(nlp.tokenizer, "max_cache_size"):
        nlp.tokenizer.max_cache_size = _TOKENIZER_CACHE
    nlp.max_length = 10_000_000
    for name in COMPONENTS:
        if name in _ENGLISH_ONLY and (language != _ENGLISH or (name == recogniser.FACTORY and not recognised)):
            continue
        nlp.add_pipe(name)
    if recogniser.FACTORY in nlp.pipe_names:
        component = cast(recogniser.RecogniserComponent, nlp.get_pipe(recogniser.FACTORY))
        component.finder, component.lexicon = finder, lexicon
    if lexicon is not None:
        cast(mentions.Mentions, nlp.get_pipe(mentions.FACTORY)).lexicon = lexicon
        cast(linking.Linker, nlp.get_pipe(linking.FACTORY)).lexicon = lexicon
    return nlp


def make_doc(nlp: Language, text: str) -> Doc:
    """The tokens of a text, as ``nlp.make_doc`` has them, in time that grows with its length alone.

    spaCy's tokenizer takes quadratic time in one word; what no writer parts for 400 characters is cut there.
    """
    if getattr(nlp.tokenizer, "segmenter", "") == "char":
        return _characters(nlp, text)
    if not _ENDLESS.search(text):
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    begin = 0
    for end in [*(found.end() for found in _ENDLESS.finditer(text)), len(text)]:
        for token in nlp.make_doc(text[begin:end]):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
        begin = end
    return Doc(nlp.vocab, words=words, spaces=spaces)


def needs_tokens(text: str, language: str) -> bool:
    """Whether a component reads the tokens of a text; for any other a ``Doc`` without tokens does as well.

    Such a ``Doc`` has its text in ``doc._.medkg_text`` alone.
    """
    return reads_tokens(text, language) or _ENDLESS.search(text) is not None


def _characters(nlp: Language, text: str) -> Doc:
    """Every character as a token, as spaCy's Chinese cuts them; white space beyond one blank is a token of its own."""
    words: list[str] = []
    spaces: list[bool] = []
    for word, space, white in _CHARACTER.findall(text):
        words.append(word or white)
        spaces.append(bool(space))
    return Doc(nlp.vocab, words=words, spaces=spaces)


class WordCache:
    """Keeps the tokens of words at hand across documents; what the tokens are does not depend on it.

    spaCy's tokenizer stops filling its own cache at the first exception of a document (``Dr.``), so every new word
    without digits is shown to it once by itself.

    Args:
        nlp: a pipeline; one whose tokenizer has no cache is left as it is.
    """

    def __init__(self, nlp: Language) -> None:
        self._tokenizer = nlp.tokenizer if hasattr(nlp.tokenizer, "max_cache_size") else None
        self._exceptions = frozenset(self._tokenizer.rules if self._tokenizer is not None else ())
        self._seen: set[str] = set()

    def learn(self, text: str) -> None:
        """Makes the words of a text known."""
        if self._tokenizer is None or len(self._seen) >= _TOKENIZER_CACHE:
            return
        new = [one for one in set(text.split()) - self._seen if len(one) <= _LONGEST_WORD and not _DIGIT.search(one)]
        plain = [one for one in new if self._is_plain(one)]
        self._tokenizer(" ".join(plain))
        for word in set(new).difference(plain):
            self._tokenizer(word)
        self._seen.update(new)

    def _is_plain(self, word: str) -> bool:
        """Whether a word is no exception, nor is what it leaves without the marks around it."""
        core = word.strip(_MARKS)
        full = core.removesuffix(".")
        return full.isalpha() and core not in self._exceptions and full not in self._exceptions
