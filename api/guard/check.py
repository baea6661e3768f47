"""The guard's one function."""

from __future__ import annotations

from dataclasses import dataclass

from api.guard.clauses import Parser
from api.guard.tokens import tokenize
from kg.errors import GuardError

MAX_QUERY_LENGTH = 100_000
"""Longest query, in characters; values belong into parameters."""


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that only reads.

    Attributes:
        text: what a store runs: the query with its comments blanked out and no semicolon; places are unchanged.
        labels, types: the node labels and relationship types that it names, sorted.
        properties: of nodes and relationships, that it names, sorted; those of what a WITH renames are left out.
    """

    text: str
    labels: tuple[str, ...]
    types: tuple[str, ...]
    properties: tuple[str, ...] = ()


def check_query(cypher: str) -> CheckedQuery:
    """Reads a query by an allow-list of clauses, functions, labels and relationship types.

    Nothing passes because it is unknown: the query must parse to its end in a grammar that holds reading clauses only.

    Args:
        cypher: one query, with parameters as ``$name``.

    Raises:
        GuardError: it writes, loads, calls, asks about the system, holds several statements or a path without a longest
            length, names what the schema lacks, or does not parse; the message names the place.

    >>> check_query("MATCH (d:Drug)-[:treats]->(x) RETURN d.name // all").types
    ('treats',)
    >>> check_query("MATCH (n) DETACH DELETE n")
    Traceback (most recent call last):
    ...
    kg.errors.GuardError: DETACH at line 1, column 11 is refused: it writes, and queries only read: change a graph \
with `medkg build`, `import` or `retract`.
    """
    if len(cypher) > MAX_QUERY_LENGTH:
        raise GuardError(
            f"The query has {len(cypher):,} characters; at most {MAX_QUERY_LENGTH:,} are allowed.",
            "Pass long lists as parameters.",
        )
    tokens, text = tokenize(cypher)
    parser = Parser(cypher, tokens)
    parser.statement()
    keys = parser.keys | {key for variable, key in parser.read if variable in parser.bound}
    named = (tuple(sorted(names)) for names in (parser.labels, parser.types, keys))
    return CheckedQuery(_without_semicolon(text), *named)


def _without_semicolon(text: str) -> str:
    return text.rstrip().removesuffix(";").rstrip()
