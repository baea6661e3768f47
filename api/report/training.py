"""The report of a training: its curve, how reliable and how high it ranks, its figures beside baselines, its card."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from api.report.bars import groups, shown
from api.report.charts import Axes, Chart, Series, agreement_chart, bin_names, column_chart, line_chart
from api.report.page import policy, read_part, templates, write_whole
from gnn.calibration import Reliability
from gnn.card import RANK_LIMITS, ModelCard, TrainingRun
from kg.figures import Figures

REPORT_FILE = "report.html"
_SERIES = 4


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """What the page shows: a trained model's card, and its figures beside those of its baselines."""

    card: ModelCard
    figures: Figures

    @property
    def title(self) -> str:
        """Of the page."""
        return f"Training of {self.card.model}: {', '.join(self.card.relations)}"


def render_training(page: TrainingPage) -> str:
    """One HTML document that runs no script and needs no network; everything in it is escaped."""
    style = read_part("page.css") + read_part("training.css")
    environment = templates()
    environment.globals.update(groups=groups, shown=shown)
    run = page.card.run
    return environment.get_template("training.html.j2").render(
        page=page,
        curves=_curves(run) if run else (),
        history=run.history if run else (),
        reliabilities=_reliabilities(page.card),
        ranks=_ranks(run) if run else (),
        rows=_rows(page.card),
        edges=page.card.edges,
        policy=policy((), style),
        style=Markup(style),  # ours: nothing of the graph is in it
    )


def write_training(page: TrainingPage, path: Path) -> None:
    """Writes the page to ``path``, whole or not at all."""
    write_whole(render_training(page), path)


def _curves(run: TrainingRun) -> tuple[Chart, ...]:
    losses = [(float(step.done), step.loss) for step in run.history if math.isfinite(step.loss)]
    metrics = [(float(step.done), step.metric) for step in run.history if math.isfinite(step.metric)]
    charts = []
    if losses:
        charts.append(line_chart("Loss", Axes("epoch", "loss", whole=True), [Series("s0", "loss", losses)]))
    if metrics:
        series = [Series("s1", "validation MRR", metrics)]
        charts.append(line_chart("Validation", Axes("epoch", "mean of tail and head MRR", whole=True), series))
    return tuple(charts)


def _reliabilities(card: ModelCard) -> tuple[tuple[Chart, Reliability], ...]:
    """One chart a side and population."""
    return tuple(
        (
            agreement_chart(
                f"{relation}, {one.side}, {one.population}",
                Axes("predicted probability", "share that holds"),
                [(part.predicted, part.observed, part.count) for part in one.bins],
            ),
            one,
        )
        for relation, calibration in card.calibration
        for one in calibration.reliability
        if one.bins
    )


def _ranks(run: TrainingRun) -> tuple[tuple[Chart, tuple[tuple[str, str], ...]], ...]:
    """One chart a side, with the keys and names of its systems."""
    found = []
    for side in dict.fromkeys(one.side for one in run.ranks):
        spreads = [one for one in run.ranks if one.side == side][-_SERIES:]
        keys = [f"s{len(spreads) - 1 - place}" for place in range(len(spreads))]
        series = [(key, one.system, one.counts) for key, one in zip(keys, spreads, strict=True)]
        chart = column_chart(f"Rank of the true {side}", Axes("rank", "held-out links"), bin_names(RANK_LIMITS), series)
        found.append((chart, tuple((key, name) for key, name, _ in series)))
    return tuple(found)


def _rows(card: ModelCard) -> tuple[tuple[str, str], ...]:
    """The card in words."""
    train, valid, test = card.counts
    rows = [
        ("model", f"{card.model}, card format {card.format}"),
        ("learns", ", ".join(card.relations)),
        ("trains on", card.selection),
        ("hash of the data", card.data_hash),
        ("split", card.split),
        ("links", f"{train:,} train, {valid:,} validation, {test:,} test"),
        ("seed", str(card.seed)),
        ("device", card.device),
        ("wall time", f"{card.seconds:,.1f} s"),
    ]
    if card.run:
        rows += _run_rows(card.run)
    rows.append(("versions", ", ".join(f"{name} {number}" for name, number in card.versions)))
    return tuple(rows)


def _run_rows(run: TrainingRun) -> list[tuple[str, str]]:
    done, total = len(run.history), run.history[-1].total if run.history else 0
    ended = ", stopped early" if run.stopped_early else ""
    went_on = f", went on after epoch {run.resumed_after}" if run.resumed_after else ""
    on_gpu = f", {run.gpu_peak_mb:,.0f} MB on the GPU" if run.gpu_peak_mb else ""
    return [
        ("hardware", run.hardware),
        ("processes", str(run.processes)),
        ("precision", run.precision),
        ("peak memory", f"{run.peak_mb:,.0f} MB{on_gpu}"),
        ("epochs", f"{done} of {total}{ended}{went_on} (budget {run.budget:g})"),
        ("best validation MRR", shown(run.best)),
    ]
