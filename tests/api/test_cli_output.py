"""What the commands print: one JSON object for machines, lines for people, progress only on a terminal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from api.cli import main
from api.cli.main import cli
from api.cli.options import to_json
from api.jobs.exporting import EXPORT_FORMATS
from api.jobs.importing import SOURCES
from api.jobs.inform import Comparison
from api.records_table import Table
from kg.store.protocol import MapValue, NodeValue, Rows

NOTE = "Medications: metformin 500 mg daily. She has type 2 diabetes mellitus. No asthma.\n"
NODES = (
    "id\tcategory\tname\nCHEBI:6801\tbiolink:Drug\tmetformin [oral]\n"
    "MONDO:0005148\tbiolink:Disease\ttype 2 diabetes mellitus\n"
)
EDGES = "subject\tpredicate\tobject\nCHEBI:6801\tbiolink:treats\tMONDO:0005148\n"
NEGEX = (
    "line number\tCondition\tsentence\tnegation_status (negated, affirmed, possible)\t"
    "temporality (historical, recent, hypothetical)\texperiencer (patient, other)\n"
    "1\tfever\tHe denies FEVER.\tNegated\tRecent\tPatient\n"
    "2\tstroke\tHe had a STROKE in 1990.\tAffirmed\tHistorical\tPatient\n"
    "3\tcough\tHe has a dry COUGH.\tAffirmed\tRecent\tPatient\n"
)
FIGURES = {
    "task", "data", "split", "rows", "seconds", "peak_mb", "documents_per_second", "seed", "device", "version",
}  # fmt: skip


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        """Standard output as the one JSON object that it must be."""
        value = json.loads(self.out, parse_constant=_refuse)
        assert isinstance(value, dict)
        return value


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


Run = Callable[..., Ended]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process; what child processes print counts too."""

    def call(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capfd.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return call


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    for name, text in (("note.txt", NOTE), ("nodes.tsv", NODES), ("edges.tsv", EDGES), ("negex.tsv", NEGEX)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of one note and one reference edge; read by all tests, changed by none."""
    path = tmp_path_factory.mktemp("built") / "g"
    for arguments in (("build", files / "note.txt"), ("import", "kgx", files / "nodes.tsv", files / "edges.tsv")):
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments), "--graph", str(path), "--json"])
        assert not ended.value.code
    return path


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """A copy of that graph, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "g"))


def test_build_and_import(run: Run, files: Path, tmp_path: Path) -> None:
    path = tmp_path / "g"
    built = run("build", files / "note.txt", "--graph", path, "--json")
    assert (built.code, built.err, built.json()["read"]) == (0, "", 1)
    imported = run("import", "kgx", files / "nodes.tsv", files / "edges.tsv", "--graph", path, "--json")
    assert (imported.code, imported.err, imported.json()["dropped"]) == (0, "", [])


def test_info(run: Run, built: Path) -> None:
    ended = run("info", "--graph", built, "--json", "--verify")
    described = ended.json()
    assert (ended.code, ended.err, described["documents"]) == (0, "", 1)
    plain = run("info", "--graph", built)
    assert f"{described['edges']:,} edges" in plain.out and described["content_hash"] in plain.out


def test_query(run: Run, graph: Path) -> None:
    cypher = "MATCH (d:Drug)-[:treats]->(x:Disease) RETURN d.name AS drug, x.id AS disease"
    ended = run("query", "--graph", graph, "--json", cypher)
    assert (ended.code, ended.err) == (0, "")
    answer = ended.json()
    assert set(answer) == {"columns", "rows", "truncated", "seconds"}
    assert answer["columns"] == ["drug", "disease"] and answer["truncated"] is False
    assert ["metformin [oral]", "MONDO:0005148"] in answer["rows"]
    plain = run("query", "--graph", graph, cypher)
    assert "metformin [oral]" in plain.out.lower()  # no markup is read in names


