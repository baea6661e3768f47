"""The shipped tables: intact, as large as promised, and nothing that the schema would refuse."""

from __future__ import annotations

import re
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
MAXIMUM_MODEL_BYTES = 40_000_000
MAXIMUM_SHARE = 0.03
# Its own content is CC0; the restriction is on inputs that it names, and is said wherever the rows go.
PHARMACOTHERAPYDB_LICENCE = "CC0-1.0 for original content; some inputs (MEDI-HPS, PREDICT) CC-BY-NC-SA-3.0"
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
    lying |= {path.relative_to(data_path()).as_posix() for path in data_path("models").rglob("*") if path.is_file()}
    assert listed == lying


def test_the_tables_are_as_large_as_promised_and_small_enough() -> None:
    rows = {file.name: file.rows for file in manifest().files}
    assert {name: rows[name] for name, least in MINIMUM_ROWS.items() if rows[name] < least} == {}
    models = sum(file.size for file in manifest().of_kind("models"))
    assert sum(file.size for file in manifest().files) - models < MAXIMUM_BYTES
    assert models < MAXIMUM_MODEL_BYTES
    for file in manifest().files:
        if not file.path.endswith(".parquet"):
            continue
        assert pq.read_metadata(data_path(file.path)).num_rows == file.rows


def test_every_source_has_a_licence_a_version_and_an_origin() -> None:
    for file in manifest().files:
        assert file.provenance
        for source in file.provenance:
            assert source.licence and source.version and source.url
            if file.kind in ("index", "models"):
                continue
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
    for table in FACT_TABLES:
        for subject, target, record in set(columns(table, "subject", "object", "record")):
            assert not any(text.upper().startswith(refused) for text in (subject, target, record))


def test_no_table_ships_a_non_commercial_licence_but_the_named_one() -> None:
    licences = {(table, *row) for table in FACT_TABLES for row in columns(table, "licence")}
    licences |= {(file.name, source.licence) for file in manifest().files for source in file.provenance}
    restricted = {(table, one) for table, one in licences if re.search(r"\b(NC|ND)\b|non-?commercial", one, re.I)}
    assert restricted == {("drug_disease", PHARMACOTHERAPYDB_LICENCE)}


def test_rxnorm_numbers_are_numbers(vocabulary: Vocabulary) -> None:
    xrefs = {xref for term in vocabulary.terms() for xref in (*term.xrefs, *term.close_xrefs)}
    numbers = [xref.partition(":")[2] for xref in xrefs if xref.startswith("RXCUI:")]
    assert len(numbers) > 1_000
    assert [number for number in numbers if re.fullmatch("[0-9]+", number) is None] == []


def test_no_drug_holds_more_than_its_share_of_the_interactions() -> None:
    ends = columns("drug_interaction", "subject", "object")
    rows_of = Counter(end for pair in ends for end in pair)
    assert {end: count for end, count in rows_of.items() if count > MAXIMUM_SHARE * len(ends)} == {}


@pytest.mark.parametrize(
    ("xref", "curie"),
    [
        ("DOID:1094", "MONDO:0007743"),  # attention deficit-hyperactivity disorder, not its inattentive type
        ("MESH:D001289", "MONDO:0007743"),
        ("EFO:0003888", "MONDO:0007743"),
        ("DOID:0050156", "MONDO:0800029"),  # this release of MONDO has idiopathic pulmonary fibrosis under ILD2 alone
    ],
)
def test_cross_references_lead_to_the_right_disease(vocabulary: Vocabulary, xref: str, curie: str) -> None:
    assert vocabulary.canonical(xref) == curie


@pytest.mark.parametrize(
    ("curie", "name"),
    [
        ("MONDO:0005052", "IBD"),  # irritable bowel syndrome
        ("MONDO:0005302", "ADHD"),  # the inattentive type
        ("DRUGBANK:DB11627", "HBsAg"),  # hepatitis B vaccine
        ("DRUGBANK:DB11627", "hepatitis B surface antigen"),
    ],
)
def test_a_term_has_no_name_of_another(vocabulary: Vocabulary, curie: str, name: str) -> None:
    term = vocabulary.term(curie)
    assert term is not None
    assert name.casefold() not in {one.casefold() for one in (term.name, *term.synonyms)}


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


def test_warfarin_with_aspirin_has_the_severities_of_both_sources() -> None:
    rows = columns("drug_interaction", "subject", "object", "primary_knowledge_source", "record", "qualifiers")
    found = {
        (source, record.partition("|")[0], *pairs)
        for one, other, source, record, pairs in rows
        if (one, other) == ("CHEBI:10033", "CHEBI:15365")
    }
    assert found == {
        (
            "infores:ansm", "ACIDE ACETYLSALICYLIQUE",
            "levels=contraindicated;not_recommended;take_into_account", "severity=take_into_account",
        ),
        ("infores:ansm", "ANTIAGRÉGANTS PLAQUETTAIRES", "severity=take_into_account"),
        ("infores:ndfrt", "N0000032730", "severity=significant"),
    }  # fmt: skip


def test_a_rule_on_a_class_keeps_its_mildest_level_and_names_the_others() -> None:
    mildest_first = ("take_into_account", "precaution", "not_recommended", "contraindicated")
    rows = [dict(pair.split("=") for pair in pairs) for (pairs,) in columns("drug_interaction", "qualifiers")]
    several = [row for row in rows if "levels" in row]
    assert several
    for row in several:
        levels = row["levels"].split(";")
        assert levels == sorted(set(levels))
        assert len(levels) > 1
        assert row["severity"] == min(levels, key=mildest_first.index)


def test_two_sedatives_are_not_contraindicated_but_methotrexate_with_aspirin_can_be() -> None:
    rows = columns("drug_interaction", "subject", "object", "record", "qualifiers")
    sedatives = {tuple(pairs) for _, _, record, pairs in rows if record.startswith("AUTRES MÉDICAMENTS SÉDATIFS|")}
    assert sedatives == {
        ("levels=contraindicated;not_recommended;take_into_account", "severity=take_into_account"),
    }
    both = {tuple(pairs) for _, _, record, pairs in rows if record == "ACIDE ACETYLSALICYLIQUE|METHOTREXATE"}
    assert both == {("severity=contraindicated",), ("severity=precaution",)}
