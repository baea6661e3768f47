"""Training speed of ComplEx and DistMult against PyKEEN: triples per second of CPU time on one thread.

    PYKEEN_PYTHON=VENV/bin/python python benchmarks/embeddings.py [--data DIR] [--json]

Both train on the same triples in both directions, with the same width, the same number of (head, relation) queries a
batch, the softmax cross-entropy over all nodes, and Adagrad; medkg has its 3-norm on top, PyKEEN no regulariser.
They run in turns, each in a process of its own; the best of the rounds counts, and its first epoch does not.
PyKEEN is looked for in PYKEEN_PYTHON, then in the Python that runs this; without it medkg is measured alone.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import torch
from numpy.typing import NDArray

from gnn.course import Learner
from gnn.dataset import LinkDataset
from gnn.models.complex import ComplEx
from gnn.models.distmult import DistMult
from gnn.models.embedding_formula import Formula
from gnn.models.embedding_training import EmbeddingConfig, Setting, Trainer
from gnn.precision import Precision
from kg.errors import MedkgError
from kg.figures import Figure, Figures, peak_megabytes
from kg.snapshot import Snapshot
from kg.sources.triples import read_split
from medkg import __version__

FORMULAS: dict[str, Formula] = {"complex": ComplEx(), "distmult": DistMult()}
INSTALL = (
    "PyKEEN was not found. python -m venv VENV && VENV/bin/pip install pykeen, then set PYKEEN_PYTHON=VENV/bin/python"
)
SIZES = {"small": (135, 46, 5_200, 5), "medium": (3_001, 23, 6_000, 1)}
_WORKER = Path(__file__).with_name("embeddings_pykeen.py")


@dataclass(frozen=True, slots=True)
class Run:
    """What one process trains."""

    model: str
    nodes: int
    relations: int
    epochs: int
    rank: int = 128
    batch: int = 256
    rate: float = 0.1
    seed: int = 7


def synthetic(nodes: int, relations: int, count: int) -> NDArray[np.int64]:
    """int64 [<= count, 3]: ends and relations drawn by a power law, each triple once."""
    numbers = np.random.default_rng(11)
    columns = [np.minimum((n ** numbers.random(count)).astype(np.int64) - 1, n - 1) for n in (nodes, relations, nodes)]
    rows: NDArray[np.int64] = np.unique(np.stack(columns, axis=1), axis=0)
    return rows


def plain(folder: Path) -> tuple[NDArray[np.int64], int, int]:
    """The train part of a folder of triples, its number of nodes and of relations."""
    triples = read_split(folder).train
    nodes = {
        node: place for place, node in enumerate(sorted({end for head, _, tail in triples for end in (head, tail)}))
    }
    relations = {name: place for place, name in enumerate(sorted({name for _, name, _ in triples}))}
    rows = [(nodes[head], relations[name], nodes[tail]) for head, name, tail in triples]
    return np.unique(np.array(rows, np.int64), axis=0), len(nodes), len(relations)


def by_medkg(rows: NDArray[np.int64], run: Run) -> float:
    """Seconds of CPU for the epochs after the first."""
    torch.set_num_threads(1)
    names = {f"N:{i}": "NamedThing" for i in range(run.nodes)}
    snapshot = Snapshot.from_triples([(f"N:{h}", f"{r:05d}", f"N:{t}") for h, r, t in rows.tolist()], names)
    config = EmbeddingConfig(rank=run.rank, rate=run.rate, batch=run.batch, full_nodes=run.nodes)
    trainer = Trainer(FORMULAS[run.model], LinkDataset.from_snapshot(snapshot), config)
    numbers = np.random.default_rng(run.seed)
    weights = trainer.embeddings(numbers)
    learner = Learner(weights, trainer.optimizer(weights), numbers, Precision("32", torch.device("cpu")))
    trainer.epoch(learner, Setting(0.01))
    started = process_time()
    for _ in range(run.epochs):
        trainer.epoch(learner, Setting(0.01))
    return process_time() - started


def peer() -> str | None:
    """A Python that has PyKEEN."""
    given = os.environ.get("PYKEEN_PYTHON")
    return given or (sys.executable if importlib.util.find_spec("pykeen") else None)


def seconds_of(system: str, python: str, path: Path, run: Run) -> float:
    """One system in a process of its own."""
    asked = json.dumps(asdict(run))
    ours = [python, __file__, "--worker", str(path), asked]
    command = ours if system == "medkg" else [python, str(_WORKER), str(path), asked]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"])


def compare(name: str, rows: NDArray[np.int64], run: Run, rounds: int) -> list[Figure]:
    """Triples per second of both systems on one graph, and their ratio."""
    other = peer()
    pythons = {"medkg": sys.executable} | ({"pykeen": other} if other else {})
    rates: dict[str, list[float]] = {system: [] for system in pythons}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "triples.npy"
        np.save(path, rows)
        for _ in range(rounds):
            for system, python in pythons.items():
                seconds = seconds_of(system, python, path, run)
                rates[system].append(2 * len(rows) * run.epochs / seconds)
    found = []
    for system, values in rates.items():
        best, metric = max(values), f"{name}_{run.model}_triples_per_cpu_second"
        found.append(Figure(system, metric, best, min(values), best, rounds))
    if other:
        ratio = found[0].value / found[1].value
        found.append(Figure("medkg / pykeen", f"{name}_{run.model}_ratio", ratio, ratio, ratio, rounds))
    return found


def measure(data: Path | None, sizes: list[str], rounds: int) -> Figures:
    """Both models on the synthetic graphs of these sizes, or on the folder's train part."""
    started = perf_counter()
    figures: list[Figure] = []
    graphs = {name: (synthetic(*size[:3]), *size[:2], size[3]) for name, size in SIZES.items() if name in sizes}
    if data is not None:
        graphs = {data.name: (*plain(data), 10)}
    for name, (rows, nodes, relations, epochs) in graphs.items():
        for model in FORMULAS:
            figures += compare(name, rows, Run(model, nodes, relations, epochs), rounds)
    return Figures(
        "embeddings", data.name if data else "synthetic power law", f"best of {rounds}, one thread", tuple(figures),
        perf_counter() - started, peak_megabytes(), None, Run("", 0, 0, 0).seed, "cpu", __version__,
    )  # fmt: skip


def main() -> int:
    """Runs the benchmark and prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--data", type=Path, help="a folder of plain triples in place of the synthetic graphs")
    parser.add_argument("--size", action="append", choices=sorted(SIZES), help="may be repeated; default: all")
    parser.add_argument("--rounds", type=int, default=3, help="how often each system runs; the best counts")
    parser.add_argument("--worker", nargs=2, metavar=("TRIPLES", "RUN"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        path, asked = options.worker
        print(json.dumps({"seconds": by_medkg(np.load(path), Run(**json.loads(asked)))}))
        return 0
    try:
        figures = measure(options.data, options.size or list(SIZES), options.rounds)
    except MedkgError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if peer() is None:
        print(INSTALL, file=sys.stderr)
    if options.json:
        print(figures.to_json())
    else:
        for row in figures.rows:
            print(f"{row.system:16} {row.metric:44} {row.value:14,.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
