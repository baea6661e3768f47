"""ComplEx with the nuclear 3-norm and reciprocal relations (Lacroix et al. 2018, arXiv:1806.07297)."""

from __future__ import annotations

import numpy as np
from torch import Tensor

from gnn.models.embedding import EmbeddingPredictor
from gnn.models.embedding_formula import complex_cubes, complex_product, conjugate_product, gaussian


class ComplEx:
    """Re<head, relation, conj(tail)>; as real rows the product of (head * relation) with the tail."""

    def initial(self, nodes: int, relations: int, rank: int, numbers: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Close to zero, so that training decides the moduli."""
        return gaussian(nodes, 2 * rank, 1e-3, numbers), gaussian(relations, 2 * rank, 1e-3, numbers)

    def relations(self, weights: Tensor) -> Tensor:
        """The weights."""
        return weights

    def query(self, heads: Tensor, relations: Tensor) -> Tensor:
        """head * relation."""
        return complex_product(heads, relations)

    def pair(self, heads: Tensor, tails: Tensor) -> Tensor:
        """conj(head) * tail."""
        return conjugate_product(heads, tails)

    def bias(self, tails: Tensor) -> Tensor | None:
        """None."""
        return None

    def cubes(self, rows: Tensor) -> Tensor:
        """Of the moduli of complex numbers."""
        return complex_cubes(rows)


class ComplExPredictor(EmbeddingPredictor):
    """Scores Re<head, relation, conj(tail)>: any range, higher is more plausible."""

    name = "complex"
    formula = ComplEx()
