"""The fused product against autograd on dense matrices."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
import torch

from gnn.messages import Product, sum_of_messages
from gnn.propagation import sparse_tensor

SMALL, LARGE, BATCH, DIM = 5, 11, 3, 7


def _product(rows: int, columns: int, states: int, seed: int) -> tuple[Product, torch.Tensor]:
    matrix = sp.random(rows, columns, 0.5, "csr", np.float32, random_state=seed)
    device = torch.device("cpu")
    made = Product(sparse_tensor(matrix, device), sparse_tensor(matrix.T.tocsr(), device), states)
    return made, torch.from_numpy(matrix.toarray())


def test_value_and_gradients_equal_dense_autograd() -> None:
    """With the weight before the product and after it, and states that two steps share."""
    pairs = [_product(SMALL, LARGE, 0, 1), _product(SMALL, 2, 1, 2), _product(SMALL, LARGE, 0, 3)]
    assert {product.small_target for product, _ in pairs} == {True, False}
    generator = torch.Generator().manual_seed(0)
    states = [torch.randn(n, BATCH, DIM, generator=generator, requires_grad=True) for n in (LARGE, 2)]
    weights = torch.randn(len(pairs), DIM, generator=generator, requires_grad=True)
    fused = sum_of_messages(tuple(product for product, _ in pairs), weights, tuple(states))
    dense = sum(
        torch.einsum("ts,sbd->tbd", matrix, states[product.states]) * weight
        for (product, matrix), weight in zip(pairs, weights, strict=True)
    )
    assert torch.allclose(fused, dense, atol=1e-5)
    upstream = torch.randn(SMALL, BATCH, DIM, generator=generator)
    arguments = (weights, *states)
    for one, other in zip(
        torch.autograd.grad(fused, arguments, upstream), torch.autograd.grad(dense, arguments, upstream), strict=True
    ):
        assert torch.allclose(one, other, atol=1e-4)
