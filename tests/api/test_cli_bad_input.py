"""Bad input gets a clear message, a documented exit code, no traceback, and leaves nothing half-written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli import main
from kg.graph import Graph


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return call


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph"
    Graph.create(path).close()
    return path


def test_no_such_file(run: Run, tmp_path: Path) -> None:
    ended = run("build", tmp_path / "absent.txt", "--graph", tmp_path / "g")
    assert ended.code == 2
    assert "absent.txt" in ended.err
    assert not (tmp_path / "g").exists()


def test_one_broken_input_does_not_stop_the_rest(run: Run, tmp_path: Path) -> None:
    good, broken = tmp_path / "good.txt", tmp_path / "broken.csv"
    good.write_text("Patient has asthma and takes albuterol.\n")
    broken.write_text("id,words\n1,fever\n")
    ended = run("build", broken, good, "--text-column", "note", "--graph", tmp_path / "g")
    assert ended.code == 3
    assert "broken.csv" in ended.out and "words" in ended.out
    with Graph.open(tmp_path / "g") as built:
        assert built.counts().edges > 0


def test_csv_without_the_named_column(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("id,words\n1,fever\n")
    ended = run("build", table, "--text-column", "note", "--graph", tmp_path / "g")
    assert ended.code == 2
    assert "note" in ended.err and "words" in ended.err and "table.csv" in ended.err


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"caf\xe9 fever \xff\xfe", "unreadable"), (b"a" * 50_000_000, "too_long")],
    ids=["empty", "not-utf8", "one-50-MB-line"],
)
def test_a_file_that_holds_no_readable_document_is_counted(
    run: Run, tmp_path: Path, content: bytes, reason: str
) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_bytes(content)
    good.write_text("Patient has asthma.\n")
    ended = run("build", bad, good, "--graph", tmp_path / "g")
    assert ended.code in (0, 3)
    assert reason in ended.out and "bad.txt" in ended.out


def test_pubtator_with_wrong_offsets(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "wrong.pubtator"
    table.write_text("1|t|Aspirin\n1|a|It causes ulcers.\n1\t3\t9\tAspirin\tChemical\tD001241\n\n")
    ended = run("build", table, "--annotations", "--graph", tmp_path / "g")
    assert ended.code in (0, 3)
    assert "wrong_offsets" in ended.out


def test_kgx_with_an_unknown_predicate_and_a_curie_that_is_none(run: Run, tmp_path: Path) -> None:
    nodes, edges = tmp_path / "nodes.tsv", tmp_path / "edges.tsv"
    nodes.write_text("id\tcategory\tname\nCHEBI:1\tbiolink:Drug\tone\nMONDO:1\tbiolink:Disease\ttwo\n")
    edges.write_text(
        "subject\tpredicate\tobject\nCHEBI:1\tbiolink:treats\tMONDO:1\n"
        "CHEBI:1\tbiolink:befriends\tMONDO:1\nno curie\tbiolink:treats\tMONDO:1\n"
    )
    ended = run("import", "kgx", nodes, edges, "--graph", tmp_path / "g")
    assert "unknown_predicate" in ended.out and "not_a_curie" in ended.out
    with Graph.open(tmp_path / "g") as built:
        assert built.counts().edges == 1


def test_a_directory_that_is_no_graph(run: Run, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.txt").write_text("cat")
    for command in (("info",), ("build", __file__), ("query", "MATCH (n) RETURN n")):
        ended = run(*command, "--graph", tmp_path / "photos")
        assert ended.code == 4
        assert "photos" in ended.err
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.txt"]


def test_a_graph_that_another_writer_holds(run: Run, tmp_path: Path, graph: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Patient has asthma.")
    with Graph.open(graph, write=True):
        ended = run("build", note, "--graph", graph)
    assert ended.code == 4
    assert "written to by process" in ended.err


def test_neo4j_that_is_not_there(run: Run, graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    ended = run("publish", "--graph", graph, "--to", "bolt://127.0.0.1:9")
    assert ended.code == 5
    assert "127.0.0.1:9" in ended.err
    assert "secret" not in ended.err + ended.out


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (n:Drug {id: 'X:1'})",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
        "CALL dbms.listConfig()",
        "MATCH (n RETURN n",
    ],
)
def test_a_query_that_is_refused(run: Run, graph: Path, cypher: str) -> None:
    ended = run("query", cypher, "--graph", graph)
    assert ended.code == 2
    assert ended.err.startswith("medkg:")


def test_errors_are_json_for_machines(run: Run, tmp_path: Path) -> None:
    ended = run("info", "--graph", tmp_path / "absent", "--json")
    assert ended.code == 4
    assert '"error": "GraphDirectoryError"' in ended.err


@pytest.mark.parametrize(
    "command",
    ["build", "demo", "diff", "evaluate", "explain", "export", "forget", "import", "info", "predict", "publish",
     "query", "retract", "train"],
)  # fmt: skip
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.code == 0
    assert "Example:" in ended.out and f"medkg {command}" in ended.out
