"""Importing: one replaceable source, the same files change nothing, another state replaces the first as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.jobs.exporting import export
from api.jobs.importing import import_source
from api.jobs.remove import retract
from kg.errors import SourceError
from kg.graph import Graph

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
