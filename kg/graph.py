"""A graph directory: opened by one writer and any number of readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc

from kg.bucket_files import BucketFiles
from kg.buckets import bucket_of
from kg.compaction import compact
from kg.document_reads import live_documents, only_one, read_documents
from kg.edge_table import table_to_edges
from kg.errors import GraphDirectoryError, NotFoundError
from kg.evidence_table import EVIDENCE_SCHEMA, table_to_evidence
from kg.layout import DEFAULT_BUCKETS, Layout, WriterLock, create_layout, is_graph, read_layout, write_format
from kg.ledger import EDGES, NODES, Done, Lease, Ledger
from kg.log import EvidenceLog
from kg.merge import distinct_evidence
from kg.node_table import is_document, table_to_nodes
from kg.records import Batch, Difference, Edge, Evidence, KnowledgeLevel, Node, StoredDocument
from kg.remerge import Progress, Remerge
from kg.retraction import (
    UNSCRUBBED,
    Retraction,
    finish_forgetting,
    forget_documents,
    forgotten,
    hide,
    resolve,
    retract,
    sweep_shards,
)
from kg.schema import ordered_ends
from kg.shards import ShardInfo, write_shard
from kg.snapshot import Selection, Snapshot
from kg.store.protocol import Counts
from kg.table_difference import to_difference


class Graph:
    """An opened graph directory; a context manager.

    What is added or retracted shows once :meth:`merge` has run. Readers see the last finished merge and never wait.

    Attributes:
        path: the directory.
        layout: what lies where in it.
        ledger: what is done, and what counts.
        log: the evidence shards.
    """

    def __init__(self, layout: Layout, lock: WriterLock | None, ledger: Ledger) -> None:
        """For :meth:`create` and :meth:`open`."""
        self.path = layout.root
        self.layout = layout
        self.ledger = ledger
        self.log = EvidenceLog(layout, ledger)
        self._files = BucketFiles(layout, ledger)
        self._lock = lock

    @classmethod
    def create(cls, path: Path | str, buckets: int = DEFAULT_BUCKETS) -> Graph:
        """Makes an empty graph and opens it for writing.

        Raises:
            GraphDirectoryError: it is a graph already, holds something else, or cannot be written.
            GraphLockedError: another writer is making it.
        """
        root = Path(path)
        if is_graph(root):
            raise GraphDirectoryError(f"{root} is a graph already.", "Open it, or name a new directory.")
        layout = create_layout(root, buckets)
        lock = WriterLock(root)
        ledger = Ledger(layout.ledger, write=True, create=True)
        write_format(layout)
        return cls(layout, lock, ledger)

    @classmethod
    def open(cls, path: Path | str, *, write: bool = False) -> Graph:
        """Opens a graph.

        Raises:
            GraphDirectoryError: it is no graph, or it is broken.
            GraphVersionError: a newer medkg wrote it.
            GraphLockedError: it is opened for writing and another writer holds it.
        """
        layout = read_layout(Path(path))
        lock = WriterLock(layout.root) if write else None
        try:
            graph = cls(layout, lock, Ledger(layout.ledger, write=write))
            if write:
                graph._recover()
        except BaseException:
            if lock:
                lock.release()
            raise
        return graph

    @classmethod
    def open_or_create(cls, path: Path | str) -> Graph:
        """Opens a graph for writing, and makes it when the directory is new or empty."""
        return cls.open(path, write=True) if is_graph(Path(path)) else cls.create(path)

    def close(self) -> None:
        """Closes it and gives the lock back; safe to call twice."""
        self.log.close()
        self.ledger.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # reading

    def content_hash(self) -> str:
        """The hash over the buckets' hashes, 32 hexadecimal characters; the same for the same evidence."""
        return self.ledger.content_hash()

    def counts(self) -> Counts:
        """How many nodes and edges the merged tables hold."""
        rows = self.ledger.buckets().values()
        return Counts(
            sum(row.rows for row in rows if row.kind == NODES), sum(row.rows for row in rows if row.kind == EDGES)
        )

    def evidence_count(self) -> int:
        """How many evidence records the merged edges rest on, each id once."""
        return sum(row.evidence for row in self.ledger.buckets(EDGES).values())

    def node(self, node_id: str) -> Node | None:
        """The node with this id."""
        rows = self._files.one(NODES, bucket_of(node_id, self.layout.buckets)).rows(node_id)
        return next(table_to_nodes(rows), None)

    def nodes(self) -> Iterator[Node]:
        """Every node, sorted by bucket and id."""
        for table in self._files.each(NODES):
            yield from table_to_nodes(table)

    def edges(self) -> Iterator[Edge]:
        """Every edge, sorted by bucket and claim."""
        for table in self._files.each(EDGES):
            yield from table_to_edges(table)

    def node_table(self) -> pa.Table:
        """Every node, in columns :data:`kg.node_table.NODE_SCHEMA`."""
        return self._files.whole(NODES)

    def edge_table(self) -> pa.Table:
        """Every edge, in columns :data:`kg.edge_table.EDGE_SCHEMA`."""
        return self._files.whole(EDGES)

    def edge_tables(self) -> Iterator[pa.Table]:
        """Every edge, a table a bucket, for graphs that do not fit into memory."""
        yield from self._files.each(EDGES)

    def edges_from(self, subject: str) -> tuple[Edge, ...]:
        """The edges out of a node, sorted by claim."""
        bucket = self._files.one(EDGES, bucket_of(subject, self.layout.buckets))
        return tuple(table_to_edges(bucket.rows(subject)))

    def edge(
        self, subject: str, predicate: str, object_id: str, level: KnowledgeLevel | None = None
    ) -> tuple[Edge, ...]:
        """The edges of a claim, one a knowledge level; the ends of a symmetric predicate in any order.

        Raises:
            SchemaError: an unknown predicate.
        """
        subject, object_id = ordered_ends(predicate, subject, object_id)
        return tuple(
            edge
            for edge in self.edges_from(subject)
            if (edge.predicate, edge.object) == (predicate, object_id) and level in (None, edge.knowledge_level)
        )

    def evidence_of(self, edge: Edge) -> tuple[Evidence, ...]:
        """The evidence that an edge rests on: highest score first, then by id."""
        rows = self.log.claims([bucket_of(edge.subject, self.layout.buckets)], EVIDENCE_SCHEMA.names)
        ends = pa.array([edge.subject, edge.object], pa.string())
        mask = pc.and_(pc.is_in(rows["subject"], ends), pc.is_in(rows["object"], ends))
        mask = pc.and_(mask, pc.equal(rows["predicate"], edge.predicate))
        rows = rows.filter(pc.and_(mask, pc.equal(rows["knowledge_level"], str(edge.knowledge_level))))
        rows = rows.take(pa.array(distinct_evidence(rows)))
        claim = (edge.subject, edge.object)
        found = [e for e in table_to_evidence(rows) if ordered_ends(e.predicate, e.subject, e.object) == claim]
        return tuple(sorted(found, key=lambda one: (-one.score, one.id)))

    def evidence(self) -> Iterator[Evidence]:
        """All live evidence, each id once, sorted by bucket and id."""
        for table in self.evidence_tables():
            yield from table_to_evidence(table)

    def evidence_tables(self) -> Iterator[pa.Table]:
        """All live evidence in columns :data:`kg.evidence_table.EVIDENCE_SCHEMA`, a table for a few buckets."""
        for chunk in self.log.claim_chunks(range(self.layout.buckets)):
            rows = self.log.claims(chunk, EVIDENCE_SCHEMA.names)
            rows = rows.take(pa.array(distinct_evidence(rows)))
            yield rows.take(pc.sort_indices(rows, sort_keys=[("bucket", "ascending"), ("id", "ascending")]))

    def document(self, name: str) -> StoredDocument:
        """A stored document by id or by name.

        Raises:
            NotFoundError: none, or it was retracted; the message lists near names.
            InputError: more than one has this name; the message lists their ids.
        """
        ids = live_documents(self.ledger, name)
        only_one(self.ledger, name, ids)
        for document in read_documents(self.log, self.ledger, ids):
            return document
        resolve(self.ledger, name)
        raise NotFoundError(f"The graph holds no document {name!r}.", "It was retracted, or it is a reference source.")

    def documents(self) -> Iterator[StoredDocument]:
        """Every stored document that is not retracted, each once."""
        return read_documents(self.log, self.ledger)

    def document_count(self) -> int:
        """How many documents are stored and not retracted."""
        return int(str(self.ledger.rows("SELECT count(*) FROM documents WHERE live = 1")[0][0]))

    def sources(self) -> tuple[str, ...]:
        """The names of inputs and reference sources that the graph holds, sorted: what ``retract`` takes."""
        return tuple(self.ledger.strings("SELECT DISTINCT source FROM members ORDER BY source"))

    def snapshot(self, selection: Selection | None = None) -> Snapshot:
        """The merged graph, or a part of it, as compressed sparse rows."""
        return Snapshot.from_tables(self.node_table(), self.edge_table(), selection)

    # writing

    def add(self, batch: Batch, source: str = "") -> None:
        """Writes a batch as a shard and registers it. The same batch twice is the same as once.

        Args:
            batch: what to add.
            source: the input that it came from, which ``retract`` takes; a reference source is its own.

        Raises:
            GraphDirectoryError: opened for reading, or the disk is full.
        """
        self._writing()
        self.register(write_shard(self.path, batch), source=source)

    def register(
        self, shard: ShardInfo, *, source: str = "", done: Iterable[Done] = (), lease: Lease | None = None
    ) -> None:
        """Makes a shard count, together with what is done in it: all in one transaction.

        A document that an earlier version had done is replaced.
        """
        self._writing()
        finished = tuple(done)
        with self.ledger.transaction():
            replaced = [one.item for one in finished if self._done_otherwise(one)]
            if replaced:
                hide(self.log, self.ledger, replaced)
            self.ledger.register(shard)
            self.ledger.hold(
                (source or origin, origin) for origin in shard.origins if source or not is_document(origin)
            )
            self.ledger.finish(finished)
            if lease:
                self.ledger.end_lease(lease)

    def replace(self, source: str, batches: Iterable[Batch], version: str) -> int:
        """Puts what ``batches`` give in the place of all that a reference source gave before; all of it or nothing.

        Args:
            version: of the reader and of what it reads, for :class:`kg.ledger.Done`.

        Returns:
            How many records it gave. Whatever reading the batches raises leaves the graph as it was.
        """
        self._writing()
        evidence = nodes = 0
        shards: list[ShardInfo] = []
        try:
            for batch in batches:
                shards.append(write_shard(self.path, batch))
                evidence, nodes = evidence + len(batch.evidence), nodes + len(batch.nodes)
            with self.ledger.transaction():
                if source in self.sources():
                    self.retract(source)
                for shard in shards:
                    self.register(shard, source=source)
                self.ledger.finish([Done(source, source, version, evidence, nodes)])
        except BaseException:
            sweep_shards(self.log, self.ledger)
            raise
        return evidence + nodes

    def hold(self, source: str, items: Iterable[str]) -> None:
        """Writes down that a source holds documents that are done already."""
        self._writing()
        with self.ledger.transaction():
            self.ledger.hold((source, item) for item in items)

    def merge(self, progress: Progress | None = None) -> Difference:
        """Merges the touched buckets again; returns what changed, the touched buckets' rows only.

        Args:
            progress: called with (buckets done, buckets to do).

        Raises:
            GraphDirectoryError: opened for reading, a shard is missing or broken, or the disk is full.
        """
        self._writing()
        nodes, edges = Remerge(self.log, self.ledger, self._files).run(progress)
        if compact(self.log, self.ledger):
            sweep_shards(self.log, self.ledger)
        return to_difference(nodes, edges)

    def remerge(self, progress: Progress | None = None) -> Difference:
        """Merges everything again from the evidence, as when merged files were lost; gives the same content hash.

        Returns:
            The whole graph, as added.
        """
        self._writing()
        every = range(self.layout.buckets)
        with self.ledger.transaction():
            for kind in (EDGES, NODES):
                self.ledger.switch_buckets(kind, every, ())
                self.ledger.mark(kind, every, full=True)
        return self.merge(progress)

    def retract(self, name: str) -> Retraction:
        """Takes out what rests on a source (or a document, by id or name) alone; ``merge`` shows it.

        A folder stands for all sources below it. Adding it again brings it back.

        Raises:
            NotFoundError: no such source or document; the message lists near names.
            InputError: a name of more than one document; the message lists their ids.
        """
        self._writing()
        return retract(self.log, self.ledger, name)

    def forget(self, name: str) -> Difference:
        """Takes a document out, merges, and rewrites every file that held a byte of it, the ledger included.

        The projection in ``store/`` is deleted, to be built again, and so is what ``published/`` keeps. Killed
        half-way, it is finished when the graph is next opened for writing. What the file system keeps of deleted
        files is out of reach.

        Raises:
            NotFoundError: no such document.
            InputError: a name of more than one document; the message lists their ids.
        """
        self._writing()
        forget_documents(self.log, self.ledger, name)
        return self._finish_forgetting()

    def _finish_forgetting(self) -> Difference:
        difference = Difference()
        if finish_forgetting(self.log, self.ledger):
            difference = self.merge()
            self.log.close()
            sweep_shards(self.log, self.ledger)
            self._files.sweep((EDGES, NODES))
            forgotten(self.log, self.ledger)
        if self.ledger.number(UNSCRUBBED):
            self.ledger.scrub()
            self.ledger.set_number(UNSCRUBBED, 0)
        return difference

    def _recover(self) -> None:
        """What a killed writer left: files that do not count, leases, a forgetting that was not finished."""
        sweep_shards(self.log, self.ledger)
        self._files.sweep((EDGES, NODES))
        self.ledger.rows("DELETE FROM leases")
        self._finish_forgetting()

    def _done_otherwise(self, done: Done) -> bool:
        found = self.ledger.strings("SELECT extractor FROM done WHERE item = ?", (done.item,))
        return bool(found) and found[0] != done.extractor

    def _writing(self) -> None:
        if self._lock is None:
            raise GraphDirectoryError(f"{self.path} is opened for reading.", "Open it with write=True.")
