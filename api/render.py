"""How answers look in a terminal and in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from html import escape
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

_PLAIN_WIDTH = 120


@dataclass(frozen=True, slots=True)
class View:
    """One table of an answer.

    Attributes:
        title: above the table; may be empty.
        columns: headings; without any, the rows are lines of text.
        rows: one tuple of texts a row, as long as ``columns``.
        notes: lines below.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


class Shown(ABC):
    """What an answer inherits to print well: it gives its views, this class draws them."""

    __slots__ = ()

    @abstractmethod
    def views(self) -> tuple[View, ...]:
        """The tables of the answer, in order."""

    def __rich__(self) -> RenderableType:
        return Group(*(part for view in self.views() for part in _drawn(view)))

    def __str__(self) -> str:
        buffer = StringIO()
        Console(file=buffer, width=_PLAIN_WIDTH, color_system=None, force_terminal=False).print(self)
        return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines())

    def _repr_html_(self) -> str:
        return "\n".join(_html(view) for view in self.views())


def number(value: float) -> str:
    """A score with three digits that mean something.

    >>> number(0.91234), number(0.000012345), number(1.0)
    ('0.912', '1.23e-05', '1')
    """
    return f"{value:.3g}"


def shortened(text: str, length: int = 160) -> str:
    """A text cut to ``length`` with an ellipsis, white space folded."""
    folded = " ".join(text.split())
    return folded if len(folded) <= length else f"{folded[: length - 1]}…"


def _drawn(view: View) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if view.columns:
        table = Table(title=Text(view.title) if view.title else None, title_justify="left")
        for column in view.columns:
            table.add_column(Text(column), overflow="fold")
        for row in view.rows:
            table.add_row(*(Text(cell) for cell in row))
        parts.append(table)
    else:
        parts.extend([Text(view.title, style="bold")] if view.title else [])
        parts.extend(Text(" ".join(row)) for row in view.rows)
    parts.extend(Text(note, style="dim") for note in view.notes)
    return parts


def _html(view: View) -> str:
    parts = [f"<p><strong>{escape(view.title)}</strong></p>"] if view.title else []
    if view.columns:
        head = "".join(f"<th>{escape(column)}</th>" for column in view.columns)
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in view.rows)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    else:
        parts.extend(f"<p>{escape(' '.join(row))}</p>" for row in view.rows)
    parts.extend(f"<p><small>{escape(note)}</small></p>" for note in view.notes)
    return "\n".join(parts)
