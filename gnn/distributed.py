"""Training in several processes that ``torchrun`` started: each takes its share of a batch, gradients are averaged."""

from __future__ import annotations

from collections.abc import Iterable
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
