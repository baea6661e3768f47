"""Paths per second on the Hetionet core, against networkx.all_simple_paths.

    MEDKG_CORPORA=DIR python benchmarks/paths.py [--json]

Both systems enumerate every simple path of at most 3 edges, in either direction, between the same sampled pairs of a
compound and a disease; the answers are compared as multisets of node sequences. Each runs in a process of its own, so
that the peak memory is its own. networkx gets the undirected multigraph (a parallel edge is a path of its own) and
yields node lists; medkg yields ranked, typed paths.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from time import perf_counter

import networkx as nx

from kg.errors import InputError, MedkgError
from kg.figures import Figure, Figures
from kg.path_index import PathIndex
from kg.paths import PathLimits, find_paths
from kg.snapshot import Snapshot
from medkg import __version__

LENGTH = 3
SEED = 7
Search = Callable[[str, str], list[tuple[str, ...]]]


def triples() -> Iterator[tuple[str, str, str]]:
    """The edges of the Hetionet core."""
    corpora = os.environ.get("MEDKG_CORPORA")
    if not corpora:
        raise InputError("The Hetionet core was not found.", "Set MEDKG_CORPORA to the folder that holds hetionet/.")
    path = Path(corpora) / "hetionet" / "hetionet_core_edges.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield row["source"], row["metaedge"], row["target"]


def by_networkx() -> Search:
    """networkx on an undirected multigraph."""
    graph = nx.MultiGraph()
    graph.add_edges_from((source, target) for source, _, target in triples())
    return lambda source, target: [tuple(path) for path in nx.all_simple_paths(graph, source, target, cutoff=LENGTH)]


def by_medkg() -> Search:
    """Our search, every path turned into a record."""
    index = PathIndex(Snapshot.from_triples(triples(), {}))
    limits = PathLimits(max_length=LENGTH, max_paths=10_000_000, max_expanded=10**9, seconds=600)
    find_paths(index, *sample(1)[0], limits=limits)  # builds the index
    return lambda source, target: [path.nodes for path in find_paths(index, source, target, limits=limits)]


SYSTEMS = {"networkx.all_simple_paths": by_networkx, "medkg": by_medkg}


def sample(count: int) -> list[tuple[str, str]]:
    """Pairs of a compound and a disease that have edges, the same for both systems."""
    nodes = sorted({end for source, _, target in triples() for end in (source, target)})
    compounds = [node for node in nodes if node.startswith("Compound::")]
    diseases = [node for node in nodes if node.startswith("Disease::")]
    pick = random.Random(SEED)
    return [(pick.choice(compounds), pick.choice(diseases)) for _ in range(count)]


def measure(system: str, pairs: int) -> str:
    """One system on the sample, as JSON: seconds, paths, a digest of each answer, peak megabytes."""
    started = perf_counter()
    search = SYSTEMS[system]()
    built = perf_counter() - started
    seconds, found, digests = 0.0, 0, []
    for source, target in sample(pairs):
        started = perf_counter()
        answer = search(source, target)
        seconds += perf_counter() - started
        found += len(answer)
        lines = "\n".join(sorted("\t".join(nodes) for nodes in answer))
        digests.append(blake2b(lines.encode(), digest_size=16).hexdigest())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return json.dumps({"built": built, "seconds": seconds, "paths": found, "digests": digests, "peak_mb": peak})


def compare(pairs: int) -> Figures:
    """Both systems, each in its own process, and their ratio."""
    started = perf_counter()
    rows: list[Figure] = []
    answers, rates, peaks = [], [], []
    for system in SYSTEMS:
        command = [sys.executable, __file__, "--pairs", str(pairs), "--system", system]
        result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        answers.append(result["digests"])
        rates.append(result["paths"] / result["seconds"])
        peaks.append(result["peak_mb"])
        for metric, value in (
            ("paths_per_second", rates[-1]),
            ("seconds_per_pair", result["seconds"] / pairs),
            ("paths", result["paths"]),
            ("build_seconds", result["built"]),
            ("peak_mb", result["peak_mb"]),
        ):
            rows.append(Figure(system, metric, value, value, value, pairs))
    same = sum(first == second for first, second in zip(*answers, strict=True)) / pairs
    ratio = rates[1] / rates[0]
    rows.append(Figure("medkg / networkx", "ratio", ratio, ratio, ratio, pairs))
    rows.append(Figure("medkg = networkx", "share_of_pairs_with_the_same_paths", same, same, same, pairs))
    return Figures(
        "paths", "hetionet core", f"random pairs, at most {LENGTH} edges", tuple(rows), perf_counter() - started,
        max(peaks), None, SEED, "cpu", __version__,
    )  # fmt: skip


def main() -> int:
    """Runs the benchmark and prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--pairs", type=int, default=10, help="how many pairs")
    parser.add_argument("--system", choices=sorted(SYSTEMS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        if options.system:
            print(measure(options.system, options.pairs))
            return 0
        figures = compare(options.pairs)
    except MedkgError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if options.json:
        print(figures.to_json())
    else:
        for row in figures.rows:
            print(f"{row.system:26} {row.metric:36} {row.value:14,.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
