"""Scoring predicted entities: strict and partial, by type, on strings seen in training and on unseen ones."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.evaluation.pairing import SYSTEM, pairs
from extraction.scoring import Mistake, Span, context, figures, overlaps, partial_counts, strict_counts
from kg.figures import Figure

Seen = Mapping[str, Container[str]]
"""A document's name, and the strings that were annotated in what trained the model that read it
(:class:`extraction.learning.seen.SeenStrings`)."""

_Sides = list[tuple[list[Span], list[Span]]]


def score_entities(
    gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0, system: str = SYSTEM
) -> tuple[Figure, ...]:
    """Precision, recall and F1, micro-averaged over mentions; intervals resample documents.

    ``strict_*``: start, end and type equal; ``strict_<type>_*``: the same of one type; ``partial_*``: overlapping and
    of the same type, each gold mention found once; ``untyped_*``: start and end equal, whatever the type.

    Args:
        gold, predicted: the same documents in the same order.

    Raises:
        DocumentError: the documents differ.
    """
    sides: _Sides = [(_spans(found.entities), _spans(wanted.entities)) for wanted, found in pairs(gold, predicted)]
    rows = [*_strict(system, "strict", sides, seed)]
    for name in entity_types(gold):
        of_type: _Sides = [(_of_type(found, name), _of_type(wanted, name)) for found, wanted in sides]
        rows += _strict(system, f"strict_{name}", of_type, seed)
    rows += figures(system, "partial", [partial_counts(*both) for both in sides], seed)
    bare: _Sides = [(_untyped(found), _untyped(wanted)) for found, wanted in sides]
    rows += _strict(system, "untyped", bare, seed)
    return tuple(rows)


def score_by_string(
    gold: Sequence[AnnotatedDocument],
    predicted: Sequence[AnnotatedDocument],
    seen: Seen,
    seed: int = 0,
    system: str = SYSTEM,
) -> tuple[Figure, ...]:
    """``strict_seen_*`` and ``strict_unseen_*``: the strict score over mentions whose string trained the model, or not.

    A predicted mention, too, is counted by its own string, so that both parts have a precision. ``unseen_share`` is
    the share of gold mentions with an unseen string.

    Args:
        seen: by document, as each fold's model has seen other strings; a document that it lacks has none seen.
    """
    parts: dict[str, _Sides] = {"seen": [], "unseen": []}
    for wanted, found in pairs(gold, predicted):
        known = seen.get(wanted.name, ())
        for part, sides in parts.items():
            kept: Callable[[Entity], bool] = _keeps(known, part == "seen")
            sides.append((_spans(filter(kept, found.entities)), _spans(filter(kept, wanted.entities))))
    rows: list[Figure] = []
    for part, sides in parts.items():
        rows += _strict(system, f"strict_{part}", sides, seed)
    counts = {part: sum(len(set(wanted)) for _, wanted in sides) for part, sides in parts.items()}
    total = sum(counts.values())
    share = counts["unseen"] / total if total else 0.0
    return (*rows, Figure(system, "unseen_share", share, share, share, total))


def entity_types(documents: Iterable[AnnotatedDocument]) -> tuple[str, ...]:
    """All types of entities in the documents, sorted."""
    return tuple(sorted({one.type for document in documents for one in document.entities}))


def entity_mistakes(gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterator[Mistake]:
    """Strict false positives and negatives; what they overlap on the other side is told in the label.

    The metric of a mistake says what went wrong: ``type`` (same place, another type), ``boundary`` (overlaps one of
    the other side) or ``strict`` (nothing there on the other side).
    """
    for wanted, found in pairs(gold, predicted):
        sides = (set(_spans(found.entities)), set(_spans(wanted.entities)))
        for span in sorted(sides[0] ^ sides[1]):
            missed = span in sides[1]
            metric, other = _nearest(span, sides[0] if missed else sides[1])
            told = span.label if other is None else f"{span.label} (other side: {_told(wanted.text, other)})"
            text, around = wanted.text[span.start : span.end], context(wanted.text, span.start, span.end)
            yield Mistake("FN" if missed else "FP", metric, wanted.name, span.start, span.end, told, text, around)


def _nearest(span: Span, others: Iterable[Span]) -> tuple[str, Span | None]:
    touching = sorted(one for one in others if overlaps(one, span))
    same = next((one for one in touching if (one.start, one.end) == (span.start, span.end)), None)
    if same is not None:
        return "type", same
    return ("boundary", touching[0]) if touching else ("strict", None)


def _told(text: str, span: Span) -> str:
    return f"{text[span.start : span.end]}, {span.label}"


def _keeps(known: Container[str], inside: bool) -> Callable[[Entity], bool]:
    return lambda one: (one.text in known) == inside


def _spans(entities: Iterable[Entity]) -> list[Span]:
    return [Span(one.start, one.end, one.type) for one in entities]


def _of_type(spans: list[Span], name: str) -> list[Span]:
    return [one for one in spans if one.label == name]


def _untyped(spans: list[Span]) -> list[Span]:
    return [Span(one.start, one.end, "") for one in spans]


def _strict(system: str, metric: str, sides: _Sides, seed: int) -> tuple[Figure, ...]:
    return figures(system, metric, [strict_counts(*both) for both in sides], seed)
