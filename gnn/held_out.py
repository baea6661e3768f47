"""A trained model on the links that were held out: its figures, and how its ranks spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gnn.card import RANK_LIMITS, RankSpread
from gnn.dataset import LinkDataset
from gnn.evaluate import HEAD, TAIL, Ranking, Side, classification_figures, rank_queries, ranking_figures
from gnn.protocol import LinkPredictor
from kg.figures import Figure


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What was measured on the test part; both are empty when it is."""

    figures: tuple[Figure, ...] = ()
    ranks: tuple[RankSpread, ...] = ()


def measure(model: LinkPredictor, dataset: LinkDataset, seed: int = 0) -> HeldOut:
    """Ranks every test link among its candidates, in both directions.

    Args:
        model: trained, attached to the dataset.
        dataset: holds the links out.
        seed: of the intervals.
    """
    if not len(dataset.test):
        return HeldOut()
    tail = rank_queries(model, dataset, dataset.test, TAIL, keep_scores=True)
    head = rank_queries(model, dataset, dataset.test, HEAD)
    figures = ranking_figures(model.name, tail, head, seed) + classification_figures(model.name, tail, seed)
    return HeldOut(
        figures=tuple(one for one in figures if np.isfinite(one.value)),
        ranks=(_spread(model.name, TAIL, tail), _spread(model.name, HEAD, head)),
    )


def _spread(name: str, side: Side, ranking: Ranking) -> RankSpread:
    place = np.searchsorted(RANK_LIMITS, ranking.ranks, side="left")
    counts = np.bincount(place, minlength=len(RANK_LIMITS) + 1)
    return RankSpread(name, side.name, tuple(int(count) for count in counts))
