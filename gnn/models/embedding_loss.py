"""The loss of queries with several answers, with its gradient written out."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


def grouped_cross_entropy(
    queries: Tensor, candidates: Tensor, bias: Tensor | None, answers: tuple[Tensor, Tensor]
) -> Tensor:
    """The sum over answers of -log softmax of the answer's score among all candidates.

    As if every answer were a query of its own (1-vs-all), with each query's scores computed once. The scores are the
    only tensor of queries x candidates: they turn into the gradient in place.

    Args:
        queries: float [q, width].
        candidates: float [c, width].
        bias: float [c] that is added to each candidate's scores, or None.
        answers: int64 [a] places of queries and int64 [a] places of candidates, no pair twice.
    """
    device = queries.device.type
    if torch.is_autocast_enabled(device):  # autocast does not see inside; both products take the lower precision
        lower = torch.get_autocast_dtype(device)
        queries, candidates = queries.to(lower), candidates.to(lower)
    found: Tensor = _GroupedCrossEntropy.apply(queries, candidates, bias, *answers)  # type: ignore[no-untyped-call]
    return found


class _GroupedCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, queries: Tensor, candidates: Tensor, bias: Tensor | None, rows: Tensor, columns: Tensor
    ) -> Tensor:
        scores = (queries @ candidates.T).float()
        if bias is not None:
            scores += bias
        count = torch.bincount(rows, minlength=len(queries)).to(scores.dtype)
        place = rows * scores.shape[1] + columns
        scores = torch.log_softmax(scores, dim=1)
        loss = -scores.view(-1)[place].sum()
        scores.exp_().mul_(count[:, None])
        scores.view(-1).index_add_(0, place, scores.new_full(place.shape, -1.0))
        ctx.save_for_backward(scores, queries, candidates)
        ctx.biased = bias is not None
        return loss

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        scores, queries, candidates = ctx.saved_tensors
        scores = scores.mul_(gradients[0])
        cast = scores.to(queries.dtype)
        return cast @ candidates, cast.T @ queries, scores.sum(dim=0) if ctx.biased else None, None, None
