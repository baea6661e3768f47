"""Two processes train to the metrics of one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

_SCRIPT = Path(__file__).with_name("distributed_scores.py")
_TORCHRUN = (sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2")


def _printed(*command: str) -> dict[str, np.ndarray]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(_SCRIPT.parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [line.split() for line in done.stdout.splitlines()]
    return {words[0]: np.array([float(cell) for cell in words[1:]]) for words in lines if words}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nbfnet", "complex", "compgcn"])
def test_two_gloo_processes_agree_with_one(name: str) -> None:
    """Each takes its share of every batch; the averaged gradients are those of the whole batch."""
    alone = _printed(sys.executable, str(_SCRIPT), "train", name)
    together = _printed(*_TORCHRUN, str(_SCRIPT), "train", name)
    assert len(alone["metrics"]) > 5
    assert np.allclose(alone["metrics"], together["metrics"], atol=1e-6)
    assert np.allclose(alone["losses"], together["losses"], rtol=1e-3)
    assert np.allclose(alone["scores"], together["scores"], atol=0.02)


@pytest.mark.slow
def test_a_baseline_that_all_processes_train_is_waited_for() -> None:
    """Nobody waits for ever, and its figures are those of one process."""
    alone = _printed(sys.executable, str(_SCRIPT), "beside", "distmult")["figures"]
    together = _printed(*_TORCHRUN, str(_SCRIPT), "beside", "distmult")["figures"]
    assert len(alone) > 5
    assert np.allclose(alone, together, atol=0.05)


@pytest.mark.slow
def test_gradients_meet() -> None:
    """Dense, sparse and missing ones, in two real processes."""
    assert "met" in _printed(*_TORCHRUN, str(_SCRIPT), "meet", "none")
