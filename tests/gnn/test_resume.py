"""A training that was killed goes on, and ends where an unbroken one ends."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from gnn.protocol import FitOptions, FitReport, Step
from gnn.registry import model_class
from gnn.resume import Checkpoint, checkpoint_path, pack_optimizer, read_checkpoint, unpack_optimizer, write_checkpoint
from gnn.splits import hashed_split
from kg.errors import ModelMismatchError

_SCRIPT = Path(__file__).with_name("killed_training.py")
_KILLED = runpy.run_path(str(_SCRIPT))
_OPTIONS = FitOptions(seed=3, device="cpu", budget=_KILLED["BUDGET"])
_BUDGETS = {"compgcn": 0.5}
pytestmark = pytest.mark.usefixtures("one_thread")  # as in the process that is killed
RESUMABLE = ("nbfnet", "complex", "distmult", "rotate", "compgcn")


class _StoppedError(Exception):
    """Ends a training in the middle, as a kill would, without the price of a process."""


def _fit(name: str, options: FitOptions, stop_after: int = 0) -> tuple[dict[str, torch.Tensor], FitReport]:
    def watch(step: Step) -> None:
        if step.done == stop_after:
            raise _StoppedError

    model = model_class(name)()
    report = model.fit(hashed_split(_KILLED["mechanisms"](), "treats"), options, watch)
    return model.state().tensors, report


def _same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(tensor, other[name]) for name, tensor in one.items())


@pytest.mark.parametrize("name", ["nbfnet", "complex"])
def test_a_killed_training_ends_as_an_unbroken_one(name: str, tmp_path: Path) -> None:
    """``kill -9`` after the third epoch: the same weights to the last bit, the same metrics and losses."""
    command = [sys.executable, str(_SCRIPT), name, str(tmp_path), "3"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(_SCRIPT.parents[2])}
    killed = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=200, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    unbroken, whole = _fit(name, _OPTIONS)
    told: list[str] = []
    resumed, rest = _fit(name, replace(_OPTIONS, checkpoints=tmp_path, notify=told.append))
    assert 1 <= rest.resumed_after <= 3 < len(rest.steps)
    assert "goes on after epoch" in told[0]
    assert _same(unbroken, resumed)
    assert repr(rest.steps) == repr(whole.steps)
    assert (rest.best, rest.stopped_early) == (whole.best, whole.stopped_early)


@pytest.mark.parametrize("name", RESUMABLE)
def test_an_interrupted_training_ends_as_an_unbroken_one(name: str, tmp_path: Path) -> None:
    """Every model that is trained by epochs, in one process."""
    options = replace(_OPTIONS, checkpoints=tmp_path, budget=_BUDGETS.get(name, _OPTIONS.budget))
    unbroken, whole = _fit(name, replace(options, checkpoints=None))
    with pytest.raises(_StoppedError):
        _fit(name, options, stop_after=2)
    resumed, rest = _fit(name, options)
    assert 1 <= rest.resumed_after <= 2 < len(rest.steps)
    assert _same(unbroken, resumed)
    assert repr(rest.steps) == repr(whole.steps)


@pytest.mark.parametrize("name", ["nbfnet", "complex"])
def test_a_finished_training_is_not_repeated(name: str, tmp_path: Path) -> None:
    """Its checkpoint holds the end, until the model itself is stored."""
    options = replace(_OPTIONS, checkpoints=tmp_path)
    first, report = _fit(name, options)
    again, repeated = _fit(name, options)
    assert repeated.resumed_after == len(report.steps)
    assert _same(first, again)


def test_restart_and_other_settings_begin_anew(tmp_path: Path) -> None:
    """Another seed is another training; --restart reads nothing."""
    options = replace(_OPTIONS, checkpoints=tmp_path)
    with pytest.raises(_StoppedError):
        _fit("nbfnet", options, stop_after=2)
    told: list[str] = []
    assert _fit("nbfnet", replace(options, restart=True, notify=told.append))[1].resumed_after == 0
    assert told == []
    assert _fit("nbfnet", replace(options, seed=4, notify=told.append))[1].resumed_after == 0
    assert "another training" in told[0]


@pytest.mark.parametrize("damage", ["cut", "empty", "changed", "newer", "text"])
def test_a_damaged_checkpoint_is_named_and_left(damage: str, tmp_path: Path) -> None:
    """The training begins anew, with a sentence that says why."""
    options = replace(_OPTIONS, checkpoints=tmp_path, budget=0.02)
    unbroken, _ = _fit("nbfnet", replace(options, checkpoints=None))
    with pytest.raises(_StoppedError):
        _fit("nbfnet", options, stop_after=1)
    path = checkpoint_path(tmp_path, "nbfnet")
    whole = path.read_bytes()
    damaged = {
        "cut": whole[: len(whole) // 2],
        "empty": b"",
        "changed": whole[:-1] + bytes([whole[-1] ^ 1]),
        "newer": whole.replace(b'\\"format\\": 1', b'\\"format\\": 9', 1),
        "text": b"no checkpoint at all",
    }[damage]
    assert damaged != whole
    path.write_bytes(damaged)
    with pytest.raises(ModelMismatchError, match="cannot be read"):
        read_checkpoint(path)
    told: list[str] = []
    anew, report = _fit("nbfnet", replace(options, notify=told.append))
    assert report.resumed_after == 0
    assert "cannot be read" in told[0] and "first epoch" in told[0]
    assert _same(anew, unbroken)


def test_a_checkpoint_of_other_shapes_is_left(tmp_path: Path) -> None:
    """Written by a version whose network was built otherwise."""
    options = replace(_OPTIONS, checkpoints=tmp_path, budget=0.02)
    _fit("nbfnet", options)
    path = checkpoint_path(tmp_path, "nbfnet")
    found = read_checkpoint(path)
    assert found is not None
    tensors = {name: tensor.reshape(-1)[:1] for name, tensor in found.tensors.items()}
    write_checkpoint(replace(found, tensors=tensors), path)
    told: list[str] = []
    assert _fit("nbfnet", replace(options, notify=told.append))[1].resumed_after == 0
    assert "another version" in told[0]


def test_nothing_is_left_beside_a_checkpoint(tmp_path: Path) -> None:
    """Nor is a folder needed before; tensors and records come back as they were."""
    weight = torch.nn.Parameter(torch.arange(6.0).view(2, 3))
    optimizer = torch.optim.Adam([weight])
    weight.grad = torch.ones_like(weight)
    optimizer.step()
    tensors, record = pack_optimizer(optimizer.state_dict())
    path = tmp_path / "deep" / "one.safetensors"
    assert read_checkpoint(path) is None
    write_checkpoint(Checkpoint("id", tensors, {"optimizer": record, "best": float("nan")}), path)
    found = read_checkpoint(path)
    assert found is not None and found.identity == "id"
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    again = torch.optim.Adam([weight])
    again.load_state_dict(unpack_optimizer(found.tensors, found.record["optimizer"]))
    assert again.state_dict()["param_groups"] == optimizer.state_dict()["param_groups"]
    assert _same(again.state_dict()["state"][0], optimizer.state_dict()["state"][0])
