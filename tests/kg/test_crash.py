"""A writer killed with SIGKILL at any moment leaves a graph that goes on and ends the same."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from kg.graph import Graph
from kg.verify import verify

WRITER = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("makers", sys.argv[1])
makers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(makers)
from kg.graph import Graph
from kg.ledger import Done
from kg.shards import write_shard
from kg.records import Batch
print("ready", flush=True)
with Graph.open_or_create(Path(sys.argv[2])) as graph:
    for first in range(0, 120, 4):
        notes = [makers.note(n) for n in range(first, first + 4)]
        todo = [n for n in notes if not graph.ledger.done(n.documents[0].id, "x/1")]
        if not todo:
            continue
        parts = ([getattr(n, kind) for n in todo] for kind in ("documents", "nodes", "evidence"))
        batch = Batch(*(tuple(one for part in parts_of_kind for one in part) for parts_of_kind in parts))
        done = [Done(n.documents[0].id, "a.csv", "x/1") for n in todo]
        lease = graph.ledger.lease([d.item for d in done])
        graph.register(write_shard(graph.path, batch), source="a.csv", done=done, lease=lease)
        if first % 12 == 0:
            graph.merge()
    graph.merge()
    print(graph.content_hash(), flush=True)
"""


def run(root: Path, kill_after: float | None) -> str:
    makers = Path(__file__).with_name("conftest.py")
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(makers), str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        if kill_after is not None:
            time.sleep(kill_after)
            process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().strip()
    assert kill_after is not None or process.returncode == 0
    return rest


@pytest.mark.slow
def test_killed_anywhere_it_goes_on_and_ends_the_same(tmp_path):
    started = time.monotonic()
    expected = run(tmp_path / "whole", None)
    seconds = time.monotonic() - started
    rng = random.Random(20)
    for _ in range(5):
        run(tmp_path / "killed", rng.uniform(0, 0.7 * seconds / 2))
    assert run(tmp_path / "killed", None) == expected
    with Graph.open(tmp_path / "killed") as graph:
        found = verify(graph)
        assert found.ok and found.documents == 120 and found.evidence == 360
        counted = {f"{shard.name}.parquet" for shard in graph.ledger.shards()}
        assert {path.name for path in graph.layout.documents.iterdir()} == counted
        assert graph.ledger.leases() == ()
