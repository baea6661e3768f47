"""Results in tables whose columns bars or blanks part: ``WBC | 3.1 | 4.0-11.0 | L``, ``Sodium 128 L 135-145``."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?|\d{1,7}(?:\.\d{1,4})?"
_RANGE = rf"(?P<range>(?P<low>{_NUMBER})[ ]?[-–][ ]?(?P<high>{_NUMBER})|[<>≤≥]=?[ ]?(?:{_NUMBER}))"
_CELL = re.compile(r"[ \t]{0,40}\|[ \t]{0,40}(?P<cell>[^|\n]{0,30}?)(?=[ \t]{0,40}(?:\||\n|\Z))")
_REFERENCE = re.compile(rf"[\[(]?[ ]?{_RANGE}[ ]?[%\w/^]{{0,12}}[ ]?[\])]?")
_UNIT = re.compile(
    r"(?:%|[×x]?[ ]?10(?:\^|\*|e)?\d{1,2}/l|m?eq/l|[mnpμµuk]?i?u/m?l|[mnpμµu]?(?:mol|g)/(?:d?l|ml)|[ku]/u?l|mm[ ]?hg"
    r"|fl|pg|bpm|/min|°?[cf]|kg|cm|seconds|s|mm/h(?:r|our)?)",
    re.IGNORECASE,
)
_FLAGS = {"h": "high", "hh": "critically high", "high": "high", "l": "low", "ll": "critically low", "low": "low",
          "n": "normal", "normal": "normal", "abnormal": "abnormal", "a": "abnormal", "*": "abnormal",
          "critical": "critical"}  # fmt: skip
_BESIDE = re.compile(rf"[ \t]{{1,6}}{_RANGE}(?=[ \t]{{0,6}}(?:[,;)\n]|\.(?:\s|\Z)|\Z|[A-Z]))")
_MOST = 4


class Cells(NamedTuple):
    """What the columns behind a value give; empty where they give none. ``end``: code point behind the last read."""

    unit: str
    interpretation: str
    reference: str
    end: int


def read_cells(text: str, end: int) -> Cells:
    """The unit, the flag and the reference range of the columns behind a value that ends at ``end``."""
    unit = flag = reference = ""
    for _ in range(_MOST):
        cell = _CELL.match(text, end)
        if cell is None:
            break
        said = cell["cell"].strip()
        if not reference and (found := _REFERENCE.fullmatch(said)) and _rises(found):
            reference = found["range"]
        elif not flag and said.lower() in _FLAGS:
            flag = _FLAGS[said.lower()]
        elif not unit and _UNIT.fullmatch(said):
            unit = said
        elif said:
            break
        end = cell.end()
    return Cells(unit, flag, reference, end)


def read_range_beside(text: str, end: int) -> tuple[str, int]:
    """The range that stands without brackets behind a flag or a unit, and where it ends; empty without one."""
    found = _BESIDE.match(text, end)
    if found is None or not _rises(found):
        return "", end
    return found["range"], found.end()


def _rises(found: re.Match[str]) -> bool:
    if found["low"] is None:
        return True
    low, high = (float(found[name].replace(",", "")) for name in ("low", "high"))
    return low < high
