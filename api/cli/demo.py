"""``medkg demo``: the main job on shipped knowledge and example notes."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.options import budget_option, device_option, emit, example, json_option, progress_bar, seed_option
from api.jobs.demo import run_demo
from api.jobs.learning import LearningOptions


@click.command("demo", epilog=example("medkg demo --graph demo/graph --report demo/report.html"))
@click.option("--graph", "-g", default="demo/graph", show_default=True, type=click.Path(path_type=Path), metavar="DIR")
@click.option("--report", default="demo/report.html", show_default=True, type=click.Path(path_type=Path))
@budget_option(0.5, "Multiplies the training's epochs; 1 is thorough.")
@seed_option
@device_option
@json_option
def demo_command(graph: Path, report: Path, budget: float, seed: int, device: str, as_json: bool) -> None:
    """Build a graph from the shipped knowledge and notes, train, predict, explain, and write one HTML page.

    Needs no network and no GPU; takes some minutes.
    """
    options = LearningOptions(seed=seed, device=device, budget=budget)
    with progress_bar("demo", as_json, steps=True) as advance:
        result = run_demo(graph, report, options, lambda label, done, total: advance(done, total, label))
    emit(result, as_json)
