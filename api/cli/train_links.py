"""``medkg train linkprediction``: the missing links of a graph."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import click

from api.cli.options import (
    Advance,
    budget_option,
    device_option,
    emit,
    example,
    graph_option,
    json_option,
    progress_bar,
    prune_option,
    seed_option,
)
from api.jobs.learning import LearningOptions, train
from gnn.features.described import Feature
from gnn.precision import PRECISIONS
from gnn.protocol import Step
from gnn.registry import MODEL_NAMES, READING_FEATURES
from gnn.train import Watch
from kg.records import KnowledgeLevel
from kg.snapshot import Selection


@click.command(
    "linkprediction",
    short_help="Learn the missing links of a graph.",
    epilog=example(
        "medkg train linkprediction --graph my-graph --relation treats --model nbfnet",
        "medkg train linkprediction --graph my-graph --without has_side_effect --log-dir runs",
        "torchrun --nproc-per-node=2 -m api.cli train linkprediction --graph my-graph",
    ),
)
@graph_option
@click.option("--relation", default="treats", show_default=True, help="The predicate to learn.")
@click.option("--model", default="hybrid", show_default=True, type=click.Choice(MODEL_NAMES))
@click.option("--predicate", "predicates", multiple=True, help="Edges that train; default: all.")
@click.option("--without", multiple=True, help="Edges that do not train, such as side effects.")
@click.option(
    "--level", "levels", multiple=True, type=click.Choice([str(one) for one in KnowledgeLevel]),
    help="Knowledge levels that train; default: all but prediction.",
)  # fmt: skip
@click.option("--source", "sources", multiple=True, help="Primary sources that train, such as infores:ctd.")
@click.option("--case-facts", is_flag=True, help="What notes say of their own case trains too.")
@budget_option(1.0, "Multiplies the epochs; 0.2 for a quick look.")
@seed_option
@device_option
@click.option(
    "--precision", default="auto", show_default=True, type=click.Choice(PRECISIONS),
    help="Of products; auto: 32 on a CPU, bf16 or 16 on a GPU.",
)  # fmt: skip
@click.option(
    "--feature", "features", multiple=True, type=click.Choice([one.value for one in Feature]),
    help=f"{', '.join(READING_FEATURES)} alone: what the vocabularies say of nodes; may be repeated.",
)  # fmt: skip
@prune_option
@click.option("--restart", is_flag=True, help="Begin at the first epoch, whatever an interrupted run left.")
@click.option("--log-dir", type=click.Path(path_type=Path), metavar="DIR", help="Write TensorBoard logs.")
@json_option
def linkprediction_command(**given: Any) -> None:
    """Train a model on the graph, and measure it on held-out links beside its baselines.

    No prediction and no case fact trains unless asked for, and no relation that all but repeats the answer: for
    treats, what notes say that a drug was given for is read only where --predicate names it (applied_to_treat). The
    model, its card and a report of the training go into the graph's models folder. The same command goes on where an
    interrupted one stopped. Several processes that torchrun started train one model together.
    """
    with progress_bar(f"training {given['model']}", given["as_json"]) as advance:
        learned = train(given["graph"], _options(given), _watch(advance, given))
    if learned is None:
        return
    emit(learned.figures, given["as_json"])
    if not given["as_json"]:
        click.echo(f"medkg: the model and its card lie in {learned.model}.", err=True)
        click.echo(f"medkg: report of the training: {learned.report}", err=True)


def _options(given: dict[str, Any]) -> LearningOptions:
    def chosen(name: str) -> frozenset[str] | None:
        return frozenset(given[name]) or None

    levels = chosen("levels")
    return LearningOptions(
        relation=given["relation"],
        model=given["model"],
        seed=given["seed"],
        device=given["device"],
        budget=given["budget"],
        precision=given["precision"],
        selection=Selection(
            predicates=chosen("predicates"),
            levels=None if levels is None else frozenset(map(KnowledgeLevel, levels)),
            case_facts=given["case_facts"],
            sources=chosen("sources"),
        ),
        without=given["without"],
        restart=given["restart"],
        log_dir=given["log_dir"],
        prune=given["prune"],
        features=tuple(Feature(one) for one in given["features"]),
    )


def _watch(advance: Advance, given: dict[str, Any]) -> Watch:
    """A bar with the latest loss and metric on a terminal, a line a validation in a log, none with --json."""
    latest, lines = math.nan, not given["as_json"] and not sys.stderr.isatty()

    def tell(name: str, step: Step) -> None:
        nonlocal latest
        if name != given["model"]:
            return
        latest = latest if math.isnan(step.metric) else step.metric
        metric = "" if math.isnan(latest) else f", validation MRR {latest:.3f}"
        text = f"training {name}: loss {step.loss:.4f}{metric}"
        advance(step.done, step.total, text)
        if lines and not math.isnan(step.metric):
            click.echo(f"medkg: epoch {step.done} of {step.total}, {text}", err=True)

    def notify(text: str) -> None:
        if not given["as_json"]:
            click.echo(f"medkg: {text}", err=True)

    return Watch(tell, notify)
