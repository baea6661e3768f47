"""The union of the recogniser's spans with the vocabulary's mentions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
import spacy

from extraction.annotations import Mention
from extraction.recogniser.combine import LITERATURE, MATCHER, NOTE, combine
from extraction.recogniser.component import RecogniserComponent
from extraction.recogniser.spans import RecognisedSpan, without_overlaps
from kg.schema import Category

TEXT = "BRCA1 and severe chronic fever after zolparib and aspirin"


def _mention(name: str) -> Mention:
    start = TEXT.index(name)
    return Mention(start, start + len(name), name, "", None, "", 0.0)


def _span(name: str, label: str, score: float = 0.9) -> RecognisedSpan:
    start = TEXT.index(name)
    return RecognisedSpan(start, start + len(name), label, score)


def _kinds(mention: Mention) -> frozenset[str]:
    return frozenset((Category.GENE if mention.text == "BRCA1" else Category.DRUG,))


def _texts(mentions: Sequence[Mention]) -> list[tuple[str, str]]:
    return [(one.text, one.matcher) for one in mentions]


def test_a_new_name_is_added_with_its_category_and_score() -> None:
    found = combine(TEXT, [], [_span("zolparib", "Chemical", 0.83)], _kinds, LITERATURE)
    start = TEXT.index("zolparib")
    assert found == (Mention(start, start + 8, "zolparib", Category.CHEMICAL_ENTITY, None, "", 0.83, matcher=MATCHER),)


def test_the_same_place_keeps_the_vocabularys_mention() -> None:
    found = combine(TEXT, [_mention("aspirin")], [_span("aspirin", "Chemical")], _kinds, LITERATURE)
    assert _texts(found) == [("aspirin", "vocabulary")]


def test_kinds_that_the_recogniser_does_not_know_stay() -> None:
    assert _texts(combine(TEXT, [_mention("BRCA1")], [], _kinds, LITERATURE)) == [("BRCA1", "vocabulary")]


def test_a_known_kind_without_support_goes_in_literature_and_stays_in_a_note() -> None:
    mentions = [_mention("aspirin")]
    assert combine(TEXT, mentions, [], _kinds, LITERATURE) == ()
    assert _texts(combine(TEXT, mentions, [], _kinds, NOTE)) == [("aspirin", "vocabulary")]


@pytest.mark.parametrize("score", [0.99, 0.3])
def test_in_a_note_the_vocabularys_mention_stays(score: float) -> None:
    found = combine(TEXT, [_mention("fever")], [_span("chronic fever", "Disease", score)], _kinds, NOTE)
    assert [one.text for one in found] == ["fever"]


@pytest.mark.parametrize(("score", "kept"), [(0.9, ["zolparib"]), (0.3, [])])
def test_in_a_note_a_name_of_its_own_has_to_be_sure(score: float, kept: list[str]) -> None:
    found = combine(TEXT, [], [_span("zolparib", "Chemical", score)], _kinds, NOTE)
    assert [one.text for one in found] == kept


def test_in_a_note_a_narrower_span_does_not_cut_the_vocabularys() -> None:
    found = combine(TEXT, [_mention("chronic fever")], [_span("fever", "Disease")], _kinds, NOTE)
    assert [one.text for one in found] == ["chronic fever"]
    literature = combine(TEXT, [_mention("chronic fever")], [_span("fever", "Disease")], _kinds, LITERATURE)
    assert [one.text for one in literature] == ["fever"]


def test_an_unsure_span_alone_is_no_mention_in_a_note() -> None:
    assert combine(TEXT, [], [_span("zolparib", "Chemical", 0.4)], _kinds, NOTE) == ()


def test_labels_that_the_graph_does_not_hold_are_left_out() -> None:
    assert combine(TEXT, [], [_span("zolparib", "CellLine")], _kinds, LITERATURE) == ()


def test_mentions_never_overlap() -> None:
    spans = without_overlaps([_span("severe chronic fever", "Disease"), _span("fever after zolparib", "Disease")])
    found = combine(TEXT, [_mention("chronic fever"), _mention("zolparib"), _mention("aspirin")], spans, _kinds, NOTE)
    assert all(one.end <= other.start for one, other in pairwise(found))


class _Finder:
    types = ("Chemical",)
    calls = 0

    def spans(self, texts: Sequence[str]) -> tuple[tuple[RecognisedSpan, ...], ...]:
        self.calls += 1
        return tuple((RecognisedSpan(one.index("zol"), one.index("zol") + 8, "Chemical", 0.9),) for one in texts)


def test_the_component_reads_ahead_once_for_many_texts() -> None:
    finder = _Finder()
    component = RecogniserComponent(finder)
    texts = ["zolparib was given", "on zolparib"]
    component.read_ahead(texts)
    nlp = spacy.blank("en")
    for text in texts:
        doc = nlp.make_doc(text)
        assert [one.text for one in component(doc)._.medkg_mentions] == ["zolparib"]
    assert finder.calls == 1


def test_other_languages_pass_unchanged() -> None:
    doc = spacy.blank("zh").make_doc("zolparib")
    assert RecogniserComponent(_Finder())(doc)._.medkg_mentions == ()
