"""``medkg find``, ``medkg query`` and ``medkg explain``: questions to the graph."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from api.cli.options import PositiveNumber, emit, example, graph_option, json_option, neo4j_options
from api.engine import Engine
from api.facts import Language
from api.jobs.publishing import Target, open_target
from api.wording import language_model
from kg.errors import QueryError
from kg.store.protocol import QueryLimits


def _parameters(given: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for one in given:
        name, equals, text = one.partition("=")
        if not equals or not name:
            raise QueryError(f"Parameter {one!r} has no value.", "Write --parameter name=value.")
        try:
            values[name] = json.loads(text)
        except ValueError:
            values[name] = text
    return values


@click.command("find", epilog=example("medkg find metformn --graph my-graph", "medkg find 二甲双胍 --graph my-graph"))
@click.argument("text")
@graph_option
@click.option("--category", help="Only nodes of this one, such as Drug or Disease.")
@click.option("-k", "k", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many nodes.")
@json_option
def find_command(text: str, graph: Path, category: str | None, k: int, as_json: bool) -> None:
    """Look TEXT up among the names and identifiers of the graph; what is misspelt finds names that are spelt alike."""
    if not text.strip():
        raise click.UsageError("TEXT is empty: give a name, a part of one, or an identifier.")
    with Engine(graph) as engine:
        emit(engine.find(text, category, k), as_json)


@click.command(
    "query",
    epilog=example(
        "medkg query --graph my-graph --parameter name='type 2 diabetes mellitus' \\",
        "  'MATCH (d:Drug)-[:treats]->(x:Disease {name: $name}) RETURN d.id, d.name ORDER BY d.name'",
    ),
)
@click.argument("cypher")
@graph_option
@click.option("--parameter", "-p", "parameters", multiple=True, metavar="NAME=VALUE", help="JSON, or else a string.")
@click.option("--seconds", default=30.0, show_default=True, type=PositiveNumber(86_400), help="Time limit.")
@click.option("--rows", default=1000, show_default=True, type=click.IntRange(1, 10_000_000), help="Row limit.")
@click.option("--to", "uri", help="Ask this Neo4j (password in NEO4J_PASSWORD) in place of the embedded store.")
@neo4j_options
@json_option
def query_command(**given: Any) -> None:
    """Run one reading CYPHER query; "-" reads it from standard input. Writing is refused."""
    cypher = sys.stdin.read() if given["cypher"] == "-" else given["cypher"]
    parameters = _parameters(given["parameters"])
    limits = QueryLimits(given["seconds"], given["rows"])
    with ExitStack() as stack:
        store = None
        if given["uri"]:
            password = os.environ.get("NEO4J_PASSWORD", "")
            store = open_target(Target(given["uri"], given["user"], password, given["database"]))
            stack.callback(store.close)
        engine = stack.enter_context(Engine(given["graph"], store=store))
        found = engine.cypher(cypher, parameters, limits)
        emit(found, given["as_json"])
        for warning in found.warnings:
            click.echo(f"medkg: {warning}", err=True)


@click.command(
    "explain",
    epilog=example("medkg explain metformin treats 'type 2 diabetes mellitus' --graph my-graph --language zh"),
)
@click.argument("subject")
@click.argument("predicate")
@click.argument("object_", metavar="OBJECT")
@graph_option
@click.option("--language", type=click.Choice([str(one) for one in Language]), default="en", show_default=True)
@click.option("--wording", help="A language model: openai:http://localhost:8000/v1#model, or transformers:PATH.")
@json_option
def explain_command(**given: Any) -> None:
    """Explain SUBJECT PREDICATE OBJECT from evidence and paths; names or identifiers.

    Each sentence cites numbered facts, and was checked against them. With --wording a language model words the same
    facts; what it says that the facts do not hold is dropped.
    """
    wording = language_model(given["wording"]) if given["wording"] else None
    language = Language(given["language"])
    with Engine(given["graph"]) as engine:
        explanation = engine.explain(
            given["subject"], given["predicate"], given["object_"], language=language, wording=wording
        )
    emit(explanation, given["as_json"])
