"""Evaluation of de-identification on texts whose identifiers are known, beside masking capitals and digits."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extraction.corpora.presidio import read_presidio
from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.deidentify import DEIDENTIFY_VERSION, mask
from extraction.deidentify_gold import CLINICAL_TERM, kind_of_type, must_go
from extraction.documents import detect_language
from extraction.scoring import Counts, Mistake, context, precision, recall, write_mistakes
from kg.errors import DocumentError
from kg.figures import Figure, Figures, bootstrap, peak_megabytes

SYSTEM = "medkg"
BASELINE = "capitals-and-digits"
Spans = Sequence[tuple[int, int, str]]


_PLAIN = re.compile(r"\w*\d\w*|(?<=[\w,] )[A-Z]\w+")
_Row = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class DeidentifyOptions:
    """How to evaluate de-identification.

    Attributes:
        limit: only the first so many documents; 0 for all.
        errors: a TSV file for what was missed, masked in vain or taken from clinical terms, or None. It holds the
            identifiers themselves.
        seed: of the bootstrap.
    """

    limit: int = 0
    errors: Path | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What masking did to one document.

    Attributes:
        document: it, with its gold annotations.
        spans: what was masked.
        hidden: for every entity that has to go, whether all its letters and digits are masked.
        touched: the same, whether some are.
        harmed: for every clinical term, whether some letter or digit is masked.
        right: for every masked span, whether an annotated identifier of any type lies under it.
        share: masked letters and digits over all of the text.
    """

    document: AnnotatedDocument
    spans: Spans
    hidden: tuple[tuple[Entity, bool], ...]
    touched: tuple[tuple[Entity, bool], ...]
    harmed: tuple[tuple[Entity, bool], ...]
    right: tuple[bool, ...]
    share: tuple[int, int]


def evaluate_deidentify(gold: Path, options: DeidentifyOptions | None = None) -> Figures:
    """Recall over all identifiers and by type, precision, and the share of clinical terms that suffered.

    An identifier counts as found when every letter and digit of it that the law wants gone
    (:func:`extraction.deidentify_gold.must_go`) is masked; ``touched`` counts those of which at least one is.
    ``terms_removed`` is lower for the better; the others are higher for the better, from 0 to 1.

    Raises:
        DocumentError: the file cannot be read, or holds no identifier of a known type.
    """
    options = options or DeidentifyOptions()
    documents, _ = read_presidio(gold)
    documents = documents[: options.limit or None]
    if not any(must_go(one) for document in documents for one in document.entities):
        raise DocumentError(f"{gold} holds no identifier of a known type.", "Known types: PERSON, DATE_TIME, …")
    languages = [detect_language(one.text) for one in documents]
    started = time.perf_counter()
    masked = [mask(one.text, language).spans for one, language in zip(documents, languages, strict=True)]
    seconds = time.perf_counter() - started
    ours = [outcome(one, spans) for one, spans in zip(documents, masked, strict=True)]
    plain = [outcome(one, capitals_and_digits(one.text)) for one in documents]
    if options.errors is not None:
        write_mistakes(options.errors, deidentify_mistakes(ours))
    return Figures(
        task="deidentify",
        data=gold.name,
        split=f"first {options.limit}" if options.limit else "all",
        rows=(*score_deidentify(SYSTEM, ours, options.seed), *score_deidentify(BASELINE, plain, options.seed)),
        seconds=round(seconds, 3),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=round(len(documents) / seconds, 1) if seconds else None,
        seed=options.seed,
        device="cpu",
        version=DEIDENTIFY_VERSION,
    )


def capitals_and_digits(text: str) -> Spans:
    """The baseline: every word with a digit, and every capitalised word within a sentence."""
    return [(found.start(), found.end(), "id") for found in _PLAIN.finditer(text)]


