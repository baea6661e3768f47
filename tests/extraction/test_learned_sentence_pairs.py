"""Pairs of a sentence: which are asked, what a classifier sees of them, and the rules that leave some out."""

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Entity, Relation
from extraction.relations.learned.sentence_company import COLUMNS, Company
from extraction.relations.learned.sentence_condense import EXAMPLES, LISTED, condensed
from extraction.relations.learned.sentence_features import features
from extraction.relations.learned.sentence_filters import abbreviates, in_list, same_name
from extraction.relations.learned.sentence_pairs import (
    FIRST,
    MAXIMUM_APART,
    OTHER,
    SECOND,
    Candidates,
    PairView,
    asked_pairs,
    views,
    with_all_pairs,
)
from extraction.relations.learned.sentence_standing import standings
from kg.results import DropReason

DRUGS = Candidates((("drug", "drug"),))


def document(text, *names, relations=(), kinds=None, sentences=()):
    """A document whose entities are the first places of these names after one another."""
    entities, place = [], 0
    for number, name in enumerate(names):
        start = text.index(name, place)
        kind = kinds[number] if kinds else "drug"
        entities.append(Entity(f"T{number}", start, start + len(name), name, kind))
        place = start + 1
    return AnnotatedDocument("d", text, tuple(entities), tuple(relations), sentences=sentences)


def view_of(text, *names, **more):
    one = document(text, *names, **more)
    pairs, _ = asked_pairs((one,), DRUGS)
    return views((one,), pairs)[0]


def test_pairs_never_cross_a_sentence_when_none_are_listed():
    text = "Warfarin and aspirin bleed. Zinc is safe with iron."
    one = document(text, "Warfarin", "aspirin", "Zinc", "iron")
    pairs, dropped = asked_pairs((one,), DRUGS)
    assert [(pair.head.text, pair.tail.text) for pair in pairs] == [("Warfarin", "aspirin"), ("Zinc", "iron")]
    assert dropped == ()


def test_only_listed_pairs_are_asked_and_unknown_ends_reported():
    relations = (Relation("effect", "T2", "T0"), Relation("effect", "T0", "T9"))
    one = document("A1 with B1 and C1.", "A1", "B1", "C1", relations=relations)
    pairs, dropped = asked_pairs((one,), DRUGS)
    assert [(pair.head.text, pair.tail.text, pair.type) for pair in pairs] == [("C1", "A1", "effect")]
    assert [drop.reason for drop in dropped] == [DropReason.MISSING_FIELD]


def test_candidates_take_the_direction_of_training():
    known = document("A1 gave rash.", "A1", "rash", kinds=("Drug", "Effect"), relations=(Relation("x", "T0", "T1"),))
    candidates = Candidates.of((known,))
    other = document("Rash after A1 and B1.", "Rash", "A1", "B1", kinds=("Effect", "Drug", "Drug"))
    pairs, _ = asked_pairs((other,), candidates)
    assert [(pair.head.text, pair.tail.text) for pair in pairs] == [("A1", "Rash"), ("B1", "Rash")]
    assert [one.turned for one in views((other,), pairs)] == [True, True]


def test_unlisted_pairs_can_be_listed_as_none():
    one = document("A1, B1 and C1.", "A1", "B1", "C1", relations=(Relation("effect", "T0", "T2"),))
    told = [(row.type, row.head, row.tail) for row in with_all_pairs(one, DRUGS).relations]
    assert told == [("effect", "T0", "T2"), (NO_RELATION, "T0", "T1"), (NO_RELATION, "T1", "T2")]


def test_entities_are_blinded_in_the_words():
    view = view_of(
        "Give 2.5 mg warfarin, not heparin sodium, with pan-aspirin?", "warfarin", "heparin sodium", "aspirin",
        relations=(Relation("x", "T2", "T0"),),
    )  # fmt: skip
    expected = f"give 0 mg {FIRST} , not {OTHER} , with pan - {SECOND} ?"
    assert " ".join(view.words) == expected
    assert (view.words[view.first], view.words[view.second]) == (FIRST, SECOND)
    assert (view.turned, view.around, view.question) == (True, (0, 1, 0), True)


def test_overlapping_ends_still_make_a_view():
    view = view_of("loop or thiazide diuretics raise", "loop or thiazide diuretics", "thiazide diuretics")
    assert view.words == (FIRST, SECOND, "raise")


def test_long_sentences_lose_their_middle_not_their_ends():
    view = view_of(f"A1 {'very ' * 300}good B1 today", "A1", "B1")
    assert len(view.words) < 120
    assert view.words[view.second - 1] == "good"
    assert view.words[view.second + 1] == "today"


def test_crowded_sentences_are_capped_with_a_count():
    names = [f"x{number}y" for number in range(400)]
    text = " ".join(names)
    one = document(text, *names, sentences=((0, len(text)),))
    started = time.process_time()
    pairs, dropped = asked_pairs((one,), DRUGS)
    assert time.process_time() - started < 20
    beyond = sum(last - first - 1 > MAXIMUM_APART for first in range(400) for last in range(first + 1, 400))
    assert len(pairs) == 400 * 399 // 2 - beyond
    assert [(drop.reason, f"{beyond:,}" in drop.detail) for drop in dropped] == [(DropReason.TOO_LONG, True)]


