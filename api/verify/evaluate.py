"""How many honest sentences the verifier passes, and how many dishonest ones it catches."""

from __future__ import annotations

import time
from collections import defaultdict
from math import sqrt
from pathlib import Path

from api.verify.check import verify
from api.verify.gold import GoldSentence, read_gold
from kg.errors import DocumentError
from kg.figures import Figure, Figures, peak_megabytes
from medkg import __version__

_Z = 1.959964  # of a two-sided 95 % interval


def evaluate_explanations(gold: Path) -> Figures:
    """Measures the verifier on gold sentences.

    Rows, each with Wilson's 95 % interval (doi:10.1080/01621459.1927.10502953): ``honest_pass_rate`` and
    ``dishonest_catch_rate`` over all, ``…_en`` and ``…_zh`` by language, ``catch_rate_<why>`` by what is wrong.
    Higher is better for each.

    Raises:
        DocumentError: the file cannot be read, or holds no sentence.
    """
    started = time.perf_counter()
    right: dict[str, list[bool]] = defaultdict(list)
    sentences = 0
    splits = set()
    for one in read_gold(gold):
        sentence, facts = one.read()
        as_it_should = verify(sentence, facts).ok == one.honest
        for metric in _metrics(one):
            right[metric].append(as_it_should)
        sentences += 1
        splits.add(one.split)
    if not sentences:
        raise DocumentError(f"{gold} holds no sentences.", "Name a JSONL file of gold sentences.")
    seconds = time.perf_counter() - started
    return Figures(
        task="explanations",
        data=gold.name,
        split="+".join(sorted(filter(None, splits))) or "all",
        rows=tuple(_rate(metric, right[metric]) for metric in sorted(right)),
        seconds=seconds,
        peak_mb=peak_megabytes(),
        documents_per_second=sentences / seconds,
        seed=0,
        device="cpu",
        version=__version__,
    )


def _metrics(one: GoldSentence) -> tuple[str, ...]:
    kind = "honest_pass_rate" if one.honest else "dishonest_catch_rate"
    return (kind, f"{kind}_{one.language}", *((f"catch_rate_{one.why}",) if one.why else ()))


def _rate(metric: str, right: list[bool]) -> Figure:
    """A share with Wilson's interval."""
    n = len(right)
    share = sum(right) / n
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return Figure(
        "verifier", metric, share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)), n
    )
