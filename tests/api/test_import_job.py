"""Importing: one replaceable source, the same files change nothing, another state replaces the first as a whole."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from api.jobs.exporting import export
from api.jobs.importing import SOURCES, import_source
from api.jobs.remove import retract
from kg.errors import InputError, SourceError
from kg.formats.kgx_source import KGXSource
from kg.graph import Graph
from kg.records import Batch

NODES = "id\tcategory\tname\nCHEBI:1\tbiolink:Drug\tone\nCHEBI:2\tbiolink:Drug\ttwo\nMONDO:1\tbiolink:Disease\tthree\n"
HEADER = "subject\tpredicate\tobject\tknowledge_level\tprimary_knowledge_source\n"
TREATS = "CHEBI:1\tbiolink:treats\tMONDO:1\tknowledge_assertion\tinfores:test\n"
SECOND = "CHEBI:2\tbiolink:treats\tMONDO:1\tknowledge_assertion\tinfores:test\n"
MEETS = "CHEBI:2\tbiolink:interacts_with\tCHEBI:1\tknowledge_assertion\tinfores:test\n"


@pytest.fixture
def tables(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "nodes.tsv", tmp_path / "edges.tsv"]
    paths[0].write_text(NODES)
    paths[1].write_text(HEADER + TREATS + MEETS)
    return paths


def claims(path: Path) -> set[tuple[str, str, str]]:
    with Graph.open(path) as graph:
        return {(edge.subject, edge.predicate, edge.object) for edge in graph.edges()}


def test_the_same_files_change_nothing(tmp_path: Path, tables: list[Path]) -> None:
    first = import_source("kgx", tables, tmp_path / "g")
    again = import_source("kgx", tables, tmp_path / "g")
    assert (first.nodes, first.edges) == (3, 2)
    assert (again.read, again.unchanged, again.content_hash) == (0, 1, first.content_hash)
    assert claims(tmp_path / "g") == {("CHEBI:1", "treats", "MONDO:1"), ("CHEBI:1", "interacts_with", "CHEBI:2")}


def test_another_state_of_the_files_replaces_the_first(tmp_path: Path, tables: list[Path]) -> None:
    import_source("kgx", tables, tmp_path / "g")
    tables[1].write_text(HEADER + SECOND)
    import_source("kgx", tables, tmp_path / "g")
    assert claims(tmp_path / "g") == {("CHEBI:2", "treats", "MONDO:1")}


def test_retracting_and_importing_again(tmp_path: Path, tables: list[Path]) -> None:
    first = import_source("kgx", tables, tmp_path / "g")
    removal = retract("kgx:edges", tmp_path / "g")
    assert (removal.nodes_removed, removal.edges_removed) == (3, 2)
    assert import_source("kgx", tables, tmp_path / "g").content_hash == first.content_hash


def test_what_is_exported_comes_back(tmp_path: Path, tables: list[Path]) -> None:
    import_source("kgx", tables, tmp_path / "g")
    export("kgx", tmp_path / "out", tmp_path / "g")
    import_source("kgx", [tmp_path / "out" / "nodes.tsv", tmp_path / "out" / "edges.tsv"], tmp_path / "back")
    assert claims(tmp_path / "back") == claims(tmp_path / "g")


@pytest.mark.parametrize("form", ["kgx", "graphml", "nquads", "neo4j-admin"])
def test_an_export_replaces_another_only_when_told(tmp_path: Path, tables: list[Path], form: str) -> None:
    import_source("kgx", tables, tmp_path / "g")
    first = export(form, tmp_path / "out", tmp_path / "g").written.files
    for file in first:
        file.write_text("mine")
    with pytest.raises(InputError, match=r"is not empty|is there already"):
        export(form, tmp_path / "out", tmp_path / "g")
    assert all(file.read_text() == "mine" for file in first)
    export(form, tmp_path / "out", tmp_path / "g", force=True)
    assert all(file.read_text() != "mine" for file in first)


@pytest.mark.parametrize("form", ["graphml", "nquads", "neo4j-admin"])
def test_every_format_is_written(tmp_path: Path, tables: list[Path], form: str) -> None:
    import_source("kgx", tables, tmp_path / "g")
    written = export(form, tmp_path / "out", tmp_path / "g").written
    assert (written.counts.nodes, written.counts.edges) == (3, 2)
    assert all(file.stat().st_size for file in written.files)


def test_wrong_number_of_paths(tmp_path: Path, tables: list[Path]) -> None:
    with pytest.raises(SourceError, match="takes 2 paths, 1 given"):
        import_source("kgx", tables[:1], tmp_path / "g")
    assert not (tmp_path / "g").exists()


def test_a_missing_file_leaves_no_graph(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="absent"):
        import_source("kgx", [tmp_path / "absent.tsv", tmp_path / "absent2.tsv"], tmp_path / "g")
    assert not (tmp_path / "g").exists()


class Breaking(KGXSource):
    """Its edges end in the middle, as those of a download that was cut off."""

    def batches(self) -> Iterator[Batch]:
        yield from super().batches()
        raise SourceError("edges.tsv cannot be read after line 7.", "Load it again.")


def shard_files(path: Path) -> set[str]:
    return {file.name for file in (path / "evidence").iterdir()}


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(SOURCES["kgx"], open=lambda paths, name: Breaking(paths[0], paths[1], name))
    monkeypatch.setitem(SOURCES, "kgx", broken)


def test_an_import_that_fails_leaves_the_graph_as_it_was(
    tmp_path: Path, tables: list[Path], request: pytest.FixtureRequest
) -> None:
    first = import_source("kgx", tables, tmp_path / "g")
    shards = shard_files(tmp_path / "g")
    tables[1].write_text(HEADER + SECOND)
    request.getfixturevalue("breaking")
    with pytest.raises(SourceError, match="after line 7"):
        import_source("kgx", tables, tmp_path / "g")
    assert shard_files(tmp_path / "g") == shards
    with Graph.open(tmp_path / "g", write=True) as graph:
        graph.merge()
        assert (graph.content_hash(), graph.sources()) == (first.content_hash, ("kgx:edges",))


@pytest.mark.usefixtures("breaking")
def test_an_import_that_fails_leaves_no_new_graph(tmp_path: Path, tables: list[Path]) -> None:
    with pytest.raises(SourceError, match="after line 7"):
        import_source("kgx", tables, tmp_path / "g")
    assert not (tmp_path / "g").exists()
    (tmp_path / "mine").mkdir()
    with pytest.raises(SourceError, match="after line 7"):
        import_source("kgx", tables, tmp_path / "mine")
    assert list((tmp_path / "mine").iterdir()) == []


def test_a_truncated_file_replaces_nothing(tmp_path: Path, tables: list[Path]) -> None:
    packed = [tables[0], tmp_path / "edges.tsv.gz"]
    rows = "".join(SECOND.replace("infores:test", f"infores:{number * 7919}") for number in range(20_000))
    packed[1].write_bytes(gzip.compress((HEADER + TREATS).encode()))
    first = import_source("kgx", packed, tmp_path / "g")
    whole = gzip.compress((HEADER + rows).encode())
    packed[1].write_bytes(whole[: len(whole) * 3 // 4])
    for path in (tmp_path / "g", tmp_path / "new"):
        with pytest.raises(SourceError, match="cannot be read after line"):
            import_source("kgx", packed, path)
    with Graph.open(tmp_path / "g") as graph:
        assert graph.content_hash() == first.content_hash
    assert not (tmp_path / "new").exists()


def test_a_mistyped_folder_takes_nothing_out(tmp_path: Path, tables: list[Path]) -> None:
    import_source("kgx", tables, tmp_path / "g")
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "nope", tmp_path / "empty"):
        with pytest.raises(SourceError):
            import_source("umls", [folder], tmp_path / "g")
        with pytest.raises(SourceError):
            import_source("umls", [folder], tmp_path / "new")
    assert len(claims(tmp_path / "g")) == 2
    assert not (tmp_path / "new").exists()


@pytest.fixture
def other_tables(tmp_path: Path) -> list[Path]:
    (tmp_path / "other").mkdir()
    paths = [tmp_path / "other" / "nodes.tsv", tmp_path / "other" / "edges.tsv"]
    paths[0].write_text(NODES)
    paths[1].write_text(HEADER + SECOND)
    return paths


def test_another_table_of_the_same_name_must_be_named(
    tmp_path: Path, tables: list[Path], other_tables: list[Path]
) -> None:
    import_source("kgx", tables, tmp_path / "g")
    with pytest.raises(SourceError, match="holds a source kgx:edges already") as refused:
        import_source("kgx", other_tables, tmp_path / "g")
    assert "--name" in refused.value.remedy
    assert import_source("kgx", other_tables, tmp_path / "g", name="other").source == "kgx:other"
    assert len(claims(tmp_path / "g")) == 3
    retract("kgx:edges", tmp_path / "g")
    assert claims(tmp_path / "g") == {("CHEBI:2", "treats", "MONDO:1")}


def test_a_name_that_is_given_replaces(tmp_path: Path, tables: list[Path], other_tables: list[Path]) -> None:
    import_source("kgx", tables, tmp_path / "g")
    import_source("kgx", other_tables, tmp_path / "g", name="edges")
    assert claims(tmp_path / "g") == {("CHEBI:2", "treats", "MONDO:1")}


@pytest.mark.parametrize(("source", "name"), [("shipped", "mine"), ("kgx", "two words"), ("kgx", "kgx:")])
def test_a_name_that_cannot_be(tmp_path: Path, tables: list[Path], source: str, name: str) -> None:
    with pytest.raises(SourceError, match="name"):
        import_source(source, tables if source == "kgx" else [], tmp_path / "g", name=name)
    assert not (tmp_path / "g").exists()


def test_another_version_of_the_reader_reads_again(
    tmp_path: Path, tables: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import_source("kgx", tables, tmp_path / "g")
    monkeypatch.setitem(SOURCES, "kgx", replace(SOURCES["kgx"], reader="kgx/fixed"))
    again = import_source("kgx", tables, tmp_path / "g")
    assert (again.read, again.unchanged) == (5, 0)


@pytest.mark.parametrize("source", sorted(set(SOURCES) - {"kgx"}))
def test_the_reader_is_what_its_evidence_names(source: str) -> None:
    module = Path(str(import_module(f"kg.sources.{source}").__file__)).read_text(encoding="utf-8")
    assert set(re.findall(rf'"({source}/\d+)"', module)) == {SOURCES[source].reader}


def test_a_file_that_is_not_read_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "hetionet"
    folder.mkdir()
    (folder / "nodes.tsv").write_text("id\tname\tkind\nCompound::DB00945\tAspirin\tCompound\n")
    (folder / "hetionet_core_edges.tsv.gz").write_bytes(gzip.compress(b"source\tmetaedge\ttarget\n"))
    assert import_source("hetionet", [folder], tmp_path / "g").unchanged == 0
    (folder / "README").write_text("mine")
    assert import_source("hetionet", [folder], tmp_path / "g").unchanged == 1


def test_ignored_columns_are_told_and_are_no_failure(tmp_path: Path, tables: list[Path]) -> None:
    tables[1].write_text("subject\tpredicate\tobject\tpublications\nCHEBI:1\tbiolink:treats\tMONDO:1\tPMID:1\n")
    report = import_source("kgx", tables, tmp_path / "g")
    assert [(drop.reason, drop.count) for drop in report.dropped] == [("ignored_column", 1)]
    assert "publications" in report.dropped[0].examples[0].item
    assert (report.exit_code, report.edges) == (0, 1)
