"""``medkg evaluate drugtarget``: interaction matrices with similarities, fold by fold."""

from __future__ import annotations

from typing import Any

import click

from api.cli.corpora import PATH
from api.cli.options import emit, example, json_option, progress_bar, seed_option
from gnn.matrices.evaluate import MatrixOptions, evaluate_matrix
from gnn.matrices.folds import Setting
from gnn.matrices.registry import PREDICTOR_NAMES


@click.command(
    "drugtarget",
    short_help="Drug-target and drug-disease matrices.",
    epilog=example(
        "medkg evaluate drugtarget --data yamanishi/folds/gpcr",
        "medkg evaluate drugtarget --data yamanishi/folds/gpcr --setting new_rows --json",
        "medkg evaluate drugtarget --data drug-disease/Fdataset.mat --setting positives --system bnnr --system fused",
    ),
)
@click.option(
    "--data", required=True, type=PATH,
    help="A .mat file, LRSSL's folder, yamanishi/folds/SET, or a folder with interactions.tsv and *_similarity*.tsv.",
)  # fmt: skip
@click.option(
    "--setting", type=click.Choice([str(one) for one in Setting]), default=str(Setting.WARM), show_default=True,
    help="What a fold hides: cells, whole rows, whole columns, both, or positives ranked against all zeros.",
)  # fmt: skip
@click.option("--folds", default=10, show_default=True, type=click.IntRange(2), help="both_new: squared.")
@click.option(
    "--first", default=0, type=click.IntRange(0), help="Measure only so many of the folds, where all are dear."
)
@click.option("--repeats", default=1, show_default=True, type=click.IntRange(1), help="Deal the matrix out again.")
@click.option(
    "--system",
    "systems",
    multiple=True,
    type=click.Choice(PREDICTOR_NAMES),
    help="Default: all but the parts of stacked.",
)
@seed_option
@json_option
def drugtarget_command(**given: Any) -> None:
    """Area under precision and recall of hidden interactions, all systems on the same folds."""
    setting = Setting(given["setting"])
    options = MatrixOptions(setting, given["folds"], given["repeats"], given["systems"], given["seed"], given["first"])
    with progress_bar("drugtarget", given["as_json"]) as advance:
        figures = evaluate_matrix(given["data"], options, lambda name, done, total: advance(done, total, name))
    emit(figures, given["as_json"])
