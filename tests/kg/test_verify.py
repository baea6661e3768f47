"""Verification finds what is wrong, and only that."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from kg.graph import Graph
from kg.merge import MERGING, merge_edges
from kg.records import Batch, TextSpan
from kg.verify import verify


@pytest.fixture
def noted(graph, make_note, make_fact):
    graph.add(Batch(evidence=(make_fact(),)))
    for number in range(4):
        graph.add(make_note(number))
    graph.merge()
    return graph


def test_a_sound_graph(noted):
    found = verify(noted)
    assert found.ok
    assert (found.evidence, found.spans, found.exact, found.documents) == (13, 12, 12, 4)
    assert found.buckets == found.good_buckets > 4
    assert (found.compared, found.no_original) == (0, 0)


def test_originals_are_compared_and_masked_spans_excepted(noted, make_note):
    originals = {
        make_note(n).documents[0].id: make_note(n).documents[0].text.replace("###", "李小明") for n in (0, 1, 2)
    }
    found = verify(noted, lambda document: originals.get(document.id))
    assert found.ok
    assert (found.compared, found.exact_in_original, found.no_original) == (9, 9, 1)
    shifted = {key: text[1:] + "." for key, text in originals.items()}
    found = verify(noted, lambda document: shifted.get(document.id))
    assert not found.ok
    assert found.exact_in_original == 0


def test_a_mention_inside_a_mask_is_excepted(graph, make_note):
    batch = make_note(1)
    place = replace(batch.evidence[0].location, object_span=TextSpan(3, 6, "###"))
    graph.add(Batch(batch.documents, (), (replace(batch.evidence[0], location=place),)))
    graph.merge()
    found = verify(graph, lambda document: document.text.replace("###", "李小明"))
    assert found.ok and found.masked == 1 and found.compared == 0


def test_a_wrong_offset_is_found_and_shown(graph, make_note):
    batch = make_note(1)
    location = batch.evidence[0].location
    off = replace(location, object_span=replace(location.object_span, start=location.object_span.start + 1))
    graph.add(Batch(batch.documents, (), (replace(batch.evidence[0], location=off), *batch.evidence[1:])))
    graph.merge()
    found = verify(graph)
    assert not found.ok and (found.spans, found.exact) == (3, 2)
    assert "notes.csv#1" in found.mismatches[0].where


def test_an_edited_bucket_is_found(noted):
    row = next(iter(noted.ledger.buckets("edges").values()))
    path = noted.layout.edges / row.file
    table = pq.read_table(path)
    beliefs = [0.123] * table.num_rows
    pq.write_table(table.set_column(table.column_names.index("belief"), "belief", [beliefs]), path)
    with Graph.open(noted.path) as reader:
        found = verify(reader)
    assert not found.ok and found.good_buckets == found.buckets - 1
    assert "another version" not in found.mismatches[0].what and "remerge()" in found.mismatches[0].what
    assert verify(noted, buckets=False).ok


def test_what_an_older_version_merged_is_no_damage_and_merged_with_the_next(graph, make_note, monkeypatch):
    def older(claims):
        table = merge_edges(claims)
        return table.set_column(table.column_names.index("belief"), "belief", [[0.123] * table.num_rows])

    with monkeypatch.context() as patch:
        patch.setattr("kg.remerge.merge_edges", older)
        patch.setattr("kg.remerge.MERGING", MERGING - 1)
        graph.add(make_note(1))
        graph.merge()
    found = verify(graph)
    assert not found.ok and found.good_buckets < found.buckets
    assert "merged by another version of medkg" in found.mismatches[0].what
    graph.add(make_note(2))
    graph.merge()
    assert verify(graph).ok
    assert not graph.merge()


def test_what_is_registered_and_not_merged_is_reported(noted, make_note):
    noted.add(make_note(9))
    for buckets in (True, False):
        found = verify(noted, buckets=buckets)
        assert not found.ok and found.pending > 1
        assert "not merged yet" in found.mismatches[0].what
    noted.merge()
    assert verify(noted).ok and verify(noted).pending == 0
