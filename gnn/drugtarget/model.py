"""The drug-target model: two linear models over what is read of a pair, for drugs with and without a known target."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from gnn.drugtarget.cells import FEATURES, Asked, Places, cell_features
from gnn.drugtarget.data import Floats, TargetData
from gnn.drugtarget.reference import Reference

Advance = Callable[[str], None]

_STRENGTH = 0.01  # inverse of the penalty
_AT_ONCE = 256
_LEAST = 1e-9


class Kind(StrEnum):
    """What is known of an asked drug."""

    KNOWN = "known"  # some of its targets
    NEW = "new"  # its structure alone


@dataclass(frozen=True, slots=True)
class LineOptions:
    """How a model learns.

    Attributes:
        inner: how often links (or drugs) are hidden to learn from, a tenth each time.
        zeros: at most so many pairs that are no links train, drawn at random.
        seed: of what is hidden and drawn.
    """

    inner: int = 4
    zeros: int = 60_000
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Log-odds of a link as a line over the cube roots of the features, each less its mean and over its spread.

    Attributes:
        weights, mean, spread: float64 [len(FEATURES)].
        intercept: corrected for the zeros that did not train.
    """

    weights: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    intercept: float

    @classmethod
    def fit(cls, features: Floats, labels: Floats, shift: float) -> Line:
        """Learns from cells; ``shift`` is by how much too few zeros raise the log-odds."""
        read = np.cbrt(features)
        mean, spread = read.mean(0, dtype=np.float64), read.std(0, dtype=np.float64) + _LEAST
        fitted = LogisticRegression(C=_STRENGTH, max_iter=500).fit((read - mean) / spread, labels)
        return cls(fitted.coef_[0], mean, spread, float(fitted.intercept_[0]) - shift)

    def log_odds(self, features: Floats) -> Floats:
        """float32 [...], of features [..., len(FEATURES)]."""
        scaled = (np.cbrt(features) - self.mean) / self.spread
        return np.asarray(scaled @ self.weights + self.intercept, np.float32)


@dataclass(frozen=True, eq=False)
class DrugTargetModel:
    """Scores every target for any drug.

    Attributes:
        data: the drugs, targets and links that it rests on.
        reference: what is solved from them.
        known, new: the line for drugs with known targets, and for those without.
    """

    data: TargetData
    reference: Reference
    known: Line
    new: Line

    @classmethod
    def fit(cls, data: TargetData, options: LineOptions, advance: Advance | None = None) -> DrugTargetModel:
        """Learns both lines from links hidden again, then solves the reference from all links."""
        known, new = (fit_line(data, kind, options, advance) for kind in (Kind.KNOWN, Kind.NEW))
        return cls(data, Reference.solve(data), known, new)

    def log_odds(self, asked: Asked) -> Floats:
        """float32 [asked drugs, targets], higher is more plausible."""
        features = cell_features(self.reference, asked)
        known = asked.own.any(1)[:, None]
        return np.where(known, self.known.log_odds(features), self.new.log_odds(features))


def fit_line(data: TargetData, kind: Kind, options: LineOptions, advance: Advance | None = None) -> Line:
    """The line for one kind of drug; constant where nothing could be hidden (no structure, say)."""
    draw = np.random.default_rng(options.seed)
    features: list[Floats] = []
    labels: list[Floats] = []
    seen = 0
    for number, (rows, shown) in enumerate(hidden_links(data, kind, options, draw)):
        reference = Reference.solve(data.with_links(shown))
        for asked, truth in asked_rows(data, shown, rows, kind):
            read = cell_features(reference, asked)
            free = asked.own == 0
            ones, zeros = np.flatnonzero(free & (truth > 0)), np.flatnonzero(free & (truth == 0))
            share = options.zeros / (options.inner * len(rows) * truth.shape[1])
            kept = np.concatenate([ones, zeros[draw.random(len(zeros)) < share]])
            features.append(read.reshape(-1, len(FEATURES))[kept])
            labels.append(truth.ravel()[kept])
            seen += len(zeros)
        if advance is not None:
            advance(f"{kind} drugs, {number + 1} of {options.inner}")
    if not labels or not any(one.any() for one in labels):
        return Line(np.zeros(len(FEATURES)), np.zeros(len(FEATURES)), np.ones(len(FEATURES)), -np.inf)
    told = np.concatenate(labels)
    return Line.fit(np.concatenate(features), told, float(np.log(max(seen, 1) / max((told == 0).sum(), 1))))


def hidden_links(
    data: TargetData, kind: Kind, options: LineOptions, draw: np.random.Generator, parts: int = 10
) -> Iterator[tuple[Places, Floats]]:
    """Rows to ask about, and the links that are still shown, ``options.inner`` times; one part of ``parts`` is hidden.

    Known drugs lose links but keep one at least; new drugs are those of known structure, and lose all.
    """
    rows, columns = np.nonzero(data.links)
    structured = np.flatnonzero(np.asarray(data.prints.sum(1)).ravel() > 0)
    of_drug = draw.permutation(np.arange(len(structured)) % parts)
    of_link = draw.permutation(np.arange(len(rows)) % parts)
    for part in range(options.inner):
        shown = data.links.copy()
        if kind is Kind.NEW:
            asked = structured[of_drug == part]
            shown[asked] = 0.0
        else:
            hidden = of_link == part
            shown[rows[hidden], columns[hidden]] = 0.0
            bare = ~shown.any(1)
            shown[bare] = data.links[bare]
            asked = np.flatnonzero(shown.any(1))
        if len(asked):
            yield asked, shown


def asked_rows(data: TargetData, shown: Floats, rows: Places, kind: Kind) -> Iterator[tuple[Asked, Floats]]:
    """Some rows at a time: what is asked, and the truth."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        yield Asked(data.prints[some], shown[some], some if kind is Kind.KNOWN else None), data.links[some]