def test_query_prints_nodes_edges_and_paths_as_objects(run: Run, graph: Path) -> None:
    cypher = "MATCH p = (d:Drug)-[r:treats]->(x:Disease) RETURN d, r, p, [d.id, x.id] AS ids"
    ended = run("query", "--graph", graph, "--json", cypher)
    assert (ended.code, ended.err) == (0, "")
    for drug, edge, path, ids in ended.json()["rows"]:
        assert set(drug) == {"id", "category", "properties"}
        assert drug["category"] == "Drug" and isinstance(drug["properties"]["name"], str)
        assert (edge["subject"], edge["type"], edge["object"]) == (ids[0], "treats", ids[1])
        assert isinstance(edge["properties"], dict)
        assert (path["nodes"][0], path["edges"]) == (drug, [edge])
    assert ended.json()["rows"]


def test_numbers_that_are_not_finite_are_null() -> None:
    node = NodeValue("X:1", "Drug", (("mass", nan),))
    rows = Rows(("a", "b", "c", "d"), ((inf, (-inf, 1.5), MapValue((("x", nan),)), node),), False, 0.1)
    answer = json.loads(to_json(Table(rows)), parse_constant=_refuse)
    assert answer["rows"] == [
        [None, [None, 1.5], {"x": None}, {"id": "X:1", "category": "Drug", "properties": {"mass": None}}]
    ]


def test_paths_of_graphs_are_no_markup() -> None:
    console = Console(file=StringIO(), width=200)
    console.print(Comparison("[bold]one", "[/x]two", True, (), ()))
    assert console.file.getvalue() == "[bold]one and [/x]two hold the same.\n"  # type: ignore[attr-defined]


def test_explain_in_both_languages(run: Run, graph: Path) -> None:
    for language in ("en", "zh"):
        ended = run("explain", "CHEBI:6801", "treats", "MONDO:0005148", "-g", graph, "--language", language, "--json")
        answer = ended.json()
        assert (ended.code, ended.err, answer["standing"]) == (0, "", "supported")
        assert {sentence["language"] for sentence in answer["sentences"]} == {language}
        assert all(sentence["cites"] for sentence in answer["sentences"])


