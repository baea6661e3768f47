"""Run by test_resume.py: trains on the folder's graph until the epoch given, and is killed there."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from gnn.protocol import FitOptions, Step
from gnn.registry import model_class
from gnn.splits import hashed_split
from kg.snapshot import Snapshot

BUDGET = 0.06


def mechanisms(drugs: int = 29, genes: int = 7) -> Snapshot:
    """A drug treats the disease behind the gene that it binds."""
    categories = {f"D:{i}": "Drug" for i in range(drugs)}
    categories |= {f"G:{i}": "Gene" for i in range(genes)} | {f"I:{i}": "Disease" for i in range(genes)}
    triples = [(f"D:{i}", "binds", f"G:{i % genes}") for i in range(drugs)]
    triples += [(f"G:{i}", "behind", f"I:{i}") for i in range(genes)]
    triples += [(f"D:{i}", "treats", f"I:{j % genes}") for i in range(drugs) for j in (i, i + 1)]
    return Snapshot.from_triples(triples, categories)


def main() -> None:
    """Arguments: model, folder of the checkpoints, epoch after which the process kills itself."""
    name, folder, last = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])

    def watch(step: Step) -> None:
        if step.done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    dataset = hashed_split(mechanisms(), "treats")
    model_class(name)().fit(dataset, FitOptions(seed=3, device="cpu", budget=BUDGET, checkpoints=folder), watch)


if __name__ == "__main__":
    main()
