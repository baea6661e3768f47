"""Nodes and edges per second into each store, against the store's own fastest path.

    python benchmarks/stores.py [--json] [--nodes 20000] [--edges 100000]

The same generated graph goes through ``EmbeddedStore.load`` (records to a saved, reopened store in a worker process),
into kglite's own bulk interface in process (prepared data frames to a saved file), through ``Neo4jStore.load``, and
through ``neo4j-admin database import`` (our CSV files written, then imported by a stopped server). Each runs in a
process of its own. Peak memory counts the process and its worker, and for Neo4j the server's too. Without a Neo4j
(README.md says how one is found) its two rows are left out, with a line that would help.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pandas as pd

from kg.errors import MedkgError
from kg.figures import Figure, Figures
from kg.formats.neo4j_admin import write_neo4j_admin
from kg.identifiers import Curie
from kg.records import AgentType, Edge, KnowledgeLevel, Node, Qualifier, edge_id
from kg.store.change import edge_row, groups, node_row
from kg.store.embedded import EmbeddedStore
from kg.store.embedded_graph import new_graph, save_graph
from kg.store.neo4j import Neo4jStore
from kg.store.protocol import Store
from medkg import __version__

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from neo4j_server import Neo4jServer, NoNeo4jError, find_server

SEED = 7
Times = tuple[float, float, float]  # seconds for the nodes, for the edges; megabytes of a server


def make_graph(nodes: int, edges: int) -> tuple[list[Node], list[Edge]]:
    """Diseases and drugs, some of them in many edges."""
    pick = random.Random(SEED)
    diseases = [
        Node(Curie(f"MONDO:{i:07d}"), "Disease", f"disease {i}", f"疾病{i}", (f"condition {i}",))
        for i in range(nodes // 2)
    ]
    drugs = [Node(Curie(f"CHEBI:{i}"), "Drug", f"drug {i}", "", (f"brand {i}",)) for i in range(nodes - nodes // 2)]
    claims = set[tuple[Curie, str, Curie]]()
    while len(claims) < edges:
        drug = drugs[int(len(drugs) * pick.random() ** 2)]
        disease = diseases[int(len(diseases) * pick.random() ** 2)]
        claims.add((drug.id, pick.choice(("treats", "has_side_effect", "contraindicated_in")), disease.id))
    return [*diseases, *drugs], [_edge(*claim) for claim in sorted(claims)]


def _edge(subject: Curie, predicate: str, obj: Curie) -> Edge:
    level = KnowledgeLevel.KNOWLEDGE_ASSERTION
    return Edge(
        edge_id(subject, predicate, obj, level), subject, predicate, obj, level, False, 0.9, 2, 0,
        AgentType.MANUAL_AGENT, "infores:benchmark", ("benchmark",), ("CC0-1.0",), (Qualifier("n", "1", "benchmark"),),
    )  # fmt: skip


def timed_load(store: Store, nodes: list[Node], edges: list[Edge]) -> tuple[float, float]:
    """Seconds until the nodes are in, and from there to the end."""
    start, marks = perf_counter(), list[float]()

    def progress(done: int, total: int) -> None:
        if done >= len(nodes) and not marks:
            marks.append(perf_counter())

    store.load(nodes, edges, "benchmark", progress)
    return marks[0] - start, perf_counter() - marks[0]


def by_embedded(nodes: list[Node], edges: list[Edge], folder: Path) -> Times:
    """Our embedded store."""
    store = EmbeddedStore(folder / "store")
    store.counts()
    times = timed_load(store, nodes, edges)
    store.close()
    return (*times, 0.0)


def by_kglite(nodes: list[Node], edges: list[Edge], folder: Path) -> Times:
    """kglite's bulk interface, its data frames made beforehand."""
    node_frames = {
        label: pd.DataFrame([properties for _, properties in rows])
        for label, rows in groups(map(node_row, nodes), lambda row: row[0]).items()
    }
    edge_frames = {
        kind: pd.DataFrame([{"_s": row[0], "_o": row[2], **row[3]} for row in rows])
        for kind, rows in groups(map(edge_row, edges), lambda row: row[1]).items()
    }
    graph = new_graph()
    start = perf_counter()
    for label, frame in node_frames.items():
        graph.add_nodes(frame, label, "id", "name")
    middle = perf_counter()
    for kind, frame in edge_frames.items():
        graph.add_relationships(frame, kind, "Drug", "_s", "Disease", "_o")
    save_graph(graph, folder / "graph.kgl")
    return middle - start, perf_counter() - middle, 0.0


