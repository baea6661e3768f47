"""``medkg evaluate linkprediction`` on splits of plain triples that lack something."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_calls import Run


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A split of four edges, and path networks among the default systems."""
    monkeypatch.setattr("gnn.benchmark._SYSTEMS_PLAIN", ("rules", "nbfnet"))
    for name, line in (("train", "a\tr\tb\nb\tr\tc\n"), ("valid", "a\tr\tc\n"), ("test", "c\tr\ta\n")):
        (tmp_path / f"{name}.txt").write_text(line, encoding="utf-8")
    return tmp_path


def test_a_system_that_cannot_be_trained_is_named_and_the_rest_is_measured(few: Path, run: Run) -> None:
    ended = run("evaluate", "linkprediction", "--data", few, "--json")
    assert ended.code == 3
    assert "nbfnet is left out: No relation has 5 training edges" in ended.err
    assert {row["system"] for row in ended.json()["rows"]} >= {"degree", "rules", "chance"}


def test_a_system_that_is_asked_for_has_to_be_trained(few: Path, run: Run) -> None:
    ended = run("evaluate", "linkprediction", "--data", few, "--model", "nbfnet")
    assert ended.code == 2
    assert "5 training edges" in ended.err


def test_counts_of_a_split_are_printed_as_counts(few: Path, run: Run) -> None:
    ended = run("evaluate", "linkprediction", "--data", few, "--model", "degree")
    rows = {cells[1]: cells[2:] for line in ended.out.splitlines() if (cells := line.split())[:1] == ["split"]}
    assert rows["held_out_exact_in_graph"] == ["0", "2"]
    assert rows["held_out_with_unknown_relation"] == ["0", "2"]


def test_a_folder_that_is_none_is_told(few: Path, run: Run) -> None:
    ended = run("evaluate", "linkprediction", "--data", few / "nowhere", "--split", few)
    assert ended.code == 2
    assert "nowhere does not exist" in ended.err
