"""Notes of 500 words a second: medkg against spaCy's PhraseMatcher and medspaCy with the same vocabulary.

    python benchmarks/build.py [--corpora DIR] [--documents 160] [--rounds 3] [--json]

All read the same notes, cut every 500 words: with ``--corpora`` (or MEDKG_CORPORA) those of aci-bench and MTS-Dialog,
none twice, so that no cache can have seen one; else the shipped English ones end to end, over and over, each made
unique by its first line. Each system runs in a process of its own, so that the peak memory is its own, in turns, and
its best round counts; loading, and a first pass over 16 other notes, are not counted. PhraseMatcher and medspaCy
(TargetMatcher and ConText, sentences by spaCy's sentencizer, its logging off) only match, and ConText asserts;
``medkg_pipeline`` masks, matches, recognises with the trained model, links, asserts, relates and writes evidence;
``medkg_build`` also stores and merges the graph. Rates are notes a second of processor time, and for the job of the
clock; ratios compare processor time. medspaCy is optional:

    pip install --no-deps --target DIR medspacy==1.3.1 PyRuSH PyFastNER quicksectx loguru jsonschema nltk unidecode six
    MEDSPACY_PATH=DIR python benchmarks/build.py
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import spacy
from spacy.matcher import PhraseMatcher

from api.jobs.build import BuildOptions, build
from extraction.documents import Document
from extraction.pipeline import Pipeline
from extraction.readers import ReadOptions
from kg.figures import Figure, Figures
from kg.shipped import data_path
from kg.vocabulary import Vocabulary
from medkg import __version__

SHORTEST_NAME = 3
WORDS = 500
WARM_UP = 16
CATEGORIES = ("Disease", "PhenotypicFeature", "Drug")


def notes(count: int) -> list[str]:
    """``count`` different notes of 500 words: the shipped English ones end to end, over and over, then cut."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(data_path("notes", "en").glob("*.txt"))]
    words = re.findall(r"\S+\s*", "\n".join(texts))
    made = []
    for number in range(count):
        begin = number * WORDS % len(words)
        picked = (words + words)[begin : begin + WORDS - 2]
        made.append(f"Visit {number}\n{''.join(picked)}")
    return made


def real_notes(corpora: Path) -> list[str]:
    """aci-bench's notes and MTS-Dialog's sections, train and valid, end to end and cut every 500 words; none twice."""
    texts: list[str] = []
    for folder, column in (("aci-bench", "note"), ("mts-dialog", "section_text")):
        for part in ("train.csv", "valid.csv"):
            with (corpora / folder / part).open(encoding="utf-8", newline="") as file:
                texts += [f"{row.get('section_header') or ''}\n{row[column]}\n\n" for row in csv.DictReader(file)]
    words = re.findall(r"\S+\s*", "".join(texts))
    return ["".join(words[begin : begin + WORDS]) for begin in range(0, len(words) - WORDS, WORDS)]


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


def by_pipeline() -> Callable[[list[str]], int]:
    """Texts to evidence in this process, with the trained recogniser."""
    pipeline = Pipeline()

    def run(texts: list[str]) -> int:
        documents = (Document.make(f"{number}.txt", text) for number, text in enumerate(texts))
        return sum(len(done.batch.evidence) for done in pipeline.process(documents))

    return run


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
    "medkg_pipeline": by_pipeline,
    "medkg_build_1_worker": lambda: by_medkg(1),
    "medkg_build_2_workers": lambda: by_medkg(2),
}


def child(system: str, count: int, corpora: Path | None) -> None:
    """Measures one system in this process and prints one JSON line."""
    started = perf_counter()
    run = SYSTEMS[system]()
    loaded = perf_counter()
    texts = (real_notes(corpora) if corpora else notes(count + WARM_UP))[: count + WARM_UP]
    run(texts[:WARM_UP])
    before = process_time()
    found = run(texts[WARM_UP:])
    seconds = process_time() - before
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    read = len(texts) - WARM_UP
    print(json.dumps({"load": loaded - started, "rate": read / seconds, "found": found, "peak_mb": peak, "read": read}))


def measure(system: str, count: int, corpora: Path | None) -> list[Figure]:
    """Runs one system in a process of its own; an absent medspaCy gives no row and says so."""
    if system == "medspacy" and "MEDSPACY_PATH" not in os.environ:
        print("medspacy: left out; MEDSPACY_PATH is unset (see --help)", file=sys.stderr)
        return []
    command = [sys.executable, __file__, "--documents", str(count), "--system", system]
    command += ["--corpora", str(corpora)] if corpora else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{system} failed:\n{done.stderr}")
    result = json.loads(done.stdout.splitlines()[-1])
    values = {"load_seconds": result["load"], "peak_mb": result["peak_mb"], "found": float(result["found"])}
    clocked = [json.loads(line)["per_second"] for line in done.stderr.splitlines() if line.startswith('{"per_second"')]
    if clocked:
        values["documents_per_second_of_the_clock"] = clocked[-1]
    else:
        values["documents_per_second"] = result["rate"]
    return [Figure(system, metric, value, value, value, result["read"]) for metric, value in values.items()]


def best(rows: list[Figure]) -> tuple[Figure, ...]:
    """The best round of each system and metric; its interval are the worst and the best."""
    kept: list[Figure] = []
    for system, metric in dict.fromkeys((row.system, row.metric) for row in rows):
        mine = [row for row in rows if (row.system, row.metric) == (system, metric)]
        values = [row.value for row in mine]
        chosen = max(values) if metric.startswith("documents") else min(values)
        kept.append(Figure(system, metric, chosen, min(values), max(values), mine[0].n))
    return tuple(kept)


def main() -> None:
    """One command: a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=160, help="at most; fewer where the corpora end")
    parser.add_argument("--corpora", type=Path, default=os.environ.get("MEDKG_CORPORA"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.system:
        child(given.system, given.documents, given.corpora)
        return
    started = perf_counter()
    rounds = [(system, number) for number in range(given.rounds) for system in given.only]
    rows = best([row for system, _ in rounds for row in measure(system, given.documents, given.corpora)])
    peak = max(row.value for row in rows if row.metric == "peak_mb")
    rates = {row.system: row for row in rows if row.metric == "documents_per_second"}
    for peer in ("spacy_phrase_matcher", "medspacy"):
        if peer in rates and "medkg_pipeline" in rates:
            ratio = rates["medkg_pipeline"].value / rates[peer].value
            rows += (Figure("medkg_pipeline", f"ratio_to_{peer}", ratio, ratio, ratio, rates[peer].n),)
    read = "aci-bench and MTS-Dialog" if given.corpora else "shipped English notes"
    figures = Figures(
        "build", f"{read}, cut to 500 words", f"at most {given.documents} documents, {given.rounds} rounds", rows,
        perf_counter() - started, peak, rates["medkg_pipeline"].value if "medkg_pipeline" in rates else None, 0, "cpu",
        __version__,
    )  # fmt: skip
    if given.json:
        print(figures.to_json())
        return
    for row in rows:
        print(f"{row.system:24}{row.metric:36}{row.value:12.2f}")


if __name__ == "__main__":
    main()
