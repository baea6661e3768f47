"""Masking personal identifiers, character for character, before anything is stored, logged or linked."""

from __future__ import annotations

from extraction.deidentify.masking import DEIDENTIFY_VERSION, MASK, Masked, mask

__all__ = ["DEIDENTIFY_VERSION", "MASK", "Masked", "mask"]
