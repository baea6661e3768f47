"""``medkg evaluate``: figures of one part against annotated data, in one shape."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from api.cli.options import Advance, budget_option, device_option, emit, example, json_option, progress_bar, seed_option
from api.verify.evaluate import evaluate_explanations
from extraction.evaluate_assertion import AssertionOptions, evaluate_assertion
from extraction.evaluate_entities import EntityOptions, evaluate_entities
from extraction.evaluate_notes import NoteOptions, evaluate_notes
from extraction.pipeline import Pipeline
from gnn.benchmark import EvaluationConfig, evaluate_linkprediction
from gnn.registry import MODEL_NAMES
from kg.figures import Figures

_Given = dict[str, Any]


def _entities(given: _Given, advance: Advance) -> Figures:
    return evaluate_entities(_gold(given), Pipeline(), EntityOptions(given["limit"], given["errors"], given["seed"]))


def _assertion(given: _Given, advance: Advance) -> Figures:
    return evaluate_assertion(_gold(given), AssertionOptions(given["part"], given["errors"], given["seed"]))


def _notes(given: _Given, advance: Advance) -> Figures:
    return evaluate_notes(
        _gold(given),
        Pipeline(),
        NoteOptions(given["language"] or "", given["errors"], given["seed"], given["corpora"]),
    )


def _explanations(given: _Given, advance: Advance) -> Figures:
    return evaluate_explanations(_gold(given))


def _linkprediction(given: _Given, advance: Advance) -> Figures:
    if given["data"] is None:
        raise click.UsageError("linkprediction needs --data.")
    config = EvaluationConfig(given["systems"], given["seed"], given["device"], given["budget"])
    return evaluate_linkprediction(
        given["data"], given["split"], config, lambda name, step: advance(step.done, step.total, name)
    )


def _gold(given: _Given) -> Path:
    if given["gold"] is None:
        raise click.UsageError(f"{given['task']} needs --gold.")
    gold: Path = given["gold"]
    return gold


TASKS: dict[str, Callable[[_Given, Advance], Figures]] = {
    "assertion": _assertion,
    "entities": _entities,
    "explanations": _explanations,
    "linkprediction": _linkprediction,
    "notes": _notes,
}


@click.command(
    "evaluate",
    epilog=example(
        "medkg evaluate entities --gold corpus.pubtator --json",
        "medkg evaluate assertion --gold annotations.tsv --part held_out",
        "medkg evaluate linkprediction --data hetionet --split hetionet-treats --json",
    ),
)
@click.argument("task", type=click.Choice(sorted(TASKS)))
@click.option("--gold", type=click.Path(path_type=Path), help="Annotated file (PubTator, NegEx TSV, JSONL).")
@click.option("--data", type=click.Path(path_type=Path), help="linkprediction: Hetionet's folder, or plain triples.")
@click.option("--split", type=click.Path(path_type=Path), help="linkprediction: folder of the published split.")
@click.option("--system", "systems", multiple=True, type=click.Choice(MODEL_NAMES), help="Default: all that suit.")
@budget_option(1.0, "linkprediction: multiplies the epochs.")
@click.option("--limit", default=0, type=click.IntRange(0), help="entities: only the first so many documents.")
@click.option("--language", type=click.Choice(["en", "zh"]), help="notes: only those.")
@click.option(
    "--part", type=click.Choice(["all", "development", "held_out"]), default="all", show_default=True,
    help="assertion: the sentences on which the rules were written, or the others.",
)  # fmt: skip
@click.option("--corpora", type=click.Path(path_type=Path), help="notes: the corpora that hold the annotated text.")
@click.option("--errors", type=click.Path(path_type=Path), help="Write what was missed and invented to this TSV file.")
@seed_option
@device_option
@json_option
def evaluate_command(**given: Any) -> None:
    """Measure TASK on annotated data, simple baselines beside it, with 95 % intervals.

    With --json: {"task", "data", "split", "rows": [{"system", "metric", "value", "low", "high", "n"}], "seconds",
    "peak_mb", "documents_per_second", "seed", "device", "version"}.
    """
    with progress_bar(given["task"], given["as_json"]) as advance:
        figures = TASKS[given["task"]](given, advance)
    emit(figures, given["as_json"])
