"""Evaluation on the project's own annotated notes: mentions, links, assertion, relations, personal identifiers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from extraction.annotations import Mention, RelationMention
from extraction.documents import Document
from extraction.evaluate_entities import ForeignIds
from extraction.evaluate_shared import evaluate_shared_notes
from extraction.gold import GoldNote, read_gold_notes
from extraction.pipeline import Pipeline
from extraction.scoring import Mistake, Span, context, figures, partial_counts, write_mistakes
from extraction.scoring_links import LinkedSpan, ScoredDocument, link_mistakes, score_links
from kg.figures import Figure, Figures, peak_megabytes
from kg.identifiers import Curie
from kg.records import Assertion, Certainty, DocumentKind, Experiencer, Temporality

SYSTEM = "medkg"
ASPECTS = ("negated", "uncertain", "historical", "hypothetical", "other")

_UNLINKED = "gold"
_LABELS = {"Drug": "chemical", "ChemicalEntity": "chemical", "Disease": "disease", "PhenotypicFeature": "disease"}


@dataclass(frozen=True, slots=True)
class NoteOptions:
    """How to evaluate notes.

    Attributes:
        language: ``en``, ``zh``, or empty for all notes.
        errors: a TSV file for false positives and negatives, or None.
        seed: of the bootstrap.
        corpora: the folder that holds the notes' text, where the annotations are offsets alone; None where the notes
            lie beside them.
    """

    language: str = ""
    errors: Path | None = None
    seed: int = 0
    corpora: Path | None = None


_CLAIMS = frozenset(("applied_to_treat", "causes", "allergic_to", "had_adverse_reaction_to"))
_Claim = tuple[str, str, str]


class _Note(NamedTuple):
    gold: GoldNote
    document: Document


def evaluate_notes(gold: Path, pipeline: Pipeline, options: NoteOptions | None = None) -> Figures:
    """All figures on annotated notes; assertion and relations are judged on the gold mentions.

    Metrics: those of :func:`extraction.scoring_links.score_links`; ``assertion_<aspect>_*`` over mentions;
    ``relations_<predicate>_*`` over a note's claims by concept, where the case's reaction to a drug counts as
    ``causes`` too, and what is general (interactions, contraindications) is left out, as notes do not claim it;
    ``identifiers_*`` over masked spans that overlap an annotated one. A row of the bootstrap is a note. Of notes that
    lie in corpora, the figures are those of :func:`extraction.evaluate_shared.evaluate_shared_notes`.

    Raises:
        DocumentError: the file, or a note that it names, cannot be read or has changed.
    """
    options = options or NoteOptions()
    if options.corpora is not None:
        told, mistakes = evaluate_shared_notes(gold, options.corpora, pipeline, options.seed)
        if options.errors is not None:
            write_mistakes(options.errors, mistakes)
        return told
    notes = [_Note(note, _document(note, text)) for note, text in read_gold_notes(gold)]
    notes = [one for one in notes if options.language in ("", one.document.language)]
    started = time.perf_counter()
    processed = sum(1 for _ in pipeline.process([one.document for one in notes]))
    seconds = time.perf_counter() - started
    scored = [_scored(one, pipeline) for one in notes]
    mistakes = list(link_mistakes(scored))
    rows = [*score_links(SYSTEM, scored, sorted(set(_LABELS.values())), options.seed)]
    rows += _judged(notes, pipeline, mistakes, options.seed)
    rows += _identifiers(notes, pipeline, mistakes, options.seed)
    if options.errors is not None:
        write_mistakes(options.errors, mistakes)
    return Figures(
        task="notes",
        data=gold.name,
        split=options.language or "all",
        rows=tuple(rows),
        seconds=round(seconds, 3),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=round(processed / seconds, 1) if seconds else None,
        seed=options.seed,
        device="cpu",
        version=pipeline.version,
    )


def _document(note: GoldNote, text: str) -> Document:
    return Document.make(PurePosixPath(note.note).name, text, DocumentKind.NOTE, note.note)


def _scored(note: _Note, pipeline: Pipeline) -> ScoredDocument:
    ids = ForeignIds(pipeline.vocabulary)
    wanted = [
        LinkedSpan(Span(one.start, one.end, _LABELS[one.category]), frozenset([one.curie] if one.curie else []))
        for one in note.gold.mentions
        if one.category in _LABELS
    ]
    found = [
        LinkedSpan(Span(one.start, one.end, _LABELS[one.category]), ids.of(one.curie) if one.curie else frozenset())
        for one in pipeline.annotate(note.document)._.medkg_mentions
        if one.category in _LABELS
    ]
    return ScoredDocument(note.document.name, note.document.text, tuple(wanted), tuple(found))


def _given(note: GoldNote) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            one.start, one.end, one.text, one.category, Curie(one.curie or f"{_UNLINKED}:{number}"), one.text, 1.0,
            matcher="gold",
        )
        for number, one in enumerate(note.mentions)
    )  # fmt: skip


def _judged(notes: list[_Note], pipeline: Pipeline, mistakes: list[Mistake], seed: int) -> list[Figure]:
    """Assertion and relations on the gold mentions."""
    aspects: dict[str, list[tuple[float, float, float]]] = {aspect: [] for aspect in ASPECTS}
    claims: list[tuple[set[_Claim], set[_Claim]]] = []
    for note in notes:
        doc = pipeline.annotate(note.document, _given(note.gold))
        read = {(one.start, one.end): _aspects(one.assertion) for one in doc._.medkg_mentions}
        gold = {(one.start, one.end): _aspects(one.assertion) for one in note.gold.mentions}
        for aspect in ASPECTS:
            found, wanted = ({place for place, said in side.items() if aspect in said} for side in (read, gold))
            aspects[aspect].append((len(found & wanted), len(found), len(wanted)))
            mistakes += _differences(note, f"assertion_{aspect}", found, wanted)
        claims.append((_predicted_claims(doc._.medkg_relations), _gold_claims(note.gold)))
        mistakes += _claim_differences(note, *claims[-1])
    rows: list[Figure] = []
    for aspect, counts in aspects.items():
        rows += figures(SYSTEM, f"assertion_{aspect}", counts, seed)
    predicates = sorted({claim[1] for _, wanted in claims for claim in wanted})
    for predicate in predicates:
        of_one = [[{c for c in side if c[1] == predicate} for side in both] for both in claims]
        counts = [(len(found & wanted), len(found), len(wanted)) for found, wanted in of_one]
        rows += figures(SYSTEM, f"relations_{predicate}", counts, seed)
    return rows


def _aspects(assertion: Assertion) -> set[str]:
    said = {"negated"} if assertion.negated else set()
    if assertion.certainty == Certainty.UNCERTAIN:
        said.add("uncertain")
    if assertion.temporality in (Temporality.HISTORICAL, Temporality.HYPOTHETICAL):
        said.add(str(assertion.temporality))
    if assertion.experiencer == Experiencer.OTHER:
        said.add("other")
    return said


def _predicted_claims(relations: tuple[RelationMention, ...]) -> set[_Claim]:
    """Affirmed claims by concept; a reaction of the case also says that the drug causes it."""
    found: set[_Claim] = set()
    for one in relations:
        if one.negated or one.predicate not in _CLAIMS:
            continue
        drug = str(one.object.curie)
        found.add((str(one.subject.curie) if one.subject else "", one.predicate, drug))
        found |= {(drug, "causes", value) for key, value in one.qualifiers if key == "reaction"}
    return found


def _gold_claims(note: GoldNote) -> set[_Claim]:
    ids = [str(one.curie) for one in _given(note)]
    return {
        ("" if one.subject is None else ids[one.subject], one.predicate, ids[one.object])
        for one in note.relations
        if one.predicate in _CLAIMS
    }


def _identifiers(notes: list[_Note], pipeline: Pipeline, mistakes: list[Mistake], seed: int) -> list[Figure]:
    """Masked spans against annotated identifiers, whatever their kind; each pairs once with one that it overlaps."""
    counts: list[tuple[float, float, float]] = []
    leaks: list[tuple[float, float, float]] = []
    for note in notes:
        found = {Span(start, end, "") for start, end, _ in pipeline.mask(note.document).spans}
        wanted = {Span(one.start, one.end, "") for one in note.gold.identifiers}
        counts.append(partial_counts(found, wanted))
        covered = {place for span in found for place in range(span.start, span.end)}
        text = note.document.text
        secret = [p for span in wanted for p in range(span.start, span.end) if text[p].isalnum()]
        hidden = sum(place in covered for place in secret)
        leaks.append((float(hidden), float(len(secret)), float(len(secret))))
        missed = {(one.start, one.end) for one in wanted if not covered & set(range(one.start, one.end))}
        mistakes += _differences(note, "identifiers", set(), missed)
    recall_of_characters = figures(SYSTEM, "identifier_characters", leaks, seed)[1]
    return [*figures(SYSTEM, "identifiers", counts, seed), recall_of_characters]


def _differences(
    note: _Note, metric: str, found: set[tuple[int, int]], wanted: set[tuple[int, int]]
) -> Iterator[Mistake]:
    text = note.document.text
    for start, end in sorted(found ^ wanted):
        kind = "FP" if (start, end) in found else "FN"
        around = context(text, start, end)
        yield Mistake(kind, metric, note.gold.note, start, end, metric, text[start:end], around)


def _claim_differences(note: _Note, found: set[_Claim], wanted: set[_Claim]) -> Iterator[Mistake]:
    names = {str(given.curie): one.text for given, one in zip(_given(note.gold), note.gold.mentions, strict=True)}
    for subject, predicate, obj in sorted(found ^ wanted):
        kind = "FP" if (subject, predicate, obj) in found else "FN"
        told = f"{names.get(subject, subject or 'the case')} {predicate} {names.get(obj, obj)}"
        yield Mistake(kind, "relations", note.gold.note, 0, 0, predicate, told, "")
