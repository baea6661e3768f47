"""Processes that find the store behind at the same moment, and stores with a missing or damaged file."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from kg.graph import Graph
from kg.projection import bring_up_to_date, project
from kg.store.embedded import EmbeddedStore
from kg.store.embedded_lock import LOCK_NAME, DirectoryLock
from kg.store.pointer import read_pointer

pytestmark = pytest.mark.skipif(platform.machine() == "aarch64", reason="the embedded store has no wheel for arm64")

READER = """
import sys
from pathlib import Path
from kg.graph import Graph
from kg.projection import bring_up_to_date
from kg.store.embedded import EmbeddedStore
print("ready", flush=True)
sys.stdin.readline()
with Graph.open(Path(sys.argv[1])) as graph:
    store = EmbeddedStore(graph.layout.store)
    how = bring_up_to_date(graph, store).how
    store.close()
    found = store.counts()
    store.close()
print(how, found.nodes, found.edges)
"""


def test_readers_that_find_the_store_behind_at_once(graph, make_note):
    for number in range(3):
        graph.add(make_note(number))
        graph.merge()
        readers = [
            subprocess.Popen(
                [sys.executable, "-c", READER, str(graph.path)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for _ in range(4)
        ]  # fmt: skip
        for reader in readers:
            assert reader.stdout.readline() == "ready\n"
        for reader in readers:
            reader.stdin.write("\n")
            reader.stdin.flush()
        said = [reader.communicate(timeout=60) for reader in readers]
        counts = graph.counts()
        assert [error for _, error in said] == [""] * 4
        assert sorted(out.split() for out, _ in said) == [
            ["load", str(counts.nodes), str(counts.edges)],
            *[["nothing", str(counts.nodes), str(counts.edges)]] * 3,
        ]
        pointer = read_pointer(graph.layout.store)
        assert {path.name for path in graph.layout.store.iterdir()} == {LOCK_NAME, "current.json", pointer.file}


@pytest.mark.parametrize("damage", ["gone", "cut", "pointer", "no pointer"])
def test_a_damaged_store_heals(graph, make_note, damage):
    graph.add(make_note(1))
    graph.merge()
    project(graph, EmbeddedStore)
    pointer = read_pointer(graph.layout.store)
    path, current = graph.layout.store / pointer.file, graph.layout.store / "current.json"
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:100])
    elif damage == "pointer":
        current.write_text("{")
    else:
        current.unlink()
    assert project(graph, EmbeddedStore).how == "load"
    store = EmbeddedStore(graph.layout.store)
    assert store.counts() == graph.counts()
    assert bring_up_to_date(graph, store).how == "nothing"
    store.close()


def test_an_open_store_sees_what_another_process_loaded(graph, make_note):
    graph.add(make_note(1))
    graph.merge()
    store = EmbeddedStore(graph.layout.store)
    bring_up_to_date(graph, store)
    graph.add(make_note(2))
    graph.merge()
    assert project(graph, EmbeddedStore).how == "load"
    assert store.counts() != graph.counts()
    assert bring_up_to_date(graph, store).how == "nothing"
    assert store.counts() == graph.counts()
    store.close()


def test_a_store_that_may_not_be_written_is_read(graph, make_note):
    graph.add(make_note(1))
    graph.merge()
    project(graph, EmbeddedStore)
    (graph.layout.store / LOCK_NAME).unlink()
    with Graph.open(graph.path) as reader:
        assert project(reader, EmbeddedStore).how == "nothing"
    assert not (graph.layout.store / LOCK_NAME).exists()


def test_the_lock_is_of_the_directory_that_is_there(tmp_path):
    first, second = DirectoryLock(tmp_path / "store"), DirectoryLock(tmp_path / "store")
    with first.held() as newly, first.held() as again:
        assert (newly, again) == (True, False)
        (tmp_path / "store" / LOCK_NAME).unlink()
        with second.held() as other:
            assert other
