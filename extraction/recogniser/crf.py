"""A linear-chain conditional random field with partial labels, its gradient computed by forward and backward passes.

Lafferty, McCallum and Pereira 2001; partial labels as in Tsuboi et al. 2008: the numerator sums over every sequence
that the annotation allows, so a corpus that does not mark a type says nothing about it.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

_LEAST = 1e-30


def negative_log_likelihood(emissions: Tensor, transitions: Tensor, possible: Tensor, allowed: Tensor) -> Tensor:
    """The loss of the allowed tag sequences, summed over the sequences; differentiable in the first two arguments.

    Args:
        emissions: ``[sequences, steps, tags]``.
        transitions: ``[tags, tags]``.
        possible: ``[tags, tags]``, whether one tag may follow another.
        allowed: ``[sequences, steps, tags]``, tags that the annotation permits; padding permits only outside.
    """
    loss: Tensor = _PartialCrf.apply(emissions, transitions, possible, allowed)  # type: ignore[no-untyped-call]
    return loss


class _PartialCrf(torch.autograd.Function):
    """Negative log likelihood of allowed tag sequences."""

    @staticmethod
    def forward(ctx: Any, emissions: Tensor, transitions: Tensor, possible: Tensor, allowed: Tensor) -> Tensor:
        """The loss; what its gradient needs is computed on the way."""
        scores = torch.cat((emissions, emissions))
        mask = torch.cat((torch.ones_like(allowed), allowed))
        padding = allowed[:, :, 1:].any(2).logical_not() & (emissions == 0).all(2)
        mask[: len(allowed)][padding] = allowed[padding]
        weights, tops = _weights(scores, mask)
        steps = transitions.exp() * possible
        forward, logs = _forward(weights, steps)
        backward = _backward(weights, steps)
        marginals = forward * backward
        marginals /= marginals.sum(2, keepdim=True).clamp_min(_LEAST)
        half = len(emissions)
        totals = logs + tops
        ctx.save_for_backward(marginals[:half] - marginals[half:], _pairs(forward, backward, weights, steps, half))
        return (totals[:half] - totals[half:]).sum()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor, None, None]:
        """Expected counts without the annotation, less those with it."""
        by_emission, by_transition = ctx.saved_tensors
        return gradient * by_emission, gradient * by_transition, None, None


def _weights(scores: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    scores = scores.masked_fill(~mask, -torch.inf)
    tops = scores.amax(2, keepdim=True)
    return (scores - tops).exp(), tops.sum((1, 2))


def _forward(weights: Tensor, steps: Tensor) -> tuple[Tensor, Tensor]:
    alphas = torch.empty_like(weights)
    alpha = steps[0] * weights[:, 0]
    sums = []
    for at in range(weights.shape[1]):
        if at:
            alpha = (alpha @ steps) * weights[:, at]
        total = alpha.sum(1, keepdim=True).clamp_min(_LEAST)
        alpha = alpha / total
        alphas[:, at] = alpha
        sums.append(total)
    last = (alpha @ steps[:, 0]).clamp_min(_LEAST)
    return alphas, torch.cat(sums, 1).log().sum(1) + last.log()


def _backward(weights: Tensor, steps: Tensor) -> Tensor:
    betas = torch.empty_like(weights)
    beta = steps[:, 0].expand(len(weights), -1)
    across = steps.T.contiguous()
    for at in range(weights.shape[1] - 1, -1, -1):
        if at < weights.shape[1] - 1:
            beta = (weights[:, at + 1] * beta) @ across
        beta = beta / beta.sum(1, keepdim=True).clamp_min(_LEAST)
        betas[:, at] = beta
    return betas


def _pairs(alphas: Tensor, betas: Tensor, weights: Tensor, steps: Tensor, half: int) -> Tensor:
    """Expected transitions of the first half less those of the second, the edges of the sequences included."""
    count = steps.shape[0]
    before = torch.cat((torch.zeros_like(alphas[:, :1]), alphas), 1)
    before[:, 0, 0] = 1
    after = torch.cat((weights * betas, torch.zeros_like(alphas[:, :1])), 1)
    after[:, -1, 0] = 1
    left, right = before.reshape(-1, count), after.reshape(-1, count)
    norms = ((left @ steps) * right).sum(1, keepdim=True).clamp_min(_LEAST)
    left = left / norms
    split = half * before.shape[1]
    return steps * (left[:split].T @ right[:split] - left[split:].T @ right[split:])
