"""Training in several processes that ``torchrun`` started: each takes its share of a batch, gradients are averaged."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import torch
from torch import Tensor, distributed, nn

_DENSE, _SPARSE = 1, 2


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

    What lies on a GPU travels by NCCL, all else by gloo. Only the process of rank 0 should write.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield World(0, 1)
        return
    own = int(os.environ.get("LOCAL_RANK", "0"))
    if own < torch.cuda.device_count():
        torch.cuda.set_device(own)
    distributed.init_process_group("cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo")
    try:
        yield world()
    finally:
        distributed.destroy_process_group()


def average_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Replaces every gradient by its mean over the processes.

    One that is missing in some of them counts as zero there; one that is missing in all stays so, as it would in one
    process. Sparse gradients stay sparse.
    """
    size = world().size
    if size == 1:
        return
    learnt = list(parameters)
    kinds = torch.tensor([_kind(one.grad) for one in learnt])
    distributed.all_reduce(kinds, distributed.ReduceOp.MAX)
    dense = [one for one, kind in zip(learnt, kinds.tolist(), strict=True) if kind == _DENSE]
    if dense:
        _average_dense(dense, size)
    for parameter, kind in zip(learnt, kinds.tolist(), strict=True):
        if kind == _SPARSE:
            parameter.grad = _average_sparse(parameter, size)


def _kind(gradient: Tensor | None) -> int:
    return 0 if gradient is None else _SPARSE if gradient.is_sparse else _DENSE


def _average_dense(parameters: list[nn.Parameter], size: int) -> None:
    """All in one message."""
    parts = [torch.zeros_like(one) if one.grad is None else one.grad for one in parameters]
    whole = torch.cat([part.reshape(-1) for part in parts])
    distributed.all_reduce(whole)
    whole /= size
    start = 0
    for parameter in parameters:
        parameter.grad = whole[start : start + parameter.numel()].view_as(parameter).clone()
        start += parameter.numel()


def _average_sparse(parameter: nn.Parameter, size: int) -> Tensor:
    """The rows of all processes, filled up to the same number, gathered; torch adds up rows that occur twice."""
    own = parameter.grad.coalesce() if parameter.grad is not None else None
    rows = own.indices()[0] if own is not None else torch.zeros(0, dtype=torch.int64, device=parameter.device)
    values = own.values() if own is not None else parameter.detach()[:0]
    count = torch.tensor([len(rows)], device=rows.device)
    distributed.all_reduce(count, distributed.ReduceOp.MAX)
    missing = int(count) - len(rows)
    rows = torch.cat([rows, rows.new_zeros(missing)])
    values = torch.cat([values, values.new_zeros(missing, *values.shape[1:])])
    all_rows, all_values = ([torch.empty_like(part) for _ in range(size)] for part in (rows, values))
    distributed.all_gather(all_rows, rows)
    distributed.all_gather(all_values, values)
    gathered = torch.sparse_coo_tensor(
        torch.cat(all_rows)[None], torch.cat(all_values) / size, parameter.shape, check_invariants=False
    )
    return gathered.coalesce()


def mean_over_processes(value: float) -> float:
    """The mean of a number over the processes; the number itself in one process."""
    here = world()
    if here.size == 1:
        return value
    held = torch.tensor([value], dtype=torch.float64)
    distributed.all_reduce(held)
    return float(held) / here.size


def from_first(value: float) -> float:
    """The number that the process of rank 0 has, in all of them."""
    if world().size == 1:
        return value
    held = torch.tensor([value], dtype=torch.float64)
    distributed.broadcast(held, 0)
    return float(held)


def agreed(value: float) -> bool:
    """Whether all processes hold the same number."""
    if world().size == 1:
        return True
    held = torch.tensor([value, -value], dtype=torch.float64)
    distributed.all_reduce(held, distributed.ReduceOp.MAX)
    return bool(held[0] == -held[1])
