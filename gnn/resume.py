"""Checkpoints of a training that may be killed: one safetensors file a model, switched in whole, without pickle."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gnn.dataset import LinkDataset
from gnn.protocol import FitOptions
from kg.errors import ModelMismatchError
from kg.identifiers import content_hash
from kg.tensors import Arrays, read_tensors, write_tensors

FORMAT = 1
SUFFIX = ".safetensors"
_RECORD = "training"
_TRAINING = 1  # raised when a loop of training changes, so that no run goes on by other rules than it began


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a training stood after a whole epoch.

    Attributes:
        identity: of the run, see :func:`run_identity`.
        tensors: by name; weights, the best weights so far, and the optimiser's.
        record: everything else, as it is written in JSON.
    """

    identity: str
    tensors: dict[str, Tensor]
    record: dict[str, Any]


def run_identity(name: str, config: object, dataset: LinkDataset, options: FitOptions) -> str:
    """A hash that two trainings share when they learn the same from the same.

    The device and the number of processes are left out, so a training may go on elsewhere.

    Args:
        name: of the model.
        config: its settings, a frozen dataclass.
        dataset: what it learns from.
        options: seed, budget and precision count.
    """
    arrays = (dataset.graph, dataset.train, dataset.valid)
    hashes = [hashlib.blake2b(np.ascontiguousarray(rows).data, digest_size=16).hexdigest() for rows in arrays]
    asked = f"{_TRAINING} {options.seed} {options.budget} {options.precision}"
    return content_hash(name, repr(config), asked, dataset.data_hash, *hashes)


def checkpoint_path(folder: Path, name: str) -> Path:
    """Where the checkpoint of a model lies in the folder of its training."""
    return folder / f"{name}{SUFFIX}"


def write_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Writes aside and switches in, so that a kill at any moment leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {name: tensor.detach().cpu().contiguous().numpy() for name, tensor in checkpoint.tensors.items()}
    head = {"format": FORMAT, "identity": checkpoint.identity, "sum": _sum(arrays), "record": checkpoint.record}
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_tensors(aside, arrays, {_RECORD: json.dumps(head)})
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def read_checkpoint(path: Path) -> Checkpoint | None:
    """The checkpoint that lies there, or None.

    Raises:
        ModelMismatchError: it is cut off, changed, of a newer format, or something else.
    """
    if not path.is_file():
        return None
    try:
        found = read_tensors(path)
        head = json.loads(found.texts[_RECORD])
        if head["format"] != FORMAT:
            raise _unreadable(path, f"its format is {head['format']}, this version reads {FORMAT}")
        if head["sum"] != _sum(found.arrays):
            raise _unreadable(path, "its checksum does not fit")
        tensors = {name: torch.from_numpy(array) for name, array in found.arrays.items()}
        return Checkpoint(head["identity"], tensors, head["record"])
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(path, f"{type(error).__name__}: {error}") from error


def pack_optimizer(state: dict[str, Any]) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """An optimiser's state as tensors by name and a JSON record."""
    tensors: dict[str, Tensor] = {}
    plain: dict[str, dict[str, Any]] = {}
    for number, values in state["state"].items():
        for key, value in values.items():
            if isinstance(value, Tensor):
                tensors[f"{number}.{key}"] = value
            else:
                plain.setdefault(str(number), {})[key] = value
    return tensors, {"groups": state["param_groups"], "plain": plain}


def unpack_optimizer(tensors: dict[str, Tensor], record: dict[str, Any]) -> dict[str, Any]:
    """What :func:`pack_optimizer` took apart."""
    state: dict[int, dict[str, Any]] = {int(number): dict(values) for number, values in record["plain"].items()}
    for name, tensor in tensors.items():
        number, key = name.split(".", 1)
        state.setdefault(int(number), {})[key] = tensor
    groups = [{key: _as_it_was(key, value) for key, value in group.items()} for group in record["groups"]]
    return {"state": state, "param_groups": groups}


def _as_it_was(key: str, value: Any) -> Any:
    """JSON knows no tuples; torch lists an optimiser's parameters and nothing else."""
    return tuple(value) if isinstance(value, list) and key != "params" else value


def _sum(arrays: Arrays) -> int:
    total = 0
    for name in sorted(arrays):
        total = zlib.crc32(name.encode(), total)
        total = zlib.crc32(np.ascontiguousarray(arrays[name]).reshape(-1).view(np.uint8).data, total)
    return total


def _unreadable(path: Path, why: str) -> ModelMismatchError:
    return ModelMismatchError(f"The checkpoint {path} cannot be read: {why}.", "Train with --restart.")
