"""``medkg evaluate``: figures of one part against annotated data, in one shape."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from api.cli.codes import PARTLY_BROKEN
from api.cli.corpora import PATH, end_with, errors_option, one_gold_option, report_dropped
from api.cli.evaluate_explanations import explanations_command, faithfulness_command
from api.cli.evaluate_features import features_command
from api.cli.evaluate_learned import COMMANDS
from api.cli.evaluate_matrices import drugtarget_command
from api.cli.options import (
    PositiveNumber,
    budget_option,
    device_option,
    emit,
    example,
    json_option,
    progress_bar,
    prune_option,
    seed_option,
)
from extraction.corpora.formats import CorpusFormat
from extraction.corpora.read import read_corpus
from extraction.evaluate_assertion import AssertionOptions, evaluate_assertion
from extraction.evaluate_deidentify import DeidentifyOptions, evaluate_deidentify
from extraction.evaluate_notes import NoteOptions, evaluate_notes
from extraction.evaluate_shared import evaluate_shared_notes
from extraction.pipeline import Pipeline
from extraction.scoring import write_mistakes
from gnn.benchmark import EvaluationConfig, evaluate_linkprediction
from gnn.protocol import Step
from gnn.protocols.evaluate import Protocol, ProtocolConfig, evaluate_protocol
from gnn.registry import MODEL_NAMES
from kg.results import Dropped


@click.group(
    "evaluate",
    epilog=example(
        "medkg evaluate entities --gold corpus.pubtator --json",
        "medkg evaluate relations --train train.pubtator --gold dev.pubtator",
        "medkg evaluate assertion --gold annotations.tsv --part held_out",
        "medkg evaluate linkprediction --data hetionet --split hetionet-treats --json",
    ),
)
def evaluate_command() -> None:
    """Measure one part on annotated data, simple baselines beside it, with 95 % intervals.

    With --json: {"task", "data", "split", "rows": [{"system", "metric", "value", "low", "high", "n"}], "seconds",
    "peak_mb", "documents_per_second", "seed", "device", "version"}.

    Exit code 3: some lines of the gold files were broken, whatever part of them was asked for; standard error names
    them, and the rest is scored.
    """


@click.command(
    "assertion",
    short_help="Negated, historical, another person's.",
    epilog=example("medkg evaluate assertion --gold annotations.tsv --part held_out --errors wrong.tsv"),
)
@one_gold_option
@click.option(
    "--part", type=click.Choice(["all", "development", "held_out"]), default="all", show_default=True,
    help="The sentences on which the rules were written, or the others.",
)  # fmt: skip
@errors_option
@seed_option
@json_option
def assertion_command(**given: Any) -> None:
    """How conditions are meant, on a table in the shape of the NegEx kit's: six columns, tab separated."""
    with progress_bar("assertion", given["as_json"]):
        options = AssertionOptions(given["part"], given["errors"], given["seed"])
        figures = evaluate_assertion(given["gold"], options)
    dropped = read_corpus(given["gold"], CorpusFormat.NEGEX).dropped
    report_dropped(dropped)
    emit(figures, given["as_json"])
    end_with(dropped)


@click.command(
    "deidentify",
    short_help="Personal identifiers: recall by kind, what was masked in vain.",
    epilog=example("medkg evaluate deidentify --gold synth_dataset_v2.json --json"),
)
@one_gold_option
@click.option("--limit", default=0, type=click.IntRange(0), help="Only the first so many documents.")
@errors_option
@seed_option
@json_option
def deidentify_command(**given: Any) -> None:
    """Masking on texts with annotated identifiers, in Presidio's JSON. The file of errors holds the identifiers."""
    with progress_bar("deidentify", given["as_json"]):
        options = DeidentifyOptions(given["limit"], given["errors"], given["seed"])
        figures = evaluate_deidentify(given["gold"], options)
    dropped = read_corpus(given["gold"], CorpusFormat.PRESIDIO).dropped
    report_dropped(dropped)
    emit(figures, given["as_json"])
    end_with(dropped)


