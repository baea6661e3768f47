"""A store that keeps a journal is, when next opened, what applying each difference would have made it."""

from __future__ import annotations

import json
import platform
from dataclasses import replace

import pytest

from kg.errors import StoreError
from kg.identifiers import Curie
from kg.records import Difference, Node
from kg.store import embedded_journal
from kg.store.change import Change
from kg.store.embedded import EmbeddedStore
from kg.store.journaled import JournaledStore
from kg.store.pointer import read_pointer
from kg.store.protocol import Counts

pytestmark = pytest.mark.skipif(platform.machine() == "aarch64", reason="the embedded store has no wheel for arm64")


@pytest.fixture
def pair(tmp_path, store_graph):
    """Two stores of the small graph."""
    stores = [EmbeddedStore(tmp_path / name) for name in ("applied", "noted")]
    for store in stores:
        store.load(store_graph.nodes, store_graph.edges, "h0")
    yield stores
    for store in stores:
        store.close()


def everything(store):
    nodes, edges = (store.query(f"MATCH {pattern} RETURN x").rows for pattern in ("(x)", "()-[x]->()"))
    return sorted(map(repr, nodes)), sorted(map(repr, edges))


def steps(store_graph, store_edge):
    new = Node(Curie("CHEBI:999"), "Drug", "new drug", "新药", ("x", "y"), (), (("smiles", "C"),))
    old, gone = store_graph.nodes[11], store_graph.edges[2]
    moved = replace(store_graph.nodes[6], category="Disease")
    yield Difference(
        (new, replace(old, name="renamed", properties=())), (), (store_edge(new.id, "treats", DIABETES),), ()
    )
    yield Difference((moved,), (), (replace(store_graph.edges[9], negated=False, belief=0.1 + 0.2),), (gone,))
    yield Difference((), (Curie("PMID:100"), new.id), (gone,), (store_edge(new.id, "treats", DIABETES),))


DIABETES = Curie("MONDO:0005148")


def test_replayed_is_applied(pair, store_graph, store_edge):
    applied, noted = pair
    assert isinstance(noted, JournaledStore)
    reader = EmbeddedStore(noted.directory)
    before = everything(reader)
    for number, difference in enumerate(steps(store_graph, store_edge), 1):
        counts = applied.apply(difference, f"h{number}")
        noted.append(difference, f"h{number}", counts)
        if number == 2:
            noted.close()  # what was noted lies on disk
        assert noted.content_hash() == f"h{number}"
        assert len(read_pointer(noted.directory).journal) == number
        if number != 1:  # two differences at one replay
            assert noted.counts() == counts
            assert everything(noted) == everything(applied)
    assert everything(reader) == before
    reader.close()
    noted.load(store_graph.nodes, (), "again")
    assert [path.suffix for path in sorted(noted.directory.glob("[!.]*"))] == [".json", ".kgl"]


def test_a_long_journal_is_folded(pair, store_graph, store_edge, monkeypatch):
    _, noted = pair
    difference = next(iter(steps(store_graph, store_edge)))
    counts = Counts(len(store_graph.nodes) + 1, len(store_graph.edges) + 1)
    for number in range(embedded_journal._FILES + 2):
        noted.append(difference, f"h{number}", counts)
        assert len(list(noted.directory.glob("journal-*"))) == len(read_pointer(noted.directory).journal)
    assert len(read_pointer(noted.directory).journal) == 1
    assert noted.counts() == counts


def test_a_large_difference_is_not_noted(tmp_path):
    change = Change([("Drug", {"id": "CHEBI:1", "name": "x" * embedded_journal._BYTES})], [], [], [])
    store = EmbeddedStore(tmp_path)
    store.load((), (), "h")
    pointer = read_pointer(tmp_path)
    assert embedded_journal.write_entry(tmp_path, pointer, change, "h2", Counts(1, 0)) is None
    assert not list(tmp_path.glob("journal-*"))
    store.close()


@pytest.mark.parametrize("damage", [None, b"", b"[[], []", b"{}", b"[1, 2, 3, 4]"])
def test_a_damaged_journal_is_an_error(pair, store_graph, store_edge, damage):
    _, noted = pair
    noted.append(next(iter(steps(store_graph, store_edge))), "h1", Counts(0, 0))
    (path,) = noted.directory.glob("journal-*")
    path.unlink() if damage is None else path.write_bytes(damage)
    with pytest.raises(StoreError, match="journal-"):
        noted.counts()


def test_a_pointer_without_a_journal_is_read(pair):
    _, noted = pair
    noted.close()
    path = noted.directory / "current.json"
    fields = json.loads(path.read_text())
    del fields["journal"]
    path.write_text(json.dumps({**fields, "format": 1}))
    assert noted.content_hash() == "h0" and noted.counts().nodes > 0
