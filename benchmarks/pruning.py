"""What pruning costs and saves: the path network on the published split of Hetionet's treats edges, dev part alone.

    python benchmarks/pruning.py --data HETIONET --split SPLIT [--nodes 0 --nodes 500] [--budget 0.3] [--json]

Each number of kept nodes (0: all) trains in a process of its own: MRR of the dev part's diseases and drugs, processor
time an epoch (validation included), and the peak of resident memory above what the graph took. The test part is not
read.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time

import torch

from gnn.benchmark import hetionet_dataset
from gnn.evaluate import HEAD, TAIL, rank_queries
from gnn.models.nbfnet import NBFNetPredictor
from gnn.protocol import FitOptions, Step
from kg.errors import MedkgError
from kg.figures import Figure, Figures, peak_megabytes
from medkg import __version__

USUAL = (0, 1000, 500, 200)


def train(data: Path, split: Path, options: FitOptions) -> dict[str, float]:
    """Metrics of one training, by name."""
    torch.set_num_threads(1)
    dataset = hetionet_dataset(data, split).blind
    held, epochs = peak_megabytes(), 0

    def count(step: Step) -> None:
        nonlocal epochs
        epochs = step.done

    predictor = NBFNetPredictor()
    began = process_time()
    predictor.fit(dataset, options, count)
    seconds, peak = process_time() - began, peak_megabytes()
    sides = {"tail": TAIL, "head": HEAD}
    found = {
        f"dev_{name}_mrr": float((1 / rank_queries(predictor, dataset, dataset.valid, side).ranks).mean())
        for name, side in sides.items()
    }
    return {**found, "cpu_seconds_an_epoch": seconds / epochs, "peak_mb": peak - held}


def measure(data: Path, split: Path, nodes: list[int], options: FitOptions) -> Figures:
    """Every number of kept nodes in a process of its own."""
    started = perf_counter()
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    rows: list[Figure] = []
    for kept in nodes:
        command = [sys.executable, __file__, "--worker", str(kept), "--data", str(data), "--split", str(split)]
        command += ["--budget", str(options.budget), "--seed", str(options.seed)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
        found = json.loads(done.stdout.splitlines()[-1])
        name = f"{kept} nodes" if kept else "all nodes"
        rows += [Figure(name, metric, value, value, value, 1) for metric, value in found.items()]
    return Figures(
        "pruning", data.name, f"dev part of {split.name}, budget {options.budget}", tuple(rows),
        perf_counter() - started, peak_megabytes(), None, options.seed, "cpu", __version__,
    )  # fmt: skip


def main() -> int:
    """Runs the benchmark and prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--data", type=Path, required=True, help="Hetionet's folder")
    parser.add_argument("--split", type=Path, required=True, help="folder of the published split")
    parser.add_argument("--nodes", type=int, action="append", help="kept after each step, 0 for all; may be repeated")
    parser.add_argument("--budget", type=float, default=0.3, help="multiplies the epochs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    options = FitOptions(given.seed, "cpu", given.budget, prune=given.worker)
    try:
        if given.worker is not None:
            print(json.dumps(train(given.data, given.split, options)))
            return 0
        figures = measure(given.data, given.split, given.nodes or list(USUAL), options)
    except MedkgError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if given.json:
        print(figures.to_json())
    else:
        for row in figures.rows:
            print(f"{row.system:12} {row.metric:22} {row.value:12,.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
