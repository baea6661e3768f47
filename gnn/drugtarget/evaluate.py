"""Held-out figures of the drug-target model beside its baselines, for known and for new drugs.

One tenth is hidden once, so the figures are of one draw. They count every drug that lost a link, those too that the
model would abstain from; the similarity below which it abstains is chosen on these same links.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from gnn.drugtarget.cells import FEATURES, cell_features
from gnn.drugtarget.data import Floats, TargetData
from gnn.drugtarget.model import Advance, Kind, LineOptions, asked_rows, fit_line, hidden_links
from gnn.drugtarget.reference import Reference
from gnn.features.similarity import tanimoto_between
from gnn.matrices.models.nrlmf import NRLMF
from gnn.matrices.protocol import Problem
from kg.figures import Figure, bootstrap

MODEL = "drugtarget"
_BASELINES = {
    "degree": "target_degree",
    "neighbours": "structure_neighbours_5",
    "kronecker": "ridge",
    "company": "company",
}
_FIRST = 10
_BINS = 10
EDGES = (0.0, 0.3, 0.35, 0.4, 0.5)
_LEAST_GAIN = 0.1
_FEWEST = 10


@dataclass(frozen=True, slots=True, eq=False)
class SystemRanks:
    """What was told of hidden links.

    Attributes:
        system: the model or a baseline.
        ranks: float64 [hidden links], filtered, ties at their mean.
        drugs: int64 [hidden links], whose they are.
        aupr: over the pairs of drugs that lost a link, shown links left out.
        calibration: expected error of the probabilities of each drug's first ten, nan for a baseline.
    """

    system: str
    ranks: NDArray[np.float64]
    drugs: NDArray[np.int64]
    aupr: float
    calibration: float


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """All systems on the same hidden links.

    Attributes:
        kind: of the asked drugs.
        systems: baselines first, the model last.
        nearest: float32 [hidden links], the similarity of the nearest drug with a known target.
    """

    kind: Kind
    systems: tuple[SystemRanks, ...]
    nearest: Floats

    def figures(self, seed: int) -> list[Figure]:
        """Mean reciprocal rank, hits at 10 and gains as means over drugs, resampled by drug; AUPR; calibration."""
        rows = []
        of_model = _by_drug(self.systems[-1], 1 / self.systems[-1].ranks)
        for one in self.systems:
            reciprocal = _by_drug(one, 1 / one.ranks)
            hits = _by_drug(one, (one.ranks <= _FIRST).astype(np.float64))
            for metric, values in (("mrr", reciprocal), ("hits_at_10", hits)):
                rows.append(Figure(one.system, f"{self.kind}_{metric}", *_interval(values, seed), len(values)))
            rows.append(Figure(one.system, f"{self.kind}_aupr", one.aupr, one.aupr, one.aupr, len(one.ranks)))
            if one is not self.systems[-1]:
                gained = _interval(of_model - reciprocal, seed)
                rows.append(Figure(MODEL, f"{self.kind}_mrr_gain_over_{one.system}", *gained, len(reciprocal)))
        error = self.systems[-1].calibration
        rows.append(Figure(MODEL, f"{self.kind}_calibration_error", error, error, error, len(of_model)))
        return rows

    def unlike(self) -> float:
        """The similarity below which to abstain, 0 to 0.5.

        From the least similar bin upwards, as long as the mean reciprocal rank of the hidden links is within 0.1 of
        what the number of drugs that a target has gives, and ten links or more lie in it.
        """
        gained = 1 / self.systems[-1].ranks - 1 / self.systems[0].ranks
        below = EDGES[0]
        for low, high in pairwise(EDGES):
            inside = gained[(self.nearest >= low) & (self.nearest < high)]
            if len(inside) < _FEWEST or inside.mean() >= _LEAST_GAIN:
                break
            below = high
        return below


def measure(data: TargetData, kind: Kind, options: LineOptions, advance: Advance | None = None) -> Measured | None:
    """Hides a tenth (of the links, or of the drugs of known structure), trains on the rest, and ranks what was hidden.

    A hidden link's rank is among the targets that its drug is not known to bind. None where nothing could be hidden: no
    drug of known structure, or none with two links.
    """
    once = LineOptions(1, options.zeros, options.seed + 1)
    hidden = next(hidden_links(data, kind, once, np.random.default_rng(once.seed)), None)
    if hidden is None or (hidden[1] == data.links).all():
        return None
    rows, shown = hidden
    seen = data.with_links(shown)
    line = fit_line(seen, kind, options, advance)
    reference = Reference.solve(seen)
    factors = _factors(seen, options.seed)
    if advance is not None:
        advance(f"{kind} drugs, baselines")
    told: dict[str, list[Floats]] = {name: [] for name in (*_BASELINES, "nrlmf", MODEL)}
    truths: list[Floats] = []
    owns: list[Floats] = []
    nearest: list[Floats] = []
    for asked, truth in asked_rows(data, shown, rows, kind):
        read = cell_features(reference, asked)
        for name, feature in _BASELINES.items():
            told[name].append(read[:, :, FEATURES.index(feature)])
        told[MODEL].append(line.log_odds(read))
        truths.append(truth)
        owns.append(asked.own)
        nearest.append(reference.similarities(asked.prints, asked.rows).max(1))
    told["nrlmf"] = [factors[rows].astype(np.float32)]
    truth, own = np.concatenate(truths), np.concatenate(owns)
    systems = tuple(_held_out(name, np.concatenate(told[name]), truth, own) for name in told)
    return Measured(kind, systems, np.concatenate(nearest)[systems[0].drugs])


def _factors(data: TargetData, seed: int) -> NDArray[np.float64]:
    rows = tanimoto_between(data.prints, data.prints).astype(np.float64)
    np.fill_diagonal(rows, 1.0)
    columns = data.alike.astype(np.float64) + np.eye(len(data.alike))
    links = data.links.astype(np.float64)
    return NRLMF().scores(Problem(links, links > 0, (rows,), (columns,), seed))


def _held_out(system: str, scores: Floats, truth: Floats, own: Floats) -> SystemRanks:
    drugs, targets = np.nonzero((truth > 0) & (own == 0))
    ranks = np.empty(len(drugs))
    for place, (drug, target) in enumerate(zip(drugs, targets, strict=True)):
        others = scores[drug][truth[drug] == 0]
        mine = scores[drug, target]
        ranks[place] = 1 + (others > mine).sum() + (others == mine).sum() / 2
    losing = np.unique(drugs)
    free = own[losing] == 0
    told, true = scores[losing], truth[losing]
    error = _calibration_error(np.where(free, told, -np.inf), true) if system == MODEL else float("nan")
    return SystemRanks(system, ranks, drugs, float(average_precision_score(true[free], told[free])), error)


def _calibration_error(log_odds: Floats, truth: Floats) -> float:
    """Expected calibration error of each drug's ten likeliest targets, over ten bins of equal width."""
    best = np.argsort(-log_odds, axis=1, kind="stable")[:, :_FIRST]
    told = 1 / (1 + np.exp(-np.take_along_axis(log_odds, best, 1).astype(np.float64).ravel()))
    truth = np.take_along_axis(truth, best, 1).ravel()
    bins = np.minimum((told * _BINS).astype(int), _BINS - 1)
    gaps = [abs(told[bins == one].mean() - truth[bins == one].mean()) * (bins == one).mean() for one in np.unique(bins)]
    return float(sum(gaps))


def _by_drug(one: SystemRanks, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over each drug's hidden links, float64 [drugs that lost one]."""
    _, drugs = np.unique(one.drugs, return_inverse=True)
    return np.asarray(np.bincount(drugs, values) / np.bincount(drugs))


def _interval(values: NDArray[np.float64], seed: int) -> tuple[float, float, float]:
    return bootstrap(values, lambda some: float(some.mean()), seed=seed)
