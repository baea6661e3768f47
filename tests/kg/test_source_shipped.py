"""The shipped tables as a source."""

from __future__ import annotations

import itertools
import time
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.errors import NotFoundError, SourceError
from kg.records import RecordLocation
from kg.schema import Category
from kg.severity import severities
from kg.shipped import manifest
from kg.sources.shipped import ShippedSource, fact_tables, read_facts
from kg.vocabulary import Vocabulary


def test_every_term_and_every_fact_comes_out_once() -> None:
    source = ShippedSource()
    start = time.process_time()
    nodes, evidence = Counter(), Counter()
    for batch in source.batches():
        assert len(batch.nodes) + len(batch.evidence) <= 20_000
        nodes.update(record.node.id for record in batch.nodes)
        evidence.update(one.predicate for one in batch.evidence)
    assert time.process_time() - start < 15
    rows = Counter()
    for file in manifest().files:
        rows[file.kind] += file.rows
    assert len(nodes) == nodes.total() == rows["vocabulary"]
    assert evidence.total() == rows["facts"]
    assert source.dropped == []


def test_two_runs_give_the_same() -> None:
    nothing = Vocabulary()
    first, second = (
        [
            one.id
            for batch in ShippedSource(["drug_disease", "pharmacogenetics"], vocabulary=nothing).batches()
            for one in batch.evidence
        ]
        for _ in range(2)
    )
    assert first == second
    assert len(set(first)) == len(first)


def test_evidence_says_where_it_stands() -> None:
    batches = ShippedSource(["drug_disease"], [Category.DRUG, Category.DISEASE]).batches()
    evidence = [one for batch in batches for one in batch.evidence]
    assert {one.origin for one in evidence} == {"shipped"}
    assert all(isinstance(one.location, RecordLocation) and one.location.record for one in evidence)
    assert all(one.licence and one.extractor == "shipped/3" for one in evidence)
    known = [one for one in evidence if (one.subject, one.object) == ("CHEBI:6801", "MONDO:0005148")]
    assert [(one.predicate, one.negated) for one in known] == [("treats", False)]


def test_categories_choose_terms_and_facts() -> None:
    tables = ["hierarchy", "disease_symptom", "drug_disease"]
    batches = list(ShippedSource(tables, [Category.DISEASE]).batches())
    assert {record.node.category for batch in batches for record in batch.nodes} == {Category.DISEASE}
    predicates = {one.predicate for batch in batches for one in batch.evidence}
    assert predicates == {"subclass_of", "occurs_together_in_literature_with"}


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(NotFoundError, match="horoscopes"):
        ShippedSource(["horoscopes"])
    assert [table.name for table in fact_tables(["drug_target"])] == ["drug_target"]


def test_a_table_without_the_columns_is_refused(tmp_path) -> None:
    path = tmp_path / "facts.parquet"
    pq.write_table(pa.table({"subject": ["a:1"]}), path)
    with pytest.raises(SourceError, match="no table of facts"):
        next(itertools.islice(read_facts(path), 1))


def test_severities_of_a_rule_on_a_class_are_marked() -> None:
    """Warfarin and aspirin by two rules on classes; voriconazole and rifampicin by name."""
    found: dict[tuple[str, str], set[str]] = {}
    for batch in ShippedSource(["drug_interaction"], [Category.DRUG]).batches():
        for one in batch.evidence:
            triples = [(*qualifier, one.primary_knowledge_source) for qualifier in one.qualifiers]
            found.setdefault((one.subject, one.object), set()).update(map(str, severities(triples)))
    assert found["CHEBI:10033", "CHEBI:15365"] == {
        "significant (ndfrt)",
        "take_into_account (ansm, class-wide)",
        "take_into_account (ansm, class-wide; contraindicated or not_recommended for some of the class)",
    }
    assert "contraindicated (ansm)" in found["CHEBI:10023", "CHEBI:28077"]


def test_what_a_source_says_of_the_pair_wins_over_the_same_said_of_a_class() -> None:
    """As on an edge, whose qualifiers are a set: a marked value of the pair stays the pair's own."""
    edges: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
    own: dict[tuple[str, str], set[tuple[str, str]]] = {}
    shared = 0
    for batch in ShippedSource(["drug_interaction"], [Category.DRUG]).batches():
        for one in batch.evidence:
            ends, source = tuple(sorted((one.subject, one.object))), one.primary_knowledge_source
            edges.setdefault(ends, set()).update((*qualifier, source) for qualifier in one.qualifiers)
            keys = dict(one.qualifiers)
            if "severity" in keys and not {"class_wide", "levels"} & set(keys):
                own.setdefault(ends, set()).add((keys["severity"], source))
    for ends, said in own.items():
        shown = {(one.value, one.source) for one in severities(edges[ends]) if not one.class_wide}
        assert shown == said, ends
        shared += any(("class_wide", *one) in edges[ends] for one in said)
    assert shared > 10


@pytest.mark.parametrize(
    ("qualifiers", "shown"),
    [
        ([("severity", "major"), ("class_wide", "major")], ["major (a, class-wide)"]),
        ([("severity", "major"), ("class_wide", "major"), ("pair_specific", "major")], ["major (a)"]),
        ([("severity", "major"), ("pair_specific", "major"), ("severity", "minor"), ("class_wide", "minor")],
         ["major (a)", "minor (a, class-wide)"]),
        ([("severity", "minor"), ("pair_specific", "minor"), ("levels", "major;minor")],
         ["minor (a)", "minor (a, class-wide; major for some of the class)"]),
    ],
)  # fmt: skip
def test_whose_a_severity_is(qualifiers, shown) -> None:
    triples = [(key, value, "infores:a") for key, value in qualifiers]
    assert [str(one) for one in severities(triples)] == shown
    assert [str(one) for one in severities([*triples, ("class_wide", "minor", "infores:b")])] == shown
