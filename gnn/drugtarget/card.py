"""What a stored drug-target model says of itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from kg.cards import figures_of, pairs_of, parse_card
from kg.figures import Figure

FORMAT = 1


@dataclass(frozen=True, slots=True)
class DrugTargetCard:
    """The card beside the arrays.

    Attributes:
        relation: the predicate that it predicts.
        features: what beside the links it reads (structures, pathways, families).
        data_hash: content hash of the graph that trained it.
        drugs, structures, targets, links: how many it rests on.
        unreadable: structures that did not parse and were left out.
        split: how links were held out.
        metrics: on held-out links, its rows beside the baselines'; ``known_`` for drugs with other known targets,
            ``new_`` for drugs of which the structure alone was shown.
        abstain_below: similarity of the nearest known drug below which it does not predict for a new one.
        seed, seconds, versions: of the training; seconds are of CPU.
    """

    relation: str
    features: tuple[str, ...]
    data_hash: str
    drugs: int
    structures: int
    targets: int
    links: int
    unreadable: int
    split: str
    metrics: tuple[Figure, ...]
    abstain_below: float
    seed: int
    seconds: float
    versions: tuple[tuple[str, str], ...]
    format: int = FORMAT

    def to_json(self) -> str:
        """Indented JSON, keys in the order above."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> DrugTargetCard:
        """Reads :meth:`to_json`.

        Raises:
            ModelMismatchError: not a card, or one of a newer format.
        """
        return parse_card(text, FORMAT, cls._of)

    @classmethod
    def _of(cls, raw: dict[str, Any]) -> DrugTargetCard:
        lists = {"metrics": figures_of(raw["metrics"]), "versions": pairs_of(raw["versions"])}
        return cls(**raw | lists | {"features": tuple(raw["features"])})
