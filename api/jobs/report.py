"""What a job did: counts, what was dropped and why, how fast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from kg.graph import Graph
from kg.records import Difference
from kg.results import Dropped, DropReason

_SHOWN_DROPS = 5
_KEPT_BROKEN = 10_000
_BROKEN = frozenset(
    (
        DropReason.UNREADABLE, DropReason.TOO_LONG, DropReason.UNKNOWN_PREDICATE, DropReason.UNKNOWN_CATEGORY,
        DropReason.NOT_A_CURIE, DropReason.MISSING_FIELD, DropReason.FAILED,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DropCount:
    """How many things were dropped for one reason.

    Attributes:
        examples: the first few; of inputs and rows that were broken all, up to 10,000.
    """

    reason: str
    count: int
    examples: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class BrokenInput:
    """An input that could not be read at all, or not to its end; the rest of the job went on."""

    path: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class JobReport:
    """The result of a batch job.

    Attributes:
        job: ``build``, ``import``, ``retract``, ``forget``.
        read: documents (or records of a source) that were read.
        added: documents that were new and are in now.
        unchanged: documents that the graph held already, from the same pipeline.
        evidence, nodes, edges: what the graph holds after the job.
        edges_added, edges_removed: the difference to before.
        dropped: by reason, most frequent first.
        broken: inputs that could not be read.
        seconds: of the whole job, loading included.
        per_second: documents (records) read a second, without loading; None when nothing was read.
        content_hash: of the graph after the job.
        source: of an import, the name that ``retract`` takes.
    """

    job: str
    read: int
    added: int
    unchanged: int
    evidence: int
    nodes: int
    edges: int
    edges_added: int
    edges_removed: int
    dropped: tuple[DropCount, ...]
    broken: tuple[BrokenInput, ...]
    seconds: float
    per_second: float | None
    content_hash: str
    source: str = ""

    @property
    def exit_code(self) -> int:
        """0, or 3 when some inputs, or some of their rows, were broken."""
        return 3 if self.broken or any(drop.reason in _BROKEN for drop in self.dropped) else 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        speed = f", {self.per_second:,.0f} a second" if self.per_second else ""
        yield line("read", f"{self.read:,}{speed}")
        yield line("new", f"{self.added:,}")
        yield line("unchanged", f"{self.unchanged:,}")
        yield line("graph", f"{self.nodes:,} nodes, {self.edges:,} edges, {self.evidence:,} evidence records")
        yield line("difference", f"+{self.edges_added:,} / -{self.edges_removed:,} edges")
        for drop in self.dropped:
            yield from _drop_lines(drop)
        for broken in self.broken[:_SHOWN_DROPS]:
            yield line("broken", f"{broken.path}: {broken.problem} {broken.remedy}".rstrip(), "red")
        if len(self.broken) > _SHOWN_DROPS:
            yield line("broken", f"and {len(self.broken) - _SHOWN_DROPS:,} more; --json names them all", "red")
        if self.source:
            yield line("source", f"{self.source} (what `medkg retract` takes)")
        yield line("content hash", self.content_hash)
        yield line("time", f"{self.seconds:.1f} s")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a job read and lost; see :class:`JobReport` for the fields."""

    read: int
    added: int
    unchanged: int
    dropped: tuple[DropCount, ...]
    broken: tuple[BrokenInput, ...]
    reading_seconds: float
    source: str = ""


def report_of(job: str, graph: Graph, tally: Tally, difference: Difference, started: float) -> JobReport:
    """The report of a job that has merged.

    Args:
        started: ``perf_counter()`` at the job's beginning.
    """
    counts = graph.counts()
    return JobReport(
        job=job,
        read=tally.read,
        added=tally.added,
        unchanged=tally.unchanged,
        evidence=graph.evidence_count(),
        nodes=counts.nodes,
        edges=counts.edges,
        edges_added=len(difference.added_edges),
        edges_removed=len(difference.removed_edges),
        dropped=tally.dropped,
        broken=tally.broken,
        seconds=perf_counter() - started,
        per_second=tally.read / tally.reading_seconds if tally.read else None,
        content_hash=graph.content_hash(),
        source=tally.source,
    )


def _drop_lines(drop: DropCount) -> Iterator[Text]:
    """What was dropped: an example of what is expected, the first few of what is broken."""
    if drop.reason not in _BROKEN:
        first = drop.examples[0]
        yield line("dropped", f"{drop.count:,} × {drop.reason}, such as {first.item}: {first.detail}".rstrip(": "))
        return
    yield line("dropped", f"{drop.count:,} × {drop.reason}:")
    for one in drop.examples[:_SHOWN_DROPS]:
        yield line("", f"{one.item}: {one.detail}".rstrip(": "))
    more = drop.count - min(len(drop.examples), _SHOWN_DROPS)
    if more:
        yield line("", f"and {more:,} more; --json names {'them all' if drop.count <= _KEPT_BROKEN else 'more'}")


def line(label: str, text: str, style: str = "") -> Text:
    """One line of a report; what the text holds is never read as markup."""
    return Text(f"{label:<14}{text}", style=style)


class DropCounter:
    """Counts what is dropped by reason and keeps the first few of each as examples, of what is broken all."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, list[Dropped]] = {}

    def add(self, dropped: Dropped) -> None:
        """Counts one."""
        reason = str(dropped.reason)
        self._counts[reason] = self._counts.get(reason, 0) + 1
        examples = self._examples.setdefault(reason, [])
        if len(examples) < (_KEPT_BROKEN if dropped.reason in _BROKEN else _SHOWN_DROPS):
            examples.append(dropped)

    def counts(self) -> tuple[DropCount, ...]:
        """All reasons, most frequent first, then by name."""
        order = sorted(self._counts, key=lambda reason: (-self._counts[reason], reason))
        return tuple(DropCount(reason, self._counts[reason], tuple(self._examples[reason])) for reason in order)