def outcome(document: AnnotatedDocument, spans: Spans) -> Outcome:
    """Compares what was masked with what is annotated."""
    cover = np.zeros(len(document.text) + 1, dtype=bool)
    for start, end, _ in spans:
        cover[start:end] = True
    gold = np.zeros(len(document.text) + 1, dtype=bool)
    hidden: list[tuple[Entity, bool]] = []
    touched: list[tuple[Entity, bool]] = []
    for entity in document.entities:
        if entity.type != CLINICAL_TERM:
            gold[entity.start : entity.end] = True
        places = must_go(entity)
        if places:
            under = [bool(cover[place]) for place in places]
            hidden.append((entity, all(under)))
            touched.append((entity, any(under)))
    harmed = [(one, bool(cover[one.start : one.end].any())) for one in document.entities if one.type == CLINICAL_TERM]
    right = tuple(bool(gold[start:end].any()) for start, end, _ in spans)
    letters = np.array([letter.isalnum() for letter in document.text] + [False], dtype=bool)
    share = (int((cover & letters).sum()), int(letters.sum()))
    return Outcome(document, spans, tuple(hidden), tuple(touched), tuple(harmed), right, share)


def score_deidentify(system: str, outcomes: Sequence[Outcome], seed: int = 0) -> tuple[Figure, ...]:
    """Figures over documents, each with its 95 % bootstrap interval; ``n`` counts what was judged."""
    types = sorted({entity.type for one in outcomes for entity, _ in one.hidden})
    rows = [_figure(system, "recall", [_found(one.hidden) for one in outcomes], recall, seed)]
    for kind in sorted({kind_of_type(name) for name in types}):
        chosen = [_found([pair for pair in one.hidden if kind_of_type(pair[0].type) == kind]) for one in outcomes]
        rows.append(_figure(system, f"recall_{kind}", chosen, recall, seed))
    for name in types:
        chosen = [_found([pair for pair in one.hidden if pair[0].type == name]) for one in outcomes]
        rows.append(_figure(system, f"recall_{name}", chosen, recall, seed))
    rows.append(_figure(system, "touched", [_found(one.touched) for one in outcomes], recall, seed))
    right = [(float(sum(one.right)), float(len(one.right)), float(len(one.right))) for one in outcomes]
    rows.append(_figure(system, "precision", right, precision, seed))
    if any(one.harmed for one in outcomes):
        rows.append(_figure(system, "terms_removed", [_found(one.harmed) for one in outcomes], recall, seed))
    share = [(float(one.share[0]), float(one.share[1]), float(one.share[1])) for one in outcomes]
    rows.append(_figure(system, "masked_share", share, recall, seed))
    return tuple(rows)


def _found(pairs: Sequence[tuple[Entity, bool]]) -> _Row:
    return float(sum(found for _, found in pairs)), float(len(pairs)), float(len(pairs))


def _figure(system: str, metric: str, rows: Sequence[_Row], part: Callable[[Counts], float], seed: int) -> Figure:
    table = np.asarray([row for row in rows if row[2]], dtype=np.float64).reshape(-1, 3)
    return Figure(system, metric, *bootstrap(table, part, seed=seed), int(table[:, 2].sum()))


def deidentify_mistakes(outcomes: Sequence[Outcome]) -> list[Mistake]:
    """Missed identifiers (FN), spans over nothing annotated (FP), and clinical terms that lost a letter (FP)."""
    found: list[Mistake] = []
    for one in outcomes:
        missed = [(entity.start, entity.end, entity.type) for entity, hidden in one.hidden if not hidden]
        harmed = [(entity.start, entity.end, entity.type) for entity, harm in one.harmed if harm]
        vain = [span for span, right in zip(one.spans, one.right, strict=True) if not right]
        for kind, metric, places in (("FN", "missed", missed), ("FP", "term", harmed), ("FP", "vain", vain)):
            for start, end, label in places:
                text, around = one.document.text[start:end], context(one.document.text, start, end)
                found.append(Mistake(kind, metric, one.document.name, start, end, label, text, around))
    return found
