"""What was measured: tests and vital signs with value, unit, interpretation and reference range."""

from __future__ import annotations

from extraction.measurements.finder import MEASUREMENTS, Measurement, MeasurementFinder, shipped_finder

__all__ = ["MEASUREMENTS", "Measurement", "MeasurementFinder", "shipped_finder"]
