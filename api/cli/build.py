"""``medkg build``: documents into the graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from api.cli.options import emit, encoding_option, example, graph_option, hide_names_option, json_option, progress_bar
from api.jobs.build import BuildOptions, build
from extraction.pipeline import SHIPPED, PipelineConfig
from extraction.readers import FORMATS, ReadOptions
from kg.records import DocumentKind


@click.command(
    "build",
    epilog=example(
        "medkg build notes/ --graph my-graph --workers 2",
        "medkg build visits.csv --text-column note --id-column visit_id --graph my-graph",
        "medkg build 病历/ --encoding gb18030 --graph my-graph",
        "medkg build abstracts.pubtator --graph my-graph",
        "medkg build abstracts.pubtator --graph my-graph --recogniser spacy:en_ner_bc5cdr_md",
        "medkg build abstracts.pubtator --graph my-graph --relation-model models/interactions",
    ),
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path(path_type=Path))
@graph_option
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes that extract.")
@click.option("--format", type=click.Choice(FORMATS), help="Of the inputs; default: told from name and first line.")
@click.option("--text-column", help="Column or key that holds the text (CSV, TSV, JSONL).")
@click.option("--id-column", help="Column or key that names a row; choose one that identifies no person.")
@click.option(
    "--kind", type=click.Choice([str(kind) for kind in DocumentKind]), help="Default: PubTator literature, else note."
)
@click.option("--language", type=click.Choice(["en", "zh"]), help="Default: detected in each document.")
@encoding_option
@hide_names_option
@click.option("--annotations", is_flag=True, help="Take the annotations inside the input (PubTator) as the mentions.")
@click.option(
    "--recogniser",
    default=SHIPPED,
    show_default=True,
    metavar="MODEL",
    help="Of names in English: shipped; none, for the vocabulary alone; or your own: a folder that medkg, spaCy, "
    "transformers or GLiNER wrote, or spacy:NAME.",
)
@click.option(
    "--relation-model",
    "relation_models",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A model of medkg train relations, used in literature beside what ships; may be given again.",
)
@click.option("--mask-literature", is_flag=True, help="Mask personal identifiers in literature too.")
@json_option
def build_command(**given: Any) -> None:
    """Read documents, extract evidence, and merge it into the graph.

    INPUT is a file or a folder of .txt, .jsonl, .csv, .tsv or .pubtator files. What in a folder is no document (a
    README.md, a table without a text column, annotations) is skipped and counted as not_a_document; a file that is
    named by itself is read, or is an error. Run again, it does nothing; killed, it goes on where it was.

    Names of folders, files and rows that look like a person's are kept as hashes, with --hide-names all of them;
    retract and forget take the names that you know. Use it from the first build: a document of another name is another
    document.

    Exit code 3: some inputs were broken (another encoding, a row cut off), the rest is in. When none could be
    read, nothing is written (exit code 2).
    """
    kind = DocumentKind(given["kind"]) if given["kind"] else None
    options = BuildOptions(
        read=ReadOptions(
            given["format"],
            given["text_column"],
            given["id_column"],
            kind,
            given["language"],
            encoding=given["encoding"],
            hide_names=given["hide_names"],
        ),
        workers=given["workers"],
        extraction=PipelineConfig(
            given["annotations"],
            given["mask_literature"],
            given["recogniser"],
            tuple(map(str, given["relation_models"])),
        ),
    )
    with progress_bar("documents", given["as_json"]) as advance:
        report = build(given["inputs"], given["graph"], options, advance)
    emit(report, given["as_json"])
    sys.exit(report.exit_code)
