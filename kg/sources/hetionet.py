"""Hetionet v1.0 from a folder of its tables: as evidence for a graph, or straight to a snapshot for evaluation."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterator
from pathlib import Path

from kg.errors import SourceError
from kg.identifiers import Curie
from kg.records import Batch, Evidence, Node, NodeRecord, RecordLocation
from kg.results import Dropped, DropReason
from kg.schema import ordered_ends
from kg.snapshot import Snapshot
from kg.sources.hetionet_schema import KINDS, METAEDGES, Metaedge, pathway_prefix

NODES_FILE = "nodes.tsv"
EDGES_FILE = "hetionet_core_edges.tsv.gz"
RELEASE = "1.0"
_BATCH = 10_000
_REMEDY = f"Give the folder that holds Hetionet's {NODES_FILE} and {EDGES_FILE}."

Triple = tuple[str, str, str]


class HetionetSource:
    """Reads ``nodes.tsv`` and ``hetionet_core_edges.tsv.gz`` into evidence, the licence of its source on each edge.

    Args:
        folder: holds both files.

    Raises:
        SourceError: when one of them is missing.
    """

    name = "hetionet"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.dropped: list[Dropped] = []
        for file in (NODES_FILE, EDGES_FILE):
            if not (folder / file).is_file():
                raise SourceError(f"Hetionet's {file} is not in {folder}.", _REMEDY)

    def batches(self) -> Iterator[Batch]:
        """Nodes first, then edges in the order of the file; what does not fit goes to ``dropped``.

        Raises:
            SourceError: a file that is not what its name says; the message names file and line.
        """
        self.dropped.clear()
        names: dict[str, Node] = {}
        for key, node in _nodes(self._folder, self.dropped):
            names[key] = node
        records = [NodeRecord(node, self.name) for node in names.values()]
        for start in range(0, len(records), _BATCH):
            yield Batch(nodes=tuple(records[start : start + _BATCH]))
        held: list[Evidence] = []
        for source, metaedge, target in _edges(self._folder, names, self.dropped):
            held.append(_evidence(names[source].id, metaedge, names[target].id))
            if len(held) == _BATCH:
                yield Batch(evidence=tuple(held))
                held = []
        if held:
            yield Batch(evidence=tuple(held))


def load_hetionet_snapshot(folder: Path, exclude: Collection[Triple] = ()) -> Snapshot:
    """The core edges as a snapshot, every node of ``nodes.tsv`` in it.

    Args:
        folder: as for :class:`HetionetSource`.
        exclude: canonical (subject, predicate, object) triples to leave out.

    Raises:
        SourceError: a file is missing or malformed.
    """
    HetionetSource(folder)
    dropped: list[Dropped] = []
    names = dict(_nodes(folder, dropped))
    triples = (
        _claim(names[source].id, metaedge, names[target].id)
        for source, metaedge, target in _edges(folder, names, dropped)
    )
    unwanted = frozenset(exclude)
    categories = {str(node.id): node.category for node in names.values()}
    return Snapshot.from_triples((triple for triple in triples if triple not in unwanted), categories)


def hetionet_curie(identifier: str) -> Curie:
    """The CURIE of a Hetionet identifier.

    >>> hetionet_curie("Compound::DB00945")
    'DRUGBANK:DB00945'
    >>> hetionet_curie("Disease::DOID:1612")
    'DOID:1612'

    Raises:
        SourceError: when it is none, or of an unknown kind.
    """
    kind, separator, reference = identifier.partition("::")
    if not separator or kind not in KINDS or not reference:
        raise SourceError(f"{identifier!r} is no Hetionet identifier.", f"Write kind::id; kinds: {', '.join(KINDS)}.")
    prefix = pathway_prefix(reference) if kind == "Pathway" else KINDS[kind].prefix
    return Curie.parse(f"{prefix}:{reference}" if prefix else reference)


def hetionet_triple(source: str, metaedge: str, target: str) -> Triple:
    """The canonical claim of a row of Hetionet.

    >>> hetionet_triple("Compound::DB00945", "CtD", "Disease::DOID:1612")
    ('DRUGBANK:DB00945', 'treats', 'DOID:1612')
    """
    if metaedge not in METAEDGES:
        raise SourceError(f"{metaedge!r} is no metaedge of Hetionet.", f"Known: {', '.join(METAEDGES)}.")
    return _claim(hetionet_curie(source), METAEDGES[metaedge], hetionet_curie(target))


def _nodes(folder: Path, dropped: list[Dropped]) -> Iterator[tuple[str, Node]]:
    path = folder / NODES_FILE
    for number, (identifier, name, kind) in _rows(path, ("id", "name", "kind")):
        try:
            curie = hetionet_curie(identifier)
        except SourceError as error:
            dropped.append(Dropped(f"{path.name}:{number} {identifier}", DropReason.NOT_A_CURIE, error.message))
            continue
        if kind not in KINDS:
            dropped.append(Dropped(f"{path.name}:{number} {identifier}", DropReason.UNKNOWN_CATEGORY, kind))
            continue
        yield identifier, Node(curie, KINDS[kind].category, name or curie)


def _edges(folder: Path, names: dict[str, Node], dropped: list[Dropped]) -> Iterator[tuple[str, Metaedge, str]]:
    path = folder / EDGES_FILE
    for number, (source, metaedge, target) in _rows(path, ("source", "metaedge", "target")):
        place = f"{path.name}:{number} {source} {metaedge} {target}"
        if metaedge not in METAEDGES:
            dropped.append(Dropped(place, DropReason.UNKNOWN_PREDICATE, metaedge))
        elif source not in names or target not in names:
            dropped.append(Dropped(place, DropReason.UNMAPPED, f"an end is not in {NODES_FILE}"))
        elif source == target:
            dropped.append(Dropped(place, DropReason.SELF_LOOP))
        else:
            yield source, METAEDGES[metaedge], target


def _rows(path: Path, header: tuple[str, str, str]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                cells = line.rstrip("\r\n").split("\t")
                if number == 1 and tuple(cells) != header:
                    raise SourceError(f"{path}:1 has the columns {cells}, not {list(header)}.", _REMEDY)
                if len(cells) != 3:
                    raise SourceError(f"{path}:{number} has {len(cells)} columns, not 3.", _REMEDY)
                if number > 1:
                    yield number, (cells[0], cells[1], cells[2])
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
        raise SourceError(f"{path} cannot be read: {error}.", _REMEDY) from error


def _claim(source: Curie, metaedge: Metaedge, target: Curie) -> Triple:
    ends = (target, source) if metaedge.reverse else (source, target)
    subject, obj = ordered_ends(metaedge.predicate, *ends)
    return subject, metaedge.predicate, obj


def _evidence(source: Curie, metaedge: Metaedge, target: Curie) -> Evidence:
    subject, predicate, obj = _claim(source, metaedge, target)
    return Evidence(
        subject=Curie(subject),
        predicate=predicate,
        object=Curie(obj),
        location=RecordLocation(HetionetSource.name, f"{source}|{metaedge.name}|{target}", RELEASE),
        knowledge_level=metaedge.level,
        agent_type=metaedge.agent,
        primary_knowledge_source=metaedge.origin,
        extractor="hetionet/1",
        licence=metaedge.licence,
    )
