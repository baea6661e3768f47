"""The scorers against the field's definitions, each written out anew: CID's sets of pairs, DDI's four types, CoNLL."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.corpora.iob import read_iob
from extraction.corpora.records import NO_RELATION, AnnotatedDocument, Entity, Relation
from extraction.evaluation.entities import score_by_string, score_entities
from extraction.evaluation.linking import linking_mistakes, score_linking
from extraction.evaluation.relations import score_concept_relations, score_mention_relations
from kg.figures import Figure

CHEMICALS, DISEASES = ("MESH:D1", "MESH:D2"), ("MESH:D3", "MESH:D4", "MESH:D5")
TYPES = ("mechanism", "effect", "advise", "int")
NAMES = [Entity(f"T{number}", 2 * number, 2 * number + 1, "a", "drug") for number in range(4)]
TEXT = "a a a a"

pair_lists = st.lists(st.tuples(st.sampled_from(CHEMICALS), st.sampled_from(DISEASES)), max_size=7)
pair_types = st.dictionaries(
    st.sampled_from([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]), st.sampled_from((*TYPES, NO_RELATION))
)
few = settings(max_examples=20, deadline=None)  # each draws a thousand resamples
tag_lists = st.lists(st.sampled_from(("O", "B-A", "I-A", "B-B", "I-B")), min_size=9, max_size=9)


def _values(rows: tuple[Figure, ...]) -> dict[str, float]:
    return {one.metric: one.value for one in rows}


def _prf(right: int, found: int, wanted: int) -> tuple[float, float, float]:
    precision, recall = right / found if found else 0.0, right / wanted if wanted else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _told(values: dict[str, float], metric: str) -> tuple[float, float, float]:
    return values[f"{metric}_precision"], values[f"{metric}_recall"], values[f"{metric}_f1"]


@few
@given(st.lists(st.tuples(pair_lists, pair_lists), min_size=1, max_size=4))
def test_chemical_induced_disease_counts_each_pair_once_a_document(
    read: list[tuple[list[tuple[str, str]], list[tuple[str, str]]]],
) -> None:
    sides: list[list[AnnotatedDocument]] = [[], []]
    right = found = wanted = 0
    for number, both in enumerate(read):
        for side, listed in zip(sides, both, strict=True):
            relations = tuple(Relation("CID", *one) for one in listed)
            side.append(AnnotatedDocument(str(number), "x", concept_relations=relations))
        gold, predicted = (list(dict.fromkeys(one)) for one in both)
        right += sum(one in gold for one in predicted)
        found, wanted = found + len(predicted), wanted + len(gold)
    values = _values(score_concept_relations(sides[0], sides[1]))
    assert _told(values, "relations") == pytest.approx(_prf(right, found, wanted))


@few
@given(st.lists(st.tuples(pair_types, pair_types), min_size=1, max_size=4))
def test_interactions_are_averaged_over_the_four_types_and_no_interaction_is_none(
    read: list[tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]],
) -> None:
    sides: list[list[AnnotatedDocument]] = [[], []]
    right = found = wanted = detected = 0
    for number, both in enumerate(read):
        for side, types in zip(sides, both, strict=True):
            rows = tuple(Relation(kind, NAMES[one].id, NAMES[other].id) for (one, other), kind in types.items())
            side.append(AnnotatedDocument(str(number), TEXT, tuple(NAMES), rows))
        gold, predicted = both
        for pair in {*gold, *predicted}:
            first, second = gold.get(pair, NO_RELATION), predicted.get(pair, NO_RELATION)
            wanted, found = wanted + (first != NO_RELATION), found + (second != NO_RELATION)
            right += first == second != NO_RELATION
            detected += NO_RELATION not in (first, second)
    values = _values(score_mention_relations(sides[0], sides[1]))
    assert _told(values, "relations") == pytest.approx(_prf(right, found, wanted))
    assert _told(values, "pairs") == pytest.approx(_prf(detected, found, wanted))


def _conll_chunks(tags: list[str]) -> set[tuple[int, int, str]]:
    """As conlleval's and seqeval's default mode: an inside tag after another type, or after none, opens a chunk."""
    chunks, opened, before = set(), 0, "O"
    for place, tag in enumerate([*tags, "O"]):
        if before != "O" and (tag[0] in "BO" or tag[2:] != before[2:]):
            chunks.add((opened, place, before[2:]))
        if tag != "O" and (tag[0] == "B" or before == "O" or tag[2:] != before[2:]):
            opened = place
        before = tag
    return chunks


@few
@given(tag_lists, tag_lists)
def test_tagged_words_are_scored_as_conll_scores_them(
    tmp_path_factory: pytest.TempPathFactory, gold: list[str], found: list[str]
) -> None:
    documents: list[AnnotatedDocument] = []
    for name, tags in (("gold", gold), ("found", found)):
        path: Path = tmp_path_factory.mktemp("iob") / name
        path.write_text("-DOCSTART- (d)\n\n" + "".join(f"w {tag}\n" for tag in tags), encoding="utf-8")
        documents += read_iob(path)[0]
    wanted, predicted = _conll_chunks(gold), _conll_chunks(found)
    assert {(one.start // 2, (one.end + 1) // 2, one.type) for one in documents[0].entities} == wanted
    values = _values(score_entities(documents[:1], documents[1:]))
    assert _told(values, "strict") == pytest.approx(_prf(len(wanted & predicted), len(predicted), len(wanted)))


def test_a_mention_that_is_annotated_twice_counts_once() -> None:
    once = Entity("T1", 0, 7, "aspirin", "Chemical", ("MESH:D1",))
    again = Entity("T2", 0, 7, "aspirin", "Chemical", ("MESH:D2",))
    other = Entity("T3", 8, 13, "fever", "Disease", ("MESH:D3",))
    gold = [AnnotatedDocument("1", "aspirin fever", (once, again, other))]
    found = [AnnotatedDocument("1", "aspirin fever", (once, other, other))]
    links = {one.metric: (one.value, one.n) for one in score_linking(gold, found)}
    assert links["accuracy"] == (1.0, 2) and list(linking_mistakes(gold, found)) == []
    assert _values(score_entities(gold, found))["strict_f1"] == 1.0
    [share] = [one for one in score_by_string(gold, found, {}) if one.metric == "unseen_share"]
    assert share.n == 2
