"""Bad input gets a clear message, a documented exit code, no traceback, and leaves nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_calls import Run

from api.cli import ask, main
from api.jobs.publishing import Target
from kg.graph import Graph
from kg.store.neo4j import Neo4jStore


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


@pytest.mark.parametrize("content", [b"", b"  \n", b"caf\xe9 fever"], ids=["empty", "blank", "not-utf8"])
def test_a_file_without_text_named_by_itself_leaves_nothing_behind(run: Run, tmp_path: Path, content: bytes) -> None:
    alone, other = tmp_path / "alone.txt", tmp_path / "other.txt"
    alone.write_bytes(content)
    other.touch()
    for inputs in ((alone,), (alone, other)):
        ended = run("build", *inputs, "--graph", tmp_path / "g")
        assert ended.code == 2
        assert "alone.txt" in ended.err and "Nothing was written" in ended.err
        assert not (tmp_path / "g").exists()


def test_files_in_another_encoding(run: Run, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_bytes("患者患有高血压，服用氨氯地平5mg每日1次。".encode("gb18030"))
    ended = run("build", note, "--graph", tmp_path / "g")
    assert ended.code == 2
    assert "at byte 0 (0xbb)" in ended.err and "--encoding" in ended.err
    assert run("build", note, "--graph", tmp_path / "g", "--encoding", "gb18030").code == 0
    assert "CHEBI:2668" in run("find", "amlodipine", "--graph", tmp_path / "g").out
    source = ("--verify", "--source", note, "--encoding", "gb18030", "--json")
    verified = run("info", "--graph", tmp_path / "g", *source)
    assert json.loads(verified.out)["verification"]["no_original"] == 0
    ended = run("build", note, "--graph", tmp_path / "h", "--encoding", "ascii")
    assert ended.code == 2 and "Not ascii at line 1, character 1." in ended.err
    ended = run("build", note, "--graph", tmp_path / "h", "--encoding", "klingon")
    assert ended.code == 2 and "klingon" in ended.err


def test_the_first_broken_files_are_named_and_the_rest_counted(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "good.txt").write_text("Patient has asthma.\n")
    for number in range(8):
        (folder / f"bad-{number}.txt").write_bytes(b"caf\xe9")
    ended = run("build", folder, "--graph", tmp_path / "g")
    assert ended.code == 3
    assert [f"bad-{number}.txt" in ended.out for number in range(8)] == [True] * 5 + [False] * 3
    assert "and 3 more" in ended.out and "--json" in ended.out
    told = json.loads(run("build", folder, "--graph", tmp_path / "g", "--json").out)["dropped"]
    assert [len(one["examples"]) for one in told if one["reason"] == "unreadable"] == [8]


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
    assert ended.code == 3
    assert reason in ended.out and "bad.txt" in ended.out


def test_an_input_without_any_document_is_broken_and_the_others_are_in(run: Run, tmp_path: Path) -> None:
    empty, header, good = tmp_path / "empty.txt", tmp_path / "header.csv", tmp_path / "good.txt"
    empty.touch()
    header.write_text("id,text\n")
    good.write_text("Patient has asthma.\n")
    ended = run("build", empty, header, good, "--graph", tmp_path / "g", "--json")
    report = json.loads(ended.out)
    assert (ended.code, report["added"]) == (3, 1)
    assert [one["path"] for one in report["broken"]] == [str(empty), str(header)]
    assert run("build", good, "--graph", tmp_path / "g").code == 0  # nothing new, but it holds a document


@pytest.mark.parametrize(
    "arguments",
    [
        ("train", "linkprediction", "--budget", "nan"),
        ("train", "linkprediction", "--budget", "inf"),
        ("train", "linkprediction", "--budget", "0"),
        ("train", "linkprediction", "--budget", "1e300"),
        ("train", "linkprediction", "--seed", "-1"),
        ("demo", "--budget", "-inf"),
        ("demo", "--seed", "-1"),
        ("query", "RETURN 1", "--seconds", "nan"),
        ("query", "RETURN 1", "--seconds", "0"),
        ("query", "RETURN 1", "--rows", "0"),
    ],
    ids=" ".join,
)
def test_numbers_out_of_range(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = tmp_path / "g"
    ended = run(*arguments, "--graph", path)
    assert (ended.code, ended.out) == (2, "")
    assert arguments[-2] in ended.err and "Usage:" in ended.err
    machine = run(*arguments, "--graph", path, "--json")
    error = json.loads(machine.err)
    assert (machine.code, machine.out, set(error)) == (2, "", {"error", "message", "remedy"})
    assert arguments[-2] in error["message"] and "--help" in error["remedy"]
    assert not path.exists()


def test_an_error_that_no_code_foresaw(
    run: Run, graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*given: object, **more: object) -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(ask, "Engine", broken)
    monkeypatch.delenv("MEDKG_DEBUG", raising=False)
    command = ("query", "RETURN 1", "--graph", str(graph))
    ended = run(*command)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "medkg: internal error: ZeroDivisionError: division by zero; please report it; "
        "set MEDKG_DEBUG=1 for the traceback\n"
    )
    assert json.loads(run(*command, "--json").err)["error"] == "ZeroDivisionError"
    for value, shown in (("0", False), ("1", True)):
        monkeypatch.setenv("MEDKG_DEBUG", value)
        with pytest.raises(SystemExit) as exit_:
            main(list(command))
        assert exit_.value.code == 1
        assert ("Traceback" in capsys.readouterr().err) is shown


@pytest.mark.parametrize("form", ["kgx", "graphml"])
@pytest.mark.parametrize("place", ["", "models", "new/deeper"])
def test_an_export_into_a_graph(run: Run, graph: Path, tmp_path: Path, form: str, place: str) -> None:
    other = tmp_path / "other"
    Graph.create(other).close()
    for target in (graph, other):
        before = sorted(target.rglob("*"))
        ended = run("export", form, target / place, "--graph", graph)
        assert ended.code == 2
        assert str(target) in ended.err
        assert sorted(target.rglob("*")) == before


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


@pytest.mark.parametrize("address", ["bolt://loc alhost:abc", "bolt://[::1", "http://localhost", "bolt://h:abc"])
def test_an_address_that_is_none(run: Run, graph: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    for command in (("publish",), ("query", "MATCH (n) RETURN n")):
        ended = run(*command, "--graph", graph, "--to", address)
        assert (ended.code, ended.out) == (5, "")
        assert address in ended.err and "parameter" not in ended.err and "secret" not in ended.err


@pytest.mark.parametrize("address", ["bolt://neo4j:hunter2@localhost:7687", "neo4j:hunter2@x", "bolt://a:hunter2/@[x"])
def test_a_password_in_an_address_is_refused_and_not_repeated(
    run: Run, graph: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    for command in (("publish",), ("query", "MATCH (n) RETURN n")):
        ended = run(*command, "--graph", graph, "--to", address)
        assert (ended.code, ended.out) == (2, "")
        assert "NEO4J_PASSWORD" in ended.err and "hunter2" not in ended.err
    assert not list(graph.glob("published/*"))


def test_a_query_to_neo4j_takes_user_and_database_and_closes(
    run: Run, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    class Watched(Neo4jStore):
        closed = 0

        def close(self) -> None:
            self.closed += 1
            super().close()

    def watch(target: Target) -> Watched:
        opened.append((target, store := Watched(target.uri, target.user, target.password, target.database)))
        return store

    monkeypatch.setattr(ask, "open_target", watch)
    command = ("query", "MATCH (n) RETURN n", "--to", "bolt://127.0.0.1:9", "--user", "ann", "--database", "cases")
    assert run(*command, "--graph", graph).code == 5
    assert run(*command, "--graph", graph / "absent").code == 4
    assert [(target.user, target.database, store.closed) for target, store in opened] == [("ann", "cases", 1)] * 2


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
    ["build", "demo", "diff", "evaluate", "explain", "export", "find", "forget", "import", "info", "predict", "publish",
     "query", "retract", "train"],
)  # fmt: skip
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.code == 0
    assert "Example:" in ended.out and f"medkg {command}" in ended.out
