"""The shipped tables as a source: every term a node, every fact a record of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg.arrow import column_values
from kg.errors import NotFoundError, SourceError
from kg.identifiers import Curie
from kg.records import AgentType, Batch, Evidence, KnowledgeLevel, NodeRecord, RecordLocation
from kg.results import Dropped
from kg.severity import CLASS_WIDE, LEVELS, OWN, SEVERITY
from kg.shipped import ShippedFile, data_path, manifest
from kg.vocabulary import Term, Vocabulary, pair

BATCH_SIZE = 20_000
EXTRACTOR = "shipped/3"
NAME = "shipped"
_INTERACTS = "interacts_with"
COLUMNS = (
    "subject", "predicate", "object", "negated", "knowledge_level", "agent_type", "primary_knowledge_source",
    "licence", "release", "record", "qualifiers", "score",
)  # fmt: skip


class ShippedSource:
    """Reads the shipped vocabularies and facts.

    Args:
        facts: names of fact tables (``drug_disease``, …); None: all of them.
        categories: only terms of these categories, and only facts whose two ends are such terms; None: all.
        vocabulary: terms already read, to save reading them again.

    Raises:
        NotFoundError: no such fact table or category.
        SourceError: the shipped tables are missing or damaged.
    """

    name = NAME

    def __init__(
        self,
        facts: Iterable[str] | None = None,
        categories: Iterable[str] | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.dropped: list[Dropped] = []
        self._categories = None if categories is None else frozenset(str(category) for category in categories)
        self._vocabulary = Vocabulary.shipped(self._categories) if vocabulary is None else vocabulary
        self._tables = fact_tables(facts)

    def batches(self) -> Iterator[Batch]:
        """Nodes first, then facts, in the order of the tables; the same in every run."""
        wanted = (term for term in self._vocabulary.terms() if self._wants(term))
        while terms := tuple(islice(wanted, BATCH_SIZE)):
            yield Batch(nodes=tuple(NodeRecord(term.node(), NAME) for term in terms))
        for table in self._tables:
            facts = self._facts(table)
            while evidence := tuple(islice(facts, BATCH_SIZE)):
                yield Batch(evidence=evidence)

    def _wants(self, term: Term) -> bool:
        return self._categories is None or term.category in self._categories

    def _facts(self, table: ShippedFile) -> Iterator[Evidence]:
        for evidence in read_facts(data_path(table.path)):
            if self._categories is None or (self._has(evidence.subject) and self._has(evidence.object)):
                yield evidence

    def _has(self, curie: str) -> bool:
        term = self._vocabulary.term(curie)
        return term is not None and self._wants(term)


def fact_tables(names: Iterable[str] | None = None) -> tuple[ShippedFile, ...]:
    """The manifest's entries of the named fact tables, or of all.

    Raises:
        NotFoundError: there is no fact table of that name.
    """
    tables = {table.name: table for table in manifest().of_kind("facts")}
    chosen = list(tables if names is None else names)
    unknown = [name for name in chosen if name not in tables]
    if unknown:
        raise NotFoundError(f"No shipped facts are called {', '.join(unknown)}.", f"Known: {', '.join(tables)}.")
    return tuple(tables[name] for name in chosen)


def read_facts(path: Path) -> Iterator[Evidence]:
    """The facts of one Parquet table as evidence of the source ``shipped``.

    An interaction of a record that speaks of several pairs of drugs is a rule on a class, any other is the pair's own:
    its severities are marked so.

    Raises:
        SourceError: the file cannot be read or lacks a column.
    """
    try:
        table = pq.read_table(path, columns=list(COLUMNS))
    except (OSError, ValueError, KeyError) as error:
        raise SourceError(f"{path} is no table of facts: {error}.", "Install medkg again.") from error
    levels, agents = dict(KnowledgeLevel.__members__), dict(AgentType.__members__)
    locations: dict[tuple[str, str], RecordLocation] = {}
    qualifiers: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, str], ...]] = {}
    of_classes = _class_rules(table)
    for row in zip(*(column_values(table.column(name)) for name in COLUMNS), strict=True):
        subject, predicate, obj, negated, level, agent, source, licence, release, record, pairs, score = row
        place = (record, release)
        if place not in locations:
            locations[place] = RecordLocation(NAME, record, release)
        told = _mark(predicate, record in of_classes, pairs), pairs
        if told not in qualifiers:
            qualifiers[told] = _qualifiers(*told)
        yield Evidence(
            subject=Curie(subject),
            predicate=predicate,
            object=Curie(obj),
            location=locations[place],
            knowledge_level=levels[level.upper()],
            agent_type=agents[agent.upper()],
            primary_knowledge_source=source,
            extractor=EXTRACTOR,
            negated=negated,
            licence=licence,
            score=score,
            qualifiers=qualifiers[told],
        )


def _class_rules(table: pa.Table) -> frozenset[str]:
    """The records that say an interaction of more than one pair.

    A rule on a class of which the table holds one pair alone cannot be told from a rule on that pair, and is none here:
    a record names its two sides and not what they are.
    """
    pairs: dict[str, tuple[str, str]] = {}
    several = set()
    columns = (column_values(table.column(name)) for name in ("predicate", "record", "subject", "object"))
    for predicate, record, subject, obj in zip(*columns, strict=True):
        if predicate == _INTERACTS and pairs.setdefault(record, (subject, obj)) != (subject, obj):
            several.add(record)
    return frozenset(several)


def _mark(predicate: str, of_class: bool, items: tuple[str, ...]) -> str:
    """Under which key a row's severities are repeated; empty where they are not."""
    if predicate != _INTERACTS:
        return ""
    if of_class:
        return CLASS_WIDE
    return "" if any(pair(item)[0] == LEVELS for item in items) else OWN


def _qualifiers(mark: str, items: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    said = [pair(item) for item in items]
    marked = [(mark, value) for key, value in said if key == SEVERITY and mark]
    return tuple(sorted(said + marked))
