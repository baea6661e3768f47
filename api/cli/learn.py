"""``medkg train`` and ``medkg predict``: models, and the missing links."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from api.cli.options import emit, example, graph_option, json_option
from api.cli.targets import asks_for_targets, drugtarget_train_command, show_targets
from api.cli.train_links import linkprediction_command
from api.cli.train_text import COMMANDS
from api.engine import Engine
from api.jobs.learning import save_predictions
from gnn.predict import Query
from kg.schema import Category

DEFAULT_RELATION = "treats"
"""What ``medkg predict`` ranks when no relation is named."""


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


for _command in (linkprediction_command, drugtarget_train_command, *COMMANDS):
    train_command.add_command(_command)


@click.command(
    "predict",
    epilog=example(
        "medkg predict --graph my-graph --relation treats --tail 'Wilson disease'",
        "medkg predict --graph my-graph --relation treats --head metformin -k 20 --save",
        "medkg predict --graph my-graph --relation targets --smiles 'CC(=O)Oc1ccccc1C(=O)O'",
    ),
)
@graph_option
@click.option("--relation", show_default=DEFAULT_RELATION, help="A predicate, or targets: what a drug binds.")
@click.option("--head", help="The known subject: an identifier or a name.")
@click.option("--tail", help="The known object: an identifier or a name.")
@click.option("--drug", help="As --head; of nodes that share the name, a drug.")
@click.option("--disease", help="As --tail; of nodes that share the name, a disease.")
@click.option("--smiles", help="With --relation targets: the structure of a drug, also of one that the graph lacks.")
@click.option("-k", "k", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many candidates.")
@click.option("--model", help="Name of a trained model; default: hybrid, else nbfnet, else complex, else any.")
@click.option("--save", is_flag=True, help="Write them into the graph as evidence of level prediction.")
@json_option
def predict_command(**given: Any) -> None:
    """Rank the candidates for the missing end of a link; give --head or --tail.

    A probability is calibrated on held-out links; with --save it is the belief of the prediction in the graph, which is
    no belief of a fact. A model that could not be calibrated gives the share of candidates that it ranks lower.
    """
    head, tail, category = _ends(given)
    if asks_for_targets(given):
        show_targets(given, head, tail)
        return
    if (head is None) == (tail is None):
        raise click.UsageError("Give either --head (--drug) or --tail (--disease).")
    graph: Path = given["graph"]
    relation: str = given["relation"] or DEFAULT_RELATION
    with Engine(graph) as engine:
        predictions = engine.predict(relation, head, tail, given["k"], given["model"], category)
    saved = None
    if given["save"]:
        node = predictions.given.id
        forward = predictions.missing == "tail"
        query = Query(relation, node if forward else None, None if forward else node, given["k"])
        saved = save_predictions(graph, query, predictions.model)
    emit(predictions, given["as_json"])
    if saved:
        click.echo(f"{saved.predictions} predictions written as source {saved.source}.", err=True)


def _ends(given: dict[str, Any]) -> tuple[str | None, str | None, str | None]:
    """The known subject or object, and the category that its option names.

    Raises:
        click.UsageError: an end is given twice.
    """
    for plain, named in (("head", "drug"), ("tail", "disease")):
        if given[plain] is not None and given[named] is not None:
            raise click.UsageError(f"--{plain} and --{named} are the same end: give one of them.")
    drug, disease = given["drug"], given["disease"]
    category = Category.DRUG if drug is not None else Category.DISEASE if disease is not None else None
    head = given["head"] if drug is None else drug
    return head, given["tail"] if disease is None else disease, category
