"""``evaluate explanations`` and ``evaluate faithfulness`` from files to figures, on a small Hetionet."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli.main import main
from api.engine_predict import choose_model
from gnn.benchmark_mechanisms import MODEL
from gnn.card import ModelCard

COMPOUNDS = 60
DISEASES = ("DOID:1686", "DOID:10763", "DOID:2841", "DOID:7148")  # glaucoma, hypertension, asthma, rheumatoid arthritis
GENES = ("154", "185", "2908", "7124", "1", "2", "9")  # ADRB2, AGTR1, NR3C1, TNF, three others

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in ("evaluate", *arguments)])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return int(ended.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Compound i treats disease i mod 4, binds the gene behind it, and one of three others."""
    root = tmp_path_factory.mktemp("hetionet")
    data, split, mechanisms = (root / name for name in ("data", "split", "mechanisms"))
    for path in (data, split, mechanisms):
        path.mkdir()
    drugs = [f"Compound::DB{i:05d}" for i in range(COMPOUNDS)]
    nodes = ["id\tname\tkind", *(f"{one}\tc\tCompound" for one in drugs)]
    nodes += [f"Disease::{one}\td\tDisease" for one in DISEASES] + [f"Gene::{one}\tg\tGene" for one in GENES]
    (data / "nodes.tsv").write_text("\n".join(nodes) + "\n", encoding="utf-8")
    treats = [(drug, "CtD", f"Disease::{DISEASES[i % 4]}") for i, drug in enumerate(drugs)]
    edges = [*treats, *((drug, "CbG", f"Gene::{GENES[i % 4]}") for i, drug in enumerate(drugs))]
    edges += [(drug, "CbG", f"Gene::{GENES[4 + i % 3]}") for i, drug in enumerate(drugs)]
    edges += [(f"Disease::{one}", "DaG", f"Gene::{GENES[i]}") for i, one in enumerate(DISEASES)]
    edges += [(f"Disease::{one}", "DaG", f"Gene::{GENES[4 + i % 3]}") for i, one in enumerate(DISEASES)]
    lines = ["source\tmetaedge\ttarget", *("\t".join(edge) for edge in edges)]
    (data / "hetionet_core_edges.tsv.gz").write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    for name, part in (("train.txt", treats[:40]), ("dev.txt", treats[40:50]), ("test.txt", treats[50:])):
        (split / name).write_text("".join("\t".join(row) + "\n" for row in part), encoding="utf-8")
    records = [_mechanism(i, "MESH:D006973", "UniProt:P30556") for i in range(1, 21, 4)]  # hypertension, AGTR1
    records += [_mechanism(i, "MESH:D001249", "UniProt:P04150") for i in range(2, 18, 4)]  # asthma, NR3C1
    records.append(_mechanism(99_999, "MESH:D001249", "UniProt:P04150"))
    (mechanisms / "paths.jsonl").write_text("\n".join(records) + "\n", encoding="utf-8")
    return data, split, mechanisms


def test_what_is_explained_by_default_is_what_predict_asks_first(call: Call, tmp_path: Path) -> None:
    for name in ("complex", "nbfnet", MODEL):
        (tmp_path / name).mkdir()
        card = ModelCard(name, ("treats",), ("treats",), "", "", (1, 0, 0), (), "", 0, "cpu", 0.0, ())
        (tmp_path / name / "card.json").write_text(card.to_json(), encoding="utf-8")
    assert choose_model(tmp_path, "treats", None).name == MODEL
    for command in ("explanations", "faithfulness"):
        assert f"default: {MODEL}" in " ".join(call(command, "--help")[1].split())


def _mechanism(number: int, disease: str, protein: str) -> str:
    graph = {"_id": str(number), "disease": "?", "disease_mesh": disease, "drugbank": f"DB:DB{number:05d}"}
    return json.dumps({"graph": graph, "nodes": [{"id": disease, "name": "?"}, {"id": protein, "name": "?"}]})


def test_explanations_against_mechanisms(call: Call, folders: tuple[Path, Path, Path]) -> None:
    """The gene behind the disease comes first; what does not map is counted by its reason."""
    data, split, mechanisms = folders
    code, out, err = call(
        "explanations", "--data", data, "--split", split, "--mechanisms", mechanisms, "--model", "path_counts", "--json"
    )
    assert code == 0, err
    figures = {(row["system"], row["metric"]): row for row in json.loads(out)["rows"]}
    assert figures["mapping", "pairs"]["value"] == figures["mapping", "reachable"]["value"] == 9
    assert figures["mapping", "left out: the drug is not in the graph"]["value"] == 1
    own = figures["path_counts", "mrr"]
    assert own["value"] > figures["random", "mrr"]["value"] and own["value"] > 0.9
    assert own["n"] == figures["path_counts", "dev_mrr"]["n"] + figures["path_counts", "held_out_mrr"]["n"] == 9
    assert 0 < figures["path_counts > low degree", "p"]["value"] <= 1


def test_faithfulness_of_test_links(call: Call, folders: tuple[Path, Path, Path]) -> None:
    """Margins and both tests, in the shape of other figures."""
    data, split, _ = folders
    code, out, err = call(
        "faithfulness", "--data", data, "--split", split, "--model", "path_counts", "--links", 4, "--paths", 2, "--json"
    )
    assert code == 0, err
    found = json.loads(out)
    values = {(row["system"], row["metric"]): row["value"] for row in found["rows"]}
    assert found["task"] == "faithfulness"
    assert values["path_counts", "drop"] > values["random paths", "drop"]


@pytest.mark.parametrize("given", [(), ("--data", "."), ("--gold", "a", "--data", ".", "--split", ".")])
def test_halves_of_an_evaluation_are_refused(call: Call, given: tuple[str, ...]) -> None:
    """Sentences, or mechanisms with their graph; not both, not a part."""
    code, _, err = call("explanations", *given)
    assert code == 2 and "--mechanisms" in err
