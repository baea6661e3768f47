"""The device of a run, and its seeds."""

from __future__ import annotations

import numpy as np
import torch

from kg.errors import InputError


def choose_device(name: str) -> torch.device:
    """``auto`` is a GPU when there is one, else the CPU.

    Raises:
        InputError: an unknown device, or a GPU that is not there.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise InputError(f"There is no device {name!r}.", "Use auto, cpu, cuda or cuda:N.") from error
    if device.type == "cuda" and not torch.cuda.is_available():
        raise InputError(f"{name!r} was asked for and this machine has no GPU that torch can use.", "Use --device cpu.")
    return device


def seeded(seed: int) -> tuple[np.random.Generator, torch.Generator]:
    """A generator for numpy and one for torch (CPU), both from the seed; global state stays untouched."""
    return np.random.default_rng(seed), torch.Generator().manual_seed(seed)
