"""How long the model that ``medkg predict`` asks needs for every drug and disease of a graph, 100 of each kept.

    python benchmarks/all_pairs.py GRAPH [--relation treats] [--model NAME] [-k 100] [--json]

The graph needs a trained model, as ``medkg demo`` makes one. Opening the
graph and the model is not counted; both directions are: for each object its best subjects, for each subject its
best objects.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import torch

from api.engine_predict import choose_model, open_model
from gnn.dataset import relation_id
from gnn.predict import TrainedModel
from kg.errors import MedkgError
from kg.figures import Figure, Figures, peak_megabytes
from kg.graph import Graph
from medkg import __version__

BATCH = 64


def rank(model: TrainedModel, relation: int, k: int, *, forward: bool) -> tuple[int, int]:
    """Scores every query of one direction and finds the ``k`` best candidates of each: queries, pairs."""
    sets = model.dataset.candidates(relation)
    given, candidates = (sets.heads, sets.tails) if forward else (sets.tails, sets.heads)
    score = model.predictor.score_tails if forward else model.predictor.score_heads
    kept = min(k, len(candidates))
    for begin in range(0, len(given), BATCH):
        rows = np.nan_to_num(score(given[begin : begin + BATCH], relation)[:, candidates], nan=-np.inf)
        best = np.argpartition(-rows, kept - 1, axis=1)[:, :kept]
        np.take_along_axis(rows, best, axis=1).argsort(axis=1)
    return len(given), len(given) * len(candidates)


def measure(folder: Path, relation: str, name: str | None, k: int) -> Figures:
    """Both directions of one relation.

    Raises:
        MedkgError: no graph lies there, or none of its models predicts the relation.
    """
    torch.set_num_threads(2)
    graph = Graph.open(folder)
    model = open_model(choose_model(graph.layout.models, relation, name), graph.snapshot)
    number, began = relation_id(model.dataset.relations, relation), perf_counter()
    rows: list[Figure] = []
    for side in ("head", "tail"):
        clock, worked = perf_counter(), process_time()
        queries, pairs = rank(model, number, k, forward=side == "tail")
        found = (("seconds", perf_counter() - clock), ("processor_seconds", process_time() - worked), ("pairs", pairs))
        rows += [Figure(model.card.model, f"{side}_{what}", value, value, value, queries) for what, value in found]
    return Figures(
        "all pairs", folder.name, relation, tuple(rows), perf_counter() - began, peak_megabytes(), None, 0, "cpu",
        __version__,
    )  # fmt: skip


def main() -> int:
    """Runs the benchmark and prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("graph", type=Path, help="the graph directory")
    parser.add_argument("--relation", default="treats", help="a predicate that the model was trained on")
    parser.add_argument("--model", help="name of the model; default: the one that predict asks")
    parser.add_argument("-k", type=int, default=100, help="how many of each are kept")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args()
    try:
        figures = measure(options.graph, options.relation, options.model, options.k)
    except MedkgError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if options.json:
        print(figures.to_json())
    else:
        for row in figures.rows:
            print(f"{row.system:12} {row.metric:24} {row.value:14,.1f}   {row.n:,} queries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
