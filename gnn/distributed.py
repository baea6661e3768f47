"""Training in several processes that ``torchrun`` started: each takes its share of a batch, gradients are averaged."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import torch
from torch import distributed, nn


class World(NamedTuple):
    """This process's number and how many there are."""

    rank: int
    size: int


def world() -> World:
    """(0, 1) unless a process group was initialised."""
    if distributed.is_available() and distributed.is_initialized():
        return World(distributed.get_rank(), distributed.get_world_size())
    return World(0, 1)


@contextmanager
def joined() -> Iterator[World]:
    """Within it the processes that ``torchrun`` started train together; alone, nothing happens.

    NCCL where there are GPUs, gloo elsewhere. Only the process of rank 0 should write.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield World(0, 1)
        return
    distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    try:
        yield world()
    finally:
        distributed.destroy_process_group()


def average_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Replaces every gradient by its mean over the processes; a missing one counts as zero."""
    size = world().size
    if size == 1:
        return
    for parameter in parameters:
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)
        distributed.all_reduce(parameter.grad)
        parameter.grad /= size


def mean_over_processes(value: float) -> float:
    """The mean of a number over the processes; the number itself in one process."""
    here = world()
    if here.size == 1:
        return value
    held = torch.tensor([value], dtype=torch.float64, device=_meeting_place())
    distributed.all_reduce(held)
    return float(held) / here.size


def from_first(value: float) -> float:
    """The number that the process of rank 0 has, in all of them."""
    if world().size == 1:
        return value
    held = torch.tensor([value], dtype=torch.float64, device=_meeting_place())
    distributed.broadcast(held, 0)
    return float(held)


def agreed(value: float) -> bool:
    """Whether all processes hold the same number."""
    if world().size == 1:
        return True
    held = torch.tensor([value, -value], dtype=torch.float64, device=_meeting_place())
    distributed.all_reduce(held, distributed.ReduceOp.MAX)
    return bool(held[0] == -held[1])


def _meeting_place() -> torch.device:
    return torch.device("cuda" if distributed.get_backend() == "nccl" else "cpu")