def by_neo4j(nodes: list[Node], edges: list[Edge], folder: Path) -> Times:
    """Our Neo4j store; the server has been warmed up by a small load."""
    server = _server(folder)
    store = Neo4jStore(server.uri, server.user, server.password)
    try:
        store.load(nodes[:500], (), "warm")
        times = timed_load(store, nodes, edges)
        return (*times, _resident(server))
    finally:
        store.close()
        server.stop()


def by_neo4j_admin(nodes: list[Node], edges: list[Edge], folder: Path) -> Times:
    """Our CSV files and neo4j-admin; nodes and edges go in together, so the time is shared out by their numbers."""
    server = _server(folder)
    if server.lib is None:
        raise NoNeo4jError("NEO4J_URI names a server that cannot be stopped: set NEO4J_HOME to measure its import.")
    server.stop()
    start = perf_counter()
    note = write_neo4j_admin(nodes, edges, folder / "csv").note
    server.admin(*note.replace("\\\n", " ").split()[1:])
    seconds = perf_counter() - start
    share = len(nodes) / (len(nodes) + len(edges))
    return seconds * share, seconds * (1 - share), 0.0


SYSTEMS: dict[str, Callable[[list[Node], list[Edge], Path], Times]] = {
    "medkg embedded": by_embedded,
    "kglite bulk, in process": by_kglite,
    "medkg neo4j": by_neo4j,
    "neo4j-admin import": by_neo4j_admin,
}


def _server(folder: Path) -> Neo4jServer:
    return find_server(folder / "neo4j", Path.home() / ".cache" / "medkg-tests" / "neo4j")


def _resident(server: Neo4jServer) -> float:
    status = Path(f"/proc/{server.process.pid}/status") if server.process else Path(os.devnull)
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def measure(system: str, nodes: int, edges: int) -> str:
    """One system, as JSON: seconds for nodes and edges, peak megabytes."""
    graph = make_graph(nodes, edges)
    with tempfile.TemporaryDirectory() as folder:
        node_seconds, edge_seconds, server_mb = SYSTEMS[system](*graph, Path(folder))
    usage = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    peak = usage[0] + (server_mb or usage[1])
    return json.dumps({"nodes": node_seconds, "edges": edge_seconds, "peak_mb": peak})


def compare(nodes: int, edges: int) -> Figures:
    """All systems, one after the other."""
    started = perf_counter()
    rows, peaks = list[Figure](), [0.0]
    for system in SYSTEMS:
        command = [sys.executable, __file__, "--nodes", str(nodes), "--edges", str(edges), "--system", system]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            print(f"{system}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            continue
        found = json.loads(done.stdout)
        peaks.append(found["peak_mb"])
        for metric, value, n in (
            ("nodes_per_second", nodes / found["nodes"], nodes),
            ("edges_per_second", edges / found["edges"], edges),
            ("seconds", found["nodes"] + found["edges"], nodes + edges),
            ("peak_mb", found["peak_mb"], 1),
        ):
            rows.append(Figure(system, metric, value, value, value, n))
    return Figures(
        "stores", f"generated, {nodes} nodes, {edges} edges", "first load", tuple(rows), perf_counter() - started,
        max(peaks), None, SEED, "cpu", __version__,
    )  # fmt: skip


def main() -> int:
    """Runs the benchmark and prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--edges", type=int, default=100_000)
    parser.add_argument("--system", choices=sorted(SYSTEMS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        if options.system:
            print(measure(options.system, options.nodes, options.edges))
            return 0
        figures = compare(options.nodes, options.edges)
    except (MedkgError, NoNeo4jError) as error:
        print(error, file=sys.stderr)
        return getattr(error, "exit_code", 1)
    if options.json:
        print(figures.to_json())
    else:
        for row in figures.rows:
            print(f"{row.system:26} {row.metric:20} {row.value:14,.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
