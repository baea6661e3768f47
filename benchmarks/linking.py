"""Linking gold mentions: accuracy, memory, build time and milliseconds a mention, beside two simple systems.

    python benchmarks/linking.py --train CORPUS --gold CORPUS [--json]

``reranker`` is medkg's, trained on the training file first; ``exact`` links names letter by letter, case aside;
``trigrams`` is scispaCy's idea without its approximate index: TF-IDF over character trigrams of every name, the nearest
name by brute-force cosine. All know the same names. Each runs in a process of its own, so that the peak memory is its
own; the time to build holds reading the tables and the index.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from extraction.corpora.pubtator import read_pubtator
from extraction.corpora.records import AnnotatedDocument
from extraction.learning.task import TrainingOptions
from extraction.linking.candidates import KINDS
from extraction.linking.concepts import CATEGORIES, Concepts, name_list, shipped_concepts
from extraction.linking.places import places_of
from extraction.linking.rewriting import CHEMICAL
from extraction.linking.task import LinkingTask
from kg.figures import Figure, Figures, peak_megabytes
from medkg import __version__

SYSTEMS = ("reranker", "exact", "trigrams")
SHOWN = ("accuracy", "accuracy_chemical", "accuracy_disease", "build_seconds", "ms_a_mention", "peak_mb")
_CHEMICALS = CATEGORIES.index("Drug")
_BATCH = 64


class TrigramLinker:
    """The nearest name of the right kind by cosine of TF-IDF weights of character trigrams.

    Args:
        concepts: whose names.
    """

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = concepts
        names = name_list(concepts)
        owners = np.repeat(np.arange(len(concepts)), np.diff(concepts.first.astype(np.int64)))
        self._vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32, min_df=2)
        matrix = self._vectorizer.fit_transform(names)
        chemical = concepts.categories[owners] >= _CHEMICALS
        self._sides = {kind: np.flatnonzero(chemical == (kind == CHEMICAL)) for kind in KINDS}
        self._matrices = {kind: matrix[rows].T.tocsr() for kind, rows in self._sides.items()}
        self._owners = owners

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The documents with the identifiers of the nearest names; each different mention is looked up once."""
        wanted = {(place.kind, place.text) for one in documents for _, place in places_of(one)}
        answers: dict[tuple[str, str], int] = {}
        for kind in KINDS:
            texts = sorted(text for side, text in wanted if side == kind)
            for start in range(0, len(texts), _BATCH):
                part = texts[start : start + _BATCH]
                scores = (self._vectorizer.transform(part) @ self._matrices[kind]).toarray()
                best = self._owners[self._sides[kind][scores.argmax(axis=1)]]
                answers.update(((kind, text), int(one)) for text, one in zip(part, best, strict=True))
        return tuple(self._linked(one, answers) for one in documents)

    def _linked(self, document: AnnotatedDocument, answers: dict[tuple[str, str], int]) -> AnnotatedDocument:
        known = {
            entity.id: self._concepts.identifiers(answers[place.kind, place.text])
            for entity, place in places_of(document)
        }
        return replace(
            document, entities=tuple(replace(one, identifiers=known.get(one.id, ())) for one in document.entities)
        )


def measure(system: str, train: Path, gold: Path) -> list[Figure]:
    """The figures of one system, in this process."""
    documents = read_pubtator(gold)[0]
    task = LinkingTask()
    started = perf_counter()
    if system == "trigrams":
        linker = TrigramLinker(shipped_concepts())
        built = perf_counter() - started
    else:
        assert len(task.finder.concepts)
        built = perf_counter() - started
        learned = read_pubtator(train)[0] if system == "reranker" else ()
        linker = task.train(learned, TrainingOptions(model=system))
    started = perf_counter()
    predicted = linker.predict(documents)
    mentions = sum(len(one.entities) for one in documents)
    slow = (perf_counter() - started) / mentions * 1000
    rows = [replace(one, system=system) for one in task.score(documents, predicted)]
    numbers = (("build_seconds", built), ("ms_a_mention", slow), ("peak_mb", peak_megabytes()))
    return rows + [Figure(system, name, value, value, value, mentions) for name, value in numbers]


def main() -> None:
    """Runs each system in a process of its own and prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("train", "gold"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.system:
        print(json.dumps([_values(one) for one in measure(given.system, given.train, given.gold)]))
        return
    started = perf_counter()
    rows: list[Figure] = []
    for system in SYSTEMS:
        with tempfile.TemporaryDirectory() as cache:
            command = [sys.executable, "-W", "ignore", __file__, "--system", system]
            command += ["--train", str(given.train), "--gold", str(given.gold)]
            environment = {**os.environ, "MEDKG_CACHE": cache, "OMP_NUM_THREADS": "1"}
            done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        rows += [Figure(*one) for one in json.loads(done.stdout)]
    _show(rows, given, perf_counter() - started)


def _values(one: Figure) -> list[str | float | int]:
    return [one.system, one.metric, one.value, one.low, one.high, one.n]


def _show(rows: list[Figure], given: argparse.Namespace, seconds: float) -> None:
    if given.json:
        peak = max(one.value for one in rows if one.metric == "peak_mb")
        found = Figures(
            "linking", given.gold.name, f"trained on {given.train.name}", tuple(rows), round(seconds, 1),
            round(peak, 1), None, 0, "cpu", __version__,
        )  # fmt: skip
        print(found.to_json())
        return
    print(f"{'system':<10}" + "".join(f"{name:>19}" for name in SHOWN))
    for system in SYSTEMS:
        values = {one.metric: one.value for one in rows if one.system == system}
        print(f"{system:<10}" + "".join(f"{values[name]:>19.4g}" for name in SHOWN))


if __name__ == "__main__":
    main()
