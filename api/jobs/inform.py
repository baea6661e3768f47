"""What a graph holds, whether it is whole, and how it differs from another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from api.jobs.report import line
from extraction.documents import Document
from extraction.readers import ReadOptions, read_documents
from kg.difference import Change, GraphDifference, compare_graphs
from kg.graph import Graph
from kg.verify import Originals, Verification, verify
from medkg import __version__

_ROOMS = ("kg", "extraction", "gnn", "api")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are of one name."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Description:
    """What a graph holds.

    Attributes:
        categories, predicates: counts, largest first.
        sources: the inputs and reference sources that ``retract`` takes.
        models: names of the trained models.
        loaded_from: each package of medkg, and where it was loaded from.
        verification: None unless asked for.
    """

    path: str
    version: str
    documents: int
    evidence: int
    nodes: int
    edges: int
    categories: tuple[Count, ...]
    predicates: tuple[Count, ...]
    sources: tuple[str, ...]
    models: tuple[str, ...]
    loaded_from: tuple[str, ...]
    content_hash: str
    verification: Verification | None

    @property
    def exit_code(self) -> int:
        """0, or 4 when the verification found a mismatch."""
        return 4 if self.verification and not self.verification.ok else 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield line("graph", f"{self.path} (medkg {self.version})")
        yield line("holds", f"{self.nodes:,} nodes, {self.edges:,} edges, {self.evidence:,} evidence records")
        yield line("documents", f"{self.documents:,}")
        for label, counts in (("nodes", self.categories), ("edges", self.predicates)):
            for count in counts:
                yield line(label, f"{count.count:>9,}  {count.name}")
        shown = self.sources[:_SHOWN]
        more = f" and {len(self.sources) - len(shown)} more" if len(self.sources) > len(shown) else ""
        yield line("sources", ", ".join(shown) + more)
        yield line("models", ", ".join(self.models) or "none")
        for place in self.loaded_from:
            yield line("loaded from", place)
        yield line("content hash", self.content_hash)
        if self.verification:
            yield from _verification_lines(self.verification)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a second graph has that a first one lacks, and the other way round."""

    first: str
    second: str
    same: bool
    changes: tuple[Change, ...]
    examples: tuple[str, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.same:
            yield Text(f"{self.first} and {self.second} hold the same.")
            return
        table = Table("", "", "only in second", "only in first", "changed", box=None, pad_edge=False)
        for change in self.changes:
            table.add_row(change.kind, change.name, *(f"{n:,}" for n in (change.added, change.removed, change.changed)))
        yield table
        yield from map(Text, self.examples)


def describe(
    graph_path: Path, check: bool = False, source: Path | None = None, read: ReadOptions | None = None
) -> Description:
    """What the graph holds; with ``check`` every offset and hash is verified.

    Args:
        graph_path: the directory.
        check: verify the evidence against the stored texts.
        source: an original input to compare every offset with, too.
        read: how that input was read.
    """
    with Graph.open(graph_path) as graph:
        counts = graph.counts()
        verification = None
        if check:
            originals = _originals(source, read or ReadOptions()) if source else None
            verification = verify(graph, originals)
        return Description(
            path=str(graph_path),
            version=__version__,
            documents=graph.document_count(),
            evidence=graph.evidence_count(),
            nodes=counts.nodes,
            edges=counts.edges,
            categories=_counts(graph.node_table()["category"].to_pylist()),
            predicates=_edge_counts(graph),
            sources=graph.sources(),
            models=tuple(sorted(path.name for path in graph.layout.models.glob("[!.]*") if path.is_dir())),
            loaded_from=tuple(f"{room}: {import_module(room).__file__}" for room in _ROOMS),
            content_hash=graph.content_hash(),
            verification=verification,
        )


def compare(first: Path, second: Path, rows: int) -> Comparison:
    """What differs between two graphs, with the first ``rows`` differing nodes and edges."""
    with Graph.open(first) as one, Graph.open(second) as other:
        found = compare_graphs(one, other)
    return Comparison(str(first), str(second), found.same, found.changes, tuple(_examples(found)[:rows]))


def _verification_lines(found: Verification) -> Iterator[Text]:
    yield line("verified", f"{found.exact:,} of {found.spans:,} mentions stand at their offsets in the stored text")
    if found.compared or found.no_original:
        in_original = f"{found.exact_in_original:,} of {found.compared:,} in the original, {found.masked:,} masked"
        yield line("", f"{in_original}, {found.no_original:,} documents without an original")
    yield line("", f"{found.good_buckets:,} of {found.buckets:,} buckets have the hash of their evidence")
    yield from (line("mismatch", f"{one.where}: {one.what}", "red") for one in found.mismatches)


def _examples(found: GraphDifference) -> list[str]:
    difference = found.difference
    return [
        *(f"+ {node.id} {node.name}" for node in difference.added_nodes),
        *(f"- {node}" for node in difference.removed_nodes),
        *(f"+ {edge.subject} {edge.relationship_type} {edge.object}" for edge in difference.added_edges),
        *(f"- {edge.subject} {edge.relationship_type} {edge.object}" for edge in difference.removed_edges),
    ]


def _counts(names: list[str]) -> tuple[Count, ...]:
    return tuple(
        Count(name, count) for name, count in sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair))
    )


def _edge_counts(graph: Graph) -> tuple[Count, ...]:
    table = graph.edge_table().select(["predicate", "negated"])
    return _counts(
        [f"not_{name}" if negated else name for name, negated in zip(*table.to_pydict().values(), strict=True)]
    )


def _originals(source: Path, read: ReadOptions) -> Originals:
    texts = {item.id: item.text for item in read_documents(source, read) if isinstance(item, Document)}
    return lambda document: texts.get(document.id)
