"""``medkg train`` and ``medkg predict``: models, and the missing links."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from api.cli.options import (
    budget_option,
    device_option,
    emit,
    example,
    graph_option,
    json_option,
    progress_bar,
    seed_option,
)
from api.cli.train_text import COMMANDS
from api.engine import Engine
from api.jobs.learning import LearningOptions, save_predictions, train
from gnn.predict import Query
from gnn.registry import MODEL_NAMES


@click.group(
    "train",
    epilog=example(
        "medkg train entities --gold train.pubtator --out my-entities",
        "medkg train linkprediction --graph my-graph --relation treats --model nbfnet",
    ),
)
def train_command() -> None:
    """Train a model on annotated text, or on the graph.

    With --json each prints its figures as medkg evaluate does.
    """


@click.command(
    "linkprediction",
    short_help="Learn the missing links of a graph.",
    epilog=example("medkg train linkprediction --graph my-graph --relation treats --model nbfnet"),
)
@graph_option
@click.option("--relation", default="treats", show_default=True, help="The predicate to learn.")
@click.option("--model", default="nbfnet", show_default=True, type=click.Choice(MODEL_NAMES))
@budget_option(1.0, "Multiplies the epochs; 0.2 for a quick look.")
@seed_option
@device_option
@json_option
def linkprediction_command(**given: Any) -> None:
    """Train a model on the graph, and measure it on held-out links beside its baselines.

    No prediction and no case fact trains; what notes say that a drug was given for is read. The model and its card
    go into the graph's models folder.
    """
    options = LearningOptions(given["relation"], given["model"], given["seed"], given["device"], given["budget"])
    with progress_bar("training", given["as_json"]) as advance:
        figures = train(given["graph"], options, advance)
    emit(figures, given["as_json"])


for _command in (linkprediction_command, *COMMANDS):
    train_command.add_command(_command)


@click.command(
    "predict",
    epilog=example(
        "medkg predict --graph my-graph --relation treats --tail 'Wilson disease'",
        "medkg predict --graph my-graph --relation treats --head metformin -k 20 --save",
    ),
)
@graph_option
@click.option("--relation", default="treats", show_default=True)
@click.option("--head", "--drug", help="The known subject: an identifier or a name.")
@click.option("--tail", "--disease", help="The known object: an identifier or a name.")
@click.option("-k", "k", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many candidates.")
@click.option("--model", help="Name of a trained model; default: the best on validation.")
@click.option("--save", is_flag=True, help="Write them into the graph as evidence of level prediction.")
@json_option
def predict_command(**given: Any) -> None:
    """Rank the candidates for the missing end of a link; give --head or --tail."""
    if (given["head"] is None) == (given["tail"] is None):
        raise click.UsageError("Give either --head or --tail.")
    graph: Path = given["graph"]
    with Engine(graph) as engine:
        predictions = engine.predict(
            given["relation"], head=given["head"], tail=given["tail"], k=given["k"], model=given["model"]
        )
    saved = None
    if given["save"]:
        given_id = predictions.given.id
        head, tail = (given_id, None) if predictions.missing == "tail" else (None, given_id)
        query = Query(given["relation"], head, tail, given["k"])
        saved = save_predictions(graph, query, predictions.model)
    emit(predictions, given["as_json"])
    if saved:
        click.echo(f"{saved.predictions} predictions written as source {saved.source}.", err=True)
