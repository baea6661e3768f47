"""Path counts as a part of the hybrid model: weights of paths and degrees, learned from all training edges at once.

Counts leave a pair's own edge out exactly, so no edge has to be taken out of the graph, and many more of them can be
learned from than by folds. Weights for a fold's own pairs are learned without those.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids
from gnn.models.hybrid_features import PairFeatures
from gnn.models.hybrid_regression import Floats, logistic, read_pairs, transform, unlinked
from gnn.models.path_counts import PathCountConfig

_BLOCK = 256
_LEAST_SPREAD = 1e-6
_LEAST_SCALE = 1e-12
_MOST_POSITIVES = 20_000
_NEGATIVES = 40_000


@dataclass(frozen=True, eq=False)
class CountSample:
    """Pairs with what path counts read of them.

    Attributes:
        pairs: int64 [n, 2], local ids of head and tail.
        linked: bool [n].
        features: float32 [n, features], paths (transformed) and degrees; all others are 0.
        scale: float64 [features], what counts are divided by; 0 for what is no path.
    """

    pairs: Ids
    linked: NDArray[np.bool_]
    features: NDArray[np.float32]
    scale: Floats

    @classmethod
    def draw(cls, whole: PairFeatures, pairs: Ids, generator: np.random.Generator) -> CountSample:
        """Training edges, and unlinked pairs: half of heads, half of tails that have an edge.

        Args:
            whole: features on the graph with all training edges.
            pairs: int64 [n, 2], local ids of the training edges.
            generator: of all draws.
        """
        own = whole.ends[0].own
        positives = pairs[np.sort(generator.permutation(len(pairs))[:_MOST_POSITIVES])]
        half = _NEGATIVES // 2
        by_head = np.stack([generator.choice(np.unique(pairs[:, 0]), half), generator.integers(0, own.shape[1], half)])
        by_tail = np.stack([generator.integers(0, own.shape[0], half), generator.choice(np.unique(pairs[:, 1]), half)])
        others = np.unique(np.concatenate([by_head, by_tail], axis=1).T, axis=0)
        drawn = np.concatenate([positives, unlinked(others, own, whole.layout)])
        features = read_pairs(drawn, whole.layout.count, whole.counted, _BLOCK)
        scale = np.zeros(whole.layout.count)
        paths = slice(whole.layout.starts[1])
        scale[paths] = np.maximum(features[:, paths].mean(axis=0, dtype=np.float64), _LEAST_SCALE)
        transform(features, scale)
        return cls(drawn, np.arange(len(drawn)) < len(positives), features, scale)

    def weights(self, without: Ids | None = None) -> Floats:
        """float64 [features]; learned with the penalty that path counts have alone.

        Args:
            without: int64 [m, 2], linked pairs that are not learned from.
        """
        kept = np.ones(len(self.pairs), bool)
        if without is not None:
            width = int(max(self.pairs[:, 1].max(), without[:, 1].max(initial=0))) + 1
            kept = ~(self.linked & np.isin(self.pairs @ [width, 1], without @ [width, 1]))
        weights = np.zeros(self.features.shape[1])
        spread = self.features.std(axis=0, dtype=np.float64)
        chosen = np.flatnonzero(spread > _LEAST_SPREAD)
        if len(chosen) and len(np.unique(self.linked[kept])) > 1:
            read, penalty = self.features[np.ix_(kept, chosen)], PathCountConfig().inverse_penalty
            weights[chosen] = logistic(read, spread[chosen], self.linked[kept], penalty).coef_[0] / spread[chosen]
        return weights
