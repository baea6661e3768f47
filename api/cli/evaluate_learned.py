"""``medkg evaluate entities|linking|relations|sections``: models of text against annotated corpora."""

from __future__ import annotations

from collections.abc import Callable
from inspect import cleandoc
from typing import Any, TypeVar

import click

from api.cli.corpora import (
    PATH,
    corpus_options,
    end_with,
    errors_option,
    gold_of,
    label_pairs,
    report_dropped,
    task_progress,
)
from api.cli.options import (
    Advance,
    budget_option,
    device_option,
    emit,
    example,
    json_option,
    progress_bar,
    seed_option,
)
from extraction.corpora.formats import CorpusFormat
from extraction.corpora.read import read_corpus
from extraction.evaluate_entities import EntityOptions, evaluate_pipeline
from extraction.evaluation.chains import Stages
from extraction.evaluation.headings import evaluate_headings
from extraction.evaluation.learned import Evaluated, Evaluation, evaluate_learned
from extraction.learning.registry import ENTITIES, LINKING, RELATIONS, SECTIONS
from extraction.learning.task import TrainingOptions
from extraction.pipeline import Pipeline
from medkg import __version__

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Given = dict[str, Any]

_SHARED_HELP = """

The model is the one that ships, or --model DIR; with --folds or --train it is trained first, and --model names its
architecture. Documents that trained it are counted and refused, unless --allow-seen. Annotations that do not stand
at their offsets are counted (corpus, broken) and named on standard error; the rest is scored.

With --json: {"task", "data", "split", "rows": [{"system", "metric", "value", "low", "high", "n"}], "seconds",
"peak_mb", "documents_per_second", "seed", "device", "version"}; intervals resample documents. Exit code 2 for what
cannot be read or is refused, 3 when all was scored but some annotations or lines, which were broken.
"""


def model_options(command: _Command) -> _Command:
    """``--model``, ``--train``, ``--folds`` and ``--allow-seen``, with the options of training."""
    decorators = (
        click.option("--model", default="", metavar="NAME|DIR", help="A stored model; an architecture, to train it."),
        click.option("--train", multiple=True, type=PATH, metavar="FILE|DIR", help="Train on this, score on --gold."),
        click.option(
            "--folds", default=0, type=click.IntRange(0, 100), metavar="N",
            help="Train on N - 1 parts of the gold documents, score the other, pool; parts go by document name.",
        ),
        click.option("--allow-seen", is_flag=True, help="Score documents that trained the model, too."),
        budget_option(1.0, "Multiplies the length of training."),
        errors_option, seed_option, device_option, json_option,
    )  # fmt: skip
    for one in reversed(decorators):
        command = one(command)
    return corpus_options(command)


def _asked(task: str, given: _Given, end_to_end: bool = False) -> Evaluation:
    options = TrainingOptions(given["model"], given["seed"], given["device"], given["budget"])
    train = gold_of(given, given["train"]) if given["train"] else None
    stages = Stages(given.get("entity_model"), given.get("linking_model"))
    return Evaluation(
        task,
        gold_of(given),
        options,
        train,
        given["folds"],
        end_to_end,
        stages,
        labels=given.get("labels", ()),
        allow_seen=given["allow_seen"],
        errors=given["errors"],
    )


def _run(task: str, given: _Given, evaluate: Callable[[Advance], Evaluated]) -> None:
    with progress_bar(task, given["as_json"]) as advance:
        done = evaluate(advance)
    report_dropped(done.dropped)
    emit(done.figures, given["as_json"])
    end_with(done.dropped)


def _learned(asked: Evaluation) -> Callable[[Advance], Evaluated]:
    return lambda advance: evaluate_learned(asked, __version__, task_progress(advance))