def test_diff_retract_and_forget(run: Run, graph: Path, files: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert run("build", files / "note.txt", "--graph", other, "--json").code == 0
    ended = run("diff", other, graph, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert "CHEBI:6801" in ended.out and ended.json()
    retracted = run("retract", "kgx:edges", "--graph", graph, "--json")
    assert (retracted.code, retracted.err) == (0, "")
    assert retracted.json()
    assert "hold the same" in run("diff", other, graph).out
    forgotten = run("forget", "note.txt", "--graph", graph, "--json")
    assert (forgotten.code, forgotten.err) == (0, "")
    assert forgotten.json()
    assert run("info", "--graph", graph, "--json").json()["documents"] == 0


@pytest.mark.parametrize("form", ["kgx", "graphml", "nquads", "neo4j-admin"])
def test_export(run: Run, graph: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    ended = run("export", form, out, "--graph", graph, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.json()
    assert list(tmp_path.glob("out*"))


@pytest.mark.parametrize(
    ("form", "given", "written"),
    [
        ("graphml", "there", "there/graph.graphml"),
        ("graphml", "new/", "new/graph.graphml"),
        ("graphml", "plain", "plain.graphml"),
        ("graphml", "own.xml", "own.xml"),
        ("nquads", "there", "there/graph.nq"),
        ("nquads", "plain", "plain.nq"),
    ],
)
def test_where_a_file_is_exported_to(
    run: Run, graph: Path, tmp_path: Path, form: str, given: str, written: str
) -> None:
    (tmp_path / "there").mkdir()
    ended = run("export", form, f"{tmp_path}/{given}", "--graph", graph)
    assert ended.code == 0
    assert str(tmp_path / written) in ended.out.replace("\n", "")
    assert (tmp_path / written).is_file()


@pytest.mark.parametrize(
    ("form", "place"), [("kgx", "file.txt"), ("neo4j-admin", "file.txt"), ("graphml", "file.txt/x")]
)
def test_a_file_in_the_way_of_an_export(run: Run, graph: Path, tmp_path: Path, form: str, place: str) -> None:
    (tmp_path / "file.txt").write_text("mine")
    ended = run("export", form, tmp_path / place, "--graph", graph)
    assert ended.code == 2
    assert "file.txt is a file" in ended.err and "permissions" not in ended.err
    assert (tmp_path / "file.txt").read_text() == "mine"


def test_an_empty_name_is_a_usage_error(run: Run, graph: Path) -> None:
    ended = run("find", " ", "--graph", graph)
    assert (ended.code, ended.out) == (2, "")
    assert "empty" in ended.err


def test_every_source_and_format_has_an_example(run: Run) -> None:
    for command, names in (("import", SOURCES), ("export", EXPORT_FORMATS)):
        told = run(command, "--help").out
        assert all(f"medkg {command} {name} " in told for name in names)


def test_evaluate_assertion(run: Run, files: Path) -> None:
    ended = run("evaluate", "assertion", "--gold", files / "negex.tsv", "--json")
    assert (ended.code, ended.err) == (0, "")
    figures = ended.json()
    assert set(figures) == FIGURES
    assert all(set(row) == {"system", "metric", "value", "low", "high", "n"} for row in figures["rows"])
    plain = run("evaluate", "assertion", "--gold", files / "negex.tsv")
    assert "95 % interval" in plain.out


def test_a_second_build_says_that_nothing_was_to_do(run: Run, graph: Path, files: Path) -> None:
    before = run("info", "--graph", graph, "--json").json()["content_hash"]
    assert run("build", files / "note.txt", "--graph", graph, "--json").code == 0
    assert run("info", "--graph", graph, "--json").json()["content_hash"] == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("query", "CREATE (n:Drug)"), 2),
        (("explain", "CHEBI:6801", "befriends", "MONDO:0005148"), 2),
        (("explain", "CHEBI:0", "treats", "MONDO:0005148"), 2),
        (("predict", "--tail", "MONDO:0005148"), 2),
        (("retract", "nothing.csv"), 2),
        (("forget", "nothing.csv#1"), 2),
    ],
)
def test_errors_are_one_json_object_on_standard_error(run: Run, graph: Path, arguments: Any, code: int) -> None:
    ended = run(*arguments, "--graph", graph, "--json")
    assert (ended.code, ended.out) == (code, "")
    error = json.loads(ended.err)
    assert set(error) == {"error", "message", "remedy"} and error["message"]
    plain = run(*arguments, "--graph", graph)
    assert (plain.code, plain.out) == (code, "")
    assert plain.err.startswith("medkg: ")


def test_exit_codes_of_graph_directories_and_usage(run: Run, tmp_path: Path) -> None:
    assert run("info", "--graph", tmp_path / "absent", "--json").code == 4
    assert run("info").code == 2
    assert run("nonsense").code == 2
    assert run("--version").code == 0


@pytest.mark.parametrize("name", sorted(cli.list_commands(None)))  # type: ignore[arg-type]
def test_every_command_has_help_with_an_example(run: Run, name: str) -> None:
    ended = run(name, "--help")
    assert ended.code == 0
    assert "Example:" in ended.out and f"medkg {name}" in ended.out
    assert "--json" in ended.out


def test_progress_is_drawn_on_a_terminal_alone() -> None:
    pty = pytest.importorskip("pty", reason="There are no pseudo terminals here.")
    code = (
        "from api.cli.options import progress_bar\n"
        "import sys\n"
        "with progress_bar('documents', 'json' in sys.argv) as advance:\n"
        "    advance(1, 2)\n"
    )

    def drawn(*arguments: str, terminal: bool) -> bytes:
        ours, theirs = pty.openpty() if terminal else os.pipe()
        environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(Path(__file__).parents[2])}
        for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "NO_COLOR"):
            environment.pop(name, None)
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=theirs, env=environment, check=True
        )
        os.close(theirs)
        try:
            seen = os.read(ours, 65536)
        except OSError:  # a pseudo terminal that nobody holds any more, with nothing left to read
            seen = b""
        os.close(ours)
        assert done.stdout == b""
        return seen

    assert b"documents" in drawn(terminal=True)
    assert drawn("json", terminal=True) == b""
    assert drawn(terminal=False) == b""
