"""Curated mechanisms placed on a graph: a drug and a disease, with the genes whose proteins carry the effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gnn.dataset import LinkDataset
from kg.results import Dropped, DropReason
from kg.sources.drugmechdb import Mechanism
from kg.vocabulary import Vocabulary

_NOT_DRUG = "the drug is not in the graph"
_NOT_DISEASE = "the disease is not in the graph"
_NO_PROTEIN = "the mechanism names no protein"
_NOT_GENE = "no protein's gene is in the graph"


@dataclass(frozen=True, slots=True)
class MechanismPair:
    """A drug and a disease of the graph, and what people say the effect goes through.

    Attributes:
        drug, disease: node ids.
        genes: node ids, ascending, at least one.
    """

    drug: int
    disease: int
    genes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlacedMechanisms:
    """The pairs that a graph holds, and the others with their reasons.

    Attributes:
        pairs: ordered by drug and disease; mechanisms of one pair are one.
        dropped: one a pair, as DrugMechDB names it.
    """

    pairs: tuple[MechanismPair, ...]
    dropped: tuple[Dropped, ...]


def place_mechanisms(
    mechanisms: Sequence[Mechanism], dataset: LinkDataset, relation: int, vocabulary: Vocabulary
) -> PlacedMechanisms:
    """Finds drugs by DrugBank number, diseases by cross-reference or name, genes by the protein's UniProt number.

    Args:
        mechanisms: as read.
        dataset: the graph.
        relation: from drugs to diseases; what cannot stand at its ends is neither.
        vocabulary: holds diseases and genes with cross-references.
    """
    ends = dataset.candidates(relation)
    drugs, diseases = frozenset(ends.heads.tolist()), frozenset(ends.tails.tolist())
    finder = _Finder(dataset, vocabulary, diseases)
    genes: dict[tuple[int, int], set[int]] = {}
    lost: dict[tuple[str, str], str] = {}
    placed: set[tuple[str, str]] = set()
    for one in mechanisms:
        named = one.drug, one.disease
        drug, disease = dataset.positions.get(one.drug), finder.disease(one)
        drug = drug if drug in drugs else None
        found = {gene for protein in one.proteins for gene in finder.genes(protein)}
        if drug is None or disease is None or not found:
            why = _NOT_DRUG if drug is None else _NOT_DISEASE if disease is None else _NOT_GENE
            lost[named] = why if one.proteins or why != _NOT_GENE else _NO_PROTEIN
            continue
        placed.add(named)
        genes.setdefault((drug, disease), set()).update(found)
    pairs = tuple(MechanismPair(*pair, tuple(sorted(found))) for pair, found in sorted(genes.items()))
    dropped = (Dropped(" ".join(named), DropReason.UNMAPPED, why) for named, why in lost.items() if named not in placed)
    return PlacedMechanisms(pairs, tuple(dropped))


class _Finder:
    """Nodes of a graph by the identifiers and names that other sources use."""

    def __init__(self, dataset: LinkDataset, vocabulary: Vocabulary, diseases: frozenset[int]) -> None:
        self._dataset, self._vocabulary, self._diseases = dataset, vocabulary, diseases
        self._names: dict[str, int] = {}
        for term in vocabulary.terms():
            node = self._node(term.id)
            if node in diseases:
                for name in (term.name, *term.synonyms):
                    self._names.setdefault(name.casefold(), int(node))

    def disease(self, mechanism: Mechanism) -> int | None:
        """MeSH names a neoplasm where the disease ontology names the cancer: the same for an indication."""
        terms = self._vocabulary.close(mechanism.disease)
        nodes = [node for term in terms if (node := self._node(term)) in self._diseases]
        if nodes:
            return nodes[0]
        held = [found for term in terms if (found := self._vocabulary.term(term))]
        names = [name.casefold() for name in (*mechanism.disease_names, *(term.name for term in held))]
        names += [name.replace("neoplasm", "cancer") for name in names if name.endswith("neoplasm")]
        return next((self._names[name] for name in names if name in self._names), None)

    def genes(self, protein: str) -> tuple[int, ...]:
        """Nodes of the genes that a protein's number belongs to."""
        nodes = (self._node(term) for term in self._vocabulary.close(protein))
        return tuple(node for node in nodes if node is not None)

    def _node(self, curie: str) -> int | None:
        term = self._vocabulary.term(curie)
        known = (curie, *term.xrefs, *term.close_xrefs) if term else (curie,)
        return next((self._dataset.positions[name] for name in known if name in self._dataset.positions), None)
