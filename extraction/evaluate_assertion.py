"""Evaluation of assertion on the NegEx kit's table."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from extraction.assertion import ASSERTION_VERSION, assertion_engine, assess_alone
from extraction.gold import NegexItem, read_negex
from extraction.scoring import Mistake, context, figures, write_mistakes
from kg.figures import Figure, Figures, peak_megabytes
from kg.identifiers import content_hash
from kg.records import Assertion, Experiencer, Temporality

SYSTEM = "medkg"
BASELINE = "nearest-no"
_HELD_OUT_OF = 3
_BASELINE_WORDS = ("no ", "denies ", "denied ", "without ", "not ")
_ASPECTS = ("negated", "historical", "other")


@dataclass(frozen=True, slots=True)
class AssertionOptions:
    """How to evaluate assertion.

    Attributes:
        part: ``all``, ``development`` (two thirds of the sentences, on which the rules were written) or ``held_out``.
        errors: a TSV file for false positives and negatives, or None.
        seed: of the bootstrap.
    """

    part: str = "all"
    errors: Path | None = None
    seed: int = 0


def is_held_out(sentence: str) -> bool:
    """Whether a sentence is in the third that the rules were not written on: by a hash, so equal sentences agree."""
    return int(content_hash(sentence.strip().lower()), 16) % _HELD_OUT_OF == 0


def evaluate_assertion(gold: Path, options: AssertionOptions | None = None) -> Figures:
    """Negated, historical and experiencer: precision, recall and F1, beside a baseline of five words.

    Every item is an independent row of the bootstrap.

    Raises:
        DocumentError: the file cannot be read.
    """
    options = options or AssertionOptions()
    items, _ = read_negex(gold)
    if options.part != "all":
        items = tuple(one for one in items if is_held_out(one.sentence) == (options.part == "held_out"))
    assertion_engine("en")  # built before the clock starts
    started = time.perf_counter()
    read = [assess_alone(one.sentence, (one.start, one.end)) for one in items]
    seconds = time.perf_counter() - started
    rows = [*_rows(SYSTEM, items, [_aspects(one) for one in read], options.seed)]
    rows += _rows(BASELINE, items, [(_baseline(one), False, False) for one in items], options.seed)[:3]
    if options.errors is not None:
        write_mistakes(options.errors, _mistakes(items, [_aspects(one) for one in read]))
    return Figures(
        task="assertion",
        data=gold.name,
        split=options.part,
        rows=tuple(rows),
        seconds=round(seconds, 4),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=round(len(items) / seconds, 1) if seconds else None,
        seed=options.seed,
        device="cpu",
        version=ASSERTION_VERSION,
    )


def _aspects(assertion: Assertion) -> tuple[bool, bool, bool]:
    historical = assertion.temporality == Temporality.HISTORICAL
    return assertion.negated, historical, assertion.experiencer == Experiencer.OTHER


def _gold_aspects(item: NegexItem) -> tuple[bool, bool, bool]:
    return item.negated, item.historical, item.other


def _baseline(item: NegexItem) -> bool:
    """Negated when one of five words stands earlier in the sentence."""
    before = f" {item.sentence[: item.start].lower()}"
    return any(f" {word}" in before for word in _BASELINE_WORDS)


def _rows(
    system: str, items: tuple[NegexItem, ...], predicted: list[tuple[bool, bool, bool]], seed: int
) -> list[Figure]:
    rows: list[Figure] = []
    for number, aspect in enumerate(_ASPECTS):
        counts = [
            (
                float(said[number] and _gold_aspects(item)[number]),
                float(said[number]),
                float(_gold_aspects(item)[number]),
            )
            for item, said in zip(items, predicted, strict=True)
        ]
        rows += figures(system, aspect, counts, seed)
    return rows


def _mistakes(items: tuple[NegexItem, ...], predicted: list[tuple[bool, bool, bool]]) -> list[Mistake]:
    found: list[Mistake] = []
    for item, said in zip(items, predicted, strict=True):
        for aspect, one, gold in zip(_ASPECTS, said, _gold_aspects(item), strict=True):
            if one != gold:
                text, around = item.sentence[item.start : item.end], context(item.sentence, item.start, item.end, 200)
                kind = "FP" if one else "FN"
                found.append(Mistake(kind, aspect, item.number, item.start, item.end, aspect, text, around))
    return found
