"""How ``medkg build`` grows: documents a second, memory and size of the graph at 100, 1,000 and 10,000 notes.

    python benchmarks/scale.py [--documents 10000] [--workers 1 2] [--json FILE]

The notes are those of ``benchmarks/build.py``: 500 words, each unique. Each build runs in a process of its own into a
new graph. Memory is the peak of the parent, and the largest peak of a worker (which shares the loaded pipeline with
its parent, and counts it too). Loading is not counted in the documents a second.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from build import notes

from api.jobs.build import BuildOptions, build
from extraction.readers import ReadOptions

SIZES = (100, 1_000, 10_000, 100_000)
_DISTINCT = 1_000  # notes made at once, so that making them takes no memory


@dataclass(frozen=True, slots=True)
class Row:
    """One build.

    Attributes:
        documents, workers: what was built and by how many processes.
        per_second: documents a second of the clock, merging included, loading not.
        seconds: of the whole, loading included.
        parent_mb, worker_mb: peak resident memory; 0 without workers.
        graph_mb: of the graph's directory.
        evidence: records in the graph.
    """

    documents: int
    workers: int
    per_second: float
    seconds: float
    parent_mb: float
    worker_mb: float
    graph_mb: float
    evidence: int


def write_notes(path: Path, count: int) -> None:
    """``count`` notes as JSON lines; the same for the same count."""
    texts = notes(min(count, _DISTINCT))
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = f"Encounter {number // _DISTINCT}\n{texts[number % _DISTINCT]}"
            out.write(json.dumps({"id": str(number), "text": text}) + "\n")


def child(count: int, workers: int) -> None:
    """Builds once in this process and prints one JSON line."""
    with tempfile.TemporaryDirectory() as folder:
        source, graph = Path(folder) / "notes.jsonl", Path(folder) / "graph"
        write_notes(source, count)
        started = perf_counter()
        report = build((source,), graph, BuildOptions(ReadOptions(), workers))
        seconds = perf_counter() - started
        size = sum(one.stat().st_size for one in graph.rglob("*") if one.is_file())
        own, others = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        row = Row(count, workers, report.per_second or 0.0, seconds, own / 1024, others / 1024, size / 2**20,
                  report.evidence)  # fmt: skip
        print(json.dumps(asdict(row)))


def measure(count: int, workers: int) -> Row:
    """One build in a process of its own."""
    command = [sys.executable, __file__, "--child", str(count), "--workers", str(workers)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"The build of {count:,} notes failed:\n{done.stderr}")
    return Row(**json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """One command: a table, and JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000, help="the largest number; smaller ones come before")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.workers[0])
        return
    print("documents  workers  docs/s  seconds  parent MB  worker MB  graph MB  evidence")
    rows: list[Row] = []
    for count in sorted({*(one for one in SIZES if one < given.documents), given.documents}):
        for workers in given.workers:
            row = measure(count, workers)
            rows.append(row)
            print(
                f"{row.documents:9,}{row.workers:9}{row.per_second:8.1f}{row.seconds:9.1f}{row.parent_mb:11.0f}"
                f"{row.worker_mb:11.0f}{row.graph_mb:10.1f}{row.evidence:10,}",
                flush=True,
            )
            if given.json:
                given.json.write_text(json.dumps([asdict(one) for one in rows], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
