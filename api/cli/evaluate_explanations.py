"""``medkg evaluate explanations`` and ``medkg evaluate faithfulness``: are a model's paths right, and its own?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from api.cli.corpora import PATH
from api.cli.options import (
    budget_option,
    device_option,
    emit,
    example,
    json_option,
    progress_bar,
    prune_option,
    seed_option,
)
from api.verify.evaluate import evaluate_explanations
from gnn.benchmark_mechanisms import MODEL, PathEvaluation, evaluate_faithfulness, evaluate_mechanisms
from gnn.faithfulness import FaithfulnessOptions
from gnn.path_order import PathOrder
from gnn.path_scores import EXPLAINING
from kg.figures import Figures

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _model_options(command: _Command) -> _Command:
    named = click.option(
        "--model", type=click.Choice(EXPLAINING), default=MODEL, show_default=True, help="That reads paths."
    )
    budget = budget_option(1.0, "Multiplies the epochs.")
    return named(budget(prune_option(seed_option(device_option(json_option(command))))))


@click.command(
    "explanations",
    short_help="Do explanations go through curated mechanisms? And the verifier, on judged sentences.",
    epilog=example(
        "medkg evaluate explanations --data hetionet --split hetionet-treats --mechanisms drugmechdb --json",
        "medkg evaluate explanations --gold sentences.jsonl --json",
    ),
)
@click.option("--gold", type=PATH, metavar="FILE", help="Judged sentences: measures the verifier, and nothing else.")
@click.option("--data", type=PATH, metavar="DIR", help="Hetionet's folder.")
@click.option("--split", type=PATH, metavar="DIR", help="Folder of the published split.")
@click.option("--mechanisms", type=PATH, metavar="DIR", help="DrugMechDB's folder.")
@_model_options
def explanations_command(**given: Any) -> None:
    """The rank of a prediction's first path through a protein of DrugMechDB's curated mechanism.

    The same paths are ranked by path counts, by degree and at random, with paired tests. Choices were made on half of
    the pairs (dev), by the hash of their ids. With --gold: which sentences the verifier lets through.
    """
    folders = [given[name] for name in ("data", "split", "mechanisms")]
    if (given["gold"] is None) == (None in folders) or (given["gold"] and any(folders)):
        raise click.UsageError("Give either --gold, or --data, --split and --mechanisms.")
    if given["gold"]:
        emit(evaluate_explanations(given["gold"]), given["as_json"])
        return
    with progress_bar("explanations", given["as_json"]) as advance:
        figures = evaluate_mechanisms(
            _config(given), given["mechanisms"], lambda name, done, total: advance(done, total, name)
        )
    emit(figures, given["as_json"])


@click.command(
    "faithfulness",
    short_help="Does the score rest on the paths that explain it?",
    epilog=example("medkg evaluate faithfulness --data hetionet --split hetionet-treats --json"),
)
@click.option("--data", required=True, type=PATH, metavar="DIR", help="Hetionet's folder.")
@click.option("--split", required=True, type=PATH, metavar="DIR", help="Folder of the published split.")
@click.option("--links", default=100, show_default=True, type=click.IntRange(1), help="At most so many test links.")
@click.option("--paths", default=5, show_default=True, type=click.IntRange(1), help="Of each explanation.")
@click.option(
    "--order", default=str(PathOrder.CONTRIBUTION), show_default=True, help="Of the explanation's paths.",
    type=click.Choice([str(one) for one in PathOrder]),
)  # fmt: skip
@_model_options
def faithfulness_command(**given: Any) -> None:
    """Takes an explanation's paths out of the graph, or leaves them alone in it, beside as many random paths."""
    options = FaithfulnessOptions(given["paths"], given["links"], PathOrder(given["order"]), given["seed"])
    with progress_bar("faithfulness", given["as_json"]) as advance:
        figures: Figures = evaluate_faithfulness(
            _config(given), options, lambda name, done, total: advance(done, total, name)
        )
    emit(figures, given["as_json"])


def _config(given: dict[str, Any]) -> PathEvaluation:
    data: Path = given["data"]
    return PathEvaluation(
        data, given["split"], given["model"], given["seed"], given["device"], given["budget"], given["prune"]
    )
