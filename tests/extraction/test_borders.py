"""Sentences and short forms found without tokenising a text are those that spaCy's tokens show."""

from __future__ import annotations

from functools import lru_cache

import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extraction.abbreviations import resolve_abbreviations
from extraction.borders import Borders
from extraction.extensions import sentence_spans
from extraction.front import make_doc, make_front, needs_tokens
from extraction.lexicon import Lexicon
from extraction.mentions import MentionFinder
from extraction.sections import FACTORY as SECTIONS
from extraction.sentences import FACTORY as SENTENCES
from kg.vocabulary import Term, Vocabulary

_PIECES = st.sampled_from(
    [" ", "  ", "\n", "\n\n", " \n ", "\t", "\u00a0", "\r\n", "Dr.", "e.g.", "pain", "Plan:", "PLAN", "a.m.", "10mg",
     "don't", "(b)", ":)", ": )", "3/4", "x-ray.Then", "U.S.", "-", "--", "...", "?", "!", "No fever.", "C++", "'s",
     "痛。", "Labs:", "heart/lung", "5.5%", "http://a.org/b", "1.", "2)", "█", "A&P:none", "，"]
)  # fmt: skip
_VOCABULARY = Vocabulary(
    [Term("MONDO:1", "Disease", "chronic kidney disease"), Term("MONDO:2", "Disease", "type 2 diabetes mellitus")]
)
_TEXTS = st.lists(_PIECES, max_size=30).map("".join)


@lru_cache
def _pipeline(language):
    nlp = make_front(language, recognised=False)
    for name in set(nlp.pipe_names) - {SECTIONS, SENTENCES}:
        nlp.remove_pipe(name)
    return nlp


def _run(nlp, doc, text):
    doc._.medkg_text = text
    for _, component in nlp.pipeline:
        doc = component(doc)
    return sentence_spans(doc)


@settings(deadline=None, max_examples=300)
@given(_TEXTS, st.sampled_from(["en", "zh"]))
@example("Plan:rest.\n\n  Labs: none ", "en")
@example(" ", "en")
@example("", "en")
@example("no end ", "zh")
def test_a_doc_without_tokens_has_the_same_sentences(text, language):
    nlp = _pipeline(language)
    assert _run(nlp, spacy.tokens.Doc(nlp.vocab), text) == _run(nlp, make_doc(nlp, text), text)


@settings(deadline=None, max_examples=300)
@given(_TEXTS, st.data())
def test_any_place_is_moved_to_its_token(text, data):
    nlp = _pipeline("en")
    doc = nlp.make_doc(text)
    places = data.draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=5, unique=True).map(sorted))
    places = places if text else []
    starts = [token.idx for token in doc]
    ends = [token.idx + len(token) for token in doc]
    firsts = {next((start for start, end in zip(starts, ends, strict=True) if end > one), None) for one in places}
    expected = sorted({0, *(one for one in firsts if one is not None)})
    found = Borders(nlp.tokenizer).sentences(text, places)
    assert [start for start, _ in found] == expected
    for (_, end), start in zip(found, [*expected[1:], len(text)], strict=True):
        assert end == max((one for one in ends if one <= start), default=0)


def test_words_that_were_met_before_are_kept():
    asked = []
    nlp = spacy.blank("en")

    def tokenizer(word):
        asked.append(word)
        return nlp.tokenizer(word)

    borders = Borders(tokenizer)
    text = "one Plan:rest two Plan:rest three"
    places = [text.index("rest"), text.rindex("rest")]
    borders.sentences(text, places)
    assert asked == ["Plan:rest"]


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            ["chronic", "kidney", "disease", "(CKD)", "(ckd stage", "3)", "(C.K.D.)", " \n", "obstructive (O)",
             "of-the", "pulmonary", "type", "2", "diabetes", "mellitus", "T2DM (type 2 diabetes mellitus)", "mg/dL",
             "(see above),", "word " * 45]
        ),
        max_size=40,
    ).map(" ".join)
)  # fmt: skip
def test_short_forms_are_those_that_all_tokens_show(text):
    nlp = _pipeline("en")
    whole, bare = make_doc(nlp, text), spacy.tokens.Doc(nlp.vocab)
    bare._.medkg_text = text
    mentions = MentionFinder(Lexicon.of(_VOCABULARY)).find(text)
    assert resolve_abbreviations(bare, mentions, nlp.tokenizer) == resolve_abbreviations(whole, mentions)
    assert bare._.medkg_defined == whole._.medkg_defined


def test_a_text_of_many_brackets_needs_its_tokens():
    assert needs_tokens("a chronic kidney disease (CKD)", "en")
    assert not needs_tokens("a chronic kidney disease (CKD)", "zh")
    assert not needs_tokens("a chronic kidney disease (CKD) " + "and more " * 60, "en")
    assert needs_tokens("x" * 500, "zh")
