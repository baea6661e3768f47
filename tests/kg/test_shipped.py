"""The shipped tables: intact, as large as promised, and nothing that the schema would refuse."""

from __future__ import annotations

from collections import Counter

import pyarrow.parquet as pq
import pytest

from kg.records import AgentType, KnowledgeLevel
from kg.schema import Category, check_claim, predicate
from kg.shipped import damaged_files, data_path, manifest
from kg.vocabulary import Vocabulary

MINIMUM_ROWS = {
    "diseases": 20_000, "phenotypes": 15_000, "drugs": 5_000, "genes": 15_000, "pathways": 1_500,
    "disease_phenotype": 200_000, "gene_pathway": 80_000, "drug_interaction": 30_000, "disease_gene": 12_000,
    "drug_target": 6_000, "drug_disease": 1_343, "pharmacogenetics": 500, "drug_class": 10_000, "hierarchy": 40_000,
}  # fmt: skip
MAXIMUM_BYTES = 25_000_000
FACT_TABLES = [file.name for file in manifest().of_kind("facts")]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.shipped()


def columns(table: str, *names: str) -> list[tuple]:
    read = pq.read_table(data_path("facts", f"{table}.parquet"), columns=list(names))
    return list(zip(*(read.column(name).to_pylist() for name in names), strict=True))


def test_every_file_is_intact_and_listed() -> None:
    assert damaged_files() == ()
    listed = {file.path for file in manifest().files}
    lying = {path.relative_to(data_path()).as_posix() for path in data_path().rglob("*.parquet")}
    assert listed == lying


def test_the_tables_are_as_large_as_promised_and_small_enough() -> None:
    rows = {file.name: file.rows for file in manifest().files}
    assert {name: rows[name] for name, least in MINIMUM_ROWS.items() if rows[name] < least} == {}
    assert sum(file.size for file in manifest().files) < MAXIMUM_BYTES
    for file in manifest().files:
        assert pq.read_metadata(data_path(file.path)).num_rows == file.rows


def test_every_source_has_a_licence_a_version_and_an_origin() -> None:
    for file in manifest().files:
        assert file.provenance
        for source in file.provenance:
            assert source.licence and source.version and source.url
            assert source.name in data_path("README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", FACT_TABLES)
def test_every_fact_is_one_that_the_schema_allows_between_shipped_terms(table: str, vocabulary: Vocabulary) -> None:
    category = {}
    claims = Counter()
    for subject, name, target in columns(table, "subject", "predicate", "object"):
        for end in (subject, target):
            if end not in category:
                term = vocabulary.term(end)
                assert term is not None, f"{end} of {table} is in no vocabulary"
                category[end] = term.category
        claims[category[subject], name, category[target]] += 1
        assert subject != target
        assert not predicate(name).symmetric or subject < target
    for subject_category, name, object_category in claims:
        check_claim(Category(subject_category), name, Category(object_category))


@pytest.mark.parametrize("table", FACT_TABLES)
def test_every_fact_has_its_licence_source_release_and_record(table: str) -> None:
    names = ("licence", "primary_knowledge_source", "release", "record", "knowledge_level", "agent_type", "score")
    for licence, source, release, record, level, agent, score in set(columns(table, *names)):
        assert licence and release and record
        assert source.startswith("infores:")
        assert KnowledgeLevel(level) is not KnowledgeLevel.PREDICTION
        assert AgentType(agent)
        assert 0.0 < score <= 1.0


def test_what_must_not_ship_does_not(vocabulary: Vocabulary) -> None:
    refused = ("SNOMEDCT", "SCTID", "MEDDRA", "UMLS")
    for term in vocabulary.terms():
        for xref in (*term.xrefs, *term.close_xrefs):
            assert not xref.upper().startswith(refused)
    assert not any("NC" in licence for (licence,) in columns("drug_target", "licence"))


def test_non_indications_are_negated_treats() -> None:
    rows = columns("drug_disease", "predicate", "negated")
    assert Counter(rows) == {("treats", False): 755, ("ameliorates_condition", False): 390, ("treats", True): 243}


def test_hierarchies_have_no_cycle() -> None:
    parents: dict[str, list[str]] = {}
    for child, parent in columns("hierarchy", "subject", "object"):
        parents.setdefault(child, []).append(parent)
    done: set[str] = set()
    for start in parents:
        stack, path = [(start, iter(parents[start]))], {start}
        while stack and start not in done:
            node, rest = stack[-1]
            following = next((one for one in rest if one not in done), None)
            if following is None:
                stack.pop()
                path.discard(node)
                done.add(node)
            else:
                assert following not in path, f"cycle through {following}"
                path.add(following)
                stack.append((following, iter(parents.get(following, ()))))


def facts_between(table: str, subject: str, target: str) -> set[tuple[str, bool]]:
    rows = columns(table, "subject", "predicate", "object", "negated")
    return {(name, negated) for one, name, other, negated in rows if (one, other) == (subject, target)}


@pytest.mark.parametrize(
    ("table", "subject", "claim", "target"),
    [
        ("drug_disease", "CHEBI:6801", "treats", "MONDO:0005148"),  # metformin, type 2 diabetes
        ("drug_interaction", "CHEBI:10033", "interacts_with", "CHEBI:15365"),  # warfarin, aspirin
        ("drug_target", "CHEBI:15365", "binds", "HGNC:9605"),  # aspirin, PTGS2
        ("disease_gene", "HGNC:1884", "gene_associated_with_condition", "MONDO:0009061"),  # CFTR, cystic fibrosis
        ("pharmacogenetics", "HGNC:2621", "affects_response_to", "CHEBI:37941"),  # CYP2C19, clopidogrel
        ("hierarchy", "MONDO:0005148", "subclass_of", "MONDO:0005015"),  # type 2 diabetes, diabetes
        ("drug_class", "CHEBI:6801", "has_chemical_role", "NDFRT:N0000175565"),  # metformin, biguanide
    ],
)
def test_facts_that_everybody_knows(table: str, subject: str, claim: str, target: str) -> None:
    assert (claim, False) in facts_between(table, subject, target)


def test_warfarin_with_aspirin_is_severe_in_both_sources() -> None:
    rows = columns("drug_interaction", "subject", "object", "primary_knowledge_source", "qualifiers")
    found = {(source, pairs[0]) for one, other, source, pairs in rows if (one, other) == ("CHEBI:10033", "CHEBI:15365")}
    assert {source for source, _ in found} == {"infores:ansm", "infores:ndfrt"}
    assert all(pairs.startswith("severity=") for _, pairs in found)
