"""What one more note costs: added to, and retracted from, a small and a large graph of generated notes.

    python benchmarks/incremental.py [--json] [--small 200] [--large 20000] [--repeat 5] [--graphs DIR]

Each graph is built first, by two workers, and is not measured. Then a process of its own loads the pipeline, adds one
new note at a time by the whole build job (open the graph, read, extract, write the shard, merge, bring the embedded
store up to date) and retracts it again. Figures are medians over the repetitions: seconds of wall clock, and of
processor time of the process and its children, which other load on the machine disturbs less. The phases are parts of
the whole; what is left over is reading and the report.

The embedded store notes a small difference in a journal, which is replayed when a query opens the store; ``query``
is a fresh store's first answer after the note was added, and ``fold`` is what a full journal costs once every 33
additions. Both grow with the graph. With ``--graphs`` the built graphs are kept and used again.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

from api.jobs import build as building
from api.jobs import merging, remove
from extraction.pipeline import Pipeline
from kg.errors import MedkgError
from kg.figures import Figure, Figures
from kg.graph import Graph
from kg.records import Difference
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import Vocabulary
from medkg import __version__

SEED = 11
LIMIT = 5.0  # of adding, large to small
JOBS = ("add", "retract", "query", "fold")
LONGEST_NAME = 40
OPENINGS = (
    "{age}-year-old {person} seen on day {number} for {finding}.",
    "Visit {number}: this {age}-year-old {person} reports {finding}.",
    "{person}, {age} years, came back with {finding} (encounter {number}).",
)
SENTENCES = (
    "There is {finding} since last week.",
    "The patient denies {finding}.",
    "No {finding} was seen on examination.",
    "{drug} was started for {disease}.",
    "We continue {drug} for {disease}.",
    "History of {disease}.",
    "The mother had {disease}.",
    "{drug} was stopped because of {finding}.",
    "Possible {disease}; further tests are planned.",
    "Also notes {finding} and {finding}.",
)


class Notes:
    """Notes of our own wording around names of the shipped vocabulary; the same number is the same note."""

    def __init__(self) -> None:
        terms = list(Vocabulary.shipped(("Disease", "Drug", "PhenotypicFeature")).terms())
        self._names = {
            kind: sorted(term.name for term in terms if term.category == category and len(term.name) <= LONGEST_NAME)
            for kind, category in (("disease", "Disease"), ("drug", "Drug"), ("finding", "PhenotypicFeature"))
        }

    def note(self, number: int) -> str:
        """One line of JSON with an id and a text of six sentences."""
        pick = random.Random(f"{SEED}-{number}")
        opening = pick.choice(OPENINGS).format(
            age=pick.randint(18, 95),
            person=pick.choice(("woman", "man")),
            number=number,
            finding=self._name("finding", pick),
        )
        body = [self._filled(text, pick) for text in pick.sample(SENTENCES, 5)]
        return json.dumps({"id": f"note-{number}", "text": " ".join([opening, *body])})

    def _filled(self, text: str, pick: random.Random) -> str:
        for kind in self._names:
            while f"{{{kind}}}" in text:
                text = text.replace(f"{{{kind}}}", self._name(kind, pick), 1)
        return text[0].upper() + text[1:]

    def _name(self, kind: str, pick: random.Random) -> str:
        names = self._names[kind]
        return names[int(len(names) * pick.random() ** 3)]  # some names in many notes, as in life


def prepare(folder: Path, count: int) -> dict[str, float]:
    """Builds the graph of ``count`` notes in ``folder``."""
    started = perf_counter()
    notes, source = Notes(), folder / "notes.jsonl"
    with source.open("w", encoding="utf-8") as file:
        file.writelines(f"{notes.note(number)}\n" for number in range(count))
    report = building.build((source,), folder / "graph", building.BuildOptions(workers=2))
    if report.added != count:
        raise SystemExit(f"{report.added} of {count} notes are in the graph")
    return {"seconds": perf_counter() - started, "nodes": report.nodes, "edges": report.edges}


@contextmanager
def phases() -> Iterator[dict[str, float]]:
    """Seconds in each phase of the jobs that run meanwhile."""
    found: dict[str, float] = defaultdict(float)
    with ExitStack() as stack:
        for owner, name, phase in (
            (Graph, "open", "open"),
            (building.Extract, "__call__", "extract"),
            (Graph, "merge", "merge"),
            (merging, "project", "store"),
        ):
            stack.enter_context(patch.object(owner, name, _timed(getattr(owner, name), phase, found)))
        yield found


def _timed(call: Callable[..., Any], phase: str, found: dict[str, float]) -> Callable[..., Any]:
    def run(*arguments: Any, **keywords: Any) -> Any:
        started = perf_counter()
        try:
            return call(*arguments, **keywords)
        finally:
            found[phase] += perf_counter() - started

    return run


def processor_seconds() -> float:
    """Of this process and its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def timed(job: Callable[[], object]) -> dict[str, float]:
    """Seconds of one run of a job, in all and by phase."""
    with phases() as found:
        started, used = perf_counter(), processor_seconds()
        job()
        return {"seconds": perf_counter() - started, "cpu_seconds": processor_seconds() - used, **found}


