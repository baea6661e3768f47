"""The fused product behind message passing: all messages into one category of nodes, with their gradients.

For states ``X`` and steps ``r`` with matrices ``A`` and weights ``w``: ``out = sum over r of (A_r @ X_r) * w_r``. The
weight is applied on whichever side of the product has fewer rows, sums are taken in place, and what the gradient needs
is computed again rather than kept, so memory is that of the states, whatever the number of edges.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor


class Product(NamedTuple):
    """One step: CSR [targets, sources], its transpose, and the position of its states among the arguments."""

    matrix: Tensor
    transpose: Tensor
    states: int

    @property
    def small_target(self) -> bool:
        """Whether the weight is cheaper after the product than before it."""
        return bool(self.matrix.shape[0] < self.matrix.shape[1])


class SumOfMessages(torch.autograd.Function):
    """See the module; Shapes: weights [steps, d], states [sources, batch, d] each, out [targets, batch, d]."""

    @staticmethod
    def forward(context: Any, products: tuple[Product, ...], weights: Tensor, *states: Tensor) -> Tensor:
        """float32 [targets, batch, d]."""
        context.products = products
        context.save_for_backward(weights, *states)
        batch, dim = states[0].shape[1:]
        out = states[0].new_zeros(products[0].matrix.shape[0], batch * dim)
        for product, weight in zip(products, weights.repeat(1, batch), strict=True):
            dense = states[product.states].flatten(1)
            if product.small_target:
                out.addcmul_(_product(product.matrix, dense), weight)
            else:
                out.addmm_(product.matrix, dense * weight)
        return out.view(-1, batch, dim)

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        """Gradients of the weights and of each of the states."""
        weights, *states = context.saved_tensors
        batch, dim = states[0].shape[1:]
        incoming = gradients[0].contiguous().flatten(1)
        to_states = [torch.zeros_like(state).flatten(1) for state in states]
        to_weights = torch.zeros_like(weights)
        for place, (product, weight) in enumerate(zip(context.products, weights.repeat(1, batch), strict=True)):
            dense = states[product.states].flatten(1)
            if product.small_target:
                to_states[product.states].addmm_(product.transpose, incoming * weight)
                both = _product(product.matrix, dense).mul_(incoming)
            else:
                returned = _product(product.transpose, incoming)
                to_states[product.states].addcmul_(returned, weight)
                both = returned.mul_(dense)
            to_weights[place] = both.sum(dim=0).view(batch, dim).sum(dim=0)
        return None, to_weights, *(grad.view(-1, batch, dim) for grad in to_states)


def sum_of_messages(products: tuple[Product, ...], weights: Tensor, states: tuple[Tensor, ...]) -> Tensor:
    """All messages into one category; see the module.

    Args:
        products: at least one.
        weights: [products, d].
        states: what the products refer to, [sources, batch, d] each.
    """
    with torch.autocast(weights.device.type, enabled=False):
        floats = tuple(state.float().contiguous() for state in states)
        total: Tensor = SumOfMessages.apply(products, weights.float(), *floats)  # type: ignore[no-untyped-call]
    return total


def _product(matrix: Tensor, dense: Tensor) -> Tensor:
    return dense.new_zeros(matrix.shape[0], dense.shape[1]).addmm_(matrix, dense)
