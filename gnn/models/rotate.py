"""RotatE (Sun et al. 2019, arXiv:1902.10197): a relation turns each complex number of the head towards the tail's.

The distance is the squared Euclidean one. Its part that tells tails from each other is a product and a term of the
tail's own, so all candidates cost one matrix product, and the softmax needs no margin: the embeddings' size is learned.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from gnn.models.embedding import EmbeddingPredictor
from gnn.models.embedding_formula import complex_cubes, complex_product, conjugate_product, gaussian


class RotatE:
    """-|head * relation - tail|^2 / 2, less the head's own term; relations are phases."""

    def initial(self, nodes: int, relations: int, rank: int, numbers: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Nodes close to the circle that phases turn on, phases uniform."""
        phases = numbers.uniform(-math.pi, math.pi, (relations, rank)).astype(np.float32)
        return gaussian(nodes, 2 * rank, 0.3, numbers), torch.from_numpy(phases)

    def relations(self, weights: Tensor) -> Tensor:
        """Cosines and sines of the phases."""
        return torch.cat([weights.cos(), weights.sin()], dim=-1)

    def query(self, heads: Tensor, relations: Tensor) -> Tensor:
        """The turned head."""
        return complex_product(heads, relations)

    def pair(self, heads: Tensor, tails: Tensor) -> Tensor:
        """The phases that would turn the head to the tail, weighted by both moduli."""
        return conjugate_product(heads, tails)

    def bias(self, tails: Tensor) -> Tensor | None:
        """-|tail|^2 / 2."""
        return -0.5 * (tails * tails).sum(dim=-1)

    def cubes(self, rows: Tensor) -> Tensor:
        """Of the moduli of complex numbers; constant for relations."""
        return complex_cubes(rows)


class RotatEPredictor(EmbeddingPredictor):
    """Scores minus half the squared distance, up to a term of the query: higher is more plausible."""

    name = "rotate"
    formula = RotatE()
