"""Models compared over the trials of a protocol: ranks pooled over trials, and paired tests on the same queries."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gnn.dataset import Ids, keys
from gnn.evaluate import HEAD, TAIL, Ranking, rank_queries, ranking_figures
from gnn.paired import paired_test
from gnn.protocol import FitOptions, LinkPredictor, Step
from gnn.protocols.trials import Trial
from gnn.registry import model_class
from kg.figures import Figure, bootstrap

Floats = NDArray[np.float64]
CompareProgress = Callable[[str, Step], None]
AfterTraining = Callable[[LinkPredictor, Trial], tuple[Figure, ...]]

_DEEP = 100


@dataclass(frozen=True, eq=False)
class Outcome:
    """One system over all trials of a protocol.

    Attributes:
        system: its name in the registry.
        triples: int64 [n, 3], the test edges of all trials, one after the other; an edge may come again.
        tail_ranks, head_ranks: float64 [n], of its two ends.
        tail_candidates, head_candidates: int64 [n].
        seconds: wall clock of all trainings.
        further: figures that were measured after each training.
        trainings: how many there were.
        out_of_time: how many of them their minutes ended; None where no minutes were set.
    """

    system: str
    triples: Ids
    tail_ranks: Floats
    head_ranks: Floats
    tail_candidates: Ids
    head_candidates: Ids
    seconds: float
    further: tuple[Figure, ...] = ()
    trainings: int = 1
    out_of_time: int | None = None


def run_trials(
    system: str,
    trials: Sequence[Trial],
    options: FitOptions,
    progress: CompareProgress | None = None,
    after: AfterTraining | None = None,
) -> Outcome:
    """Trains a fresh model for each trial and ranks both ends of its test edges.

    Args:
        system: name in the registry.
        trials: at least one.
        options: of every training.
        progress: called with the system's name after each trial; done counts trials.
        after: further figures of a trained model on its trial.
    """
    tails: list[Ranking] = []
    heads: list[Ranking] = []
    further: list[Figure] = []
    seconds, ended = 0.0, 0
    for number, trial in enumerate(trials, 1):
        model = model_class(system)()
        began = time.perf_counter()
        ended += model.fit(trial.dataset, options).out_of_time
        seconds += time.perf_counter() - began
        tails.append(rank_queries(model, trial.dataset, trial.dataset.test, TAIL))
        heads.append(rank_queries(model, trial.dataset, trial.dataset.test, HEAD))
        further += after(model, trial) if after else ()
        if progress:
            progress(f"{system}, {trial.name}", Step(number, len(trials), 0.0, float((1 / tails[-1].ranks).mean())))
    return Outcome(
        system,
        np.concatenate([trial.dataset.test for trial in trials]),
        np.concatenate([one.ranks for one in tails]),
        np.concatenate([one.ranks for one in heads]),
        np.concatenate([one.candidates for one in tails]),
        np.concatenate([one.candidates for one in heads]),
        seconds,
        tuple(further),
        len(trials),
        None if options.minutes is None else ended,
    )


def pooled_figures(tested: Outcome, seed: int = 0) -> tuple[Figure, ...]:
    """MRR and hits of both sides with intervals over edges, the share of heads among the first 100, and the seconds.

    Where minutes were set, how many trainings they ended too.

    An edge that several trials test counts once, with the mean of its values.
    """
    tail = Ranking(tested.tail_ranks, tested.tail_candidates, np.empty(0))
    head = Ranking(tested.head_ranks, tested.head_candidates, np.empty(0))
    n = len(np.unique(keys(tested.triples)))
    if n == len(tested.triples):
        rows = ranking_figures(tested.system, tail, head, seed)
    else:
        rows = tuple(
            _figure(tested.system, f"{side}_mrr", by_edge(tested.triples, 1 / ranks), seed)
            for side, ranks in (("tail", tested.tail_ranks), ("head", tested.head_ranks))
        )
    deep = by_edge(tested.triples, (tested.head_ranks <= _DEEP).astype(np.float64))
    seconds = Figure(tested.system, "train_seconds", tested.seconds, tested.seconds, tested.seconds, n)
    late = tested.out_of_time
    ended = (
        () if late is None else (Figure(tested.system, "trainings_out_of_time", *(float(late),) * 3, tested.trainings),)
    )
    return (*rows, _figure(tested.system, f"head_recall@{_DEEP}", deep, seed), *tested.further, seconds, *ended)


def compared_figures(first: Outcome, second: Outcome, seed: int = 0) -> tuple[Figure, ...]:
    """By how much the first system's reciprocal ranks are higher, with interval and p of the sign-flip test, by side.

    Both were tested on the same trials; an edge is one pair of values, the mean over the trials that test it.
    """
    rows: list[Figure] = []
    for side, one, other in (
        ("tail", first.tail_ranks, second.tail_ranks),
        ("head", first.head_ranks, second.head_ranks),
    ):
        values = by_edge(first.triples, 1 / one), by_edge(second.triples, 1 / other)
        test = paired_test(*values, seed=seed)
        name = f"{side}_mrr_over_{second.system}"
        rows.append(Figure(first.system, name, test.difference, test.low, test.high, len(values[0])))
        rows.append(Figure(first.system, f"{name}_p", test.p, test.p, test.p, len(values[0])))
    return tuple(rows)


def by_edge(triples: Ids, values: Floats) -> Floats:
    """The mean value of each distinct triple, in the order of their ids.

    >>> by_edge(np.array([[0, 0, 1], [0, 0, 2], [0, 0, 1]]), np.array([1.0, 5.0, 3.0])).tolist()
    [2.0, 5.0]
    """
    places = np.unique(keys(triples), return_inverse=True)[1]
    means: Floats = np.bincount(places, values) / np.bincount(places)
    return means


def _figure(system: str, metric: str, values: Floats, seed: int) -> Figure:
    value, low, high = bootstrap(values, lambda drawn: float(drawn.mean()), seed=seed)
    return Figure(system, metric, value, low, high, len(values))
