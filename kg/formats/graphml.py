"""Writes a graph as GraphML, which networkx, Gephi, Cytoscape and yEd read."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from kg.formats.output import Output, Written
from kg.records import Edge, Node
from kg.store.properties import edge_properties, edge_type, node_label, node_properties
from kg.store.protocol import Counts

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
_TYPES = {bool: "boolean", int: "long", float: "double"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to write these


def write_graphml(nodes: Iterable[Node], edges: Iterable[Edge], path: Path) -> Written:
    """Writes one directed multigraph; a list's elements are joined by ``|``.

    The nodes' ``category`` and the edges' ``type`` are the label and the relationship type of the stores.

    Raises:
        GraphDirectoryError: the disk is full, or the directory cannot be written.
    """
    keys: dict[tuple[str, str], tuple[str, str]] = {}
    with Output(path.parent) as output, tempfile.TemporaryFile("w+", encoding="utf-8", dir=path.parent) as body:
        counts = Counts(_write_nodes(nodes, body, keys), _write_edges(edges, body, keys))
        file = output.open(path.name)
        file.write(_HEAD)
        for (kind, name), (key, type_name) in keys.items():
            file.write(f'<key id="{key}" for="{kind}" attr.name={quoteattr(name)} attr.type="{type_name}"/>\n')
        file.write('<graph edgedefault="directed">\n')
        body.seek(0)
        shutil.copyfileobj(body, file)
        file.write("</graph>\n</graphml>\n")
        files = output.files
    return Written(counts, files)


def _write_nodes(nodes: Iterable[Node], body: TextIO, keys: dict[tuple[str, str], tuple[str, str]]) -> int:
    count = 0
    for node in nodes:
        properties = {"category": node_label(node), **node_properties(node)}
        properties.pop("id")
        body.write(f"<node id={_attribute(node.id)}>{_data('node', properties, keys)}</node>\n")
        count += 1
    return count


def _write_edges(edges: Iterable[Edge], body: TextIO, keys: dict[tuple[str, str], tuple[str, str]]) -> int:
    count = 0
    for edge in edges:
        properties = {"type": edge_type(edge), **edge_properties(edge)}
        properties.pop("id")
        ends = f"source={_attribute(edge.subject)} target={_attribute(edge.object)}"
        body.write(f"<edge id={_attribute(edge.id)} {ends}>{_data('edge', properties, keys)}</edge>\n")
        count += 1
    return count


def _data(kind: str, properties: Mapping[str, object], keys: dict[tuple[str, str], tuple[str, str]]) -> str:
    parts = []
    for name, value in properties.items():
        if value in ("", []):
            continue
        key, _ = keys.setdefault((kind, name), (f"d{len(keys)}", _TYPES.get(type(value), "string")))
        parts.append(f'<data key="{key}">{escape(_text(value))}</data>')
    return "".join(parts)


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub(" ", text))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _NOT_XML.sub(" ", "|".join(value))
    return _NOT_XML.sub(" ", str(value))
