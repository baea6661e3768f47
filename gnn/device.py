"""The device of a run, what it is and what memory it took."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import torch

from kg import figures
from kg.errors import InputError


def choose_device(name: str) -> torch.device:
    """``auto`` is a GPU when there is one, else the CPU; each process that ``torchrun`` started takes its own GPU.

    Raises:
        InputError: an unknown device, or a GPU that is not there.
    """
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise InputError(f"There is no device {name!r}.", "Use auto, cpu, cuda or cuda:N.") from error
    if device.type == "cuda" and not torch.cuda.is_available():
        raise InputError(f"{name!r} was asked for and this machine has no GPU that torch can use.", "Use --device cpu.")
    if name == "cuda":
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise InputError(
            f"{str(device)!r} was asked for and this machine has {torch.cuda.device_count()} GPUs.",
            "Name another, or start as many processes as there are GPUs.",
        )
    return device


def hardware(device: torch.device) -> str:
    """The processor or the GPU in words, with the number of threads that torch uses or the GPU's memory."""
    if device.type == "cuda":
        found = torch.cuda.get_device_properties(device)
        return f"{found.name}, {found.total_memory / 2**30:.0f} GiB"
    return f"{_processor()}, {torch.get_num_threads()} of {os.cpu_count()} threads"


def peak_megabytes(device: torch.device) -> tuple[float, float]:
    """The most memory that this process held, and that torch held on the GPU (0 without one)."""
    on_gpu = torch.cuda.max_memory_allocated(device) / 2**20 if device.type == "cuda" else 0.0
    return round(figures.peak_megabytes(), 1), round(on_gpu, 1)


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
