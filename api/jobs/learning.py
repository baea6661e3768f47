"""Training on a graph, and writing predictions back as evidence of their own kind."""

from __future__ import annotations

import resource
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from api.engine_predict import choose_model
from api.jobs.merging import merge_and_project
from gnn.checkpoint import save_model
from gnn.device import choose_device
from gnn.predict import SOURCE_PREFIX, Query, load_trained, predict, to_evidence
from gnn.protocol import Step
from gnn.registry import model_class
from gnn.train import BASELINES, TrainConfig, train_model
from kg.figures import Figures
from kg.graph import Graph
from kg.identifiers import content_hash
from kg.ledger import Done
from kg.records import Batch
from kg.shards import write_shard
from medkg import __version__

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LearningOptions:
    """What to train; see :class:`gnn.train.TrainConfig`."""

    relation: str = "treats"
    model: str = "nbfnet"
    seed: int = 0
    device: str = "auto"
    budget: float = 1.0


@dataclass(frozen=True, slots=True)
class Saved:
    """Predictions that were written into the graph."""

    source: str
    predictions: int
    content_hash: str


def train(graph_path: Path, options: LearningOptions, progress: Progress | None = None) -> Figures:
    """Trains a model and its baselines on the graph's general claims, and keeps the model in the graph's folder.

    Returns:
        The figures of the model and of its baselines on links that none of them saw.

    Raises:
        NotFoundError: no such model or relation.
        InputError: the relation has too few edges.
    """
    started = perf_counter()
    model_class(options.model)
    config = TrainConfig(
        relation=options.relation, model=options.model, baselines=BASELINES, seed=options.seed,
        device=options.device, budget=options.budget,
    )  # fmt: skip

    def tell(name: str, step: Step) -> None:
        if progress and name == options.model:
            progress(step.done, step.total)

    with Graph.open(graph_path) as graph:
        snapshot = graph.snapshot()
        trained = train_model(snapshot, config, tell)
        directory = graph.layout.models / f"{options.model}-{options.relation}"
        save_model(trained.predictor, trained.card, directory)
    return Figures(
        task="linkprediction",
        data=f"graph {snapshot.content_hash[:12]}, {options.relation}",
        split=trained.card.split,
        rows=trained.card.metrics,
        seconds=perf_counter() - started,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        documents_per_second=None,
        seed=options.seed,
        device=str(choose_device(options.device)),
        version=__version__,
    )


def save_predictions(graph_path: Path, query: Query, model: str) -> Saved:
    """Writes the answers to a query into the graph as evidence of level prediction.

    All predictions of a model are one source, ``model:<name>``; those of an earlier training are replaced as a whole.

    Raises:
        NotFoundError: no such model, or no such node.
    """
    with Graph.open(graph_path, write=True) as graph:
        directory = choose_model(graph.layout.models, query.relation, model)
        trained = load_trained(directory, graph.snapshot())
        evidence = to_evidence(predict(trained, query), trained.card)
        source = f"{SOURCE_PREFIX}{trained.card.model}"
        training = f"{source}/{content_hash(trained.card.to_json())}"
        if source in graph.sources() and not graph.ledger.done(source, training):
            graph.retract(source)
        graph.register(
            write_shard(graph.path, Batch(evidence=evidence)), source=source,
            done=[Done(source, source, training, len(evidence))],
        )  # fmt: skip
        merge_and_project(graph)
        return Saved(source, len(evidence), graph.content_hash())
