"""What the guard allows by name: functions, labels, relationship types; and why it refuses other clauses."""

from __future__ import annotations

from difflib import get_close_matches

from kg.schema import PREDICATES, Category

LABELS = frozenset(str(category) for category in Category)
TYPES = frozenset(PREDICATES) | frozenset(f"not_{name}" for name in PREDICATES)

_FUNCTIONS = """
abs acos asin atan atan2 avg btrim ceil ceiling char_length character_length coalesce collect cos cot count date
date.truncate datetime datetime.fromepoch datetime.fromepochmillis datetime.truncate degrees duration duration.between
duration.indays duration.inmonths duration.inseconds e elementid endnode exists exp floor haversin head id isempty
isnan keys labels last left length localdatetime localdatetime.truncate localtime localtime.truncate log log10 lower
ltrim max min nodes normalize nullif percentilecont percentiledisc pi point point.distance point.withinbbox properties
radians rand range relationships rels replace reverse right round rtrim sign sin size split sqrt startnode stdev stdevp
string_join substring sum tail tan time time.truncate timestamp toboolean tobooleanlist tobooleanornull tofloat
tofloatlist tofloatornull tointeger tointegerlist tointegerornull tolower tostring tostringlist tostringornull toupper
trim type upper valuetype vector.similarity.cosine vector.similarity.euclidean
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
"""Reading functions, in small letters; none of them sees files, settings, users or other databases."""

_WRITES = "it writes, and queries only read: change a graph with `medkg build`, `import` or `retract`"
_FILES = "it reads files or the network: bring data in with `medkg import`"
_ADMIN = "it asks about the database system: `medkg info` tells what a graph holds"
REFUSED_CLAUSES = {
    **dict.fromkeys(("CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "INSERT", "DROP"), _WRITES),
    **dict.fromkeys(("FOREACH", "ALTER", "RENAME", "GRANT", "REVOKE", "DENY", "START", "STOP", "ENABLE"), _WRITES),
    "LOAD": _FILES,
    **dict.fromkeys(("SHOW", "TERMINATE", "DRYRUN", "REALLOCATE", "DEALLOCATE"), _ADMIN),
    "USE": "there is one database: leave the clause out",
    "USING": "hints differ between the stores: leave it out",
    "PERIODIC": _WRITES,
    "EXPLAIN": "plans differ between the stores: run the query itself",
    "PROFILE": "plans differ between the stores: run the query itself",
    "CYPHER": "the stores choose their own dialect and planner: leave the prefix out",
    "FINISH": "a query answers with RETURN",
    "HAVING": "write WITH … WHERE",
    "FILTER": "write WITH … WHERE",
    "LET": "write WITH … AS",
    "FOR": "write UNWIND … AS",
    "INTERSECT": "write one MATCH behind another",
    "EXCEPT": "write WHERE NOT EXISTS { … }",
    "YIELD": "procedures are refused",
}
"""Clauses that are known and refused, with the reason and the way out."""


def near(name: str, known: frozenset[str]) -> str:
    """A sentence that lists the known names which look like ``name``.

    >>> near("Drugs", LABELS)
    'Near: Drug.'
    """
    lower = {one.lower(): one for one in known}
    found = [lower[one] for one in get_close_matches(name.lower(), sorted(lower), n=3, cutoff=0.6)]
    return f"Near: {', '.join(found)}." if found else f"Known: {', '.join(sorted(known))}."