def first_answer(graph: Path) -> None:
    """Starts a store's worker, which opens the graph, and asks it one thing."""
    store = EmbeddedStore(graph / "store")
    store.query("MATCH (n:Case)-[r]->(m) RETURN count(r) AS c")
    store.close()


def fold(graph: Path) -> None:
    """Writes the store's graph file anew, its journal folded in."""
    store = EmbeddedStore(graph / "store")
    store.apply(Difference(), store.content_hash())
    store.close()


def measure(folder: Path, count: int, repeat: int) -> dict[str, Any]:
    """Adds and retracts one note ``repeat`` times; the first round warms up and is not counted."""
    pipeline, notes, graph = Pipeline(), Notes(), folder / "graph"
    count += len(list(folder.glob("more-*")))
    rounds: dict[str, list[dict[str, float]]] = {"add": [], "query": [], "retract": [], "fold": []}
    for number in range(count, count + repeat + 1):
        source = folder / f"more-{number}.jsonl"
        source.write_text(notes.note(number) + "\n", encoding="utf-8")
        add = partial(building.build, (source,), graph, pipeline=pipeline)
        rounds["add"].append(timed(add))
        rounds["query"].append(timed(partial(first_answer, graph)))
        rounds["retract"].append(timed(partial(remove.retract, f"{source.name}#note-{number}", graph)))
    rounds["fold"] = [timed(partial(fold, graph)) for _ in range(2)]
    found: dict[str, Any] = {
        job: {metric: [one.get(metric, 0.0) for one in done[1:]] for metric in done[0]} for job, done in rounds.items()
    }
    usage = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {**found, "peak_mb": sum(usage)}


def _prepared(folder: Path, size: int) -> dict[str, float]:
    """Builds the graph, or takes the one that an earlier run left."""
    told = folder / "prepared.json"
    if not told.exists():
        folder.mkdir(parents=True, exist_ok=True)
        told.write_text(json.dumps(_child("prepare", folder, size, 0)), encoding="utf-8")
    made: dict[str, float] = json.loads(told.read_text(encoding="utf-8"))
    return made


def compare(graphs: Path, sizes: tuple[int, int], repeat: int) -> Figures:
    """Both graphs in the folder ``graphs``, one after the other, and how much more the large one costs."""
    started = perf_counter()
    rows, peak, cost = list[Figure](), 0.0, dict[tuple[int, str, str], float]()
    for size in sizes:
        made = _prepared(graphs / str(size), size)
        found = _child("measure", graphs / str(size), size, repeat)
        rows += [Figure(f"graph of {size}", f"build_{key}", value, value, value, size) for key, value in made.items()]
        for job in JOBS:
            for metric, times in found[job].items():
                cost[size, job, metric] = median(times)
                rows.append(
                    Figure(f"{job}, {size}", metric, cost[size, job, metric], min(times), max(times), len(times))
                )
        rows.append(Figure(f"graph of {size}", "peak_mb", found["peak_mb"], found["peak_mb"], found["peak_mb"], 1))
        peak = max(peak, found["peak_mb"])
    for jobs in (*((job,) for job in JOBS), ("add", "query")):
        for metric in ("seconds", "cpu_seconds"):
            small, large = (sum(cost[size, job, metric] for job in jobs) for size in sizes)
            name = f"{' + '.join(jobs)}, {sizes[1]} / {sizes[0]}"
            rows.append(Figure(name, f"{metric}_ratio", large / small, large / small, large / small, repeat))
    return Figures(
        "incremental", "generated notes", f"one note to {sizes[0]} and to {sizes[1]}", tuple(rows),
        perf_counter() - started, peak, None, SEED, "cpu", __version__,
    )  # fmt: skip


def _child(step: str, folder: Path, size: int, repeat: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--step", step, "--folder", str(folder), "--small", str(size)]
    done = subprocess.run([*command, "--repeat", str(repeat)], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{step} with {size} notes failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Runs the benchmark and prints a table, or JSON. Exit code 1 when adding costs more than the limit allows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--small", type=int, default=200, help="notes in the small graph")
    parser.add_argument("--large", type=int, default=20_000, help="notes in the large graph")
    parser.add_argument("--repeat", type=int, default=5, help="how many notes to add")
    parser.add_argument("--graphs", type=Path, help="a folder for the graphs, which are kept and used again")
    parser.add_argument("--step", choices=("prepare", "measure"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    try:
        if given.step == "prepare":
            print(json.dumps(prepare(given.folder, given.small)))
            return 0
        if given.step == "measure":
            print(json.dumps(measure(given.folder, given.small, given.repeat)))
            return 0
        with tempfile.TemporaryDirectory() as folder:
            figures = compare(given.graphs or Path(folder), (given.small, given.large), given.repeat)
    except MedkgError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if given.json:
        print(figures.to_json())
    else:
        for row in figures.rows:
            print(f"{row.system:28} {row.metric:20} {row.value:12,.3f}   [{row.low:,.3f}, {row.high:,.3f}]")
    return int(
        any(
            row.system.startswith("add,") and row.metric == "seconds_ratio" and row.value >= LIMIT
            for row in figures.rows
        )
    )


if __name__ == "__main__":
    sys.exit(main())
