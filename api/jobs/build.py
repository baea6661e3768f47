"""The build job: documents are leased in batches, extracted, written as shards, and merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from time import perf_counter

from api.jobs.merging import merge_and_project
from api.jobs.report import BrokenInput, DropCounter, JobReport, Tally, report_of
from api.jobs.workers import WorkerPool
from extraction.documents import Document
from extraction.pipeline import Pipeline, PipelineConfig
from extraction.readers import ReadOptions, read_documents
from kg.errors import InputError
from kg.graph import Graph
from kg.ledger import Done, Lease
from kg.records import Batch
from kg.results import Dropped, DropReason, count_by_reason
from kg.shards import ShardInfo, write_shard

LEASE_DOCUMENTS = 64
LEASE_CHARACTERS = 400_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build.

    Attributes:
        read: how to read the inputs.
        workers: processes that extract, at least 1.
        extraction: how documents are processed, by which models.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    workers: int = 1
    extraction: PipelineConfig = field(default_factory=PipelineConfig)


@dataclass(frozen=True, slots=True)
class Task:
    """Documents that one worker extracts into one shard."""

    lease: Lease
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a worker hands back: the shard lies on disk already."""

    lease: Lease
    shard: ShardInfo
    done: tuple[Done, ...]
    dropped: tuple[Dropped, ...]


class Extract:
    """Extracts a task and writes its shard; needs no lock, so it runs in a worker process.

    Args:
        pipeline: loaded once, shared by forked workers.
        graph: the graph directory.
    """

    def __init__(self, pipeline: Pipeline, graph: Path) -> None:
        self.pipeline = pipeline
        self.graph = graph

    def __call__(self, task: Task) -> Extracted:
        """A document that failed is dropped with its reason, and is not done: the next run tries it again."""
        sources = {document.id: document.source for document in task.documents}
        batches: list[Batch] = []
        done: list[Done] = []
        lost: list[Dropped] = []
        for processed in self.pipeline.process(task.documents):
            lost.extend(processed.dropped)
            if any(drop.reason is DropReason.FAILED for drop in processed.dropped):
                continue
            batches.append(processed.batch)
            counts = tuple(sorted(count_by_reason(processed.dropped).items()))
            done.append(
                Done(processed.document_id, sources[processed.document_id], self.pipeline.version,
                     len(processed.batch.evidence), len(processed.batch.nodes), counts)
            )  # fmt: skip
        return Extracted(task.lease, write_shard(self.graph, joined(batches)), tuple(done), tuple(lost))


def joined(batches: Sequence[Batch]) -> Batch:
    """Batches as one."""
    return Batch(
        tuple(chain.from_iterable(batch.documents for batch in batches)),
        tuple(chain.from_iterable(batch.nodes for batch in batches)),
        tuple(chain.from_iterable(batch.evidence for batch in batches)),
    )


class Inputs:
    """Reads inputs one after the other; what is broken, or gave no document, is noted and does not stop the rest."""

    def __init__(self, paths: Sequence[Path], options: ReadOptions, drops: DropCounter) -> None:
        self.broken: list[BrokenInput] = []
        self.read = 0
        self._paths = paths
        self._options = options
        self._drops = drops
        self._first_error: InputError | None = None

    def documents(self) -> Iterator[Document]:
        """Every readable document.

        Raises:
            InputError: no input could be read at all.
        """
        for path in self._paths:
            try:
                yield from self._of(path)
            except InputError as error:
                self.broken.append(BrokenInput(str(path), error.message, error.remedy))
                self._first_error = self._first_error or error
        if len(self.broken) == len(self._paths) and not self.read:
            raise self._first_error or _nothing_read(self.broken)

    def _of(self, path: Path) -> Iterator[Document]:
        before, lost = self.read, 0
        first: Dropped | None = None
        for item in read_documents(path, self._options):
            if isinstance(item, Dropped):
                self._drops.add(item)
                lost, first = lost + 1, first or item
            else:
                self.read += 1
                yield item
        if self.read == before:
            self.broken.append(_without_document(path, lost, first))


def _without_document(path: Path, lost: int, first: Dropped | None) -> BrokenInput:
    """An input of which nothing is left: why, when all of it was dropped as one."""
    if first is not None and lost == 1 and first.item == path.name and first.detail:
        return BrokenInput(str(path), first.detail, "")
    if first is None:
        return BrokenInput(str(path), "It gave no document.", "Name an input that holds text.")
    parts = "1 part was" if lost == 1 else f"{lost:,} parts were"
    problem = f"It gave no document: {parts} dropped, first {first.item} ({first.reason}). {first.detail}".rstrip()
    return BrokenInput(str(path), problem, "The report names what was dropped, and why.")


