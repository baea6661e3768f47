"""Writes a graph as the CSV files that ``neo4j-admin database import`` takes, for first loads of millions."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

from kg.formats.output import Output, Written
from kg.records import Edge, Node
from kg.store.neo4j_state import state_constraint
from kg.store.properties import edge_properties, edge_type, node_label, node_properties
from kg.store.protocol import Counts

_SEPARATOR = "\x1f"  # between the elements of a list: no text holds it
_TYPES = {bool: ":boolean", int: ":long", float: ":double", list: ":string[]"}
AFTER_FILE = "after-import.cypher"


def write_neo4j_admin(nodes: Iterable[Node], edges: Iterable[Edge], directory: Path, content_hash: str = "") -> Written:
    """Writes a file for each label and each relationship type; the note holds the command that imports them.

    Args:
        content_hash: of the graph; ``after-import.cypher`` then marks the database as holding it, so that a later
            publish knows what is there.

    Raises:
        GraphDirectoryError: the disk is full, or the directory cannot be written.
    """
    with Output(directory) as output:
        labels = _spool(output, "nodes", ((node_label(node), _node_row(node)) for node in nodes))
        types = _spool(output, "relationships", ((edge_type(edge), _edge_row(edge)) for edge in edges))
        after = output.open(AFTER_FILE)
        after.writelines(f"{line};\n" for line in _constraints(labels, content_hash))
        files = output.files
    counts = Counts(sum(labels.values()), sum(types.values()))
    return Written(counts, files, _command(directory, labels, types))


def _node_row(node: Node) -> dict[str, Any]:
    properties = dict(node_properties(node))
    return {"id:ID": properties.pop("id"), **properties}


def _edge_row(edge: Edge) -> dict[str, Any]:
    return {":START_ID": edge.subject, ":END_ID": edge.object, **edge_properties(edge)}


def _spool(output: Output, kind: str, rows: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, int]:
    """Keeps the rows aside until all columns are known, then writes them; returns rows by label or type."""
    spools: dict[str, TextIO] = {}
    headers: dict[str, dict[str, str]] = {}
    counts: dict[str, int] = {}
    try:
        for name, row in rows:
            if name not in spools:
                spools[name] = tempfile.TemporaryFile("w+", encoding="utf-8", dir=output.directory)  # noqa: SIM115
            headers.setdefault(name, {}).update((key, _TYPES.get(type(value), "")) for key, value in row.items())
            json.dump(row, spools[name], ensure_ascii=True)
            spools[name].write("\n")
            counts[name] = counts.get(name, 0) + 1
        for name in sorted(spools):
            _write_csv(output.open(f"{kind}-{name}.csv"), spools[name], headers[name])
    finally:
        for spool in spools.values():
            spool.close()
    return dict(sorted(counts.items()))


def _write_csv(file: TextIO, spool: TextIO, header: Mapping[str, str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([f"{key}{kind}" for key, kind in header.items()])
    spool.seek(0)
    for line in spool:
        row = json.loads(line)
        writer.writerow([_field(row.get(key)) for key in header])


def _field(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _SEPARATOR.join(value)
    return "" if value is None else value


def _constraints(labels: Mapping[str, int], content_hash: str) -> Iterable[str]:
    for label in labels:
        yield f"CREATE CONSTRAINT `medkg_{label}_id` IF NOT EXISTS FOR (n:`{label}`) REQUIRE n.id IS UNIQUE"
    if content_hash:
        yield state_constraint(content_hash)


def _command(directory: Path, labels: Mapping[str, int], types: Mapping[str, int]) -> str:
    nodes = [f"--nodes={label}={directory / f'nodes-{label}.csv'}" for label in labels]
    edges = [f"--relationships={name}={directory / f'relationships-{name}.csv'}" for name in types]
    options = ["--overwrite-destination", "--id-type=string", "--array-delimiter=U+001F", "--multiline-fields=true"]
    return " \\\n  ".join(["neo4j-admin database import full neo4j", *options, *nodes, *edges])
