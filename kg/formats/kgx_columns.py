"""The columns and cells of KGX TSV: lists are joined by ``|``, nothing is quoted.

A cell cannot hold a tab or a line break, nor an element of a list a ``|``; they are written as symbols that stand for
them and read back, so that a written graph comes back as it was.
"""

from __future__ import annotations

from collections.abc import Iterable

NODE_COLUMNS = ("id", "category", "name", "name_zh", "synonym", "xref")
EDGE_COLUMNS = (
    "id", "subject", "predicate", "object", "negated", "knowledge_level", "agent_type", "primary_knowledge_source",
    "belief", "support", "against", "provided_by", "licence", "qualifiers",
)  # fmt: skip
NODES_FILE, EDGES_FILE = "nodes.tsv", "edges.tsv"

_CELL = str.maketrans({"\t": "␉", "\n": "␊", "\r": "␍"})
_ELEMENT = str.maketrans({"\t": "␉", "\n": "␊", "\r": "␍", "|": "∣"})
_BACK = str.maketrans({"␉": "\t", "␊": "\n", "␍": "\r", "∣": "|"})


def cell(text: str) -> str:
    """A text as one cell."""
    return text.translate(_CELL)


def list_cell(texts: Iterable[str]) -> str:
    """Texts as one cell.

    >>> list_cell(["a", "b|c"])
    'a|b∣c'
    """
    return "|".join(text.translate(_ELEMENT) for text in texts if text)


def read_cell(text: str) -> str:
    """The text of a cell."""
    return text.strip().translate(_BACK)


def read_list(text: str) -> tuple[str, ...]:
    """The texts of a cell, sorted, each once.

    >>> read_list("b∣c|a|a")
    ('a', 'b|c')
    """
    return tuple(sorted({one.strip().translate(_BACK) for one in text.split("|") if one.strip()}))