def test_rules_of_names_lists_and_abbreviations():
    assert same_name(view_of("Aspirin or ASPIRIN.", "Aspirin", "ASPIRIN"))
    assert not same_name(view_of("Aspirin or zinc.", "Aspirin", "zinc"))
    assert abbreviates(view_of("Acetylsalicylic acid (ASA) bleeds.", "Acetylsalicylic acid", "ASA"))
    assert not abbreviates(view_of("Warfarin with ASA bleeds.", "Warfarin", "ASA"))
    ends = (Relation("x", "T0", "T2"),)
    assert in_list(view_of("zinc, iron, and gold", "zinc", "iron", "gold", relations=ends))
    assert not in_list(view_of("zinc inhibits gold", "zinc", "gold"))


def test_features_do_not_know_the_other_entities():
    first = view_of("zinc with iron raises gold", "zinc", "iron", "gold", relations=(Relation("x", "T0", "T2"),))
    second = view_of("zinc with lead raises gold", "zinc", "lead", "gold", relations=(Relation("x", "T0", "T2"),))
    assert features(first) == features(second)


@given(st.text(max_size=60), st.data())
def test_any_text_and_any_two_places_make_a_view(text, data):
    text += "ab"
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    spans = ((places[0], max(places[1], places[0] + 1)), (places[2], max(places[3], places[2] + 1)))
    entities = tuple(Entity(f"T{n}", low, high, text[low:high], "drug") for n, (low, high) in enumerate(spans))
    one = AnnotatedDocument("d", text, entities, (Relation("x", "T0", "T1"),), sentences=((0, len(text)),))
    pairs, _ = asked_pairs((one,), DRUGS)
    (view,) = views((one,), pairs)
    assert view.words[view.first] == FIRST
    assert view.words[view.second] == SECOND
    assert features(view)


def test_lists_examples_and_asides_are_folded():
    text = "A1 (20 mg) and B1 may raise sorts of drugs, such as C1, or sedatives (e.g., D1)."
    one = document(text, "A1", "B1", "C1", "sedatives", "D1")
    pairs, _ = asked_pairs((one,), DRUGS)
    found = {
        (pair.head.text, pair.tail.text): condensed(view)
        for pair, view in zip(pairs, views((one,), pairs), strict=True)
    }
    assert found["A1", "D1"].words == (FIRST, "may", "raise", "sorts", "of", "drugs", ",", "such", "as", SECOND, ".")
    assert LISTED in found["A1", "B1"].marks
    assert EXAMPLES in found["sedatives", "D1"].marks
    for short in found.values():
        assert short.words[short.first], short.words[short.second] == (FIRST, SECOND)


@given(st.lists(st.sampled_from((OTHER, ",", "and", "(", ")", "such as", "raise", ".")), max_size=30), st.data())
def test_both_ends_stay_once_whatever_is_folded(words, data):
    text = " ".join(words).split()
    first = data.draw(st.integers(0, len(text)))
    second = data.draw(st.integers(first, len(text)))
    words = (*text[:first], FIRST, *text[first:second], SECOND, *text[second:])
    view = PairView(words, first, second + 1, ("a", "b"), ("drug", "drug"), False, (0, 0, 0), False)
    short = condensed(view)
    assert (short.words[short.first], short.words[short.second]) == (FIRST, SECOND)
    assert sorted(one for one in short.words if one in (FIRST, SECOND)) == [FIRST, SECOND]
    assert len(short.words) <= len(words)


def test_standing_counts_names_in_sentence_and_document():
    text = "Zinc and iron. Iron with iron and zinc."
    one = document(text, "Zinc", "iron", "Iron", "iron", "zinc", sentences=((0, 14), (15, 39)))
    pairs, _ = asked_pairs((one,), DRUGS)
    last = standings((one,), pairs)[-1]
    assert (last.names, last.counts, last.turns, last.repeats) == (("iron", "zinc"), (3, 2), (1, 0), (2, 1))
    assert (last.sentence, last.sentences, last.beside, last.highest) == (1, 2, 2, 3)


@given(st.lists(st.sampled_from("abc."), min_size=2, max_size=14), st.randoms(use_true_random=False))
def test_company_is_what_a_search_of_all_pairs_finds(letters, random):
    """Columns by position: the sentence's others, those that share the first end; the first name elsewhere."""
    names = [one for one in letters if one != "."]
    ends = [0, *(place + 1 for place, one in enumerate(letters) if one == "."), len(letters)]
    spans = tuple((2 * first, 2 * last) for first, last in pairwise(ends) if last > first)
    one = document(" ".join(letters), *names, sentences=spans)
    pairs, _ = asked_pairs((one,), DRUGS)
    scores = np.array([random.randrange(-3, 4) / 2 for _ in pairs])
    for row, (pair, numbers) in enumerate(zip(pairs, Company.of(pairs).numbers(scores), strict=True)):
        others = [at for at, other in enumerate(pairs) if at != row and other.sentence == pair.sentence]
        touching = [at for at in others if pair.head.id in (pairs[at].head.id, pairs[at].tail.id)]
        elsewhere = [
            at
            for at, other in enumerate(pairs)
            if other.sentence != pair.sentence and pair.head.text in (other.head.text, other.tail.text)
        ]
        for rows, places in ((others, (0, 1, 8)), (touching, (2, 3, 9))):
            values = scores[rows]
            expected = (values.max(), values.mean(), (values > scores[row]).sum()) if rows else (-2, -2, 0)
            assert numbers[list(places)] == pytest.approx(expected)
        values = scores[elsewhere]
        expected = (values.max(), values.mean(), len(values)) if elsewhere else (-2, -2, 0)
        assert numbers[15:18] == pytest.approx(expected)
        assert len(numbers) == COLUMNS
