"""Cypher that one store answers and the other does not, found before the query runs.

kglite answers some of it wrongly instead of refusing it; an error that names the store that can is better than a wrong
row. This is no guard against harm: that is the read guard's work, before any store.
"""

from __future__ import annotations

import re

from kg.errors import QueryError

# Texts, quoted names and comments, which no pattern below may look into
_OPAQUE = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`]|``)*`|/\*.*?\*/|//[^\n]*""", re.DOTALL)
_NODE = re.compile(r"(?<![\w`])\(\s*(\w+)\s*(?=[:){])")
_RELATIONSHIP = re.compile(r"\[\s*(\w+)\s*(?=[:\]*{])")
_OWN_PROPERTIES = re.compile(r"(?<![\w.])(\w+)\s*\.\s*(title|type|label|labels|node_type)\b(?!\s*\()")
_KEYS = re.compile(r"\bkeys\s*\(\s*(\w+)\s*\)", re.IGNORECASE)
_PROJECTION = re.compile(r"(?<![\w.:])(\w+)\s*\{\s*\.")
_CASE_LABEL = re.compile(r"(?<=[:|&])Case\b(?!\s+(?:[\w.]+\s+)?when\b)")
_CLAUSE = r"\b(?:where|return|with|match|unwind|optional|call)\b"
_MATCH = re.compile(rf"\bmatch\b(?P<patterns>[^;]*?)(?={_CLAUSE}|$)", re.IGNORECASE | re.DOTALL)


def _named(**patterns: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(text, re.IGNORECASE | re.DOTALL)) for name, text in patterns.items())


_QUANTIFIED = r"(?<!\w)\(\s*(?:\w+\s*=\s*)?\([^()]*\)\s*[-<](?:[^()]|\([^()]*\))*\)\s*(?:\+|\*|\{\s*[\d,])"
_QUANTIFIED_STEP = r"\]\s*->?\s*(?:\+|\{\s*[\d,])"
_INLINE_WHERE = r"[(\[]\s*(?:\w+\s*)?(?::[\w\s|&:]*?)?(?:\{[^{}]*\}\s*)?(?<!\w)where\b"
_NEO4J_ONLY = _named(**{
    "quantified path patterns": f"{_QUANTIFIED}|{_QUANTIFIED_STEP}",
    "SHORTEST and ANY paths": r"\bshortest\s+(?:\d|\$|\()|\b(?:any|all)\s+shortest\b",
    "COLLECT { }": r"\bcollect\s*\{",
    "label expressions with !": r":\s*\(?\s*!|[&|]\s*!",
    "WHERE inside a pattern": _INLINE_WHERE,
    "id() and elementId()": r"(?<![\w.])(?:id|elementid)\s*\(",
    "startNode() and endNode() as whole nodes": r"\b(?:start|end)node\s*\(\s*\w+\s*\)(?!\s*\.)",
    "timestamp()": r"\btimestamp\s*\(",
    "percentileCont, percentileDisc, stDev and stDevP": r"\b(?:percentile(?:cont|disc)|stdevp?)\s*\(",
    "point()": r"(?<![\w.])point\s*[.(]",
    "vector functions": r"\bvector\s*\.",
    "APOC": r"\bapoc\s*\.",
    "CALL … IN TRANSACTIONS": r"\bin\s+(?:\d+\s+)?(?:concurrent\s+)?transactions\b",
})  # fmt: skip
_NEVER = _named(**{
    "LOAD CSV": r"\bload\s+csv\b",
    "several statements": r";\s*\S",
    "FORMAT CSV": r"\bformat\s+csv\s*$",
})  # fmt: skip
_EMBEDDED_ONLY = _named(**{
    "FORMAT CSV": r"\bformat\s+csv\s*$",
    "HAVING": r"\bhaving\b",
    "INTERSECT and EXCEPT": r"\b(?:intersect|except)\b",
    "text_score() and vector_score()": r"\b(?:text|vector)_score\s*\(",
    "VALID_TIME": r"\bvalid_time\b",
})  # fmt: skip


def blank(cypher: str) -> str:
    """The query with texts, quoted names and comments blanked out, each of its length.

    >>> blank("RETURN 'a;b' AS x // note")
    "RETURN '···' AS x        "
    """

    def hide(found: re.Match[str]) -> str:
        text = found[0]
        return " " * len(text) if text.startswith("/") else text[0] + "·" * (len(text) - 2) + text[-1]

    return _OPAQUE.sub(hide, cypher)


def for_embedded(cypher: str) -> str:
    """The query as kglite takes it: ``Case``, a reserved word there, is quoted where it is a label.

    >>> for_embedded("MATCH (c:Case)-->(n) RETURN CASE WHEN n:Case THEN 1 END AS x")
    'MATCH (c:`Case`)-->(n) RETURN CASE WHEN n:`Case` THEN 1 END AS x'

    Raises:
        QueryError: kglite lacks something that it uses, or answers it wrongly; Neo4j is named where that can run it.
    """
    text = blank(cypher)
    _check(text)
    for found in reversed(list(_CASE_LABEL.finditer(text))):
        cypher = f"{cypher[: found.start()]}`Case`{cypher[found.end() :]}"
    return cypher


def _check(text: str) -> None:
    for what, pattern in _NEVER:
        if pattern.search(text):
            raise QueryError(f"The query uses {what}, which no store runs.", "Take it away.")
    for what, pattern in _NEO4J_ONLY:
        if pattern.search(text):
            raise _for_neo4j(what)
    relationships = set(_RELATIONSHIP.findall(text))
    bound = relationships | set(_NODE.findall(text))
    for name, own in _OWN_PROPERTIES.findall(text):
        if name in bound:
            raise _for_neo4j(f"{name}.{own}, a property that the engine makes up (stored ones are called {own}_)")
    if any(name in bound for name in _KEYS.findall(text)):
        raise _for_neo4j("keys() of a node or relationship")
    if any(name in relationships for name in _PROJECTION.findall(text)):
        raise _for_neo4j("a map projection of a relationship")
    for match in _MATCH.finditer(text):
        if _beside_shortest(match["patterns"]):
            raise _for_neo4j("shortestPath beside another pattern in the same MATCH")


MISSING_PARAMETER = "Give each parameter its value: --parameter NAME=VALUE, or parameters={...} from Python."
"""What to do about a query that names a parameter without a value."""


def hint_for_neo4j(cypher: str) -> str:
    """What to do about a query that Neo4j refused: another store where that can run it."""
    text = blank(cypher)
    used = [what for what, pattern in _EMBEDDED_ONLY if pattern.search(text)]
    return f"{used[0]} is an extension of the embedded store: run it there." if used else "Correct it."


def _beside_shortest(patterns: str) -> bool:
    if "shortestpath" not in patterns.lower():
        return False
    depth, parts = 0, 1
    for character in patterns:
        depth += (character in "([{") - (character in ")]}")
        parts += character == "," and depth == 0
    return parts > 1


def _for_neo4j(what: str) -> QueryError:
    return QueryError(
        f"The embedded store cannot run {what}.", "Write it another way, or publish the graph and ask Neo4j, which can."
    )
