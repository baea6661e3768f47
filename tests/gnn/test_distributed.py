"""Two processes train to the scores of one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

_SCRIPT = Path(__file__).with_name("distributed_scores.py")


def _scores(command: list[str]) -> np.ndarray:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(_SCRIPT.parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=200, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    line = next(line for line in done.stdout.splitlines() if line.startswith("scores"))
    return np.array([float(cell) for cell in line.split()[1:]])


@pytest.mark.slow
def test_two_gloo_processes_agree_with_one() -> None:
    """Each takes half of every batch; the averaged gradients are those of the whole batch."""
    alone = _scores([sys.executable, str(_SCRIPT)])
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    together = _scores([*torchrun, str(_SCRIPT)])
    assert len(alone) > 0
    assert np.allclose(alone, together, atol=0.01)
