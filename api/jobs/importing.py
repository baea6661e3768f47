"""The import job: a reference source becomes one retractable source of the graph."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from api.jobs.merging import merge_and_project
from api.jobs.report import DropCounter, JobReport, Tally, report_of
from kg.errors import SourceError
from kg.formats.kgx_source import EXTRACTOR as KGX_READER
from kg.formats.kgx_source import PREFIX, KGXSource
from kg.graph import Graph
from kg.records import Batch, Difference
from kg.shipped import manifest
from kg.sources import hetionet, rxnorm, umls
from kg.sources.drugbank import DrugBankSource
from kg.sources.hetionet import HetionetSource
from kg.sources.protocol import Source
from kg.sources.rxnorm import RxNormSource
from kg.sources.shipped import EXTRACTOR as SHIPPED_READER
from kg.sources.shipped import ShippedSource
from kg.sources.snomed import SnomedSource
from kg.sources.umls import UmlsSource

Progress = Callable[[int, int], None]
_CHUNK = 1 << 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Importer:
    """How to open a source.

    Attributes:
        paths: what the paths are, in order; as many as must be given.
        reader: name and version of what reads it, as its evidence says; another version reads the same files again.
        open: makes the source from the paths and a name; the name is empty unless the source can be ``named``.
        files: patterns of the files in a folder that are read; without any, all of them.
        named: whether the user may name it; a name that he did not give is made from the last path.
    """

    paths: tuple[str, ...]
    reader: str
    open: Callable[[Sequence[Path], str], Source]
    files: tuple[str, ...] = ()
    named: bool = False


SOURCES: dict[str, Importer] = {
    "shipped": Importer((), SHIPPED_READER, lambda paths, name: ShippedSource()),
    "kgx": Importer(
        ("nodes table", "edges table"), KGX_READER, lambda paths, name: KGXSource(paths[0], paths[1], name), named=True
    ),
    "hetionet": Importer(
        ("folder",), "hetionet/1", lambda paths, name: HetionetSource(paths[0]),
        (hetionet.NODES_FILE, hetionet.EDGES_FILE),
    ),
    "umls": Importer(
        ("folder of RRF files",), "umls/1", lambda paths, name: UmlsSource(paths[0]),
        (umls.CONCEPTS, umls.TYPES, umls.RELATIONS),
    ),
    "snomed": Importer(
        ("folder of the RF2 snapshot",), "snomed/1", lambda paths, name: SnomedSource(paths[0]),
        tuple(f"**/sct2_{table}_Snapshot*.txt" for table in ("Concept", "Description", "Relationship")),
    ),
    "rxnorm": Importer(
        ("folder of RRF files",), "rxnorm/1", lambda paths, name: RxNormSource(paths[0]),
        (rxnorm.CONCEPTS, rxnorm.RELATIONS),
    ),
    "drugbank": Importer(("full database XML",), "drugbank/1", lambda paths, name: DrugBankSource(paths[0])),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """One state of a source, as the ledger holds it.

    Attributes:
        version: of the reader and of what the files hold.
        path: of the file that the source has its name from; empty when the name is its own or unknown.
    """

    version: str
    path: str = ""

    @classmethod
    def read(cls, text: str) -> _State:
        version, _, path = text.partition(" ")
        return cls(version, path)

    def written(self) -> str:
        return f"{self.version} {self.path}".rstrip()


def import_source(
    source_name: str, paths: Sequence[Path], graph_path: Path, progress: Progress | None = None, name: str = ""
) -> JobReport:
    """Reads a source into the graph; an older state of the same source is replaced as a whole.

    The same files a second time change nothing, and are not read. An import that fails or is killed leaves the graph as
    it was; a graph that it made is removed.

    Args:
        name: what a KGX source is called, after ``kgx:``; the same name replaces. Without one it is that of the edge
            table, and then a source from another path is not replaced.

    Raises:
        SourceError: wrong number of paths, a file is missing or malformed, a name that cannot be or is taken.
        GraphDirectoryError: no graph, a newer one, or locked.
    """
    started = perf_counter()
    importer = _importer(source_name, paths)
    source = importer.open(paths, _full_name(source_name, importer, name))
    path = _printable(paths[-1]) if importer.named else ""
    state = _State(f"{importer.reader}/{_version(importer, paths)}", path)
    there = graph_path.exists()
    new = not there or (graph_path.is_dir() and not any(graph_path.iterdir()))
    with Graph.open_or_create(graph_path) as graph:
        older = next(
            (_State.read(done.extractor) for done in graph.ledger.all_done(source.name) if done.item == source.name),
            None,
        )
        if older and older.version == state.version:
            return _report(graph, source, None, merge_and_project(graph), started)
        if older and older.path and not name and older.path != state.path:
            raise _taken(source.name, older.path, state.path)
        try:
            records = graph.replace(source.name, _counted(source, progress), state.written())
        except BaseException:
            if new:
                graph.close()
                _remove(graph_path, keep_folder=there)
            raise
        return _report(graph, source, records, merge_and_project(graph), started)


def _remove(folder: Path, keep_folder: bool) -> None:
    """Takes a graph away; a folder that the user made (or a link to it) stays, empty."""
    if not keep_folder:
        shutil.rmtree(folder)
        return
    for entry in folder.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _importer(source_name: str, paths: Sequence[Path]) -> Importer:
    importer = SOURCES.get(source_name)
    if importer is None:
        raise SourceError(f"Unknown source {source_name!r}.", f"Known: {', '.join(sorted(SOURCES))}.")
    if len(paths) != len(importer.paths):
        wanted = ", ".join(importer.paths) or "none"
        raise SourceError(f"{source_name} takes {len(importer.paths)} paths, {len(paths)} given.", f"Give: {wanted}.")
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path} does not exist.", "Check the path.")
    return importer


def _full_name(source_name: str, importer: Importer, name: str) -> str:
    if not name:
        return ""
    if not importer.named:
        raise SourceError(f"{source_name} takes no name, {name!r} given.", "Leave --name away.")
    bare = name.removeprefix(PREFIX)
    if not _NAME.fullmatch(bare):
        raise SourceError(f"{name!r} cannot name a source.", "Use letters, digits, '.', '_' and '-', a letter first.")
    return PREFIX + bare


def _taken(name: str, older: str, path: str) -> SourceError:
    bare = name.removeprefix(PREFIX)
    return SourceError(
        f"The graph holds a source {name} already, from {older}; {path} would replace it.",
        f"Give --name {bare} to replace it, or --name with another name to keep both.",
    )


def _printable(path: Path) -> str:
    """The whole path; bytes that are no text are escaped."""
    return str(path.resolve()).encode("utf-8", "backslashreplace").decode("utf-8")


def _counted(source: Source, progress: Progress | None) -> Iterator[Batch]:
    records = 0
    for batch in source.batches():
        yield batch
        records += len(batch.evidence) + len(batch.nodes)
        if progress:
            progress(records, 0)


def _version(importer: Importer, paths: Sequence[Path]) -> str:
    """Tells one state of a source's files from another: a hash of what they hold, or the shipped release."""
    if not paths:
        return manifest().version
    digest = hashlib.blake2b(digest_size=16)
    for path in paths:
        for file in _read_files(importer, path) if path.is_dir() else [path]:
            digest.update(file.name.encode("utf-8", "surrogateescape"))
            _hash_file(digest, file)
    return digest.hexdigest()


def _read_files(importer: Importer, folder: Path) -> list[Path]:
    patterns = importer.files or ("**/*",)
    return sorted({file for pattern in patterns for file in folder.glob(pattern) if file.is_file()})


def _hash_file(digest: hashlib.blake2b, file: Path) -> None:
    try:
        with file.open("rb") as stream:
            while block := stream.read(_CHUNK):
                digest.update(block)
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {error.strerror}.", "Check the path and its permissions.") from error


def _report(graph: Graph, source: Source, records: int | None, difference: Difference, started: float) -> JobReport:
    """The report; ``records`` is None when nothing was read because nothing changed."""
    drops = DropCounter()
    for dropped in source.dropped:
        drops.add(dropped)
    read, unchanged = records or 0, int(records is None)
    tally = Tally(read, read, unchanged, drops.counts(), (), perf_counter() - started, source.name)
    return report_of("import", graph, tally, difference, started)
