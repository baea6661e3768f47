"""The hybrid model's neighbours alone, without any path: what it is worth beside path counts."""

from __future__ import annotations

from gnn.models.hybrid import HybridPredictor
from gnn.models.hybrid_training import HybridConfig

NEIGHBOUR_PARTS = ("neighbours", "likeness", "ridge", "bridges", "degrees")


class NeighbourPredictor(HybridPredictor):
    """Log-odds of a link from what is known of nodes that are like its ends, and from their degrees."""

    name = "neighbours"

    def __init__(self, config: HybridConfig | None = None) -> None:
        super().__init__(config or HybridConfig(parts=NEIGHBOUR_PARTS))
