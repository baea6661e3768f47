"""``medkg publish``: the graph into Neo4j."""

from __future__ import annotations

import os
from pathlib import Path

import click

from api.cli.options import emit, example, graph_option, json_option, neo4j_options, progress_bar
from api.jobs.publishing import Target, publish


@click.command(
    "publish",
    epilog=example("NEO4J_PASSWORD=secret medkg publish --graph my-graph --to bolt://localhost:7687"),
)
@graph_option
@click.option("--to", "uri", required=True, help="bolt:// or neo4j:// address of the server.")
@neo4j_options
@click.option("--password-variable", default="NEO4J_PASSWORD", show_default=True, help="Environment variable to read.")
@json_option
def publish_command(graph: Path, uri: str, user: str, password_variable: str, database: str, as_json: bool) -> None:
    """Bring a Neo4j database up to date with the graph, deletions included; counts are compared at the end."""
    password = os.environ.get(password_variable)
    if password is None:
        raise click.UsageError(f"Put the password into the environment variable {password_variable}.")
    with progress_bar("rows", as_json) as advance:
        report = publish(graph, Target(uri, user, password, database), advance)
    emit(report, as_json)
