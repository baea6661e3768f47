"""The answer of a Cypher query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.render import Shown, View
from kg.store.protocol import EdgeValue, MapValue, NodeValue, PathValue, Rows, Value


@dataclass(frozen=True, slots=True)
class Table(Shown):
    """The answer of ``cypher``.

    Attributes:
        warnings: why it may be empty or blank: names that the query uses and the graph lacks.
    """

    rows: Rows
    warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, position: int) -> tuple[Value, ...]:
        return self.rows.rows[position]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names, in the order of RETURN."""
        return self.rows.columns

    @property
    def truncated(self) -> bool:
        """The row limit cut it off."""
        return self.rows.truncated

    def views(self) -> tuple[View, ...]:
        """One table."""
        rows = tuple(tuple(value_text(value) for value in row) for row in self.rows)
        count = f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}, {self.rows.seconds:.3f} s"
        return (View("", self.columns, rows, (count + (", cut off by the row limit" if self.truncated else ""),)),)


def value_text(value: Value) -> str:
    """A value of a result row on one line."""
    if isinstance(value, NodeValue):
        name = dict(value.properties).get("name")
        return f"({value.category} {value.id}{f' {name}' if name else ''})"
    if isinstance(value, EdgeValue):
        return f"({value.subject})-[{value.type}]->({value.object})"
    if isinstance(value, PathValue):
        return " ".join([*map(value_text, value.nodes), *map(value_text, value.edges)])
    if isinstance(value, MapValue):
        return "{" + ", ".join(f"{key}: {value_text(item)}" for key, item in value.items) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(value_text(item) for item in value) + "]"
    return "" if value is None else str(value)
