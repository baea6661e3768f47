"""Terms, names, cross-references and lazy reading."""

from __future__ import annotations

import time

import pytest

from kg.errors import NotFoundError, SourceError
from kg.identifiers import Curie
from kg.schema import Category
from kg.vocabulary import Term, Vocabulary, read_terms


@pytest.fixture(scope="module")
def shipped() -> Vocabulary:
    return Vocabulary.shipped()


@pytest.mark.parametrize(
    ("curie", "category", "name"),
    [
        ("CHEBI:6801", Category.DRUG, "metformin"),
        ("CHEBI:15365", Category.DRUG, "aspirin"),
        ("CHEBI:46195", Category.DRUG, "tylenol"),
        ("CHEBI:5778", Category.DRUG, "HCTZ"),
        ("MONDO:0005148", Category.DISEASE, "NIDDM"),
        ("MONDO:0005044", Category.DISEASE, "hypertension"),
        ("HP:0001945", Category.PHENOTYPIC_FEATURE, "fever"),
        ("HGNC:11998", Category.GENE, "TP53"),
    ],
)
def test_terms_have_the_names_that_texts_use(shipped: Vocabulary, curie: str, category: Category, name: str) -> None:
    term = shipped.term(curie)
    assert term is not None
    assert term.category == category
    assert name.lower() in {one.lower() for one in (term.name, *term.synonyms)}


@pytest.mark.parametrize(
    ("curie", "name"),
    [
        ("CHEBI:6801", "二甲双胍"),
        ("CHEBI:15365", "阿司匹林"),
        ("MONDO:0005148", "2型糖尿病"),
        ("MONDO:0005044", "高血压"),
        ("MONDO:0005180", "帕金森病"),
        ("HP:0001945", "发热"),
    ],
)
def test_terms_have_chinese_names(shipped: Vocabulary, curie: str, name: str) -> None:
    term = shipped.term(curie)
    assert term is not None
    assert name in (term.name_zh, *term.synonyms_zh)


@pytest.mark.parametrize("word", ["date", "water", "solution", "has", "was", "plan", "can", "skin"])
def test_ordinary_words_are_no_names(shipped: Vocabulary, word: str) -> None:
    takers = [
        term.name
        for term in shipped.terms()
        if term.category in (Category.DRUG, Category.CHEMICAL_ENTITY, Category.DISEASE)
        and word in {name.lower() for name in (term.name, *term.synonyms)}
    ]
    assert takers == []


def test_a_brand_name_belongs_to_its_ingredient(shipped: Vocabulary) -> None:
    owners = {name.lower(): term.name for term in shipped.terms() if term.category == Category.DRUG
              for name in term.synonyms}  # fmt: skip
    assert owners["keppra"] == "Levetiracetam"
    assert owners["lasix"] == "Furosemide"
    assert "estradiol" not in owners  # a preferred name is nobody's synonym


def test_structures_are_those_of_the_parent_molecule(shipped: Vocabulary) -> None:
    smiles = {curie: dict(shipped.node(curie).properties)["smiles"] for curie in ("CHEBI:6801", "CHEBI:15365")}
    assert smiles["CHEBI:6801"] == "CN(C)C(=N)N=C(N)N"
    assert not any("." in one for one in smiles.values())


@pytest.mark.parametrize(
    ("xref", "curie"),
    [
        ("MESH:D003924", "MONDO:0005148"),
        ("MESH:D006973", "MONDO:0005044"),
        ("DOID:9352", "MONDO:0005148"),
        ("DRUGBANK:DB00945", "CHEBI:15365"),
        ("MESH:D008687", "CHEBI:6801"),
        ("NCBIGene:7157", "HGNC:11998"),
        ("MONDO:0005148", "MONDO:0005148"),
    ],
)
def test_canonical_goes_through_one_to_one_cross_references(shipped: Vocabulary, xref: str, curie: str) -> None:
    assert shipped.canonical(xref) == curie


def test_a_shared_cross_reference_leads_nowhere() -> None:
    terms = [
        Term(Curie("MONDO:1"), Category.DISEASE, "a", xrefs=("MESH:D1", "OMIM:1")),
        Term(Curie("MONDO:2"), Category.DISEASE, "b", xrefs=("MESH:D1",), close_xrefs=("OMIM:9",)),
    ]
    vocabulary = Vocabulary(terms)
    assert vocabulary.canonical("OMIM:1") == "MONDO:1"
    assert vocabulary.canonical("MESH:D1") is None
    assert vocabulary.canonical("OMIM:9") is None
    assert vocabulary.close("OMIM:9") == ("MONDO:2",)


def test_exact_cross_references_are_one_to_one(shipped: Vocabulary) -> None:
    owners: dict[str, str] = {}
    for term in shipped.terms():
        prefixes = [xref.partition(":")[0] for xref in term.xrefs]
        assert len(prefixes) == len(set(prefixes)), term.id
        for xref in term.xrefs:
            assert owners.setdefault(xref, term.id) == term.id


def test_a_term_of_mesh_itself_is_nobody_elses_cross_reference(shipped: Vocabulary) -> None:
    own = {term.id for term in shipped.terms() if term.id.startswith("MESH:")}
    assert len(own) > 8_000
    assert own.isdisjoint(xref for term in shipped.terms() for xref in term.xrefs)


def test_ids_are_unique_and_canonical(shipped: Vocabulary) -> None:
    terms = list(shipped.terms())
    assert len({term.id for term in terms}) == len(terms) == len(shipped)
    prefixes = {Category.DISEASE: {"MONDO", "MESH"}, Category.PHENOTYPIC_FEATURE: {"HP"}, Category.GENE: {"HGNC"},
                Category.DRUG: {"CHEBI", "DRUGBANK"}}  # fmt: skip
    for term in terms:
        assert Curie.parse(term.id).prefix in prefixes.get(Category(term.category), {term.id.prefix})
        assert term.name


def test_only_the_categories_asked_for_are_read() -> None:
    vocabulary = Vocabulary.shipped([Category.DISEASE])
    assert vocabulary.term("CHEBI:6801") is None
    assert {term.category for term in vocabulary.terms()} == {Category.DISEASE}


def test_reading_everything_is_quick() -> None:
    start = time.process_time()
    assert len(Vocabulary.shipped()) > 60_000
    assert time.process_time() - start < 4  # well under a second alone on a machine


def test_unknown_things_are_named() -> None:
    with pytest.raises(NotFoundError, match="Starship"):
        Vocabulary.shipped(["Starship"])
    with pytest.raises(NotFoundError, match="MONDO:9999999"):
        Vocabulary.shipped([Category.DISEASE]).node("MONDO:9999999")


def test_a_file_that_is_no_vocabulary_is_refused(tmp_path) -> None:
    path = tmp_path / "terms.parquet"
    path.write_bytes(b"no parquet")
    with pytest.raises(SourceError, match=r"terms\.parquet"):
        list(read_terms(path))
