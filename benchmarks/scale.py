"""How ``medkg build`` grows: documents a second, memory and size of the graph from 100 to 100,000 documents.

    python benchmarks/scale.py [--documents 10000] [--words 100] [--workers 1 2] [--json FILE]

Each document is generated and unlike any other: sentences of the shipped English notes in a random order, and among
them one finding and one drug out of the whole shipped vocabulary, so that no cache has seen it and the graph grows
nodes as a real one does. Each build runs in a process of its own into a new graph. Loading is not counted in the rates.

Memory is read every second of all processes of the build, what they share (the loaded pipeline) counted once (Linux:
proportional set size): its peak, and its peak while the first tenth of the documents was read, so that growth shows.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter

import psutil

from api.jobs.build import BuildOptions, build
from extraction.pipeline import Pipeline
from extraction.readers import ReadOptions
from kg.shipped import data_path
from kg.vocabulary import Vocabulary

SIZES = (100, 1_000, 10_000, 100_000)
SHORTEST_SENTENCE = 20
STEPS = 20
SAMPLE_SECONDS = 1.0
HEADER = (
    "documents  words  workers  docs/s  docs/cpu s  seconds  cpu s  merge s  first MB  peak MB  graph MB  evidence"
    "    nodes    edges"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One build.

    Attributes:
        documents, words, workers: what was built, of how many words each, by how many processes.
        per_second, per_cpu_second: documents a second of the clock while reading, and of all processes' processor
            time, merging and the store included; loading in neither.
        seconds, cpu_seconds, merge_seconds: of the whole but loading; ``merge_seconds`` (clock) of what comes after
            the last document: merging and the store.
        first_mb, peak_mb: peak memory of all processes over the first tenth of the documents and over all.
        graph_mb: of the graph's directory.
        evidence, nodes, edges: in the graph.
    """

    documents: int
    words: int
    workers: int
    per_second: float
    per_cpu_second: float
    seconds: float
    cpu_seconds: float
    merge_seconds: float
    first_mb: float
    peak_mb: float
    graph_mb: float
    evidence: int
    nodes: int
    edges: int

    def __str__(self) -> str:
        return (
            f"{self.documents:9,}{self.words:7}{self.workers:9}{self.per_second:8.1f}{self.per_cpu_second:12.1f}"
            f"{self.seconds:9.1f}{self.cpu_seconds:7.0f}{self.merge_seconds:9.1f}{self.first_mb:10.0f}"
            f"{self.peak_mb:9.0f}{self.graph_mb:10.1f}{self.evidence:10,}{self.nodes:9,}{self.edges:9,}"
        )


def documents(count: int, words: int) -> Iterator[str]:
    """``count`` different texts of about ``words`` words; the first ones are the same for any count."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(data_path("notes", "en").glob("*.txt"))]
    sentences = [one.strip() for text in texts for one in re.split(r"(?<=[.:])\s+|\n+", text)]
    sentences = sorted({one for one in sentences if len(one) >= SHORTEST_SENTENCE})
    findings = [term.name for term in Vocabulary.shipped(("Disease", "PhenotypicFeature")).terms()]
    drugs = [term.name for term in Vocabulary.shipped(("Drug",)).terms()]
    for number in range(count):
        draw = random.Random(number)
        finding, drug = draw.choice(findings), draw.choice(drugs)
        made = [f"Visit {number}.", f"The patient has {finding}.", f"She takes {drug} {draw.randint(1, 900)} mg daily."]
        length = len(" ".join(made).split())
        while length < words:
            made.append(draw.choice(sentences))
            length += len(made[-1].split())
        yield " ".join(made[:1] + draw.sample(made[1:], len(made) - 1))


def write_documents(path: Path, count: int, words: int) -> None:
    """The documents as JSON lines."""
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(documents(count, words)):
            out.write(json.dumps({"id": str(number), "text": text}) + "\n")


def cpu_seconds() -> float:
    """Processor time of this process and of its ended children."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def memory(process: psutil.Process) -> float:
    """MB of a process and all below it, shared memory counted once; 0 once it has ended."""
    total = 0
    for one in (process, *_below(process)):
        try:
            total += one.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 2**20


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def child(source: Path, count: int, words: int, workers: int) -> None:
    """Builds once in this process and prints one JSON line; before, how many documents are done at each step."""
    pipeline = Pipeline()
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        graph = Path(folder) / "graph"
        told, last = 0, perf_counter()

        def progress(done: int, _: int) -> None:
            nonlocal told, last
            last = perf_counter()
            if done >= told + count / STEPS:
                told = done
                print(done, flush=True)

        before, started = cpu_seconds(), perf_counter()
        print(0, flush=True)
        report = build((source,), graph, BuildOptions(ReadOptions(), workers), progress, pipeline)
        ended, spent = perf_counter(), cpu_seconds() - before
        size = sum(one.stat().st_size for one in graph.rglob("*") if one.is_file())
        row = Row(
            count, words, workers, count / (last - started), count / spent, ended - started, spent, ended - last,
            0.0, 0.0, size / 2**20, report.evidence, report.nodes, report.edges,
        )  # fmt: skip
        print(json.dumps(asdict(row)), flush=True)


def measure(source: Path, count: int, words: int, workers: int) -> Row:
    """One build in a process of its own; how far it is goes to the error stream."""
    command = [sys.executable, __file__, "--child", str(source), "--documents", str(count), "--words", str(words)]
    command += ["--workers", str(workers)]
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        out = running.stdout
        assert out is not None
        reader = threading.Thread(target=lambda: lines.extend(iter(out.readline, "")))
        reader.start()
        process, first, peak, told = psutil.Process(running.pid), 0.0, 0.0, 0
        while running.poll() is None:
            used = memory(process) if lines else 0.0  # from when the pipeline is loaded
            peak = max(peak, used)
            first = peak if len(lines) <= STEPS // 10 + 1 else first
            if len(lines) > told:
                told = len(lines)
                print(f"{lines[-1].strip()[:20]} of {count:,}: {used:,.0f} MB", file=sys.stderr)
            time.sleep(SAMPLE_SECONDS)
        reader.join()
    if running.returncode != 0:
        raise SystemExit(f"The build of {count:,} documents failed.")
    return replace(Row(**json.loads(lines[-1])), first_mb=first, peak_mb=peak)


def main() -> None:
    """One command: a table, and JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000, help="the largest number; smaller ones come before")
    parser.add_argument("--only", action="store_true", help="the largest number alone")
    parser.add_argument("--words", type=int, default=100, help="of a document")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--folder", type=Path, help="where graphs are made; room for 1 GB at 100,000 documents")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.documents, given.words, given.workers[0])
        return
    smaller = [] if given.only else [one for one in SIZES if one < given.documents]
    print(HEADER, flush=True)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for count in (*smaller, given.documents):
            source = Path(folder) / "documents.jsonl"
            write_documents(source, count, given.words)
            for workers in given.workers:
                rows.append(measure(source, count, given.words, workers))
                print(rows[-1], flush=True)
                if given.json:
                    given.json.write_text(json.dumps([asdict(one) for one in rows], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
