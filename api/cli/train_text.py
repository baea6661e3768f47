"""``medkg train entities|linking|relations|sections``: models of text, trained on annotated corpora."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from api.cli.corpora import PATH, corpus_options, end_with, gold_of, report_dropped, task_progress
from api.cli.options import budget_option, device_option, emit, example, json_option, progress_bar, seed_option
from api.jobs.training import train_on_text
from extraction.corpora.mixing import duplicates
from extraction.learning.registry import ENTITIES, LINKING, RELATIONS, SECTIONS
from extraction.learning.task import TrainingOptions

_EXAMPLES = {
    ENTITIES: (
        "medkg train entities --gold train.pubtator --gold dev.pubtator --out my-entities",
        "medkg train entities --gold my-notes.conll --format iob --seed 1 --json",
    ),
    LINKING: ("medkg train linking --gold train.pubtator --out my-linker",),
    RELATIONS: (
        "medkg train relations --gold bc5cdr/train.pubtator --out my-cid",
        "medkg train relations --gold ddi2013/train --out my-ddi --budget 0.2",
    ),
    SECTIONS: ("medkg train sections --gold mts-dialog/train.csv --licence 'CC BY 4.0' --out my-sections",),
}
_LEARNS = {
    ENTITIES: "where entities stand and of which type they are",
    LINKING: "which identifier a mention has",
    RELATIONS: "relations: between mentions (DDI, ADE, ChemProt) or concepts (PubTator), as annotated",
    SECTIONS: "which section an untitled text is",
}


def make_command(task: str) -> click.Command:
    """The command that trains one task."""

    @click.command(task, epilog=example(*_EXAMPLES[task]), short_help=f"Learn {_LEARNS[task].split(':')[0]}.")
    @corpus_options
    @click.option("--model", default="", help="Architecture; default: the task's own.")
    @click.option("--out", type=PATH, metavar="DIR", help=f"Where the model goes; default: {task}-model.")
    @click.option("--licence", help="Of the corpora, in words, for the model card.")
    @budget_option(1.0, "Multiplies the documented length of training; 0.2 for a quick look.")
    @seed_option
    @device_option
    @json_option
    def command(**given: Any) -> None:
        options = TrainingOptions(given["model"], given["seed"], given["device"], given["budget"])
        directory: Path = given["out"] or Path(f"{task}-model")
        with progress_bar(f"training {task}", given["as_json"]) as advance:
            figures, mixture = train_on_text(task, gold_of(given), options, directory, task_progress(advance))
        report_dropped((*mixture.dropped, *duplicates(mixture)))
        emit(figures, given["as_json"])
        if not given["as_json"]:
            click.echo(f"medkg: the model and its card lie in {directory}.", err=True)
        end_with(mixture.dropped)

    command.help = (
        f"Learn {_LEARNS[task]}.\n\n"
        "Corpora are told apart by content: PubTator, IOB, brat, DDI, ADE, ChemProt, NegEx, Presidio, MTS-Dialog. "
        "Documents that several share train once. Annotations that do not stand at their offsets are counted, named, "
        "and left out. The folder of the model holds weights and card.json: corpora with checksums, documents seen, "
        "seed, seconds, versions.\n\n"
        "With --json: the figures as medkg evaluate prints them; rows of the system corpus count what was read. "
        "Exit code 2 for what cannot be read, 3 when the model is written and some annotations were broken."
    )
    return command


COMMANDS = tuple(make_command(task) for task in sorted(_LEARNS))
