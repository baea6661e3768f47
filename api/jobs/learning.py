"""Training on a graph, and writing predictions back as evidence of their own kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from api.engine_predict import choose_model
from api.jobs.merging import merge_and_project
from api.report.training import REPORT_FILE, TrainingPage, write_training
from gnn.card import DEFAULT_SELECTION
from gnn.checkpoint import load_card, save_model
from gnn.distributed import joined
from gnn.features.described import Feature
from gnn.logs import TrainingLog
from gnn.near_labels import near_labels
from gnn.predict import SOURCE_PREFIX, Query, load_trained, predict, to_evidence
from gnn.protocol import Step
from gnn.registry import model_class
from gnn.train import BASELINES, TrainConfig, Watch, train_model
from kg.errors import NotFoundError
from kg.figures import Figures
from kg.graph import Graph
from kg.identifiers import content_hash
from kg.ledger import Done
from kg.records import Batch
from kg.shards import write_shard
from kg.snapshot import Selection
from medkg import __version__


@dataclass(frozen=True, slots=True)
class LearningOptions:
    """What to train, and where its course is kept; see :class:`gnn.train.TrainConfig`.

    Attributes:
        selection: which edges train and are read; ``without`` takes predicates out of it. When it names no predicates,
            those that all but repeat the relation's answer are left out, such as *applied to treat* for *treats*.
        restart: begin at the first epoch, whatever an interrupted run left.
        log_dir: folder of TensorBoard logs; None writes none.
        prune: see FitOptions.
        features: of nodes, see :class:`gnn.features.described.Feature`.
    """

    relation: str = "treats"
    model: str = "hybrid"
    seed: int = 0
    device: str = "auto"
    budget: float = 1.0
    precision: str = "auto"
    selection: Selection = DEFAULT_SELECTION
    without: tuple[str, ...] = ()
    restart: bool = False
    log_dir: Path | None = None
    prune: int | None = None
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Learned:
    """A trained model: its figures beside those of its baselines, where it lies, and the report of its training."""

    figures: Figures
    model: Path
    report: Path


@dataclass(frozen=True, slots=True)
class Saved:
    """Predictions that were written into the graph."""

    source: str
    predictions: int
    content_hash: str


def train(graph_path: Path, options: LearningOptions, watch: Watch | None = None) -> Learned | None:
    """Trains a model and its baselines on the graph's general claims, and keeps the model in the graph's folder.

    Each epoch is kept, so that the same training goes on after it was interrupted.

    Returns:
        The figures on links that neither the model nor a baseline saw; None in all but the first of the processes
        that ``torchrun`` started.

    Raises:
        NotFoundError: no such model or relation.
        InputError: the relation has too few edges, or a loss was not finite.
        MissingDependencyError: logs were asked for and ``tensorboard`` is not installed.
    """
    started = perf_counter()
    model_class(options.model)
    with joined() as here, Graph.open(graph_path) as graph, _logged(options, watch or Watch(), here.rank) as told:
        selection = _selection(graph, options)
        snapshot = graph.snapshot(selection)
        directory = graph.layout.models / f"{options.model}-{options.relation}"
        kept = graph.layout.models / f".training-{directory.name}"
        trained = train_model(snapshot, _config(options, selection, kept), told)
        if here.rank:
            return None
        save_model(trained.predictor, trained.card, directory, tuple(sorted(trained.seen or ())))
        shutil.rmtree(kept, ignore_errors=True)
    card = trained.card
    figures = Figures(
        task="linkprediction",
        data=f"selection {snapshot.content_hash[:12]}, {options.relation}",
        split=card.split,
        rows=card.metrics,
        seconds=perf_counter() - started,
        peak_mb=card.run.peak_mb if card.run else 0.0,
        documents_per_second=None,
        seed=options.seed,
        device=card.device,
        version=__version__,
    )
    report = directory / REPORT_FILE
    write_training(TrainingPage(card, figures), report)
    return Learned(figures, directory, report)


def _config(options: LearningOptions, selection: Selection, kept: Path) -> TrainConfig:
    return TrainConfig(
        relation=options.relation, model=options.model, baselines=BASELINES, seed=options.seed, device=options.device,
        budget=options.budget, precision=options.precision, checkpoints=kept, restart=options.restart,
        selection=selection, prune=options.prune, features=options.features,
    )  # fmt: skip


def _selection(graph: Graph, options: LearningOptions) -> Selection:
    """The options' selection, its ``without`` written out as the predicates that are left.

    Unless predicates are named, those that all but repeat the relation's answer are left out too (gnn.near_labels).
    """
    near = near_labels(options.relation) if options.selection.predicates is None else frozenset()
    if not options.without and not near:
        return options.selection
    held = graph.snapshot(options.selection).predicates
    strangers = sorted(set(options.without) - set(held))
    if strangers:
        raise NotFoundError(f"The graph has no edge {strangers[0]!r} to leave out.", f"It has: {', '.join(held)}.")
    left = frozenset(held) - frozenset(options.without) - near
    return options.selection if left == frozenset(held) else replace(options.selection, predicates=left)


@contextmanager
def _logged(options: LearningOptions, watch: Watch, rank: int) -> Iterator[Watch]:
    """Who is told, TensorBoard among them where it was asked for; processes after the first are silent."""
    if rank:
        yield Watch()
        return
    if options.log_dir is None:
        yield watch
        return
    log = TrainingLog(options.log_dir)

    def tell(name: str, step: Step) -> None:
        log(name, step)
        if watch.progress:
            watch.progress(name, step)

    try:
        yield replace(watch, progress=tell)
    finally:
        log.close()


def save_predictions(graph_path: Path, query: Query, model: str) -> Saved:
    """Writes the answers to a query into the graph as evidence of level prediction.

    All predictions of a model are one source, ``model:<name>``; those of an earlier training are replaced as a whole.

    Raises:
        NotFoundError: no such model, or no such node.
    """
    with Graph.open(graph_path, write=True) as graph:
        directory = choose_model(graph.layout.models, query.relation, model)
        trained = load_trained(directory, graph.snapshot(load_card(directory).allowed))
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
