"""Whole English notes put together from the blocks of their kinds, each in a style of its own."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import lru_cache

from tools.identifiers import charts_en, charts_kept_en, charts_theatre_en, charts_visits_en, charts_wards_en

KINDS = (
    charts_en.DISCHARGE,
    charts_en.TRIAGE,
    charts_en.RADIOLOGY,
    charts_en.LABORATORY,
    charts_theatre_en.NURSING,
    charts_theatre_en.OPERATION,
    charts_visits_en.DIALOGUE,
    charts_visits_en.REFERRAL,
    charts_visits_en.PROBLEMS,
    charts_visits_en.TELEPHONE,
    charts_visits_en.SOCIAL,
    charts_wards_en.PATHOLOGY,
    charts_wards_en.THERAPY,
    charts_wards_en.PSYCHIATRY,
    charts_wards_en.ANESTHESIA,
    charts_wards_en.AMBULANCE,
    charts_wards_en.OUTPATIENT,
)
"""For training."""

KEPT = (charts_kept_en.INTENSIVE, charts_kept_en.GENETICS, charts_kept_en.PRESCRIPTION, charts_kept_en.ANTENATAL)
"""To choose settings by; nothing is trained on them."""

_LEFT_OUT, _JOINED = 0.1, 0.4
_HEADING = re.compile(r"^# (.+)(\n?)", re.MULTILINE)
_WRAPPED = re.compile(r"(?<=[a-z,;])\n(?=[a-z{\[])")
_STYLES: tuple[Callable[[str], str], ...] = (
    lambda words: f"{words}:\n",
    lambda words: f"{words}: ",
    lambda words: f"{words.upper()}:\n",
    lambda words: f"{words.upper()}: ",
    lambda words: f"{words.upper()}\n",
    lambda words: f"{words.title()}\n",
    lambda words: f"{words.title()}: ",
    lambda words: f"**{words}**\n",
    lambda words: f"{words}\n{'-' * len(words)}\n",
    lambda words: f"== {words.upper()} ==\n",
    lambda words: f"{words.lower()}: ",
    lambda words: f"{words} - ",
    lambda words: f"[{words}]\n",
)


def chart(generator: random.Random, *, kept: bool) -> str:
    """A note with slots; ``kept`` for one of the kinds that nothing is trained on."""
    choose = generator.choice
    blocks = _blocks(choose(KEPT if kept else KINDS))
    last = len(blocks) - 1
    chosen = [choose(one) for at, one in enumerate(blocks) if at in (0, last) or generator.random() > _LEFT_OUT]
    text = choose(("\n", "\n", "\n\n")).join(filter(None, chosen))
    style = choose(_STYLES)
    text = _HEADING.sub(lambda found: style(found[1]), text) + "\n"
    return _WRAPPED.sub(" ", text) if generator.random() < _JOINED else text


@lru_cache(maxsize=64)
def _blocks(kind: str) -> tuple[tuple[str, ...], ...]:
    """The alternatives of each block."""
    return tuple(
        tuple(one.strip("\n") for one in re.split(r"^\|\|$", block, flags=re.MULTILINE))
        for block in re.split(r"^---$", kind, flags=re.MULTILINE)
    )
