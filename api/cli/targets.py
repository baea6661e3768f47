"""``medkg train drugtarget``, and ``medkg predict --relation targets``."""

from __future__ import annotations

from typing import Any

import click

from api.cli.options import emit, example, graph_option, json_option, progress_bar, seed_option
from api.jobs.targets import TARGETS, TargetQuestion, predict_targets, train_drugtarget
from gnn.drugtarget.data import FeatureChoice
from gnn.drugtarget.evaluate import MODEL
from gnn.drugtarget.model import LineOptions
from gnn.drugtarget.training import TrainOptions

_FEATURES = FeatureChoice().names()


@click.command(
    "drugtarget",
    short_help="Learn which proteins drugs bind.",
    epilog=example(
        "medkg train drugtarget --graph my-graph",
        "medkg train drugtarget --graph my-graph --without families --json",
        "medkg predict --graph my-graph --relation targets --drug haloperidol",
        "medkg predict --graph my-graph --relation targets --smiles 'CC(=O)Oc1ccccc1C(=O)O'",
    ),
)
@graph_option
@click.option("--relation", default="binds", show_default=True, help="The predicate to learn, from drugs to targets.")
@click.option("--without", multiple=True, type=click.Choice(_FEATURES), help="Features to leave out.")
@seed_option
@json_option
def drugtarget_train_command(**given: Any) -> None:
    """Train a drug-target model on the graph's links, and measure it on held-out links beside its baselines.

    Drugs are compared by Morgan fingerprints of the structures that the graph carries, targets by pathways, ontology
    terms and families. The model and its card go into the graph's models folder.
    """
    left = {name: name not in given["without"] for name in _FEATURES}
    options = TrainOptions(given["relation"], FeatureChoice(**left), LineOptions(seed=given["seed"]))
    with progress_bar("drugtarget", given["as_json"]) as advance:
        figures = train_drugtarget(given["graph"], options, lambda label: advance(0, 0, label))
    emit(figures, given["as_json"])


def asks_for_targets(given: dict[str, Any]) -> bool:
    """Whether ``medkg predict`` is asked for a drug-target model."""
    return given["relation"] == TARGETS or given["smiles"] is not None or given["model"] == MODEL


def show_targets(given: dict[str, Any], drug: str | None, other: str | None) -> None:
    """Prints the targets of a drug or structure.

    Args:
        given: the options of ``medkg predict``.
        drug: its known subject.
        other: its known object, which does not go with it.

    Raises:
        click.UsageError: options that do not go with it.
    """
    if other is not None or given["save"]:
        raise click.UsageError("Targets are predicted for --drug or --smiles, without --tail, --disease and --save.")
    if given["smiles"] is not None and given["relation"] is None:
        raise click.UsageError(
            f"--smiles is read with --relation {TARGETS}: which proteins a structure binds. "
            "For treats, name a drug of the graph: --drug NAME."
        )
    if given["model"] not in (None, MODEL):
        raise click.UsageError(f"Targets are predicted by --model {MODEL}.")
    question = TargetQuestion(given["relation"] or TARGETS, drug, given["smiles"], given["k"])
    emit(predict_targets(given["graph"], question), given["as_json"])
