"""The features of a graph's nodes, of what their own records and the shipped vocabularies say of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from scipy.sparse import csr_matrix

from gnn.dataset import LinkDataset
from gnn.features.nodes import NodeFeatures, unit_rows
from gnn.features.ontology import SUBCLASS, ancestors
from gnn.features.similarity import weighed_by_rarity
from gnn.features.structures import SMILES, fingerprints, parses
from gnn.features.text import SentenceEncoder, describing_text, text_rows
from kg.records import Node
from kg.results import Dropped, DropReason
from kg.schema import Category
from kg.shipped import data_path
from kg.snapshot import Snapshot
from kg.vocabulary import Vocabulary

_LEAST_KNOWN = 2


class Feature(StrEnum):
    """Kinds of features: fingerprints of drugs, ancestors of diseases, names and definitions of both."""

    FINGERPRINTS = "fingerprints"
    ONTOLOGY = "ontology"
    TEXT = "text"


OF = {
    Feature.FINGERPRINTS: (Category.DRUG,),
    Feature.ONTOLOGY: (Category.DISEASE,),
    Feature.TEXT: (Category.DRUG, Category.DISEASE),
}
"""The categories whose nodes have each feature."""


@dataclass(frozen=True, slots=True)
class Described:
    """Features, and what could not be read: structures that do not parse."""

    features: tuple[NodeFeatures, ...]
    dropped: tuple[Dropped, ...] = ()


class Describer:
    """Makes features of nodes; what is dear is kept from one call to the next.

    Args:
        nodes: what the graph itself says of its nodes, by id; the rest is looked up in the shipped vocabularies.
        encoder: folder of a sentence encoder; None takes the packaged one.
    """

    def __init__(self, nodes: Mapping[str, Node] | None = None, encoder: Path | None = None) -> None:
        self._nodes = nodes or {}
        self._folder = encoder
        self._made: dict[tuple[Feature, str, tuple[str, ...]], tuple[csr_matrix, tuple[Dropped, ...]]] = {}

    def describe(self, node_ids: Sequence[str], categories: Sequence[str], wanted: Collection[Feature]) -> Described:
        """The wanted features of every category that has them; those known of fewer than two nodes are left out.

        Args:
            node_ids: of all nodes of the graph, in its order.
            categories: of each of them.
            wanted: which features.

        Raises:
            MissingDependencyError: RDKit or the sentence encoder is wanted and not installed.
        """
        found: list[NodeFeatures] = []
        dropped: list[Dropped] = []
        for feature in sorted(wanted):
            for category in OF[feature]:
                members = tuple(one for one, of in zip(node_ids, categories, strict=True) if of == category)
                if (feature, category, members) not in self._made:
                    self._made[feature, category, members] = self._make(feature, members)
                rows, lost = self._made[feature, category, members]
                dropped += lost
                if (np.diff(rows.indptr) > 0).sum() >= _LEAST_KNOWN:
                    found.append(NodeFeatures(str(feature), str(category), rows))
        return Described(tuple(found), tuple(dropped))

    def _make(self, feature: Feature, members: Sequence[str]) -> tuple[csr_matrix, tuple[Dropped, ...]]:
        nodes = [self._node(one) for one in members]
        if feature is Feature.FINGERPRINTS:
            return _structure_rows(members, nodes)
        if feature is Feature.ONTOLOGY:
            known = [one.id if one else "" for one in nodes]
            return unit_rows(weighed_by_rarity(ancestors(self._hierarchy, known))), ()
        return text_rows(self._encoder.encode([describing_text(one) if one else "" for one in nodes])), ()

    def _node(self, curie: str) -> Node | None:
        """What the graph says of a node, properties of the vocabulary's term added; its id is the term's."""
        given = self._nodes.get(curie)
        known = self._vocabulary.canonical(curie) or next(iter(self._vocabulary.close(curie)), None)
        term = self._vocabulary.node(known) if known else None
        if term is None or given is None:
            return term or given
        properties = dict(term.properties) | dict(given.properties)
        return Node(term.id, given.category, given.name, properties=tuple(sorted(properties.items())))

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary.shipped([Category.DRUG, Category.DISEASE])

    @cached_property
    def _encoder(self) -> SentenceEncoder:
        return SentenceEncoder.load(self._folder)

    @cached_property
    def _hierarchy(self) -> Snapshot:
        table = pq.read_table(data_path("facts", "hierarchy.parquet"), columns=["subject", "object"])
        pairs = zip(table["subject"].to_pylist(), table["object"].to_pylist(), strict=True)
        return Snapshot.from_triples([(child, SUBCLASS, parent) for child, parent in pairs], {})


def with_features(
    dataset: LinkDataset, wanted: Collection[Feature], describer: Describer
) -> tuple[LinkDataset, tuple[Dropped, ...]]:
    """The dataset with the wanted features of its nodes and no others, and what could not be read.

    Raises:
        MissingDependencyError: RDKit or the sentence encoder is wanted and not installed.
    """
    categories = [dataset.categories[place] for place in dataset.node_category]
    made = describer.describe(dataset.node_ids, categories, wanted)
    return replace(dataset, features=made.features), made.dropped


def _structure_rows(members: Sequence[str], nodes: Sequence[Node | None]) -> tuple[csr_matrix, tuple[Dropped, ...]]:
    smiles: list[str] = []
    dropped: list[Dropped] = []
    for member, node in zip(members, nodes, strict=True):
        one = dict(node.properties).get(SMILES, "") if node else ""
        if one and not parses(one):
            dropped.append(Dropped(f"structure of {member}", DropReason.UNREADABLE, f"{one!r} is no SMILES"))
            one = ""
        smiles.append(one)
    return unit_rows(weighed_by_rarity(fingerprints(smiles))), tuple(dropped)
