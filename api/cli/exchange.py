"""``medkg import`` and ``medkg export``: other people's files in, our graph out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from api.cli.options import emit, example, graph_option, json_option, progress_bar
from api.jobs.exporting import EXPORT_FORMATS, export
from api.jobs.importing import SOURCES, import_source


@click.command(
    "import",
    epilog=example(
        "medkg import shipped --graph my-graph",
        "medkg import kgx nodes.tsv edges.tsv --name clinic --graph my-graph",
        "medkg import hetionet path/to/hetionet --graph my-graph",
        "medkg import umls path/to/META --graph my-graph",
        "medkg import rxnorm path/to/rrf --graph my-graph",
        "medkg import snomed path/to/Snapshot --graph my-graph",
        "medkg import drugbank full_database.xml --graph my-graph",
    ),
)
@click.argument("source", type=click.Choice(sorted(SOURCES)))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--name", default="", help="What to call a KGX source, as kgx:NAME; the same name replaces.")
@graph_option
@json_option
def import_command(source: str, paths: tuple[Path, ...], name: str, graph: Path, as_json: bool) -> None:
    """Read a reference SOURCE from PATHS into the graph.

    "shipped" is the knowledge that comes with medkg and takes no path. UMLS, SNOMED CT, RxNorm and DrugBank are read
    from your own licensed copy. A KGX source has the name of its edge table unless you give one.
    """
    with progress_bar("records", as_json) as advance:
        report = import_source(source, paths, graph, advance, name)
    emit(report, as_json)
    if report.unchanged:
        click.echo(f"Nothing was read: {report.source} has not changed since it was imported.", err=True)
    sys.exit(report.exit_code)


@click.command(
    "export",
    epilog=example(
        "medkg export kgx out/ --graph my-graph",
        "medkg export graphml my-graph.graphml --graph my-graph",
        "medkg export nquads my-graph.nq --graph my-graph",
        "medkg export neo4j-admin import/ --graph my-graph",
    ),
)
@click.argument("form", metavar="FORMAT", type=click.Choice(sorted(EXPORT_FORMATS)))
@click.argument("out", type=click.Path())
@graph_option
@click.option("--force", is_flag=True, help="Replace an export that stands there, or write into a folder with files.")
@json_option
def export_command(form: str, out: str, graph: Path, force: bool, as_json: bool) -> None:
    """Write the graph to OUT as FORMAT: kgx, graphml, nquads, or neo4j-admin (files for its bulk import).

    OUT is a folder for kgx and neo4j-admin. graphml and nquads are one file: in a folder it is called graph.graphml or
    graph.nq, and a name without a suffix gets it.
    """
    with progress_bar("rows", as_json) as advance:
        report = export(form, Path(out), graph, advance, folder=out.endswith(("/", os.sep)), force=force)
    emit(report, as_json)
