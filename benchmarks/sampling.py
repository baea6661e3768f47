"""One epoch of sampled training on a synthetic power-law graph: time and peak memory.

    python benchmarks/sampling.py [--edges 5000000] [--share 1.0] [--json]

The graph has a tenth as many nodes as edges, 20 relations, and ends drawn with a chance of rank^-0.7, so that a few
hubs have most edges. Its edges are sorted once into files, which the sampler maps; CompGCN then trains on every edge
both ways, each answer against 512 drawn candidates, with 6 and 4 neighbours a node. ``--share`` takes fewer edges as
supervision, for a quick look; the graph stays whole. Peak memory is that of the whole process.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import torch

from gnn.course import Course, Learner, Rules
from gnn.dataset import Ids, LinkDataset
from gnn.models.compgcn_network import CompGCN
from gnn.models.compgcn_training import CompGCNConfig, EdgeBatch, EdgeBatches, train_compgcn
from gnn.precision import Precision
from gnn.protocol import FitOptions
from gnn.sampling.adjacency import CompressedAdjacency

RELATIONS = 20
CONFIG = CompGCNConfig(dim=32, fanouts=(6, 4), batch=16_384, negatives=512, others=0, epochs=1)


@dataclass(frozen=True, slots=True)
class Row:
    """What one run took; seconds of the clock but for ``epoch_cpu``, memory in MB."""

    edges: int
    nodes: int
    supervised: int
    sort_seconds: float
    files_mb: float
    epoch_seconds: float
    epoch_cpu: float
    triples_per_cpu_second: float
    first_loss: float
    last_loss: float
    peak_mb: float


def synthetic(edges: int, seed: int = 0) -> tuple[Ids, int]:
    """Triples int64 [edges, 3] and the number of nodes."""
    numbers = np.random.default_rng(seed)
    nodes = edges // 10
    chance = np.cumsum(np.arange(1, nodes + 1) ** -0.7)
    places = numbers.permutation(nodes)
    ends = [places[np.searchsorted(chance, numbers.random(edges) * chance[-1])] for _ in range(2)]
    return np.stack([ends[0], numbers.integers(0, RELATIONS, edges), ends[1]], axis=1), nodes


def run(edges: int, share: float, folder: Path) -> Row:
    """Sorts, trains one epoch, measures."""
    triples, nodes = synthetic(edges)
    started = perf_counter()
    chunks = np.array_split(triples, max(1, edges // 500_000))
    adjacency = CompressedAdjacency.write(folder / "adjacency", lambda: iter(chunks), nodes, RELATIONS)
    sort_seconds = perf_counter() - started
    train = triples[: round(edges * share)]
    none = np.empty((0, 3), np.int64)
    dataset = LinkDataset(
        tuple(map(str, range(nodes))), ("NamedThing",), np.zeros(nodes, np.int16),
        tuple(f"r{number}" for number in range(RELATIONS)), triples, train, none, none, none, "synthetic",
    )  # fmt: skip
    shape = (nodes, RELATIONS, CONFIG.dim, CONFIG.layers)
    network = CompGCN(shape, CONFIG.dropout, CONFIG.unnamed, torch.Generator().manual_seed(0))
    optimizer = torch.optim.Adam(network.parameters(), lr=CONFIG.rate)
    learner = Learner(network, optimizer, np.random.default_rng(0), Precision("32", torch.device("cpu")))
    course = Course(learner, Rules("compgcn", "benchmark", 1, 1), FitOptions(device="cpu"))
    batches = Watched(dataset)
    began, before = perf_counter(), process_time()
    report = train_compgcn(learner, course, batches, adjacency, CONFIG, lambda: float("nan"))
    cpu = process_time() - before
    size = sum(one.stat().st_size for one in (folder / "adjacency").iterdir()) / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Row(edges, nodes, len(train), sort_seconds, size, perf_counter() - began, cpu, 2 * len(train) / cpu,
               float(np.log(1 + CONFIG.negatives)), report.steps[-1].loss, peak)  # fmt: skip


class Watched(EdgeBatches):
    """EdgeBatches that say how far the epoch is."""

    def __init__(self, dataset: LinkDataset) -> None:
        super().__init__(dataset, CONFIG)
        self._size = 2 * len(dataset.train)

    def epoch(self, numbers: np.random.Generator) -> Iterator[EdgeBatch]:
        """As the class it watches."""
        done = 0
        for batch in super().epoch(numbers):
            yield batch
            done += len(batch.rows)
            print(f"\r{done:,} of {self._size:,} queries", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)


def main() -> None:
    """One command: a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edges", type=int, default=5_000_000)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        row = run(given.edges, given.share, Path(folder))
    if given.json:
        print(json.dumps(asdict(row), indent=2))
        return
    for name, value in asdict(row).items():
        print(f"{name:24}{value:16,.2f}")


if __name__ == "__main__":
    main()
