"""Disease areas: the terms right below the root of the shipped disease ontology, and which diseases lie under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyarrow.parquet as pq

from kg.shipped import data_path
from kg.vocabulary import Vocabulary

ROOT = "MONDO:0700096"
LEAST_MEMBERS = 4


def disease_areas(diseases: Iterable[str], least: int = LEAST_MEMBERS) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The areas with at least ``least`` of some diseases, by name, with their members in order.

    A disease lies in each area that it descends from, so areas overlap (skin cancer is of skin and of cancer). Diseases
    that the vocabulary cannot place are in none.

    Args:
        diseases: CURIEs, of any namespace that the shipped vocabulary maps.
        least: smaller areas are left out.

    Raises:
        SourceError: the shipped tables are missing.
    """
    vocabulary = Vocabulary.shipped(["Disease"])
    table = pq.read_table(data_path("facts", "hierarchy.parquet"), columns=["subject", "object"])
    parents: dict[str, list[str]] = defaultdict(list)
    for child, parent in zip(table["subject"].to_pylist(), table["object"].to_pylist(), strict=True):
        parents[child].append(parent)
    members: dict[str, list[str]] = defaultdict(list)
    for disease in sorted(set(diseases)):
        known = vocabulary.canonical(disease)
        terms = (known,) if known is not None else vocabulary.close(disease)
        for area in {area for term in terms for area in areas_above(str(term), parents)}:
            members[area].append(disease)
    named = [(str(vocabulary.node(area).name), tuple(held)) for area, held in members.items() if len(held) >= least]
    return tuple(sorted(named))


def areas_above(term: str, parents: Mapping[str, list[str]], root: str = ROOT) -> frozenset[str]:
    """The ancestors of a term (itself included) that stand right below the root.

    >>> sorted(areas_above("c", {"c": ["a", "b"], "a": ["top"], "b": ["top"]}, root="top"))
    ['a', 'b']
    """
    seen, waiting = {term}, [term]
    while waiting:
        for parent in parents.get(waiting.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return frozenset(one for one in seen if root in parents.get(one, ()))
