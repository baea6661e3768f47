"""``medkg evaluate features``: what fingerprints, ontology and text add to a model."""

from __future__ import annotations

from typing import Any

import click

from api.cli.corpora import PATH
from api.cli.options import budget_option, device_option, emit, example, json_option, progress_bar, seed_option
from gnn.benchmark import EvaluationConfig
from gnn.features.described import Feature
from gnn.protocol import Step
from gnn.protocols.ablation import AblationConfig, ablate
from gnn.protocols.evaluate import Protocol, ProtocolConfig


@click.command(
    "features",
    short_help="What features of nodes add to link prediction.",
    epilog=example(
        "medkg evaluate features --data hetionet --json",
        "medkg evaluate features --data hetionet --protocol repeated --feature ontology --feature text",
    ),
)
@click.option("--data", required=True, type=PATH, help="Hetionet's folder.")
@click.option("--split", type=PATH, help="Folder of the published split, for that protocol.")
@click.option(
    "--protocol", type=click.Choice([one.value for one in Protocol]), default=Protocol.COLD_DISEASE.value,
    show_default=True, help="Which of Hetionet's edges are held out.",
)  # fmt: skip
@click.option(
    "--feature", "features", multiple=True, type=click.Choice([one.value for one in Feature]),
    help="May be repeated; default: all.",
)  # fmt: skip
@click.option("--encoder", type=PATH, metavar="DIR", help="A sentence encoder; default: the packaged one.")
@click.option("--inner", is_flag=True, help="On folds inside the first training, which choose a default.")
@click.option("--first", default=0, type=click.IntRange(0), help="Only so many of the folds, where all are dear.")
@budget_option(1.0, "Multiplies the epochs.")
@seed_option
@device_option
@json_option
def features_command(**given: Any) -> None:
    """The hybrid model with all features of nodes, without each of them, and with none, on the same queries.

    *_over_no features is the difference to none of them, *_p the p of a paired test.
    """
    evaluation = EvaluationConfig((), given["seed"], given["device"], given["budget"])
    config = AblationConfig(
        ProtocolConfig(Protocol(given["protocol"]), evaluation),
        features=tuple(Feature(one) for one in given["features"]) or tuple(Feature),
        encoder=given["encoder"],
        inner=given["inner"],
        first=given["first"],
    )
    with progress_bar("features", given["as_json"]) as advance:

        def tell(name: str, step: Step) -> None:
            advance(step.done, step.total, name)

        figures = ablate(given["data"], given["split"], config, tell)
    emit(figures, given["as_json"])
