"""Evaluation of section headings on whole notes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from extraction.corpora.note_tables import HEADING
from extraction.corpora.read import Corpus
from extraction.corpora.records import AnnotatedDocument
from extraction.documents import detect_language
from extraction.evaluation.learned import Evaluated
from extraction.learning.training import counted
from extraction.scoring import Mistake, Span, context, figures, strict_counts, write_mistakes
from extraction.sections import OTHER, find_sections
from kg.figures import Figure, Figures, peak_megabytes

SYSTEM = "medkg"
BASELINE = "capitals-with-colon"
VERSION = "rules"


def evaluate_headings(corpora: Sequence[Corpus], errors: Path | None = None, seed: int = 0) -> Evaluated:
    """Where sections begin, against the annotated headings.

    ``headings_*``: a predicted section starts on a heading's line. ``known_*``: the same of those that were given a
    canonical name; its recall says how many headings are named. The baseline takes each line in capitals that ends in
    a colon.
    """
    documents = tuple(one for corpus in corpora for one in corpus.documents)
    started = time.perf_counter()
    found = [find_sections(one.text, detect_language(one.text)) for one in documents]
    seconds = time.perf_counter() - started
    titled = [
        [(_line(one.text, s.start), s.name) for s in read if s.title]
        for one, read in zip(documents, found, strict=True)
    ]
    wanted = [{_line(one.text, e.start) for e in one.entities if e.type == HEADING} for one in documents]
    sides = {
        (SYSTEM, "headings"): [{line for line, _ in one} for one in titled],
        (SYSTEM, "known"): [{line for line, name in one if name != OTHER} for one in titled],
        (BASELINE, "headings"): [_with_colon(one) for one in documents],
    }
    rows: list[Figure] = [counted("documents", len(documents))]
    for (system, metric), read in sides.items():
        counts = [strict_counts(_spans(one), _spans(gold)) for one, gold in zip(read, wanted, strict=True)]
        rows += figures(system, metric, counts, seed)
    if errors is not None:
        write_mistakes(errors, _mistakes(documents, sides[SYSTEM, "headings"], wanted))
    result = Figures(
        task="sections",
        data=", ".join(one.path.name for one in corpora),
        split="headings",
        rows=tuple(rows),
        seconds=round(seconds, 3),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=round(len(documents) / seconds, 1) if seconds else None,
        seed=seed,
        device="cpu",
        version=VERSION,
    )
    return Evaluated(result, tuple(one for corpus in corpora for one in corpus.dropped))


def _line(text: str, place: int) -> int:
    """The code point where the written part of the line begins that holds a place, or the next one with anything."""
    while place < len(text) and text[place].isspace():
        place += 1
    start = text.rfind("\n", 0, place) + 1
    return start + len(text[start:place]) - len(text[start:place].lstrip())


def _with_colon(document: AnnotatedDocument) -> set[int]:
    lines, start = set[int](), 0
    for line in document.text.splitlines(keepends=True):
        if line.strip().endswith(":") and line.strip().isupper():
            lines.add(_line(document.text, start))
        start += len(line)
    return lines


def _spans(lines: set[int]) -> list[Span]:
    return [Span(one, one + 1, HEADING) for one in lines]


def _mistakes(
    documents: Sequence[AnnotatedDocument], found: Sequence[set[int]], wanted: Sequence[set[int]]
) -> list[Mistake]:
    rows: list[Mistake] = []
    for document, read, gold in zip(documents, found, wanted, strict=True):
        for line in sorted(read ^ gold):
            end = document.text.find("\n", line)
            end = len(document.text) if end < 0 else end
            kind, text = ("FP" if line in read else "FN"), document.text[line:end]
            around = context(document.text, line, end)
            rows.append(Mistake(kind, "headings", document.name, line, end, HEADING, text[:80], around))
    return rows
