"""What every store can do. A store is a projection of the graph tables and can always be rebuilt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from kg.errors import InputError
from kg.records import Difference, Edge, Node

Parameter: TypeAlias = "None | bool | int | float | str | Sequence[Parameter] | Mapping[str, Parameter]"
Progress: TypeAlias = Callable[[int, int], None]  # done, total (0 when unknown)


@dataclass(frozen=True, slots=True)
class NodeValue:
    """A node in a result row: its label, its id, and its properties without the engine's own."""

    id: str
    category: str
    properties: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class EdgeValue:
    """A relationship in a result row."""

    subject: str
    type: str
    object: str
    properties: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class PathValue:
    """A path in a result row: ``n`` nodes and ``n - 1`` relationships."""

    nodes: tuple[NodeValue, ...]
    edges: tuple[EdgeValue, ...]


@dataclass(frozen=True, slots=True)
class MapValue:
    """A map in a result row, keys sorted."""

    items: tuple[tuple[str, Value], ...]


Value: TypeAlias = "None | bool | int | float | str | tuple[Value, ...] | NodeValue | EdgeValue | PathValue | MapValue"


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query.

    Attributes:
        columns: names, in the order of RETURN.
        rows: one tuple a row, as long as ``columns``.
        truncated: the row limit cut it off.
        seconds: time in the store.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    truncated: bool
    seconds: float

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """How long a query may take, in seconds, and how many rows it may return.

    Raises:
        InputError: ``seconds`` is not finite and above 0, or ``rows`` is below 1.
    """

    seconds: float = 30.0
    rows: int = 10_000

    def __post_init__(self) -> None:
        if not (math.isfinite(self.seconds) and self.seconds > 0):
            raise InputError(f"A query cannot take {self.seconds} seconds.", "Give a finite time limit above 0.")
        if self.rows < 1:
            raise InputError(f"A query cannot return {self.rows} rows.", "Give a row limit of at least 1.")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many nodes and relationships a store holds."""

    nodes: int
    edges: int


@runtime_checkable
class Store(Protocol):
    """A store of nodes and edges that answers Cypher.

    A node's label is its category, its properties are ``id``, ``name``, ``name_zh``, ``synonyms``, ``xrefs`` and
    whatever ``Node.properties`` holds. A relationship's type is :attr:`kg.records.Edge.relationship_type`, its
    properties are ``id``, ``predicate``, ``negated``, ``belief``, ``support``, ``against``, ``knowledge_level``,
    ``agent_type``, ``primary_knowledge_source``, ``sources``, ``licences`` and ``qualifiers`` (strings
    ``key=value|source``), and where these tell them ``status`` (of ``takes``: :data:`kg.status.STATUSES`) and
    ``severity`` (strings, strongest first). Only ``load`` and ``apply`` write.
    """

    name: str

    def load(
        self, nodes: Iterable[Node], edges: Iterable[Edge], content_hash: str, progress: Progress | None = None
    ) -> Counts:
        """Replaces everything that the store holds, and remembers ``content_hash``."""
        ...

    def apply(self, difference: Difference, content_hash: str, progress: Progress | None = None) -> Counts:
        """Brings the store up to date by a difference, deletions included; the same difference twice is harmless."""
        ...

    def query(
        self, cypher: str, parameters: Mapping[str, Parameter] | None = None, limits: QueryLimits | None = None
    ) -> Rows:
        """Runs one reading query, in the engine's read mode.

        Raises:
            QueryError: it does not parse, writes, or uses what this store lacks (the message names the one that can).
            QueryTimeoutError: it ran over ``limits.seconds`` and was ended.
            StoreUnavailableError: the store cannot be reached.
        """
        ...

    def counts(self) -> Counts:
        """Counted in the store, not remembered."""
        ...

    def content_hash(self) -> str:
        """The hash of the graph that the last finished load or apply brought; empty when none did."""
        ...

    def close(self) -> None:
        """Gives back what it holds; safe to call twice."""
        ...
