"""Whether a graph is what it says: mentions at their offsets, hashes of the buckets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.bucket_files import BucketFiles
from kg.buckets import hash_table
from kg.evidence_table import CLAIM_COLUMNS
from kg.graph import Graph
from kg.ledger import EDGES, NODES
from kg.node_table import NODE_RECORD_SCHEMA
from kg.records import Evidence, StoredDocument, TextLocation, TextSpan
from kg.remerge import merge_edge_buckets, merge_node_buckets, merged_alike

Originals = Callable[[StoredDocument], str | None]  # the original text of a document, None when it is not at hand
_SHOWN = 10
_DAMAGED = "Take the graph from a backup, or merge it again: Graph.open(path, write=True).remerge()."
_OTHER_MERGING = (
    "The graph was merged by another version of medkg, which is no damage: build or import anything again, which merges"
    " all of it, and verify it then."
)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that is not as it should be; ``what`` is fit to print and quotes masked text only."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and what was found.

    Attributes:
        evidence: live evidence records.
        spans: mentions of evidence from texts.
        exact: mentions whose stored text stands at their offsets in the stored document.
        documents: stored documents.
        compared: mentions that were compared with original documents.
        exact_in_original: those that stand at their offsets in the original, too.
        masked: mentions that touch a masked span, which the original cannot confirm.
        no_original: documents whose original was not at hand; 0 when none were asked for.
        buckets, good_buckets: merged buckets, and those whose hash is that of merging their evidence again.
        pending: buckets that were touched and are not merged yet, as by a job that was killed or still runs.
        mismatches: the first few of everything that failed.
    """

    evidence: int
    spans: int
    exact: int
    documents: int
    compared: int
    exact_in_original: int
    masked: int
    no_original: int
    buckets: int
    good_buckets: int
    mismatches: tuple[Mismatch, ...]
    pending: int = 0

    @property
    def ok(self) -> bool:
        """Nothing failed."""
        return (
            self.exact == self.spans
            and self.exact_in_original == self.compared
            and self.good_buckets == self.buckets
            and not self.pending
            and not self.mismatches
        )


@dataclass
class _Tally:
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    mismatches: list[Mismatch] = field(default_factory=list)

    def miss(self, where: str, what: str) -> None:
        if len(self.mismatches) < _SHOWN:
            self.mismatches.append(Mismatch(where, what))


def verify(graph: Graph, originals: Originals | None = None, *, buckets: bool = True) -> Verification:
    """Checks a graph.

    Args:
        graph: opened; merged.
        originals: gives the original text of a stored document, to compare every offset with it too.
        buckets: also merge all evidence again and compare the hashes.
    """
    tally = _Tally()
    _check_pending(graph, tally)
    texts = _by_document(graph, tally)
    for document in graph.documents():
        tally.counts["documents"] += 1
        _check_document(document, texts.pop(document.id, []), originals, tally)
    for identifier, found in texts.items():
        tally.counts["spans"] += len(found)
        tally.miss(identifier, f"{len(found)} mentions of a document that is not stored.")
    if buckets:
        _check_buckets(graph, tally)
    n = tally.counts
    return Verification(
        evidence=n["evidence"], spans=n["spans"], exact=n["exact"], documents=n["documents"], compared=n["compared"],
        exact_in_original=n["exact_in_original"], masked=n["masked"], no_original=n["no_original"],
        buckets=n["buckets"], good_buckets=n["good_buckets"], mismatches=tuple(tally.mismatches),
        pending=n["pending"],
    )  # fmt: skip


_Mention = tuple[str, TextSpan]


def _by_document(graph: Graph, tally: _Tally) -> dict[str, list[_Mention]]:
    found: dict[str, list[_Mention]] = defaultdict(list)
    for one in graph.evidence():
        tally.counts["evidence"] += 1
        for span in _spans(one):
            found[one.origin].append((one.id, span))
    return found


def _spans(evidence: Evidence) -> Iterator[TextSpan]:
    if isinstance(evidence.location, TextLocation):
        yield evidence.location.object_span
        if evidence.location.subject_span:
            yield evidence.location.subject_span


def _check_document(
    document: StoredDocument, mentions: list[_Mention], originals: Originals | None, tally: _Tally
) -> None:
    original = originals(document) if originals else None
    if originals and original is None:
        tally.counts["no_original"] += 1
    if original is not None and len(original) != len(document.text):
        tally.miss(document.name, f"stored {len(document.text)} code points, the original has {len(original)}.")
    for evidence, span in mentions:
        tally.counts["spans"] += 1
        stored = document.text[span.start : span.end]
        if stored == span.text:
            tally.counts["exact"] += 1
        else:
            tally.miss(f"{document.name} {span.start}-{span.end}", f"{span.text!r} is {stored!r} there ({evidence}).")
        if original is None:
            continue
        if any(start < span.end and span.start < end for start, end, _ in document.masked):
            tally.counts["masked"] += 1
            continue
        tally.counts["compared"] += 1
        if original[span.start : span.end] == span.text:
            tally.counts["exact_in_original"] += 1
        else:
            tally.miss(f"{document.name} {span.start}-{span.end}", f"{span.text!r} is not there in the original.")


def _check_pending(graph: Graph, tally: _Tally) -> None:
    """What counts in the ledger and does not show in the merged tables yet."""
    for kind in (EDGES, NODES):
        if touched := len(graph.ledger.dirty(kind)):
            tally.counts["pending"] += touched
            tally.miss(kind, f"{touched} buckets are touched and not merged yet; the next build or import merges them.")


def _check_buckets(graph: Graph, tally: _Tally) -> None:
    """Merges everything again, and reads every merged file."""
    files, known = BucketFiles(graph.layout, graph.ledger), graph.ledger.buckets()
    touched = {(kind, bucket) for kind in (EDGES, NODES) for bucket in graph.ledger.dirty(kind)}
    remedy = _DAMAGED if merged_alike(graph.ledger) else _OTHER_MERGING
    every = range(graph.layout.buckets)
    for kind, chunks in ((EDGES, graph.log.claim_chunks(every)), (NODES, graph.log.node_chunks(every))):
        for chunk in chunks:
            merged = (
                merge_edge_buckets(graph.log.claims(chunk, CLAIM_COLUMNS), chunk)
                if kind == EDGES
                else merge_node_buckets(graph.log.node_records(chunk, NODE_RECORD_SCHEMA.names), chunk)
            )
            for one in merged:
                row = known.get((kind, one.bucket))
                if (row is None and not one.table.num_rows) or (kind, one.bucket) in touched:
                    continue
                tally.counts["buckets"] += 1
                stored = hash_table(files.read(row)) if row else ""
                if row and row.hash == one.hash and stored == hash_table(one.table):
                    tally.counts["good_buckets"] += 1
                else:
                    tally.miss(f"{kind} bucket {one.bucket}", f"is not what its evidence merges to. {remedy}")
