"""Retract and forget: exactly what rested on the source alone goes, and may come back; a forgotten byte is gone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from kg.errors import InputError, NotFoundError
from kg.graph import Graph
from kg.ledger import Done
from kg.records import Batch
from kg.shards import write_shard


def build(graph, source, *batches):
    for batch in batches:
        done = [Done(document.id, source, "x/1") for document in batch.documents]
        graph.register(write_shard(graph.path, batch), source=source, done=done)
    graph.merge()


def joined(*batches) -> Batch:
    return Batch(
        tuple(one for batch in batches for one in batch.documents),
        tuple(one for batch in batches for one in batch.nodes),
        tuple(one for batch in batches for one in batch.evidence),
    )


def state(graph):
    return graph.content_hash(), {d.id for d in graph.documents()}, set(graph.evidence())


def test_retracting_gives_the_graph_that_never_held_it_and_adding_again_the_one_that_did(graph, make_note, make_fact):
    build(graph, "shipped", Batch(evidence=(make_fact(),)))
    build(graph, "a.csv", make_note(1), make_note(2))
    before = state(graph)
    build(graph, "b.csv", joined(*(make_note(n) for n in range(3, 9))))
    after = state(graph)
    retraction = graph.retract("b.csv")
    assert len(retraction.origins) == 6
    graph.merge()
    assert state(graph) == before
    assert graph.sources() == ("a.csv", "shipped")
    assert not graph.ledger.done(make_note(3).documents[0].id, "x/1")
    build(graph, "b.csv", joined(*(make_note(n) for n in range(3, 9))))
    assert state(graph) == after


def test_what_another_source_holds_too_stays(graph, make_note):
    build(graph, "a.csv", make_note(1), make_note(2))
    build(graph, "copy.csv", make_note(2))
    graph.hold("list.csv", [make_note(1).documents[0].id])
    before = state(graph)
    assert graph.retract("a.csv").origins == ()
    graph.merge()
    assert state(graph) == before
    graph.retract("copy.csv")
    graph.merge()
    assert {document.name for document in graph.documents()} == {"notes.csv#1"}


@pytest.mark.parametrize("by", ["id", "name"])
def test_one_document_of_a_shard_goes_and_comes_back_alone(graph, make_note, by):
    build(graph, "a.csv", joined(make_note(1), make_note(2)))
    before = state(graph)
    document = make_note(1).documents[0]
    graph.retract(getattr(document, by))
    graph.merge()
    assert {d.name for d in graph.documents()} == {"notes.csv#2"}
    with pytest.raises(NotFoundError):
        graph.document(document.id)
    build(graph, "a.csv", make_note(1))
    assert state(graph) == before


def test_a_reference_source_is_retracted_by_its_name(graph, make_fact):
    build(graph, "", Batch(evidence=(make_fact(), make_fact(source="model:x", record="9"))))
    assert graph.sources() == ("model:x", "shipped")
    graph.retract("model:x")
    graph.merge()
    (edge,) = graph.edges()
    assert edge.support == 1
    graph.retract("shipped")
    graph.merge()
    assert graph.counts().nodes == 0 == graph.counts().edges
    assert not list(graph.layout.edges.iterdir()) or graph.merge() is not None


def test_compaction_after_retraction_keeps_the_state(tmp_path, make_note):
    rng = random.Random(5)
    with Graph.create(tmp_path / "g", buckets=8) as graph, Graph.create(tmp_path / "h", buckets=8) as plain:
        live = set()
        for step in range(40):
            number = rng.randrange(25)
            if number in live and rng.random() < 0.5:
                graph.retract(make_note(number).documents[0].id)
                live.discard(number)
            else:
                build(graph, "a.csv", make_note(number))
                live.add(number)
            if step % 3 == 0:
                graph.merge()
        graph.merge()
        build(plain, "a.csv", joined(*(make_note(number) for number in sorted(live))))
        assert state(graph) == state(plain)


def test_no_byte_of_a_forgotten_document_stays(graph, make_note):
    build(graph, "a.csv", joined(*(make_note(n) for n in range(5))))
    build(graph, "secret-patient.txt", make_note(77))
    document = make_note(77).documents[0]
    lease = graph.ledger.lease([document.name])
    stale = graph.layout.store / "old"
    stale.mkdir()
    (stale / "file").write_text("case:note-77")
    with Graph.create(graph.path.parent / "other", buckets=16) as other:
        build(other, "a.csv", joined(*(make_note(n) for n in range(5))))
        difference = graph.forget(document.id)
        assert {edge.subject for edge in difference.removed_edges} == {document.subject}
        assert state(graph) == state(other)
    marks = [b"note-77", b"notes.csv#77", b"secret-patient", document.id.encode(), str(lease.items[0]).encode()]
    for path in graph.path.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not any(mark in data for mark in marks), path
    with pytest.raises(NotFoundError):
        graph.forget(document.id)


def test_a_document_that_was_retracted_first_can_still_be_forgotten(graph, make_note):
    build(graph, "a.csv", joined(make_note(1), make_note(2)))
    graph.retract("a.csv")
    graph.merge()
    graph.forget("notes.csv#1")
    assert not any(b"note-1" in path.read_bytes() for path in graph.layout.documents.iterdir())
    assert graph.counts().edges == 0


def test_forgetting_that_was_cut_off_is_finished_at_the_next_opening(graph, make_note, monkeypatch):
    build(graph, "a.csv", joined(make_note(1), make_note(2)))
    monkeypatch.setattr("kg.graph.finish_forgetting", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        graph.forget("notes.csv#1")
    monkeypatch.undo()
    graph.close()
    with Graph.open(graph.path, write=True) as again:
        assert [document.name for document in again.documents()] == ["notes.csv#2"]
        assert again.ledger.strings("SELECT origin FROM forgetting") == []
        assert again.ledger.strings("SELECT origin FROM shard_origins") == [make_note(2).documents[0].id]


def test_a_source_is_not_forgotten_as_if_it_were_a_document(graph, make_fact):
    build(graph, "", Batch(evidence=(make_fact(),)))
    with pytest.raises(InputError, match="is a source"):
        graph.forget("shipped")


def renamed(batch: Batch, name: str) -> Batch:
    """The note under another name, as a file of the same name in another folder has."""
    return Batch((replace(batch.documents[0], name=name),), batch.nodes, batch.evidence)


@pytest.fixture
def colliding(graph, make_note):
    """Two patients' notes of one name, and a third note."""
    build(graph, "x/visit.txt", renamed(make_note(1), "visit.txt"))
    build(graph, "y/visit.txt", renamed(make_note(2), "visit.txt"))
    build(graph, "y/other.txt", make_note(3))
    return graph


