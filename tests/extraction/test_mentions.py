"""Mentions and links on the shipped vocabularies: what is found, what is not, and that offsets are exact."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.clinical_abbreviations import ABBREVIATIONS
from extraction.documents import Document
from extraction.folding import fold, fold_name
from extraction.front import make_front
from extraction.lexicon import Lexicon, shipped_lexicon
from extraction.lexicon_table import build_table, shipped_table
from extraction.mentions import longest
from kg.identifiers import Curie
from kg.records import DocumentKind
from kg.schema import Category
from kg.vocabulary import Term, Vocabulary


@pytest.fixture(scope="module")
def english():
    return make_front("en", shipped_lexicon())


@pytest.fixture(scope="module")
def chinese():
    return make_front("zh", shipped_lexicon())


def _found(nlp, text, kind=DocumentKind.NOTE):
    doc = nlp.make_doc(text)
    doc._.medkg_document = Document.make("a.txt", text, kind)
    for _, component in nlp.pipeline:
        doc = component(doc)
    for mention in doc._.medkg_mentions:
        assert mention.text == text[mention.start : mention.end]
        assert 0.0 <= mention.score <= 1.0
    return {mention.text: mention for mention in doc._.medkg_mentions}


@pytest.mark.parametrize(
    ("text", "name", "curie"),
    [
        ("Started metformin today.", "metformin", "CHEBI:6801"),
        (
            "He was seen in the clinic for follow-up of his known Non-Hodgkin’s\n  lymphoma.",
            "Non-Hodgkin’s\n  lymphoma",
            "MONDO:0018908",
        ),
        ("recurrent seizures at night", "seizures", "HP:0001250"),
        ("known hypertension", "hypertension", "MONDO:0005044"),
        ("warfarin-induced bleeding", "warfarin", "CHEBI:10033"),
        ("severe anaemia", "anaemia", "MONDO:0002280"),
        ("BRCA1 tested", "BRCA1", "HGNC:1100"),
        ("PMH: HTN, gout", "HTN", "MONDO:0005044"),
    ],
)
def test_names_are_found_and_linked(english, text, name, curie):
    found = _found(english, text)
    assert name in found
    assert found[name].curie == curie


@pytest.mark.parametrize(
    "text",
    ["The cat was set on the rest.", "ALL was well", "We met at noon, all in all", "The HR was 76",
     "He may have to act", "no CVA tenderness", "98% on RA",
     "Check potassium in two weeks", "sodium 138, glucose 110 mg/dL"],
)  # fmt: skip
def test_words_of_the_language_are_not_found(english, text):
    assert _found(english, text) == {}


def test_gene_symbols_need_their_letters_and_a_gene_nearby(english):
    assert "MET" in _found(english, "amplification of the MET gene")
    assert "MET" not in _found(english, "MET with the family")
    assert "brca1" not in _found(english, "brca1 tested")


def test_longest_name_wins_and_no_name_runs_over_a_sentence(english):
    assert list(_found(english, "acute myeloid leukemia")) == ["acute myeloid leukemia"]
    assert "diabetes mellitus" not in _found(english, "1. diabetes\n2. mellitus")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1) Hypertension 2) Type 2 diabetes mellitus 3) Gout", "Type 2 diabetes mellitus"),
        ("1. Hypertension 2. Type 2 diabetes mellitus 3. Gout", "Type 2 diabetes mellitus"),
        ("seen for it (type 2 diabetes mellitus 3) today", "type 2 diabetes mellitus 3"),
        ("1) Spinocerebellar ataxia type 3) Gout", "Spinocerebellar ataxia type 3"),
        ("Has type 2 diabetes mellitus 3. No gout.", "type 2 diabetes mellitus 3"),
    ],
)
def test_the_number_of_a_lists_next_item_is_no_part_of_a_name(english, text, name):
    assert name in _found(english, text)


def test_what_laboratories_measure_counts_where_it_is_given(english):
    assert "lithium" in _found(english, "Continue lithium 300 mg BID")
    assert "lithium" not in _found(english, "lithium level 1.9 mmol/L")
    assert "sodium" in _found(english, "High sodium intake in rats", DocumentKind.LITERATURE)


def test_abbreviations_that_the_document_defines(english, chinese):
    found = _found(english, "Chronic kidney disease (XKD) worsened. XKD is stage 4.")
    assert found["XKD"].curie == found["Chronic kidney disease"].curie
    assert found["XKD"].matcher == "abbreviation"
    assert found["XKD"].score < found["Chronic kidney disease"].score
    assert "RA" not in _found(english, "The reflex arc (RA) is normal. RA was seen.")
    assert _found(chinese, "系统性红斑狼疮（SLE）病史，SLE稳定")["SLE"].curie == "MONDO:0007915"


def test_chinese_names(chinese):
    found = _found(chinese, "否认高血压病史，口服二甲双胍治疗2型糖尿病。")
    assert {one.curie for one in found.values()} == {"MONDO:0005044", "CHEBI:6801", "MONDO:0005148"}


def test_unknown_long_forms_take_the_short_form_out(english):
    assert "MS" not in _found(english, "Mass spectrometry (MS) was used. MS showed nothing.")


@pytest.mark.parametrize(
    ("text", "short", "curie"),
    [
        ("Metformin (T2DM), lisinopril (HTN). HTN is poorly controlled.", "HTN", "MONDO:0005044"),
        ("Cough (GERD). GERD is better.", "GERD", "MONDO:0007186"),
        ("Knee pain (OA). OA of both knees.", "OA", "MONDO:0005178"),
    ],
)
def test_brackets_behind_a_name_may_hold_a_reason(english, text, short, curie):
    assert _found(english, text)[short].curie == curie


def test_an_infection_is_not_recurrent_by_itself(english):
    for name in (
        "Upper respiratory tract infection",
        "lower respiratory tract infections",
        "LRTI",
        "E coli infections",
    ):
        found = _found(english, f"{name} since Monday.")
        assert not any("ecurrent" in one.name for one in found.values())


def test_every_clinical_abbreviation_is_known():
    unknown = [short for short in ABBREVIATIONS if not shipped_lexicon().candidates(fold_name(short))]
    assert unknown == []


def test_a_possessive_between_spaces_leaves_one():
    assert fold_name("Crohn 's disease") == fold_name("Crohn-'s  disease") == "crohn disease"


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("aB-–’'s αβ\n\t\u00a0İßé（Ａ高血压 "), max_size=60))
def test_folding_knows_its_way_back(text):
    folded = fold(text)
    for start in range(len(folded.text)):
        first, last = folded.original(start, start + 1)
        assert 0 <= first < last <= len(text)
    ends = [folded.original(start, start + 1) for start in range(len(folded.text))]
    assert ends == sorted(ends)
    assert fold_name(fold_name(text)) == fold_name(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(
    ["fever", "HTN", "metformin", "Crohn’s", "disease", "\n", ".", "(CD)", "██", "高血压", "TNF-α", "diabetes"]),
    max_size=20,
))  # fmt: skip
def test_every_mention_stands_where_it_says(words):
    nlp = make_front("en", shipped_lexicon())
    _found(nlp, " ".join(words))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=15))
def test_chosen_spans_do_not_overlap_and_block_the_rest(pairs):
    spans = [(start, start + length) for start, length in pairs]
    chosen = longest(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(chosen))
    assert all(any(start < other[1] and other[0] < end for other in chosen) for start, end in spans)


def test_a_vocabulary_of_ones_own():
    terms = [
        Term(Curie("MONDO:0000001"), Category.DISEASE, "Foo disease"),
        Term(Curie("HP:0000002"), Category.PHENOTYPIC_FEATURE, "foo disease"),
    ]
    lexicon = Lexicon.of(Vocabulary(terms, "mine"))
    found = _found(make_front("en", lexicon), "Has Foo diseases.")
    assert found["Foo diseases"].curie == "MONDO:0000001"
    assert lexicon.version == "mine"
    assert len(Lexicon.of(Vocabulary())) == 0
    assert _found(make_front("en", Lexicon.of(Vocabulary()), recognised=False), "Has gout.") == {}


def test_names_are_cached_and_an_unwritable_cache_is_no_error(tmp_path, monkeypatch):
    small = Vocabulary([Term(Curie("MONDO:0000001"), Category.DISEASE, "Foo disease")])
    monkeypatch.setattr("extraction.lexicon_table.Vocabulary.shipped", lambda: small)
    monkeypatch.setenv("MEDKG_CACHE", str(tmp_path / "cache"))
    first = shipped_table()
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".parquet"]
    monkeypatch.setattr("extraction.lexicon_table.build_table", lambda _: pytest.fail("not read from the cache"))
    assert shipped_table() == first
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MEDKG_CACHE", str(tmp_path / "file" / "below"))
    monkeypatch.setattr("extraction.lexicon_table.build_table", build_table)
    assert shipped_table() == first
    for path in (tmp_path / "cache").iterdir():
        Path(path).write_bytes(b"damaged")
    monkeypatch.setenv("MEDKG_CACHE", str(tmp_path / "cache"))
    assert shipped_table() == first
