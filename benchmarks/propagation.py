"""Memory of the path network's messages: fused sparse products, the same pruned, and PyG's plain message passing.

    python benchmarks/propagation.py [--data HETIONET] [--batch 8] [--json]

One training step (scores of a batch of queries, loss, gradients) by the same network with the same weights, each way in
a process of its own: the peak of resident memory above what the graph took, processor time of a second step, and the
largest difference of a score from the fused ones. Plain message passing makes a tensor of edges x batch x width for
each layer and keeps it for the gradient.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch_geometric.nn import MessagePassing

from gnn.dataset import LinkDataset
from gnn.models.nbfnet_batches import PathReader, Queries
from gnn.models.nbfnet_network import PathNetwork
from gnn.propagation import SparseStep
from gnn.typed import TypedGraph, TypedRelation
from kg.errors import MedkgError
from kg.figures import Figure, Figures, peak_megabytes
from kg.snapshot import Snapshot
from kg.sources.hetionet import load_hetionet_snapshot
from medkg import __version__

SYSTEMS = ("fused", "pruned", "pyg")
OWN = TypedRelation("Drug", "treats", "Disease", True)
_SHAPES = {  # predicate: categories of its ends, share of the edges
    "binds": ("Drug", "Gene", 0.2), "gene_associated_with_condition": ("Gene", "Disease", 0.2),
    "interacts_with": ("Gene", "Gene", 0.59), "treats": ("Drug", "Disease", 0.01),
}  # fmt: skip
_SIZES = {"Drug": 0.1, "Gene": 0.8, "Disease": 0.1}


@dataclass(frozen=True, slots=True)
class Run:
    """What one process computes."""

    system: str
    data: str
    edges: int
    nodes: int
    batch: int
    prune: int
    width: int = 16
    depth: int = 3
    seed: int = 7


class PlainMessages(MessagePassing):
    """``h[source] * w[relation] * weight``, gathered, multiplied and scattered edge by edge."""

    def __init__(self) -> None:
        super().__init__(aggr="add", node_dim=0)

    def forward(self, x: Tensor, edge_index: Tensor, edge_weight: Tensor, relation: Tensor, size: int) -> Tensor:
        """[size, batch, d], of states [sources, batch, d] and a relation's weights [edges, d]."""
        found: Tensor = self.propagate(edge_index, x=x, edge_weight=edge_weight, relation=relation, size=(len(x), size))
        return found

    def message(self, x_j: Tensor, edge_weight: Tensor, relation: Tensor) -> Tensor:
        """[edges, batch, d]."""
        return x_j * relation[:, None] * edge_weight[:, None, None]


class PlainNetwork(PathNetwork):
    """The same network, its messages passed by PyG."""

    def __init__(self, *sizes: int) -> None:
        super().__init__(*sizes)
        self.plain = PlainMessages()

    def messages(self, steps: list[SparseStep], weight: Tensor, states: dict[str, Tensor]) -> Tensor:
        """As in the base class."""
        names = sorted({step.source for step in steps})
        starts = np.cumsum([0, *(len(states[name]) for name in names)])
        sources, targets, values, relations = [], [], [], []
        for step in steps:
            held = step.forward.to_sparse_coo().coalesce()  # type: ignore[no-untyped-call]
            targets.append(held.indices()[0])
            sources.append(held.indices()[1] + int(starts[names.index(step.source)]))
            values.append(held.values())
            relations.append(torch.full((len(held.values()),), step.relation))
        edges = torch.stack([torch.cat(sources), torch.cat(targets)])
        x = torch.cat([states[name] for name in names])
        found: Tensor = self.plain(x, edges, torch.cat(values), weight[torch.cat(relations)], steps[0].forward.shape[0])
        return found


