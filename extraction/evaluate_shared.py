"""Evaluation on notes annotated by offsets and codes: what the whole pipeline finds, misses and invents."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extraction.annotations import Mention, RelationMention
from extraction.documents import Document
from extraction.gold_shared import ReadNote, SharedMention, read_shared_notes
from extraction.pipeline import Pipeline
from extraction.scoring import Mistake, Span, context, figures, partial_counts, strict_counts
from kg.figures import Figure, Figures, peak_megabytes
from kg.records import DocumentKind, Temporality

OPEN = "open"
LABELS = {
    "Disease": "condition", "PhenotypicFeature": "condition", "Drug": "drug", "ChemicalEntity": "drug",
    "ClinicalMeasurement": "measurement", "Procedure": "procedure",
}  # fmt: skip
"""What a category is scored as: a finding may be named by a disease or by a phenotype."""

_Counts = tuple[float, float, float]
_Item = tuple[str, ...]
_CLAIMS = ("takes", "applied_to_treat", "allergic_to", "had_adverse_reaction_to")


@dataclass(frozen=True, slots=True)
class _Scored:
    """One note with both annotations; ``pairs`` are mentions of equal label that overlap, each paired once."""

    read: ReadNote
    found: tuple[Mention, ...]
    relations: tuple[RelationMention, ...]
    pairs: tuple[tuple[Mention, SharedMention], ...]


def evaluate_shared_notes(
    gold: Path, corpora: Path, pipeline: Pipeline, seed: int = 0
) -> tuple[Figures, list[Mistake]]:
    """Figures a split (``open``, ``held_out``) and over all notes, end to end, and the mistakes in open notes.

    Metrics: ``<label>_strict_*`` and ``<label>_overlap_*`` over mentions (``mentions_*`` over all but procedures);
    ``code_accuracy`` and ``assertion_accuracy`` over overlapping pairs, the first of those with a code, the second of
    all but procedures; ``procedure_assertion_accuracy`` over those, of which the annotation says not when they were;
    ``relations_<predicate>_*`` over a note's affirmed claims by concept; ``values_*`` over tests with their value;
    ``dose_*`` and ``frequency_*`` over drugs that the case takes. A row of the bootstrap is a note.

    Raises:
        DocumentError: the annotations or the corpora cannot be read, or do not fit each other.
    """
    notes = read_shared_notes(gold, corpora)
    started = time.perf_counter()
    scored = [_score(note, pipeline) for note in notes]
    seconds = time.perf_counter() - started
    rows: list[Figure] = []
    for split in sorted({one.note.split for one in notes}):
        rows += _figures(split, [one for one in scored if one.read.note.split == split], seed)
    rows += _figures("all", scored, seed)
    mistakes = [mistake for one in scored if one.read.note.split == OPEN for mistake in _mistakes(one)]
    told = Figures(
        task="notes", data=gold.name, split="all", rows=tuple(rows), seconds=round(seconds, 3),
        peak_mb=round(peak_megabytes(), 1), documents_per_second=round(len(notes) / seconds, 1) if seconds else None,
        seed=seed, device="cpu", version=pipeline.version,
    )  # fmt: skip
    return told, mistakes


def _score(read: ReadNote, pipeline: Pipeline) -> _Scored:
    document = Document.make(f"{read.note.corpus}#{read.note.row}", read.text, DocumentKind.NOTE, read.note.corpus)
    doc = pipeline.annotate(document)
    found = tuple(one for one in doc._.medkg_mentions if one.curie and one.category in LABELS)
    return _Scored(read, found, doc._.medkg_relations, tuple(_pairs(found, read.note.mentions)))


def _pairs(found: Sequence[Mention], gold: Sequence[SharedMention]) -> Iterator[tuple[Mention, SharedMention]]:
    used: set[int] = set()
    for one in found:
        for number, other in enumerate(gold):
            overlap = one.start < other.end and other.start < one.end
            if overlap and number not in used and LABELS[one.category] == LABELS.get(other.category):
                used.add(number)
                yield one, other
                break


def _spans(mentions: Sequence[Mention] | Sequence[SharedMention]) -> list[Span]:
    return [Span(one.start, one.end, LABELS[one.category]) for one in mentions]


def _figures(system: str, scored: list[_Scored], seed: int) -> list[Figure]:
    rows: list[Figure] = []
    spans = [(_spans(one.found), _spans(one.read.note.mentions)) for one in scored]
    for name, labels in (("mentions", set(LABELS.values()) - {"procedure"}), *((one, {one}) for one in _labels(spans))):
        chosen = [[[span for span in side if span.label in labels] for side in both] for both in spans]
        rows += figures(system, f"{name}_strict", [strict_counts(*both) for both in chosen], seed)
        rows += figures(system, f"{name}_overlap", [partial_counts(*both) for both in chosen], seed)
    coded = [[bool(one.curie in other.codes) for one, other in note.pairs if other.codes] for note in scored]
    meant, done = ([[_meant(*pair) for pair in note.pairs if (LABELS[pair[0].category] == "procedure") is of_them]
                    for note in scored] for of_them in (False, True))  # fmt: skip
    accuracies = (("code_accuracy", coded), ("assertion_accuracy", meant), ("procedure_assertion_accuracy", done))
    for name, right in accuracies:
        counts = [(float(sum(one)), float(len(one)), float(len(one))) for one in right]
        shown = figures(system, name, counts, seed)[0]
        rows.append(Figure(system, name, shown.value, shown.low, shown.high, int(sum(one[1] for one in counts))))
    for name in (*(f"relations_{one}" for one in _CLAIMS), "values", "dose", "frequency"):
        items = [_items(one, name) for one in scored]
        if any(wanted for _, wanted in items):
            rows += figures(system, name, [_counts(*both) for both in items], seed)
    return rows


def _meant(one: Mention, other: SharedMention) -> bool:
    said = one.assertion
    if LABELS[one.category] == "procedure" and said.temporality == Temporality.HISTORICAL:
        said = replace(said, temporality=Temporality.RECENT)
    return said == other.assertion


def _labels(spans: Sequence[tuple[list[Span], list[Span]]]) -> list[str]:
    return sorted({span.label for _, gold in spans for span in gold})


def _counts(found: set[_Item], wanted: set[_Item]) -> _Counts:
    return float(len(found & wanted)), float(len(found)), float(len(wanted))


def _items(scored: _Scored, name: str) -> tuple[set[_Item], set[_Item]]:
    """What is compared under one name: found, and wanted."""
    if name.startswith("relations_"):
        predicate = name.removeprefix("relations_")
        return _found_claims(scored, predicate), _gold_claims(scored, predicate)
    predicate = "has_attribute" if name == "values" else "takes"
    found = {
        (str(one.object.start), _said(dict(one.qualifiers), name))
        for one in scored.relations
        if one.predicate == predicate and not one.negated
    }
    wanted = {
        (str(scored.read.note.mentions[one.object].start), _said(dict(one.qualifiers), name))
        for one in scored.read.note.relations
        if one.predicate == predicate
    }
    return {item for item in found if item[1]}, {item for item in wanted if item[1]}


def _said(pairs: dict[str, str], name: str) -> str:
    """A value, a dose or a frequency in one spelling."""
    if name == "values":
        return pairs.get("has_quantitative_value") or pairs.get("interpretation", "")
    if name == "dose":
        return f"{pairs.get('dose_value', '')} {pairs.get('dose_unit', '')}".strip()
    return pairs.get("frequency", "").lower()


def _found_claims(scored: _Scored, predicate: str) -> set[_Item]:
    gold = {id(one): other for one, other in scored.pairs}
    places = {(one.start, one.end): other for one, other in scored.pairs}

    def concept(mention: Mention | None) -> str:
        if mention is None:
            return ""
        other = gold.get(id(mention)) or places.get((mention.start, mention.end))
        return str(other.curie) if other is not None and mention.curie in other.codes else str(mention.curie)

    return {
        (concept(one.subject), concept(one.object))
        for one in scored.relations
        if one.predicate == predicate and not one.negated
    }


def _gold_claims(scored: _Scored, predicate: str) -> set[_Item]:
    mentions = scored.read.note.mentions
    return {
        ("" if one.subject is None else str(mentions[one.subject].curie), str(mentions[one.object].curie))
        for one in scored.read.note.relations
        if one.predicate == predicate and mentions[one.object].curie
    }


def _mistakes(scored: _Scored) -> Iterator[Mistake]:
    text, name = scored.read.text, scored.read.note.row
    paired = {id(one) for pair in scored.pairs for one in pair}
    for side, kind in ((scored.found, "FP"), (scored.read.note.mentions, "FN")):
        for one in side:
            if id(one) not in paired:
                label = f"{LABELS[one.category]} {one.curie}"
                around = context(text, one.start, one.end)
                yield Mistake(kind, "overlap", name, one.start, one.end, label, text[one.start : one.end], around)
    for one, other in scored.pairs:
        around = context(text, one.start, one.end)
        if (one.start, one.end) != (other.start, other.end):
            told = text[other.start : other.end]
            yield Mistake("FP", "strict", name, one.start, one.end, f"for {told}", one.text, around)
        if other.codes and one.curie not in other.codes:
            yield Mistake("FP", "code", name, one.start, one.end, f"{one.curie} for {other.curie}", one.text, around)
        if not _meant(one, other):
            told = f"{_short(one)} for {_short(other)}"
            yield Mistake("FP", "assertion", name, one.start, one.end, told, one.text, around)
    for metric in (*(f"relations_{one}" for one in _CLAIMS), "values", "dose", "frequency"):
        found, wanted = _items(scored, metric)
        for item in sorted(found ^ wanted):
            yield Mistake("FP" if item in found else "FN", metric, name, 0, 0, metric, " ".join(item), "")


def _short(one: Mention | SharedMention) -> str:
    said = one.assertion
    return f"{'negated ' if said.negated else ''}{said.certainty} {said.temporality} {said.experiencer}"
