"""What a drug-target model learns from: drugs, targets, who binds whom, and how alike they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from gnn.dataset import relation_id
from gnn.features.genes import families, participation
from gnn.features.similarity import cosine_between, weighed_by_rarity
from gnn.features.structures import Fingerprint, fingerprints, parses
from gnn.learnable import check_count, check_relation
from kg.errors import InputError
from kg.graph import Graph
from kg.records import Node
from kg.results import Dropped, DropReason

Floats = NDArray[np.float32]
_FEWEST = 20
SMILES = "smiles"


@dataclass(frozen=True, slots=True)
class FeatureChoice:
    """What beside the links is read; each can be left out.

    Attributes:
        structures: fingerprints of the drugs.
        pathways: pathways and ontology terms of the targets.
        families: words of the targets' names.
    """

    structures: bool = True
    pathways: bool = True
    families: bool = True

    def names(self) -> tuple[str, ...]:
        """Those that are read."""
        return tuple(name for name in ("structures", "pathways", "families") if getattr(self, name))


@dataclass(frozen=True, eq=False)
class TargetData:
    """Drugs in rows, targets in columns.

    Attributes:
        drugs, targets: CURIEs.
        drug_names, target_names: as they are shown.
        links: float32 [drugs, targets], 1 where the graph holds the link.
        prints: float32 [drugs, bits], a row of zeros for a drug of no known structure.
        alike: float32 [targets, targets], 0 to 1, 0 on the diagonal; derives from no link.
        content_hash: of the snapshot.
        dropped: structures that do not parse.
    """

    drugs: tuple[str, ...]
    targets: tuple[str, ...]
    drug_names: tuple[str, ...]
    target_names: tuple[str, ...]
    links: Floats
    prints: csr_matrix
    alike: Floats
    content_hash: str
    dropped: tuple[Dropped, ...] = ()

    def with_links(self, links: Floats) -> TargetData:
        """The same with other links."""
        return replace(self, links=links)


def read_targets(graph: Graph, relation: str, choice: FeatureChoice | None = None) -> TargetData:
    """The links of a relation with what is known of their ends; predictions and case facts are left out.

    Raises:
        NotFoundError: the graph has no such link.
        InputError: too few links.
        MissingDependencyError: structures are asked for and RDKit is not installed.
    """
    chosen = choice or FeatureChoice()
    snapshot = graph.snapshot()
    check_relation(snapshot, relation)
    edges = snapshot.relations == relation_id(snapshot.predicates, relation)
    heads, tails = snapshot.heads[edges], snapshot.tails[edges]
    check_count(relation, len(heads), len(heads), _FEWEST)
    drug_places, rows = np.unique(heads, return_inverse=True)
    target_places, columns = np.unique(tails, return_inverse=True)
    drugs = [_node(graph, snapshot.node_ids[place]) for place in drug_places]
    targets = [_node(graph, snapshot.node_ids[place]) for place in target_places]
    links = np.zeros((len(drugs), len(targets)), np.float32)
    links[rows, columns] = 1.0
    smiles, dropped = _structures(drugs, relation) if chosen.structures else ([""] * len(drugs), ())
    prints = fingerprints(smiles) if chosen.structures else csr_matrix((len(drugs), Fingerprint().bits), dtype="f4")
    parts = []
    if chosen.pathways:
        parts.append(participation(snapshot, [one.id for one in targets]))
    if chosen.families:
        parts.append(families(targets))
    return TargetData(
        tuple(one.id for one in drugs), tuple(one.id for one in targets),
        tuple(one.name for one in drugs), tuple(one.name for one in targets),
        links, prints, _alike(parts, len(targets)), snapshot.content_hash, tuple(dropped),
    )  # fmt: skip


def structure_of(node: Node) -> str:
    """The SMILES that a node carries, or nothing."""
    return dict(node.properties).get(SMILES, "")


def _structures(nodes: list[Node], relation: str) -> tuple[list[str], list[Dropped]]:
    smiles: list[str] = []
    dropped: list[Dropped] = []
    for node in nodes:
        one = structure_of(node)
        if one and not parses(one):
            dropped.append(Dropped(f"structure of {node.id} ({relation})", DropReason.UNREADABLE))
            one = ""
        smiles.append(one)
    return smiles, dropped


def _alike(parts: list[csr_matrix], size: int) -> Floats:
    if not parts:
        return np.zeros((size, size), np.float32)
    weighed = [weighed_by_rarity(part) for part in parts]
    mean = np.mean([cosine_between(one, one) for one in weighed], axis=0, dtype=np.float32)
    np.fill_diagonal(mean, 0.0)
    return np.asarray(mean, np.float32)


def _node(graph: Graph, curie: str) -> Node:
    found = graph.node(curie)
    if found is None:
        raise InputError(f"The graph links {curie} and holds no such node.", "Rebuild it: medkg build or import.")
    return found
