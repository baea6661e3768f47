"""``medkg train TASK`` and ``medkg evaluate TASK`` on annotated corpora: output, exit codes, and users' mistakes."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from api.cli.evaluate import evaluate_command
from api.cli.learn import train_command

FIGURES = {
    "task", "data", "split", "rows", "seconds", "peak_mb", "documents_per_second", "seed", "device", "version",
}  # fmt: skip
WORDS = {"ALLERGY": "penicillin sulfa hives latex none", "ROS": "denies fever chills cough nausea"}
PUBTATOR = (
    "21|t|Lithium tremor.\n21|a|Tremor came and went.\n"
    "21\t0\t7\tLithium\tChemical\tD008094\n21\t8\t14\ttremor\tDisease\tD014202\n21\t99\t105\tTremor\tDisease\tD014202\n"
)


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    def rows(self) -> dict[tuple[str, str], float]:
        found: dict[str, Any] = json.loads(self.out)
        assert set(found) == FIGURES
        return {(row["system"], row["metric"]): row["value"] for row in found["rows"]}


@pytest.fixture
def run(capfd):
    def call(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(one) for one in arguments])
        printed = capfd.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return call


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    for name, count, seed in (("train.csv", 41, 1), ("test.csv", 17, 2)):
        drawn = random.Random(seed)
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("ID", "section_header", "section_text", "dialogue"))
            for number in range(count):
                label = sorted(WORDS)[number % 2]
                writer.writerow((number, label, " ".join(drawn.choices(WORDS[label].split(), k=7)), f"{seed} {number}"))
    (folder / "gold.pubtator").write_text(PUBTATOR, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["train", "sections", "--gold", str(folder / "train.csv"), "--out", str(folder / "model"), "--json"])
    assert not ended.value.code
    return folder


def test_training_prints_figures_and_leaves_a_model_with_its_card(run, files, tmp_path):
    out = tmp_path / "m"
    ended = run(
        "train", "sections", "--gold", files / "train.csv", "--gold", files / "test.csv", "--gold",
        files / "train.csv", "--licence", "CC0-1.0", "--out", out, "--json",
    )  # fmt: skip
    assert ended.code == 0
    assert ended.rows()["corpus", "documents"] == 58 and ended.rows()["corpus", "shared"] == 41
    assert "41 duplicate" in ended.err
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    assert [one["documents"] for one in card["corpora"]] == [41, 17, 0]
    assert all(len(one["sha256"]) == 64 and one["licence"] == "CC0-1.0" for one in card["corpora"])


def test_a_trained_model_is_scored_and_what_it_has_seen_is_refused(run, files, tmp_path):
    errors = tmp_path / "wrong.tsv"
    done = run(
        "evaluate", "sections", "--gold", files / "test.csv", "--model", files / "model", "--errors", errors, "--json"
    )
    assert (done.code, done.err) == (0, "")
    assert done.rows()["linear", "accuracy"] > done.rows()["majority", "accuracy"]
    assert errors.is_file()
    seen = run("evaluate", "sections", "--gold", files / "train.csv", "--model", files / "model", "--json")
    told = json.loads(seen.err)
    assert (seen.code, seen.out) == (2, "") and "41 of the 41" in told["message"] and "--allow-seen" in told["remedy"]
    allowed = run("evaluate", "sections", "--gold", files / "train.csv", "--model", files / "model", "--allow-seen")
    assert allowed.code == 0 and "seen_documents" in allowed.out


def test_folds_and_training_in_one_command(run, files):
    folds = run("evaluate", "sections", "--gold", files / "train.csv", "--folds", 3, "--json")
    assert folds.code == 0 and folds.rows()["corpus", "documents"] == 41
    trained = run("evaluate", "sections", "--train", files / "train.csv", "--gold", files / "test.csv")
    assert trained.code == 0 and "trained on 41 other documents" in trained.out


def test_broken_rows_are_told_and_the_rest_is_scored(run, files, tmp_path):
    gold = tmp_path / "gold.csv"
    gold.write_text((files / "test.csv").read_text(encoding="utf-8") + "17,ROS,,empty\n18,,words,none\n", "utf-8")
    ended = run("evaluate", "sections", "--gold", gold, "--model", files / "model", "--json")
    assert ended.code == 3
    assert ended.rows()["corpus", "broken"] == 2 and ended.rows()["corpus", "documents"] == 17
    assert "gold.csv#row 18" in ended.err and "gold.csv#row 19" in ended.err


def test_a_repeated_document_is_told_and_breaks_nothing(run, files, tmp_path):
    gold = tmp_path / "gold.csv"
    text = (files / "test.csv").read_text(encoding="utf-8")
    gold.write_text(text + text.splitlines()[1] + "\n", "utf-8")
    ended = run("evaluate", "sections", "--gold", gold, "--model", files / "model", "--json")
    assert ended.code == 0 and ended.rows()["corpus", "documents"] == 17 and "1 duplicate" in ended.err


def test_training_on_partly_broken_rows_writes_the_model_and_says_so(run, files, tmp_path):
    gold = tmp_path / "gold.csv"
    gold.write_text((files / "train.csv").read_text(encoding="utf-8") + "41,ROS,,empty\n", "utf-8")
    ended = run("train", "sections", "--gold", gold, "--out", tmp_path / "model", "--json")
    assert ended.code == 3 and (tmp_path / "model" / "card.json").is_file()


def test_heading_detection_on_whole_notes(run, tmp_path):
    gold = tmp_path / "notes.csv"
    gold.write_text(
        'dataset,encounter_id,dialogue,note\nv,D1,hi,"CHIEF COMPLAINT\n\nCough.\n\nPLAN\n\nRest.\n"\n', "utf-8"
    )
    ended = run("evaluate", "sections", "--gold", gold, "--json")
    assert ended.code == 0 and ended.rows()["medkg", "headings_f1"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("evaluate", "sections", "--gold", "none.csv"), "no file or folder none.csv"),
        (("evaluate", "sections", "--gold", "empty"), "is empty"),
        (("evaluate", "sections", "--gold", "words"), "no known format"),
        (("evaluate", "sections", "--gold", "test.csv", "--model", "nowhere"), "neither a folder with a model"),
        (("evaluate", "sections", "--gold", "test.csv", "--format", "conllu"), "'conllu'"),
        (("evaluate", "sections", "--gold", "test.csv", "--folds", "1"), "--folds 2"),
        (("evaluate", "sections", "--gold", "test.csv", "--folds", "2", "--train", "train.csv"), "leave one out"),
        (("evaluate", "sections", "--gold", "test.csv", "--train", "test.csv"), "17 of the 17"),
        (("evaluate", "sections", "--gold", "test.csv", "--folds", "2", "--model", "tagger"), "'tagger'"),
        (("evaluate", "entities", "--gold", "gold.pubtator", "--model", "tagger"), "--folds 5 or --train"),
        (("evaluate", "entities", "--gold", "gold.pubtator", "--model", "x", "--label", "A"), "no pair of labels"),
        (("evaluate", "sections", "--gold", "test.csv", "--errors", "no/such.tsv"), "is not there"),
        (("evaluate", "sections", "--gold", "test.csv", "--errors", "."), "is a folder"),
        (("train", "sections", "--gold", "train.csv", "--out", "words/new"), "words is no folder"),
        (("evaluate", "entities", "--gold", "gold.pubtator", "--label", "A=B"), "give it with --model"),
        (("evaluate", "entities", "--gold", "gold.pubtator", "--limit", "1", "--model", "x"), "leave out --model"),
        (("evaluate", "parsing"), "No such command 'parsing'"),
        (("evaluate", "sections"), "--gold"),
        (("train", "sections", "--gold", "gold.pubtator", "--out", "new"), "at least two labels"),
        (("train", "sections", "--gold", "train.csv", "--out", "."), "holds no model"),
        (("train", "sections", "--gold", "train.csv", "--out", "words"), "holds no model"),
        (("train", "sections", "--gold", "train.csv", "--exclude", "none.tsv"), "no file none.tsv"),
        (("train", "sections", "--gold", "train.csv", "--budget", "nan"), "no number"),
    ],
)
def test_users_mistakes_are_told_in_words(run, files, arguments, told, monkeypatch):
    monkeypatch.chdir(files)
    (files / "empty").write_bytes(b"")
    (files / "words").write_text("Only words.\n", encoding="utf-8")
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert (files / "train.csv").is_file() and not (files / "new").exists()


@pytest.mark.parametrize("group", [evaluate_command, train_command], ids=["evaluate", "train"])
def test_each_task_has_help_with_an_example(run, group):
    for name, command in group.commands.items():
        ended = run(group.name, name, "--help")
        assert ended.code == 0 and "Example:" in ended.out and "--json" in ended.out, name
        assert command.short_help
