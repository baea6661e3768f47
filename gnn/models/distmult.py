"""DistMult (Yang et al. 2015, arXiv:1412.6575) with reciprocal relations, which let it tell a triple from its reverse.

Without them its scores are symmetric.
"""

from __future__ import annotations

import numpy as np
from torch import Tensor

from gnn.models.embedding import EmbeddingPredictor
from gnn.models.embedding_formula import gaussian


class DistMult:
    """The sum of head * relation * tail over real numbers, two for each of ComplEx's complex ones."""

    def initial(self, nodes: int, relations: int, rank: int, numbers: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Close to zero, so that training decides the sizes."""
        return gaussian(nodes, 2 * rank, 1e-2, numbers), gaussian(relations, 2 * rank, 1e-2, numbers)

    def relations(self, weights: Tensor) -> Tensor:
        """The weights."""
        return weights

    def query(self, heads: Tensor, relations: Tensor) -> Tensor:
        """head * relation."""
        return heads * relations

    def pair(self, heads: Tensor, tails: Tensor) -> Tensor:
        """head * tail."""
        return heads * tails

    def bias(self, tails: Tensor) -> Tensor | None:
        """None."""
        return None

    def cubes(self, rows: Tensor) -> Tensor:
        """Of absolute values."""
        return (rows * rows * rows.abs()).sum(dim=-1)


class DistMultPredictor(EmbeddingPredictor):
    """Scores the trilinear product: any range, higher is more plausible."""

    name = "distmult"
    formula = DistMult()
