"""The graph directory: what goes in comes out, again and in any order; bad directories are refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

import kg.files
from kg.errors import GraphDirectoryError, GraphLockedError, GraphVersionError, NotFoundError, SchemaError
from kg.graph import Graph
from kg.ledger import Done
from kg.records import Batch, KnowledgeLevel, Node, NodeRecord, RecordLocation
from kg.shards import write_shard
from kg.store.protocol import Counts

DRUG, DISEASE = "CHEBI:6801", "MONDO:0005148"


def filled(graph, *batches, source=""):
    for batch in batches:
        graph.add(batch, source)
    return graph.merge()


def test_what_goes_in_comes_out(graph, make_fact, make_note):
    drug = NodeRecord(Node(DRUG, "Drug", "metformin", "二甲双胍", ("Glucophage",), ("DRUGBANK:DB00331",)), "shipped")
    facts = (make_fact(), make_fact(record="2", negated=True, qualifiers=(("severity", "major"),)))
    note = make_note(1)
    difference = filled(graph, Batch((), (drug,), facts), note)
    assert graph.node(DRUG) == drug.node
    assert graph.node(DISEASE) == Node(DISEASE, "NamedThing", DISEASE)  # an end that nobody describes
    assert graph.node("HP:0") is None
    (edge,) = graph.edge(DRUG, "treats", DISEASE)
    assert (edge.support, edge.against, edge.negated) == (1, 1, False)
    assert [(q.key, q.value, q.source) for q in edge.qualifiers] == [("severity", "major", "infores:drugcentral")]
    assert set(graph.evidence_of(edge)) == set(facts)
    assert set(graph.evidence()) == {*facts, *note.evidence}
    assert graph.evidence_count() == 5
    assert list(graph.documents()) == [note.documents[0]] == [graph.document(note.documents[0].name)]
    assert graph.counts() == Counts(nodes=6, edges=4) == Counts(len(list(graph.nodes())), len(list(graph.edges())))
    assert set(difference.added_edges) == set(graph.edges()) and set(difference.added_nodes) == set(graph.nodes())
    assert graph.edge(DRUG, "treats", DISEASE, KnowledgeLevel.PREDICTION) == ()
    assert graph.snapshot().num_edges == 1


def test_a_symmetric_claim_is_found_from_both_ends(graph, make_fact):
    one = make_fact("CHEBI:9", "interacts_with", "CHEBI:1")
    other = make_fact("CHEBI:1", "interacts_with", "CHEBI:9", record="2")
    filled(graph, Batch(evidence=(one, other)))
    (edge,) = graph.edges()
    assert (edge.subject, edge.object, edge.support) == ("CHEBI:1", "CHEBI:9", 2)
    assert graph.edge("CHEBI:9", "interacts_with", "CHEBI:1") == (edge,) == graph.edges_from("CHEBI:1")
    assert set(graph.evidence_of(edge)) == {one, other}


def test_order_batching_and_repetition_change_nothing(tmp_path, make_fact, make_note):
    notes = [make_note(n) for n in range(20)]
    facts = [Batch(evidence=(make_fact(record=str(n)),)) for n in range(5)]
    hashes, states = set(), []
    for turn, batches in enumerate(([*notes, *facts], [*facts, *reversed(notes), *notes[:7]])):
        with Graph.create(tmp_path / str(turn)) as graph:
            for batch in batches:
                graph.add(batch)
                if turn:
                    graph.merge()
            graph.merge()
            hashes.add(graph.content_hash())
            states.append((graph.node_table(), graph.edge_table()))
    assert states[0][0].equals(states[1][0]) and states[0][1].equals(states[1][1])
    assert len(hashes) == 1


def test_a_second_merge_and_a_second_add_do_nothing(graph, make_note):
    filled(graph, make_note(1))
    before = graph.content_hash()
    assert not graph.merge()
    assert not filled(graph, make_note(1))
    assert graph.content_hash() == before


def test_the_difference_carries_one_state_to_the_next(graph, make_note):
    filled(graph, *(make_note(n) for n in range(5)))
    nodes, edges = {n.id: n for n in graph.nodes()}, {e.id: e for e in graph.edges()}
    graph.retract(make_note(2).documents[0].id)
    graph.add(make_note(9))
    difference = graph.merge()
    for one in difference.removed_nodes:
        del nodes[one]
    for edge in difference.removed_edges:
        del edges[edge.id]
    nodes.update((n.id, n) for n in difference.added_nodes)
    edges.update((e.id, e) for e in difference.added_edges)
    assert nodes == {n.id: n for n in graph.nodes()} and edges == {e.id: e for e in graph.edges()}


def test_a_worker_writes_and_the_writer_registers(graph, make_note):
    batch = make_note(1)
    shard = write_shard(graph.path, batch)
    document = batch.documents[0].id
    lease = graph.ledger.lease([document])
    assert graph.ledger.leases() == (lease,)
    done = Done(document, "notes.csv", "patterns/1", evidence=3, nodes=4, dropped=(("no_link", 2),))
    graph.register(shard, source="notes.csv", done=[done], lease=lease)
    assert graph.ledger.done(document, "patterns/1") and not graph.ledger.done(document, "patterns/2")
    assert graph.ledger.all_done("notes.csv") == (done,) and graph.ledger.leases() == ()
    assert graph.sources() == ("notes.csv",)
    graph.merge()
    assert graph.counts().edges == 3


def test_another_version_of_the_extractor_replaces_what_the_first_found(graph, make_note):
    for version, findings in (("1", 4), ("2", 2)):
        batch = make_note(1, findings, f"patterns/{version}")
        done = Done(batch.documents[0].id, "notes.csv", f"patterns/{version}")
        if version == "2":  # the text is the same, only what was found in it differs
            old = make_note(1, 4).documents[0]
            batch = Batch((old,), batch.nodes, ())
            done = Done(old.id, "notes.csv", "patterns/2")
        graph.register(write_shard(graph.path, batch), source="notes.csv", done=[done])
    graph.merge()
    assert graph.counts().edges == 0


def test_compaction_keeps_the_hash_and_the_evidence(graph, make_note):
    filled(graph, *(make_note(n) for n in range(3)))
    with Graph.create(graph.path.parent / "other", buckets=16) as other:
        for number in range(30):
            filled(other, make_note(number))
        few = len(other.ledger.shards())
        assert few < 12
        assert len(list(other.layout.evidence.iterdir())) == 2 * few
        for number in range(3, 30):
            graph.add(make_note(number))
        graph.merge()
        assert other.content_hash() == graph.content_hash()
        assert {d.id for d in other.documents()} == {make_note(n).documents[0].id for n in range(30)}
        assert len(set(other.evidence())) == 90


def test_a_reader_sees_the_last_merge_while_a_writer_writes(graph, make_note):
    filled(graph, make_note(1))
    with Graph.open(graph.path) as reader:
        before = reader.content_hash(), list(reader.edges())
        graph.add(make_note(2))
        assert (reader.content_hash(), list(reader.edges())) == before
        for number in range(2, 25):
            filled(graph, make_note(number))
        assert reader.content_hash() == graph.content_hash()
        assert len(list(reader.edges())) == graph.counts().edges == 72
        assert len(list(reader.evidence())) == 72
        with pytest.raises(GraphDirectoryError, match="opened for reading"):
            reader.add(make_note(3))


def test_only_one_writer(graph):
    with pytest.raises(GraphLockedError, match=str(os.getpid())):
        Graph.open(graph.path, write=True)
    graph.close()
    Graph.open(graph.path, write=True).close()


def test_a_forked_child_does_not_keep_the_lock(graph):
    reading, writing = os.pipe()
    started, begun = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(begun, b"x")  # the child gave the lock back before fork returned in it
        os.read(reading, 1)
        os._exit(0)
    os.read(started, 1)
    graph.close()
    Graph.open(graph.path, write=True).close()
    assert os.waitpid(child, os.WNOHANG) == (0, 0)  # it was alive all the while
    os.write(writing, b"x")
    os.waitpid(child, 0)


def test_no_graph_a_newer_graph_and_a_stranger_are_refused(tmp_path, graph):
    with pytest.raises(GraphDirectoryError, match="does not exist"):
        Graph.open(tmp_path / "absent")
    (tmp_path / "other").mkdir()
    with pytest.raises(GraphDirectoryError, match="no graph"):
        Graph.open(tmp_path / "other")
    (tmp_path / "other" / "thesis.docx").write_text("x")
    with pytest.raises(GraphDirectoryError, match=r"thesis\.docx"):
        Graph.create(tmp_path / "other")
    with pytest.raises(GraphDirectoryError, match="a graph already"):
        Graph.create(graph.path)
    (graph.path / "medkg-graph.json").write_text(json.dumps({"format": 99, "buckets": 16}))
    with pytest.raises(GraphVersionError, match="99"):
        Graph.open(graph.path)
    (graph.path / "medkg-graph.json").write_text("{")
    with pytest.raises(GraphDirectoryError, match="cannot be read"):
        Graph.open(graph.path)


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ({"format": 1, "buckets": 0}, "0 buckets"),
        ({"format": 1, "buckets": -4}, "-4 buckets"),
        ({"format": 1, "buckets": 32_001}, "32001 buckets"),
        ({"format": 0, "buckets": 16}, "format 0"),
        ({"format": 1, "buckets": float("inf")}, "cannot be read"),
    ],
)
def test_a_format_file_out_of_range_is_refused(graph, content, match):
    (graph.path / "medkg-graph.json").write_text(json.dumps(content))
    with pytest.raises(GraphDirectoryError, match=match):
        Graph.open(graph.path)


@pytest.mark.parametrize("whole", [True, False])
def test_documents_are_read_although_a_writer_sweeps_their_shards_meanwhile(graph, make_note, monkeypatch, whole):
    notes = [make_note(number) for number in range(30)]
    filled(graph, *notes[:3])
    with Graph.open(graph.path) as reader:
        read, swept = reader.log.documents, []

        def late(shard, identifiers):
            if not swept:
                swept.append(shard)
                for note in notes[3:]:
                    filled(graph, note)
                assert shard not in {row.name for row in graph.ledger.shards()}
            return read(shard, identifiers)

        monkeypatch.setattr(reader.log, "documents", late)
        if whole:
            assert sorted(one.name for one in reader.documents()) == [f"notes.csv#{number}" for number in range(3)]
        else:
            assert reader.document("notes.csv#1") == notes[1].documents[0]


def test_a_document_whose_shard_is_lost_is_an_error(graph, make_note):
    filled(graph, make_note(1))
    graph.log.close()
    for path in graph.layout.documents.iterdir():
        path.unlink()
    for read in (lambda: graph.document("notes.csv#1"), lambda: list(graph.documents())):
        with pytest.raises(GraphDirectoryError, match="is missing"):
            read()


def test_a_broken_ledger_and_a_missing_shard_are_named(graph, make_note):
    filled(graph, make_note(1))
    (shard,) = graph.ledger.shards()
    edge = next(graph.edges())
    graph.close()
    (graph.layout.evidence / f"{shard.name}.parquet").rename(graph.path / "evidence.aside")
    with Graph.open(graph.path) as reader, pytest.raises(GraphDirectoryError, match="is missing"):
        reader.evidence_of(edge)
    (graph.path / "evidence.aside").unlink()
    graph.layout.ledger.write_bytes(b"no database at all" * 1000)
    for write in (False, True):
        with pytest.raises(GraphDirectoryError, match="ledger"):
            Graph.open(graph.path, write=write)
    graph.layout.ledger.unlink()
    with pytest.raises(GraphDirectoryError, match="ledger"):
        Graph.open(graph.path, write=True)


def test_a_full_disk_leaves_nothing_half_written(graph, make_note, monkeypatch):
    filled(graph, make_note(1))
    before, files = graph.content_hash(), sorted(p.name for p in graph.path.rglob("*.parquet"))

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(kg.files.os, "fsync", full)
        with pytest.raises(GraphDirectoryError, match="full") as caught:
            graph.add(make_note(2))
        assert "Free some space" in caught.value.remedy
    graph.add(make_note(2))
    with monkeypatch.context() as patched:
        patched.setattr(kg.files.os, "fsync", full)
        with pytest.raises(GraphDirectoryError, match="full"):
            graph.merge()
    assert graph.content_hash() == before
    assert set(files) <= {p.name for p in graph.path.rglob("*.parquet")}
    assert not list(graph.path.rglob(".aside-*"))
    graph.merge()
    assert graph.counts().edges == 6


def test_documents_are_not_found_by_a_wrong_name(graph, make_note):
    filled(graph, make_note(1), source="ward/notes.csv")
    with pytest.raises(NotFoundError, match=r"notes\.csv#1"):
        graph.document("notes.csv#11")
    with pytest.raises(NotFoundError, match=r"ward/notes\.csv"):
        graph.retract("wards/notes.csv")


def test_text_that_utf8_cannot_hold_keeps_its_length(graph, make_note):
    batch = make_note(1)
    document = batch.documents[0]
    broken = document.text[:-1] + "\ud800"
    changed = type(document)(document.id, document.name, broken, document.kind, "en", document.subject)
    graph.add(Batch((changed,)))
    assert graph.document(document.id).text == document.text[:-1] + "\ufffd"


def test_models_own_estimate_is_the_belief_of_a_prediction(graph, make_fact):
    predicted = make_fact(
        location=RecordLocation("model:nbfnet", "1", "1"), knowledge_level=KnowledgeLevel.PREDICTION, score=0.4321
    )
    filled(graph, Batch(evidence=(predicted,)))
    assert [edge.belief for edge in graph.edges()] == [0.4321]
    assert graph.snapshot().num_edges == 0


def test_importing_the_graph_loads_nothing_heavy():
    heavy = "{'torch','spacy','transformers','neo4j','networkx','kglite'} & set(sys.modules)"
    code = f"import sys, kg.graph; print(sorted({heavy}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_lost_merged_files_are_made_again(graph, make_note):
    filled(graph, *(make_note(n) for n in range(4)))
    before = graph.content_hash()
    for path in graph.layout.edges.iterdir():
        path.unlink()
    with pytest.raises(GraphDirectoryError, match="is missing"):
        list(graph.edges())
    assert len(graph.remerge().added_edges) == 12
    assert graph.content_hash() == before
    assert len(list(graph.edges())) == 12


@pytest.mark.parametrize(("changes", "match"), [({"score": float("nan")}, "score"), ({"predicate": "cures"}, "cures")])
def test_evidence_that_cannot_be_merged_is_refused_before_it_is_written(graph, make_fact, changes, match):
    with pytest.raises(SchemaError, match=match):
        graph.add(Batch(evidence=(make_fact(**changes),)))
    assert not list(graph.layout.evidence.iterdir())