def _nothing_read(broken: Sequence[BrokenInput]) -> InputError:
    first, more = broken[0], len(broken) - 1
    others = f" Nor did {more:,} other input{'' if more == 1 else 's'}." if more else ""
    return InputError(f"{first.path}: {first.problem}{others}", "Nothing was written. Name an input that holds text.")


class BuildJob:
    """One run of the job on an opened graph."""

    def __init__(self, graph: Graph, version: str, drops: DropCounter, progress: Progress | None) -> None:
        self.added = 0
        self.unchanged = 0
        self._graph = graph
        self._version = version
        self._drops = drops
        self._progress = progress
        self._seen: set[str] = set()

    def tasks(self, documents: Iterable[Document]) -> Iterator[Task]:
        """New documents in leases; those that are done are only noted as held by their source."""
        waiting: list[Document] = []
        held: dict[str, list[str]] = {}
        characters = 0
        for document in documents:
            if document.id in self._seen or self._graph.ledger.done(document.id, self._version):
                held.setdefault(document.source, []).append(document.id)
                self.unchanged += 1
                self._tell()
                continue
            self._seen.add(document.id)
            waiting.append(document)
            characters += len(document.text)
            if len(waiting) >= LEASE_DOCUMENTS or characters >= LEASE_CHARACTERS:
                yield self._task(waiting)
                waiting, characters = [], 0
        if waiting:
            yield self._task(waiting)
        for source, ids in held.items():
            self._graph.hold(source, ids)

    def finish(self, extracted: Extracted) -> None:
        """Registers a shard with all that is done in it, in one transaction."""
        self._graph.register(extracted.shard, done=extracted.done, lease=extracted.lease)
        for dropped in extracted.dropped:
            self._drops.add(dropped)
        self.added += len(extracted.done)
        self._tell()

    def _task(self, documents: list[Document]) -> Task:
        lease = self._graph.ledger.lease([document.id for document in documents])
        return Task(lease, tuple(documents))

    def _tell(self) -> None:
        if self._progress:
            self._progress(self.added + self.unchanged, 0)


def build(
    inputs: Sequence[Path],
    graph_path: Path,
    options: BuildOptions | None = None,
    progress: Progress | None = None,
    pipeline: Pipeline | None = None,
) -> JobReport:
    """Reads documents into the graph, which is made when it is not there.

    The same documents in any order, over any number of runs and workers, give the same content hash. Killed at any
    moment, the next run goes on with what was not finished.

    Args:
        inputs: files and folders.
        graph_path: the graph directory.
        options: how to read and with how many workers.
        progress: called with (documents done, 0).
        pipeline: a loaded one to use; None loads the shipped one.

    Raises:
        InputError: no input could be read at all; the graph is not touched.
        GraphDirectoryError: no graph, a newer one, or locked.
    """
    started = perf_counter()
    options = options or BuildOptions()
    drops = DropCounter()
    reading = Inputs(inputs, options.read, drops)
    documents = reading.documents()
    first = next(documents, None)
    _check(graph_path)
    pipeline = pipeline or Pipeline(options.extraction)
    extract = Extract(pipeline, graph_path)
    with ExitStack() as stack:
        pool = None
        if options.workers > 1 and first is not None:
            pool = WorkerPool[Task, Extracted](extract, options.workers)  # before the graph is locked
            stack.callback(pool.close)
        graph = stack.enter_context(Graph.open_or_create(graph_path))
        loaded = perf_counter()
        job = BuildJob(graph, pipeline.version, drops, progress)
        tasks = job.tasks(chain([] if first is None else [first], documents))
        for extracted in pool.results(tasks) if pool else map(extract, tasks):
            job.finish(extracted)
        seconds = perf_counter() - loaded
        tally = Tally(reading.read, job.added, job.unchanged, drops.counts(), tuple(reading.broken), seconds)
        return report_of("build", graph, tally, merge_and_project(graph), started)


def _check(graph_path: Path) -> None:
    """Fails early, before the pipeline is loaded, on a directory that is no graph or is locked."""
    if graph_path.exists() and any(graph_path.iterdir() if graph_path.is_dir() else [graph_path]):
        Graph.open(graph_path, write=True).close()