@pytest.mark.parametrize("act", ["forget", "retract", "document"])
def test_a_name_of_two_documents_is_refused_and_nothing_goes(colliding, make_note, act):
    before = state(colliding)
    with pytest.raises(InputError) as caught:
        getattr(colliding, act)("visit.txt")
    for number, source in ((1, "x/visit.txt"), (2, "y/visit.txt")):
        assert f"{make_note(number).documents[0].id} (of {source})" in str(caught.value)
    assert "id" in caught.value.remedy
    colliding.merge()
    assert state(colliding) == before


def test_of_two_documents_of_a_name_one_goes_by_its_id(colliding, make_note):
    first, second = (make_note(number).documents[0].id for number in (1, 2))
    assert colliding.document(first).id == first
    colliding.forget(first)
    assert colliding.document("visit.txt").id == second
    assert colliding.retract("visit.txt").origins == (second,)
    colliding.merge()
    assert colliding.document_count() == 1


def test_a_live_and_a_retracted_document_of_a_name_are_not_forgotten_together(colliding, make_note):
    colliding.retract("x/visit.txt")
    colliding.merge()
    with pytest.raises(InputError, match="2 documents"):
        colliding.forget("visit.txt")
    colliding.forget(make_note(1).documents[0].id)
    colliding.forget("visit.txt")
    assert [document.name for document in colliding.documents()] == ["notes.csv#3"]


@pytest.mark.parametrize("folder", ["y", "y/"])
def test_a_folder_stands_for_all_sources_below_it(colliding, make_note, folder):
    build(colliding, "yy/note.txt", make_note(4))
    assert len(colliding.retract(folder).origins) == 2
    colliding.merge()
    assert colliding.sources() == ("x/visit.txt", "yy/note.txt")
    assert colliding.document_count() == 2
    with pytest.raises(NotFoundError):
        colliding.retract("y")


def test_a_document_that_two_files_of_the_folder_hold_goes_and_one_held_elsewhere_stays(graph, make_note):
    build(graph, "ward/a.txt", make_note(1), make_note(2))
    one, two = (make_note(number).documents[0].id for number in (1, 2))
    graph.hold("ward/b.txt", [one])
    graph.hold("list.csv", [two])
    taken = graph.retract("ward")
    assert (taken.origins, taken.held) == ((one,), (two,))


def test_a_folder_is_no_document_to_forget(colliding):
    with pytest.raises(InputError, match="is a source"):
        colliding.forget("y")
    assert colliding.document_count() == 3


def copies(graph):
    """Puts what holds a patient into store/ and published/."""
    for folder in (graph.layout.store, graph.layout.published):
        (folder / "old").mkdir(parents=True)
        (folder / "old" / "file").write_text("case:note-1")
    return lambda: [*graph.layout.store.iterdir(), *graph.layout.published.iterdir()]


def test_forgetting_clears_what_was_published(graph, make_note):
    build(graph, "a.csv", joined(make_note(1), make_note(2)))
    left = copies(graph)
    graph.forget("notes.csv#1")
    assert left() == []


def test_a_kill_while_the_copies_are_cleared_leaves_none_after_the_next_opening(graph, make_note, monkeypatch):
    build(graph, "a.csv", joined(make_note(1), make_note(2)))
    left = copies(graph)
    monkeypatch.setattr("kg.retraction.shutil.rmtree", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        graph.forget("notes.csv#1")
    monkeypatch.undo()
    assert len(left()) == 2
    graph.close()
    with Graph.open(graph.path, write=True) as again:
        assert left() == []
        assert again.ledger.strings("SELECT origin FROM forgetting") == []
