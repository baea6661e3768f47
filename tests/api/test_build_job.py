"""The build job gives the same graph in any order, with any number of workers, after kills and retractions."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from api.jobs.build import BuildOptions, build
from api.jobs.inform import describe
from api.jobs.remove import Removal, forget, retract
from extraction.pipeline import Pipeline
from extraction.readers import ReadOptions
from kg.errors import InputError
from kg.graph import Graph
from kg.shipped import data_path
from kg.store.embedded import EmbeddedStore

NOTES = 12


def printed(result: Removal) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(result)
    return capture.get()


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="module")
def notes() -> list[Path]:
    english = sorted(data_path("notes", "en").glob("*.txt"))[: NOTES - 3]
    return [*english, *sorted(data_path("notes", "zh").glob("*.txt"))[:3]]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, notes: list[Path], pipeline: Pipeline) -> str:
    path = tmp_path_factory.mktemp("expected") / "graph"
    return build(notes, path, pipeline=pipeline).content_hash


def test_all_documents_are_in_and_every_offset_holds(tmp_path: Path, notes: list[Path], pipeline: Pipeline) -> None:
    report = build(notes, tmp_path / "g", pipeline=pipeline)
    assert (report.read, report.added, report.broken) == (NOTES, NOTES, ())
    for note in notes:
        assert describe(tmp_path / "g", True, note).verification.ok  # type: ignore[union-attr]
    found = describe(tmp_path / "g", True, notes[0]).verification
    assert found is not None and found.exact == found.spans > 100 and found.compared > 5


def test_a_second_run_does_nothing(tmp_path: Path, notes: list[Path], pipeline: Pipeline, expected: str) -> None:
    build(notes, tmp_path / "g", pipeline=pipeline)
    again = build(notes, tmp_path / "g", pipeline=pipeline)
    assert (again.added, again.unchanged, again.edges_added, again.edges_removed) == (0, NOTES, 0, 0)
    assert again.content_hash == expected


def test_another_order_in_several_runs(tmp_path: Path, notes: list[Path], pipeline: Pipeline, expected: str) -> None:
    shuffled = random.Random(3).sample(notes, len(notes))
    for part in (shuffled[:5], shuffled[5:6], shuffled[6:]):
        report = build(part, tmp_path / "g", pipeline=pipeline)
    assert report.content_hash == expected


def test_two_workers(tmp_path: Path, notes: list[Path], pipeline: Pipeline, expected: str) -> None:
    report = build(notes, tmp_path / "g", BuildOptions(ReadOptions(), workers=2), pipeline=pipeline)
    assert report.content_hash == expected


def test_the_store_agrees_with_the_tables(tmp_path: Path, notes: list[Path], pipeline: Pipeline) -> None:
    build(notes[:6], tmp_path / "g", pipeline=pipeline)
    build(notes, tmp_path / "g", pipeline=pipeline)
    with Graph.open(tmp_path / "g") as graph:
        store = EmbeddedStore(graph.layout.store)
        assert store.content_hash() == graph.content_hash()
        assert store.counts() == graph.counts()
        edges = random.Random(1).sample(list(graph.edges()), 100)
        text = (
            "UNWIND $ids AS i MATCH (a)-[r {id: i}]->(b) "
            "RETURN i, a.id AS s, type(r) AS t, b.id AS o, r.belief AS belief, r.support AS support ORDER BY i"
        )
        rows = {row[0]: row[1:] for row in store.query(text, {"ids": [edge.id for edge in edges]})}
        store.close()
    wanted = {e.id: (e.subject, e.relationship_type, e.object, e.belief, e.support) for e in edges}
    assert rows == wanted


def test_retracting_and_building_again(tmp_path: Path, notes: list[Path], pipeline: Pipeline, expected: str) -> None:
    build(notes, tmp_path / "g", pipeline=pipeline)
    without = build(notes[1:], tmp_path / "other", pipeline=pipeline).content_hash
    removal = retract(str(notes[0]), tmp_path / "g")
    assert removal.edges_removed > 0
    assert removal.content_hash == without
    assert build(notes, tmp_path / "g", pipeline=pipeline).content_hash == expected


def test_a_document_with_two_sources_stays_until_both_are_gone(
    tmp_path: Path, notes: list[Path], pipeline: Pipeline
) -> None:
    copy = tmp_path / "copy" / notes[0].name
    copy.parent.mkdir()
    copy.write_bytes(notes[0].read_bytes())
    first = build([notes[0], copy], tmp_path / "g", pipeline=pipeline)
    assert (first.added, first.unchanged) == (1, 1)
    assert retract(str(copy), tmp_path / "g").content_hash == first.content_hash
    assert retract(str(notes[0]), tmp_path / "g").edges_removed == first.edges


def test_forgetting_leaves_no_byte(tmp_path: Path, notes: list[Path], pipeline: Pipeline) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Past medical history: asthma and zebrafinch allergy.\n")
    build([*notes[:2], secret], tmp_path / "g", pipeline=pipeline)
    forget("secret.txt", tmp_path / "g")
    for file in (path for path in (tmp_path / "g").rglob("*") if path.is_file()):
        assert b"secret.txt" not in file.read_bytes(), file
    with Graph.open(tmp_path / "g") as graph:
        assert not any("zebrafinch" in document.text for document in graph.documents())
        assert graph.document_count() == 2


def test_a_folder_that_was_built_is_retracted_by_its_name(
    tmp_path: Path, notes: list[Path], pipeline: Pipeline
) -> None:
    folder, copy = tmp_path / "ward", tmp_path / "copy"
    for place, chosen in ((folder, notes[:2]), (copy, notes[:1])):
        place.mkdir()
        for note in chosen:
            (place / note.name).write_bytes(note.read_bytes())
    build([folder, copy], tmp_path / "g", pipeline=pipeline)
    removal = retract(str(folder), tmp_path / "g")
    assert (removal.origins, removal.held) == (1, 1)
    assert "1 documents stay: still held by another source" in printed(removal)
    last = retract(f"{copy}/", tmp_path / "g")
    assert (last.origins, last.held) == (1, 0) and "still held" not in printed(last)
    with Graph.open(tmp_path / "g") as graph:
        assert graph.document_count() == 0 == graph.counts().edges


def test_forgetting_a_name_of_two_patients_asks_for_an_id(tmp_path: Path, pipeline: Pipeline) -> None:
    for patient, disease in (("x", "asthma"), ("y", "migraine")):
        (tmp_path / patient).mkdir()
        (tmp_path / patient / "visit.txt").write_text(f"Past medical history: {disease}.\n")
    build([tmp_path / "x", tmp_path / "y"], tmp_path / "g", pipeline=pipeline)
    with pytest.raises(InputError, match="2 documents have the name") as caught:
        forget("visit.txt", tmp_path / "g")
    assert all(str(tmp_path / patient / "visit.txt") in str(caught.value) for patient in "xy")
    with Graph.open(tmp_path / "g") as graph:
        chosen = next(document.id for document in graph.documents() if "asthma" in document.text)
    published = tmp_path / "g" / "published" / "database"
    published.mkdir(parents=True)
    assert forget(chosen, tmp_path / "g").origins == 1
    assert not published.exists()
    with Graph.open(tmp_path / "g") as graph:
        assert ["migraine" in document.text for document in graph.documents()] == [True]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_five_times_it_goes_on(tmp_path: Path, notes: list[Path], expected: str) -> None:
    generator = random.Random(11)
    command = [sys.executable, "-c", "from api.cli import main; main()", "build", *map(str, notes), "--graph",
               str(tmp_path / "g"), "--workers", "2"]  # fmt: skip
    took = None
    for _ in range(5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            started = time.monotonic()
            process.wait(timeout=generator.uniform(0.5, took or 12.0))
            took = time.monotonic() - started
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    time.sleep(1.0)  # orphaned workers see that their parent is gone
    assert subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0
    with Graph.open(tmp_path / "g") as graph:
        assert graph.content_hash() == expected