@click.command(
    ENTITIES,
    short_help="Mentions: strict, partial, by type, seen and unseen.",
    epilog=example(
        "medkg evaluate entities --gold dev.pubtator --json",
        "medkg evaluate entities --gold dev.pubtator --model my-entities --errors wrong.tsv",
        "medkg evaluate entities --train train.pubtator --gold dev.pubtator --model tagger",
        "medkg evaluate entities --gold ncbi.pubtator --folds 5",
        "medkg evaluate entities --gold dev.pubtator --model spacy:en_ner_bc5cdr_md --label CHEMICAL=Chemical",
    ),
)
@model_options
@click.option("--limit", default=0, type=click.IntRange(0), help="The pipeline alone: only the first so many.")
@click.option(
    "--label", "labels", multiple=True, callback=label_pairs, metavar="FROM=TO",
    help="A label of your own model, and the gold standard's name for it; those not named are left out.",
)  # fmt: skip
def entities_command(**given: Any) -> None:
    """Find entities in text, and compare with the annotated ones.

    Without --model, --train and --folds the whole pipeline as it ships is scored: mentions, links and identifiers a
    document, beside exact matching of preferred names. --model takes spaCy's, Hugging Face's and GLiNER's models,
    too: a folder, or spacy:NAME, transformers:DIR, gliner:DIR.
    """
    foreign = bool(given["model"]) and not given["train"] and not given["folds"]
    if given["labels"] and not foreign:
        raise click.UsageError("--label translates the labels of your own model: give it with --model.")
    if given["model"] or given["train"] or given["folds"]:
        if given["limit"]:
            raise click.UsageError("--limit is for the pipeline as it ships: leave out --model, --train and --folds.")
        _run(ENTITIES, given, _learned(_asked(ENTITIES, given)))
        return
    options = EntityOptions(given["limit"], given["errors"], given["seed"], given["allow_seen"])
    corpora = [read_corpus(path, given["format"]) for path in given["gold"]]

    def evaluate(advance: Advance) -> Evaluated:
        return evaluate_pipeline(corpora, Pipeline(), options)

    _run(ENTITIES, given, evaluate)


@click.command(
    LINKING,
    short_help="Identifiers of gold mentions, with and without NIL.",
    epilog=example(
        "medkg evaluate linking --gold dev.pubtator",
        "medkg evaluate linking --train train.pubtator --gold dev.pubtator --errors wrong.tsv --json",
    ),
)
@model_options
def linking_command(**given: Any) -> None:
    """Link the annotated mentions, and compare their identifiers."""
    _run(LINKING, given, _learned(_asked(LINKING, given)))


@click.command(
    RELATIONS,
    short_help="Relations between mentions or concepts.",
    epilog=example(
        "medkg evaluate relations --gold dev.pubtator",
        "medkg evaluate relations --gold dev.pubtator --end-to-end --json",
        "medkg evaluate relations --train train.jsonl --gold dev.jsonl",
        "medkg evaluate relations --gold ade-v2 --folds 5 --end-to-end",
    ),
)
@model_options
@click.option("--end-to-end", is_flag=True, help="Predict the entities and identifiers too; none is read.")
@click.option("--entity-model", type=PATH, metavar="DIR", help="End to end, concepts: a stored recogniser.")
@click.option("--linking-model", type=PATH, metavar="DIR", help="End to end, concepts: a stored linker.")
def relations_command(**given: Any) -> None:
    """Relate the annotated entities, and compare the relations with the annotated ones.

    Files with relations between concepts (PubTator) are scored by document and identifiers, those between mentions
    (DDI, ADE, ChemProt) by places. End to end, models that are not given are trained along with --train and --folds,
    and are those that ship without.

    To train, --model is one of these. Between mentions: stacked (the default where pairs in no relation are listed),
    ensemble (the default elsewhere), linear, neural, majority, same-sentence; end-to-end, which --end-to-end means,
    too. Between concepts: document.
    """
    _run(RELATIONS, given, _learned(_asked(RELATIONS, given, given["end_to_end"])))


@click.command(
    SECTIONS,
    short_help="Sections of notes: labels of texts, or headings.",
    epilog=example(
        "medkg evaluate sections --gold mts-dialog/valid.csv",
        "medkg evaluate sections --gold mts-dialog/train.csv --folds 5",
        "medkg evaluate sections --gold aci-bench/valid.csv",
    ),
)
@model_options
def sections_command(**given: Any) -> None:
    """Tell which section each untitled text is (MTS-Dialog), or find the headings of notes (aci-bench).

    aci-bench does not annotate its headings: lines in capitals that stand alone after a blank line are taken for
    them, which is also what the rules look at; read that figure as a check, not as a measure.
    """
    corpora = [read_corpus(path, given["format"]) for path in given["gold"]]
    if all(one.format == CorpusFormat.ACI_BENCH for one in corpora):
        _run(SECTIONS, given, lambda advance: evaluate_headings(corpora, given["errors"], given["seed"]))
        return
    _run(SECTIONS, given, _learned(_asked(SECTIONS, given)))


COMMANDS = (entities_command, linking_command, relations_command, sections_command)
for _one in COMMANDS:
    _one.help = f"{cleandoc(_one.help or '')}\n{_SHARED_HELP}"
