"""Documents per second of ``medkg build``, against spaCy's PhraseMatcher and medspaCy with the same vocabulary.

    python benchmarks/build.py [--documents 300] [--json]

All read the same notes, generated from the shipped English ones. Each system runs in a process of its own, so that
the peak memory is its own; loading is not counted in the documents a second. PhraseMatcher and medspaCy
(TargetMatcher and ConText, sentences by spaCy's sentencizer, its logging off) only match, and ConText asserts; medkg
also masks, links, asserts, relates, writes evidence and merges the graph. medspaCy is optional:

    pip install --no-deps --target DIR medspacy==1.3.1 PyRuSH PyFastNER quicksectx loguru jsonschema nltk unidecode six
    MEDSPACY_PATH=DIR python benchmarks/build.py
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import spacy
from spacy.matcher import PhraseMatcher

from api.jobs.build import BuildOptions, build
from extraction.readers import ReadOptions
from kg.figures import Figure, Figures
from kg.shipped import data_path
from kg.vocabulary import Vocabulary
from medkg import __version__

SHORTEST_NAME = 3
CATEGORIES = ("Disease", "PhenotypicFeature", "Drug")


def notes(count: int) -> list[str]:
    """``count`` different notes: the shipped English ones in turn, each with a line of its own."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(data_path("notes", "en").glob("*.txt"))]
    return [f"Visit {number}\n{texts[number % len(texts)]}" for number in range(count)]


def names() -> Iterator[str]:
    """Every name that the matchers look for."""
    for term in Vocabulary.shipped(CATEGORIES).terms():
        yield from (name for name in (term.name, *term.synonyms) if len(name) >= SHORTEST_NAME)


def by_phrase_matcher() -> Callable[[list[str]], int]:
    """spaCy's PhraseMatcher on lower case."""
    nlp = spacy.blank("en")
    patterns = spacy.blank("en").tokenizer
    nlp.tokenizer.max_cache_size = 2_000_000
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("NAME", [spacy.tokens.Doc(nlp.vocab, [token.text for token in patterns(name)]) for name in names()])
    return lambda texts: sum(len(matcher(doc)) for doc in nlp.pipe(texts))


def by_medspacy() -> Callable[[list[str]], int]:
    """medspaCy's TargetMatcher and ConText."""
    sys.path.append(os.environ["MEDSPACY_PATH"])
    from loguru import logger

    logger.remove()
    from medspacy.target_matcher import TargetRule

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    matcher: Any = nlp.add_pipe("medspacy_target_matcher")
    matcher.add([TargetRule(name, "NAME") for name in names()])
    nlp.add_pipe("medspacy_context")
    return lambda texts: sum(len(doc.ents) for doc in nlp.pipe(texts))


def by_medkg(workers: int) -> Callable[[list[str]], int]:
    """The whole job into a new graph."""

    def run(texts: list[str]) -> int:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "notes.jsonl"
            rows = (json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts))
            source.write_text("\n".join(rows) + "\n", encoding="utf-8")
            report = build((source,), Path(folder) / "graph", BuildOptions(ReadOptions(), workers))
            print(json.dumps({"per_second": report.per_second}), file=sys.stderr)
            return report.evidence

    return run


SYSTEMS: dict[str, Callable[[], Callable[[list[str]], int]]] = {
    "spacy_phrase_matcher": by_phrase_matcher,
    "medspacy": by_medspacy,
    "medkg_build_1_worker": lambda: by_medkg(1),
    "medkg_build_2_workers": lambda: by_medkg(2),
}


def child(system: str, count: int) -> None:
    """Measures one system in this process and prints one JSON line."""
    started = perf_counter()
    run = SYSTEMS[system]()
    loaded = perf_counter()
    found = run(notes(count))
    seconds = perf_counter() - loaded
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(json.dumps({"load": loaded - started, "seconds": seconds, "found": found, "peak_mb": peak}))


def measure(system: str, count: int) -> list[Figure]:
    """Runs one system in a process of its own; an absent medspaCy gives no row and says so."""
    if system == "medspacy" and "MEDSPACY_PATH" not in os.environ:
        print("medspacy: left out; MEDSPACY_PATH is unset (see --help)", file=sys.stderr)
        return []
    command = [sys.executable, __file__, "--documents", str(count), "--system", system]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{system} failed:\n{done.stderr}")
    result = json.loads(done.stdout.splitlines()[-1])
    rate = count / result["seconds"]
    for line in done.stderr.splitlines():
        if line.startswith('{"per_second"'):
            rate = json.loads(line)["per_second"]
    values = {"documents_per_second": rate, "load_seconds": result["load"], "peak_mb": result["peak_mb"]}
    return [Figure(system, metric, value, value, value, count) for metric, value in values.items()]


def main() -> None:
    """One command: a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.system:
        child(given.system, given.documents)
        return
    started = perf_counter()
    rows = tuple(row for system in SYSTEMS for row in measure(system, given.documents))
    peak = max(row.value for row in rows if row.metric == "peak_mb")
    rates = {row.system: row.value for row in rows if row.metric == "documents_per_second"}
    figures = Figures(
        "build", "shipped English notes, repeated", f"{given.documents} documents", rows, perf_counter() - started,
        peak, rates["medkg_build_1_worker"], 0, "cpu", __version__,
    )  # fmt: skip
    if given.json:
        print(figures.to_json())
        return
    for row in rows:
        print(f"{row.system:24}{row.metric:24}{row.value:12.1f}")
    for system, rate in rates.items():
        print(f"{system:24}{'ratio to PhraseMatcher':24}{rate / rates['spacy_phrase_matcher']:12.2f}")


if __name__ == "__main__":
    main()
