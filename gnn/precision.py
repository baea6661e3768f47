"""Mixed precision of a training: autocast, the scaling of losses in half precision, and the step that follows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import torch
from torch import Tensor, nn

from gnn.distributed import average_gradients
from kg.errors import InputError

PRECISIONS = ("auto", "32", "bf16", "16")
_TYPES = {"bf16": torch.bfloat16, "16": torch.float16}


class Precision:
    """What one training computes in; weights and the optimiser's state are always float32.

    Attributes:
        name: ``32``, ``bf16`` or ``16``; never ``auto``.

    Args:
        asked: one of PRECISIONS; ``auto`` is bf16 on a GPU that has it, 16 on another GPU, 32 on a CPU.
        device: where the training runs.

    Raises:
        InputError: no such precision.
    """

    def __init__(self, asked: str, device: torch.device) -> None:
        if asked not in PRECISIONS:
            raise InputError(f"There is no precision {asked!r}.", f"Use one of {', '.join(PRECISIONS)}.")
        self.name = _usual(device) if asked == "auto" else asked
        self._device = device.type
        self._scaler = torch.amp.GradScaler(device.type, enabled=self.name == "16")

    def autocast(self) -> AbstractContextManager[Any]:
        """Within it products are computed in the lower precision."""
        kind = _TYPES.get(self.name)
        return torch.autocast(self._device, kind, enabled=kind is not None)

    def step(
        self,
        loss: Tensor,
        parameters: Sequence[nn.Parameter],
        optimizer: torch.optim.Optimizer,
        clip: float | None = None,
    ) -> None:
        """Gradients of the loss, their mean over the processes, clipped to the norm, and one step of the optimiser.

        In half precision a step whose gradients overflow is left out and the scale is lowered.

        Args:
            loss: float32 []; one without a graph (no query fell to this process) adds no gradient.
            parameters: of the optimiser.
            optimizer: its gradients were set to None.
            clip: largest norm of all gradients together; None does not clip.
        """
        scaled = self._scaler.scale(loss)
        if loss.requires_grad:
            scaled.backward()  # type: ignore[no-untyped-call]
        average_gradients(parameters)
        if all(one.grad is None for one in parameters):
            return
        self._scaler.unscale_(optimizer)
        if clip is not None:
            nn.utils.clip_grad_norm_(parameters, clip)
        self._scaler.step(optimizer)
        self._scaler.update()

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps: numbers by name."""
        return self._scaler.state_dict()

    def load(self, state: dict[str, Any]) -> None:
        """Takes what :meth:`state` gave."""
        if state and self._scaler.is_enabled():
            self._scaler.load_state_dict(state)


def _usual(device: torch.device) -> str:
    if device.type != "cuda":
        return "32"
    return "bf16" if torch.cuda.is_bf16_supported() else "16"