@click.command(
    "notes",
    short_help="Whole notes: mentions, codes, assertion, relations.",
    epilog=example(
        "medkg evaluate notes --gold data/notes/gold.jsonl --language en",
        "medkg evaluate notes --gold tests/gold/notes_shared.jsonl --corpora $MEDKG_CORPORA",
    ),
)
@one_gold_option
@click.option("--corpora", type=PATH, metavar="DIR", help="Folder of the notes that the gold names by corpus and row.")
@click.option("--language", type=click.Choice(["en", "zh"]), help="Only those.")
@errors_option
@seed_option
@json_option
def notes_command(**given: Any) -> None:
    """The whole pipeline on annotated notes: JSON lines with a note beside it, or, with --corpora, codes alone."""
    gold: Path = given["gold"]
    with progress_bar("notes", given["as_json"]):
        if given["corpora"] is None:
            options = NoteOptions(given["language"] or "", given["errors"], given["seed"])
            figures = evaluate_notes(gold, Pipeline(), options)
        else:
            figures, mistakes = evaluate_shared_notes(gold, given["corpora"], Pipeline(), given["seed"])
            if given["errors"] is not None:
                write_mistakes(given["errors"], mistakes)
    emit(figures, given["as_json"])


@click.command(
    "linkprediction",
    short_help="Missing links of a graph, published splits.",
    epilog=example(
        "medkg evaluate linkprediction --data hetionet --split hetionet-treats --json",
        "medkg evaluate linkprediction --data hetionet --protocol cold-disease --system path_counts --system hybrid",
    ),
)
@click.option("--data", required=True, type=PATH, help="Hetionet's folder, or plain triples.")
@click.option("--split", type=PATH, help="Folder of the published split.")
@click.option(
    "--protocol",
    type=click.Choice([one.value for one in Protocol]),
    default="published",
    show_default=True,
    help="Which of Hetionet's edges are held out: published split, 5 x 5 folds, diseases, disease areas, a relation.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="PREDICATE",
    help="Take a predicate out of the graph, one that says the answer in other words (ameliorates_condition).",
)
@click.option(
    "--model", "--system", "systems", multiple=True, type=click.Choice(MODEL_NAMES),
    help="May be repeated; default: all that suit.",
)  # fmt: skip
@click.option("--allow-leaks", is_flag=True, help="Measure on a split whose test triples are also in train.")
@click.option(
    "--minutes-per-fold", "minutes", type=PositiveNumber(1440), metavar="MINUTES",
    help="With a protocol of its own trainings: end each after so much processor time, the same for all models.",
)  # fmt: skip
@budget_option(1.0, "Multiplies the epochs.")
@prune_option
@seed_option
@device_option
@json_option
def linkprediction_command(**given: Any) -> None:
    """Ranks of held-out links among all candidates, filtered.

    A protocol other than the published split, or a predicate left out, compares each system with each one named before
    it, on the same queries: *_over_NAME is the difference, *_p the p of a paired test. With --minutes-per-fold the
    title (JSON: "split") names the limit, and trainings_out_of_time counts what it ended; models without epochs, such
    as path counts and the hybrid, are not ended, and train_seconds tells what they took.

    Exit code 3: a system that no --system names cannot be trained on so little; standard error says why, and the
    others are measured.
    """
    config = EvaluationConfig(
        given["systems"], given["seed"], given["device"], given["budget"], given["allow_leaks"], prune=given["prune"]
    )
    protocol = ProtocolConfig(Protocol(given["protocol"]), config, given["without"], minutes=given["minutes"])
    published = protocol.protocol is Protocol.PUBLISHED and not protocol.without
    if published and protocol.minutes is not None:
        raise click.UsageError("--minutes-per-fold goes with --protocol repeated, cold-disease, areas or binds.")
    left_out: list[Dropped] = []
    said: list[str] = []
    with progress_bar("linkprediction", given["as_json"]) as advance:

        def tell(name: str, step: Step) -> None:
            advance(step.done, step.total, name)

        if published:
            figures = evaluate_linkprediction(given["data"], given["split"], config, tell, left_out.append, said.append)
        else:
            figures = evaluate_protocol(given["data"], given["split"], protocol, tell)
    for text in (*said, *(f"{one.item} is left out: {one.detail}" for one in left_out)):
        click.echo(f"medkg: {text}", err=True)
    emit(figures, given["as_json"])
    if left_out:
        sys.exit(PARTLY_BROKEN)


for _command in (
    assertion_command, deidentify_command, notes_command, explanations_command, faithfulness_command,
    linkprediction_command, features_command, drugtarget_command, *COMMANDS,
):  # fmt: skip
    evaluate_command.add_command(_command)
