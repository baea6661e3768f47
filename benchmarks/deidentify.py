"""De-identification measured: recall by kind, clinical terms removed, documents a second, beside simple systems.

    python benchmarks/deidentify.py [--pii FILE.json] [--count 300] [--seed 1] [--json]

Scored are generated notes of the held-out and of the blind part, in English and Chinese, and a file in Presidio's JSON
if given (of which the shipped English tagger has seen ``synth_dataset_v2.json`` in training: use another file, or
models trained with ``tools.identifiers.train --without-fold``). Beside ``medkg`` stand ``capitals-and-digits`` and,
where the packages presidio-analyzer and en_core_web_sm are installed, ``presidio`` on the English sets. How many of the
names that the notes draw on stand in the detector's own lists is printed first: recall of names that stand in a list
says less than of those that do not.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from extraction.corpora.presidio import read_presidio
from extraction.corpora.records import AnnotatedDocument
from extraction.deidentify import DEIDENTIFY_VERSION, mask
from extraction.deidentify.given_names import GIVEN_NAMES
from extraction.deidentify.tagger import shipped_tagger
from extraction.deidentify.tokens import word_hash
from extraction.evaluate_deidentify import BASELINE, SYSTEM, Spans, capitals_and_digits, outcome, score_deidentify
from kg.figures import Figure, Figures, peak_megabytes
from tools.identifiers.note import NoteOptions, make_notes

_NAMES = frozenset(("PATIENT", "DOCTOR", "NURSE", "RELATIVE"))
_PEER = ("presidio_analyzer", "en_core_web_sm")
Finder = Callable[[str], Spans]


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pii", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Scores every system on every set."""
    given = arguments()
    results = [measured(name, language, documents) for name, language, documents in sets(given)]
    results.insert(0, overlap(given))
    for figures in results:
        print(figures.to_json() if given.json else table(figures))


def sets(given: argparse.Namespace) -> list[tuple[str, str, Sequence[AnnotatedDocument]]]:
    """Names, languages and documents of the sets."""
    found: list[tuple[str, str, Sequence[AnnotatedDocument]]] = []
    for language in ("en", "zh"):
        held = NoteOptions(given.count, language, given.seed, held_out=True)
        blind = NoteOptions(given.count, language, given.seed, blind=True)
        found += [
            (f"{language}-held-out", language, make_notes(held)),
            (f"{language}-blind", language, make_notes(blind)),
        ]
    if given.pii is not None:
        found.append((given.pii.name, "en", read_presidio(given.pii)[0]))
    return found


def overlap(given: argparse.Namespace) -> Figures:
    """The share of drawn English names of which every word stands in the lists of the rules or of the tagger."""
    lists = shipped_tagger("en").lists
    notes = make_notes(NoteOptions(given.count, "en", given.seed, blind=True))
    names = {one.text for note in notes for one in note.entities if one.type in _NAMES}
    words = {word for name in names for word in name.replace(",", " ").split() if len(word) > 2 and word.isalpha()}
    rules = {name.lower() for name in GIVEN_NAMES}
    listed = [word for word in words if word.lower() in rules or _listed(word, lists.given | lists.surnames)]
    known = [word for word in words if word_hash(word.lower()) in lists.known]
    rows = tuple(
        Figure(SYSTEM, metric, len(some) / len(words), len(some) / len(words), len(some) / len(words), len(words))
        for metric, some in (("names_in_lists", listed), ("names_seen_in_training", known))
    )
    return _figures("names", rows, 0.0, None, given.seed)


def _listed(word: str, checksums: frozenset[int]) -> bool:
    return word_hash(word.lower()) in checksums


def measured(name: str, language: str, documents: Sequence[AnnotatedDocument]) -> Figures:
    """All systems on one set."""
    finders: dict[str, Finder] = {SYSTEM: lambda text: mask(text, language).spans, BASELINE: capitals_and_digits}
    if language == "en" and all(importlib.util.find_spec(package) for package in _PEER):
        finders["presidio"] = _presidio()
    rows: list[Figure] = []
    ours, rate = 0.0, 0.0
    for system, finder in finders.items():
        finder(documents[0].text)
        begun = time.process_time()
        spans = [finder(one.text) for one in documents]
        seconds = time.process_time() - begun
        each = len(documents) / max(seconds, 1e-9)
        if system == SYSTEM:
            ours, rate = seconds, each
        rows += score_deidentify(system, [outcome(*pair) for pair in zip(documents, spans, strict=True)])
        rows.append(Figure(system, "documents_per_second", each, each, each, len(documents)))
    return _figures(name, tuple(rows), ours, rate, 0)


def _presidio() -> Finder:
    """Presidio's analyzer with the small English model."""
    engines = importlib.import_module("presidio_analyzer")
    providers = importlib.import_module("presidio_analyzer.nlp_engine")
    settings = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": "en_core_web_sm"}]}
    analyzer = engines.AnalyzerEngine(
        nlp_engine=providers.NlpEngineProvider(nlp_configuration=settings).create_engine()
    )
    return lambda text: [(one.start, one.end, one.entity_type) for one in analyzer.analyze(text=text, language="en")]


def _figures(name: str, rows: tuple[Figure, ...], seconds: float, rate: float | None, seed: int) -> Figures:
    return Figures(
        task="deidentify",
        data=name,
        split="all",
        rows=rows,
        seconds=round(seconds, 3),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=rate and round(rate, 1),
        seed=seed,
        device="cpu",
        version=DEIDENTIFY_VERSION,
    )


def table(figures: Figures) -> str:
    """The rows as text: metrics down, systems across."""
    systems = list(dict.fromkeys(row.system for row in figures.rows))
    metrics = list(dict.fromkeys(row.metric for row in figures.rows))
    values = {(row.system, row.metric): row for row in figures.rows}
    lines = [f"{figures.data}", f"{'':28}" + "".join(f"{system:>22}" for system in systems) + f"{'n':>8}"]
    for metric in metrics:
        cells = [values.get((system, metric)) for system in systems]
        shown = "".join(f"{cell.value:>22.4f}" if cell else f"{'':>22}" for cell in cells)
        lines.append(f"{metric:28}{shown}{next(cell.n for cell in cells if cell):>8}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
