"""The built wheel: what it holds, and that it works where no checkout is."""

import json
import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
TOP = {"kg", "extraction", "gnn", "api", "medkg.py", "medkg_data"}
NOTE = "Medications: metformin 500 mg. She has type 2 diabetes mellitus. No asthma.\n"
ASK = """
import json, api, extraction, gnn, kg, medkg
from kg.shipped import damaged_files, data_path
print(json.dumps({
    "files": [module.__file__ for module in (api, extraction, gnn, kg, medkg)] + [str(data_path())],
    "damaged": [str(one) for one in damaged_files()],
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    for name in ("build", "hatchling"):
        if find_spec(name) is None:
            message = f"{name} is missing: pip install build hatchling"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel):
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Runs Python in an empty directory, with the unpacked wheel before everything else on the path."""
    target, elsewhere = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("elsewhere")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", str(target), str(wheel)]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    def call(*arguments):
        environment = os.environ | {"PYTHONPATH": str(target), "OMP_NUM_THREADS": "1"}
        return subprocess.run(
            [sys.executable, *map(str, arguments)], cwd=elsewhere, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return call, target, elsewhere


def test_nothing_else_at_the_top(names):
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == TOP
    assert not [name for name in names if name.endswith((".pyc", ".orig"))]


def test_every_module_of_the_rooms_is_in(names):
    tracked = subprocess.run(["git", "ls-files", *sorted(TOP)], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode != 0:
        pytest.skip("Not a git checkout: the list of files is not known.")
    present = {name for name in tracked.stdout.splitlines() if (ROOT / name).exists()}
    assert present - names == set()


def test_the_page_travels_with_its_parts(names):
    wanted = {path.relative_to(ROOT).as_posix() for path in (ROOT / "api/report").rglob("*.*") if path.is_file()}
    wanted = {name for name in wanted if not name.endswith(".pyc")}
    assert wanted - names == set()
    assert "api/report/vendor/cytoscape.LICENSE.txt" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_all_shipped_data_is_in(names):
    manifest = json.loads((ROOT / "data/manifest.json").read_text(encoding="utf-8"))
    wanted = {f"medkg_data/{entry['path']}" for entry in manifest["files"]} | {"medkg_data/manifest.json"}
    notes = (ROOT / "data/notes").rglob("*.*")
    wanted |= {f"medkg_data/{path.relative_to(ROOT / 'data').as_posix()}" for path in notes if path.is_file()}
    assert wanted - names == set()
    assert len([name for name in wanted if name.endswith(".txt")]) >= 40


def test_installed_it_finds_its_own_modules_and_data_intact(installed):
    call, target, _ = installed
    done = call("-c", ASK)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert [file for file in said["files"] if not file.startswith(str(target))] == []
    assert said["damaged"] == []


def test_installed_the_command_builds_a_graph(installed):
    call, target, elsewhere = installed
    (elsewhere / "note.txt").write_text(NOTE, encoding="utf-8")
    medkg = target / "bin" / "medkg"
    done = call(medkg, "build", "note.txt", "--graph", "g", "--json")
    assert done.returncode == 0, done.stderr
    done = call(medkg, "info", "--graph", "g", "--json")
    assert done.returncode == 0, done.stderr
    described = json.loads(done.stdout)
    assert described["documents"] == 1 and described["edges"] >= 2
    done = call(medkg, "query", "--graph", "g", "--json", "MATCH (:Case)-[:takes]->(d:Drug) RETURN d.name AS name")
    assert done.returncode == 0, done.stderr
    assert "metformin" in done.stdout.lower()