def synthetic(edges: int, nodes: int, seed: int) -> Snapshot:
    """Drugs, genes and diseases whose ends are drawn by a power law."""
    numbers = np.random.default_rng(seed)
    sizes = {name: max(3, int(nodes * share)) for name, share in _SIZES.items()}
    names = {f"{kind.upper()}:{place}": kind for kind, size in sizes.items() for place in range(size)}
    triples = []
    for predicate, (source, target, share) in _SHAPES.items():
        draws = numbers.random((2, int(edges * share)))
        heads, tails = (
            np.minimum((sizes[kind] ** row).astype(np.int64) - 1, sizes[kind] - 1)
            for kind, row in zip((source, target), draws, strict=True)
        )
        spread = numbers.integers(0, 50, size=tails.shape)
        tails = (tails + spread) % sizes[target]
        triples += [
            (f"{source.upper()}:{head}", predicate, f"{target.upper()}:{tail}")
            for head, tail in zip(heads.tolist(), tails.tolist(), strict=True)
        ]
    return Snapshot.from_triples(triples, names)


def step(run: Run) -> dict[str, Any]:
    """One way's peak in MB, seconds, number of directed edges, and the scores of the first query."""
    torch.set_num_threads(1)
    torch.manual_seed(run.seed)
    snapshot = load_hetionet_snapshot(Path(run.data)) if run.data else synthetic(run.edges, run.nodes, run.seed)
    dataset = LinkDataset.from_snapshot(snapshot, ["treats"])
    graph = TypedGraph.build(dataset)
    prune = run.prune if run.system == "pruned" else 0
    reader = PathReader(dataset, (OWN,), None, run.depth, torch.device("cpu"), prune)
    kind = PlainNetwork if run.system == "pyg" else PathNetwork
    network = kind(1, len(graph.relations), run.width, run.depth)
    starts = np.unique(reader.answers(0)[0])[: run.batch]
    none = np.empty(0, np.int64)
    plan = reader.plan(0)
    before, seconds = peak_megabytes(), 0.0
    for _ in range(2):
        began = process_time()
        scores = network(reader.batch(Queries(0, starts, none, none), plan))
        scores.logsumexp(dim=1).sum().backward()
        seconds = process_time() - began
    edges = sum(matrix.nnz for matrix in graph.matrices)
    first = scores[0].detach().tolist()
    return {"peak": peak_megabytes() - before, "seconds": seconds, "edges": edges, "scores": first}


def measure(run: Run) -> Figures:
    """Every way in a process of its own."""
    started = perf_counter()
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    rows: list[Figure] = []
    fused: list[float] = []
    for system in SYSTEMS:
        asked = json.dumps(asdict(run) | {"system": system})
        command = [sys.executable, __file__, "--worker", asked]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
        found = json.loads(done.stdout.splitlines()[-1])
        fused = fused or found["scores"]
        apart = float(np.abs(np.array(found["scores"]) - np.array(fused)).max())
        name = f"pruned to {run.prune} nodes" if system == "pruned" else system
        for metric, value in (("peak_mb", found["peak"]), ("cpu_seconds", found["seconds"]), ("apart", apart)):
            rows.append(Figure(name, metric, value, value, value, found["edges"]))
    return Figures(
        "propagation", Path(run.data).name if run.data else f"synthetic, {run.edges:,} edges",
        f"{run.batch} queries, width {run.width}, {run.depth} layers", tuple(rows),
        perf_counter() - started, peak_megabytes(), None, run.seed, "cpu", __version__,
    )  # fmt: skip


def main() -> int:
    """Runs the benchmark and prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--data", default="", help="Hetionet's folder in place of the synthetic graph")
    parser.add_argument("--edges", type=int, default=60_000, help="of the synthetic graph, each in both directions")
    parser.add_argument("--nodes", type=int, default=6_000, help="of the synthetic graph")
    parser.add_argument("--batch", type=int, default=8, help="queries")
    parser.add_argument("--prune", type=int, default=500, help="nodes that a query keeps where it is pruned")
    parser.add_argument("--worker", metavar="RUN", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        print(json.dumps(step(Run(**json.loads(options.worker)))))
        return 0
    try:
        figures = measure(Run("", options.data, options.edges, options.nodes, options.batch, options.prune))
    except MedkgError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if options.json:
        print(figures.to_json())
    else:
        for row in figures.rows:
            print(f"{row.system:24} {row.metric:12} {row.value:12,.3f}   {row.n:,} edges")
    return 0


if __name__ == "__main__":
    sys.exit(main())
