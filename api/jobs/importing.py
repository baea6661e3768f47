"""The import job: a reference source becomes one retractable source of the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from api.jobs.merging import merge_and_project
from api.jobs.report import DropCounter, JobReport, Tally, report_of
from kg.errors import SourceError
from kg.formats.kgx_source import KGXSource
from kg.graph import Graph
from kg.ledger import Done
from kg.records import Difference
from kg.shards import write_shard
from kg.shipped import manifest
from kg.sources.drugbank import DrugBankSource
from kg.sources.hetionet import HetionetSource
from kg.sources.protocol import Source
from kg.sources.rxnorm import RxNormSource
from kg.sources.shipped import ShippedSource
from kg.sources.snomed import SnomedSource
from kg.sources.umls import UmlsSource

Progress = Callable[[int, int], None]
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Importer:
    """How to open a source.

    Attributes:
        paths: what the paths are, in order; as many as must be given.
        open: makes the source from the paths.
    """

    paths: tuple[str, ...]
    open: Callable[[Sequence[Path]], Source]


SOURCES: dict[str, Importer] = {
    "shipped": Importer((), lambda paths: ShippedSource()),
    "kgx": Importer(("nodes table", "edges table"), lambda paths: KGXSource(paths[0], paths[1])),
    "hetionet": Importer(("folder",), lambda paths: HetionetSource(paths[0])),
    "umls": Importer(("folder of RRF files",), lambda paths: UmlsSource(paths[0])),
    "snomed": Importer(("folder of the RF2 snapshot",), lambda paths: SnomedSource(paths[0])),
    "rxnorm": Importer(("folder of RRF files",), lambda paths: RxNormSource(paths[0])),
    "drugbank": Importer(("full database XML",), lambda paths: DrugBankSource(paths[0])),
}


def import_source(
    source_name: str, paths: Sequence[Path], graph_path: Path, progress: Progress | None = None
) -> JobReport:
    """Reads a source into the graph; an older state of the same source is replaced as a whole.

    The same files a second time change nothing. Killed, it is started again.

    Raises:
        SourceError: wrong number of paths, a file is missing or malformed.
        GraphDirectoryError: no graph, a newer one, or locked.
    """
    started = perf_counter()
    importer = SOURCES.get(source_name)
    if importer is None:
        raise SourceError(f"Unknown source {source_name!r}.", f"Known: {', '.join(sorted(SOURCES))}.")
    if len(paths) != len(importer.paths):
        wanted = ", ".join(importer.paths) or "none"
        raise SourceError(f"{source_name} takes {len(importer.paths)} paths, {len(paths)} given.", f"Give: {wanted}.")
    source = importer.open(paths)
    version = f"{source.name}/{_version(paths)}"
    with Graph.open_or_create(graph_path) as graph:
        if graph.ledger.done(source.name, version):
            return _report(graph, source, 0, merge_and_project(graph), started)
        _forget_older(graph, source.name)
        records = 0
        for batch in source.batches():
            records += len(batch.evidence) + len(batch.nodes)
            graph.register(write_shard(graph.path, batch), source=source.name)
            if progress:
                progress(records, 0)
        graph.ledger.finish([Done(source.name, source.name, version, records)])
        return _report(graph, source, records, merge_and_project(graph), started)


def _forget_older(graph: Graph, name: str) -> None:
    if name in graph.sources():
        graph.retract(name)


def _version(paths: Sequence[Path]) -> str:
    """Tells one state of a source's files from another: a hash of what they hold, or the shipped release."""
    if not paths:
        return manifest().version
    digest = hashlib.blake2b(digest_size=16)
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(file.name.encode())
                with file.open("rb") as stream:
                    while block := stream.read(_CHUNK):
                        digest.update(block)
    return digest.hexdigest()


def _report(graph: Graph, source: Source, records: int, difference: Difference, started: float) -> JobReport:
    drops = DropCounter()
    for dropped in source.dropped:
        drops.add(dropped)
    tally = Tally(records, records, 0 if records else 1, drops.counts(), (), perf_counter() - started, source.name)
    return report_of("import", graph, tally, difference, started)
