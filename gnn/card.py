"""What a stored model says of itself."""

from __future__ import annotations

import json
import math
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from gnn.calibration import Calibration
from gnn.protocol import Step
from gnn.support import SupportRange
from kg.cards import figures_of, pairs_of, parse_card
from kg.figures import Figure
from kg.records import KnowledgeLevel
from kg.snapshot import Selection

FORMAT = 1
RANK_LIMITS = (1, 3, 10, 30, 100)
DEFAULT_SELECTION = Selection()


@dataclass(frozen=True, slots=True)
class RankSpread:
    """How many held-out links a system ranked up to each of RANK_LIMITS and not up to the one before, and beyond.

    Attributes:
        side: which end was asked for, ``tail`` or ``head``.
    """

    system: str
    side: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """How a model came about.

    Attributes:
        hardware: processor or GPU, in words.
        processes: how many trained together.
        precision: what products were computed in: ``32``, ``bf16`` or ``16``.
        budget: what its epochs were multiplied by.
        peak_mb: the most memory that the process held; gpu_peak_mb: that torch held on the GPU, 0 without one.
        resumed_after: epochs that an interrupted run had done.
        stopped_early: the metric no longer rose.
        best: best validation metric, nan when nothing was validated.
        history: one step an epoch.
        ranks: of the model and of its baselines on the test part.
    """

    hardware: str
    processes: int
    precision: str
    budget: float
    peak_mb: float
    gpu_peak_mb: float
    resumed_after: int
    stopped_early: bool
    best: float
    history: tuple[Step, ...]
    ranks: tuple[RankSpread, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The card beside the weights.

    Attributes:
        model: name in the registry.
        relations: the predicates that it was trained to predict.
        vocabulary: all predicates of its graph.
        data_hash: of the snapshot that it was trained on and of what was held out.
        split: how triples were held out, and how many (train, valid, test).
        metrics: on the test part, its own rows beside the baselines'.
        selection: which edges were allowed to train it, in words.
        seed, device, seconds: of the training.
        versions: of python, torch, numpy, scikit-learn and medkg.
        calibration: by relation, from scores to probabilities; empty when there were too few held-out edges.
        allowed: which edges were allowed to train it; those that it reads when it predicts.
        edges: how many edges of each predicate it read in training.
        support: where the queries of its training lay; beyond, predictions say so.
        features: of nodes, beside the graph; see gnn.features.described.Feature.
        run: how the training went; None for a model that an older version trained.
    """

    model: str
    relations: tuple[str, ...]
    vocabulary: tuple[str, ...]
    data_hash: str
    split: str
    counts: tuple[int, int, int]
    metrics: tuple[Figure, ...]
    selection: str
    seed: int
    device: str
    seconds: float
    versions: tuple[tuple[str, str], ...]
    calibration: tuple[tuple[str, Calibration], ...] = ()
    allowed: Selection = DEFAULT_SELECTION
    edges: tuple[tuple[str, int], ...] = ()
    support: tuple[SupportRange, ...] = ()
    features: tuple[str, ...] = ()
    run: TrainingRun | None = None
    format: int = FORMAT

    def to_json(self) -> str:
        """Indented JSON, keys in the order above; a number that is not finite becomes null."""
        raw = asdict(self)
        if self.run is not None:
            raw["run"]["history"] = [[_number(value) for value in step] for step in self.run.history]
            raw["run"]["best"] = _number(self.run.best)
        return json.dumps(raw, ensure_ascii=False, indent=2, default=sorted)

    @classmethod
    def from_json(cls, text: str) -> ModelCard:
        """Reads :meth:`to_json`.

        Raises:
            ModelMismatchError: not a card, or one of a newer format.
        """
        return parse_card(text, FORMAT, cls._of)

    @classmethod
    def _of(cls, raw: dict[str, Any]) -> ModelCard:
        raw["metrics"], raw["versions"] = figures_of(raw["metrics"]), pairs_of(raw["versions"])
        raw["calibration"] = tuple((name, Calibration.from_raw(one)) for name, one in raw["calibration"])
        for name in ("relations", "vocabulary", "counts"):
            raw[name] = tuple(raw[name])
        raw["support"] = tuple(SupportRange.from_raw(one) for one in raw.get("support", ()))
        raw["edges"] = pairs_of(raw.get("edges", ()))
        raw["allowed"] = _selection(raw.get("allowed", {}))
        raw["features"] = tuple(raw.get("features", ()))
        raw["run"] = _run(raw["run"]) if raw.get("run") else None
        return cls(**raw)


def selection_in_words(selection: Selection) -> str:
    """What trains, for people.

    >>> selection_in_words(Selection())
    'all predicates; every knowledge level but prediction; all sources; no case facts'
    """
    predicates = "all predicates" if selection.predicates is None else f"only {', '.join(sorted(selection.predicates))}"
    levels = (
        "every knowledge level but prediction"
        if selection.levels is None
        else f"knowledge levels {', '.join(sorted(selection.levels))}"
    )
    sources = "all sources" if selection.sources is None else f"sources {', '.join(sorted(selection.sources))}"
    return "; ".join((predicates, levels, sources, "case facts too" if selection.case_facts else "no case facts"))


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _selection(raw: dict[str, Any]) -> Selection:
    def held(name: str) -> frozenset[str] | None:
        return None if raw.get(name) is None else frozenset(raw[name])

    levels = held("levels")
    return Selection(
        predicates=held("predicates"),
        levels=None if levels is None else frozenset(map(KnowledgeLevel, levels)),
        case_facts=bool(raw.get("case_facts", False)),
        sources=held("sources"),
    )


def _run(raw: dict[str, Any]) -> TrainingRun:
    def real(value: float | None) -> float:
        return math.nan if value is None else value

    history = tuple(Step(done, total, real(loss), real(metric)) for done, total, loss, metric in raw.pop("history"))
    raw["best"] = real(raw["best"])
    raw["ranks"] = tuple(RankSpread(one["system"], one["side"], tuple(one["counts"])) for one in raw["ranks"])
    return TrainingRun(**raw, history=history)


def package_versions() -> tuple[tuple[str, str], ...]:
    """The versions that a result depends on, sorted by name."""
    found = [("python", platform.python_version())]
    for name in ("medkg", "numpy", "scikit-learn", "scipy", "torch"):
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, "not installed as a distribution"))
    return tuple(sorted(found))
