"""Evidence as an Arrow table: one row a record, sorted by bucket and id."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kg.buckets import buckets_of
from kg.columns import strings, values
from kg.errors import SchemaError
from kg.identifiers import Curie
from kg.records import (
    AgentType,
    Assertion,
    Certainty,
    Evidence,
    Experiencer,
    KnowledgeLevel,
    RecordLocation,
    Temporality,
    TextLocation,
    TextSpan,
)
from kg.schema import PREDICATES, predicate

_CLAIM = [
    ("bucket", pa.int16()),
    ("id", pa.binary(16)),
    ("origin", pa.string()),
    ("subject", pa.string()),
    ("predicate", pa.string()),
    ("object", pa.string()),
    ("negated", pa.bool_()),
    ("score", pa.float64()),
    ("knowledge_level", pa.string()),
    ("agent_type", pa.string()),
    ("primary_knowledge_source", pa.string()),
    ("extractor", pa.string()),
    ("licence", pa.string()),
    ("qualifiers", pa.string()),
]
_PLACE = [
    ("vocabulary", pa.string()),
    ("record", pa.string()),
    ("release", pa.string()),
    ("section", pa.string()),
    ("sentence_start", pa.int32()),
    ("sentence_end", pa.int32()),
    ("subject_start", pa.int32()),
    ("subject_end", pa.int32()),
    ("subject_text", pa.string()),
    ("object_start", pa.int32()),
    ("object_end", pa.int32()),
    ("object_text", pa.string()),
    ("assertion", pa.string()),
]
EVIDENCE_SCHEMA = pa.schema(_CLAIM + _PLACE)
CLAIM_COLUMNS = [*(name for name, _ in _CLAIM), "object_start", "assertion"]
"""What merging reads."""

_AT_ONCE = 16_384
_SYMMETRIC = frozenset(name for name, predicate in PREDICATES.items() if predicate.symmetric)


def pairs_to_text(pairs: Sequence[tuple[str, ...]]) -> str:
    """Tuples of strings as compact JSON; no tuples are the empty string.

    >>> pairs_to_text([("severity", "major")])
    '[["severity","major"]]'
    """
    return json.dumps(pairs, ensure_ascii=False, separators=(",", ":")) if pairs else ""


def text_to_pairs(text: str) -> list[list[str]]:
    """What :func:`pairs_to_text` wrote."""
    found: list[list[str]] = json.loads(text) if text else []
    return found


def bucket_subject(evidence: Evidence) -> str:
    """The subject of the edge that this evidence belongs to: the smaller end when its predicate is symmetric."""
    if evidence.predicate in _SYMMETRIC and evidence.object < evidence.subject:
        return evidence.object
    return evidence.subject


def evidence_to_table(evidence: Sequence[Evidence], buckets: int) -> pa.Table:
    """Rows sorted by (bucket, id); a record that comes twice is there once, with its highest score.

    Raises:
        SchemaError: an unknown predicate (a prefix counts as unknown), or a score that is not 0 to 1.
    """
    _check(evidence)
    best: dict[str, Evidence] = {}
    for one in evidence:
        other = best.get(one.id)
        if other is None or one.score > other.score:
            best[one.id] = one
    rows = list(best.values())
    ids = np.frombuffer(bytes.fromhex("".join(best)), dtype="V16") if best else np.empty(0, "V16")
    bucket = buckets_of([bucket_subject(one) for one in rows], buckets)
    order = np.lexsort((*halves(ids)[::-1], bucket))
    rows = [rows[i] for i in order]
    columns = {
        "bucket": pa.array(bucket[order], pa.int16()),
        "id": pa.FixedSizeBinaryArray.from_buffers(
            pa.binary(16), len(rows), [None, pa.py_buffer(ids[order].tobytes())]
        ),
        "negated": pa.array([one.negated for one in rows], pa.bool_()),
        "score": pa.array([float(one.score) for one in rows], pa.float64()),
        "qualifiers": strings([pairs_to_text(one.qualifiers) for one in rows]),
        **_place_columns([one.location for one in rows]),
    }
    for name in EVIDENCE_SCHEMA.names:
        if name not in columns:
            columns[name] = strings([getattr(one, name) for one in rows])
    return pa.table([columns[name] for name in EVIDENCE_SCHEMA.names], schema=EVIDENCE_SCHEMA)


def _check(evidence: Sequence[Evidence]) -> None:
    for name in {one.predicate for one in evidence}:
        if name not in PREDICATES:
            predicate(name)
    for one in evidence:
        if not 0 <= one.score <= 1:  # not a number is neither
            raise SchemaError(
                f"{one.extractor} gave {one.subject} {one.predicate} {one.object} the score {one.score}.",
                "A score is a confidence from 0 to 1.",
            )


def _place_columns(places: list[TextLocation | RecordLocation]) -> dict[str, pa.Array]:
    if all(isinstance(place, RecordLocation) for place in places):
        blank = {field.name: pa.nulls(len(places), field.type) for field in list(EVIDENCE_SCHEMA)[len(_CLAIM) + 3 :]}
    else:
        texts = [place if isinstance(place, TextLocation) else None for place in places]
        blank = _text_columns(texts)
    records = [place if isinstance(place, RecordLocation) else None for place in places]
    return {
        **blank,
        "record": strings([place.record if place else None for place in records]),
        "release": strings([place.release if place else None for place in records]),
    }


def _text_columns(texts: list[TextLocation | None]) -> dict[str, pa.Array]:
    subjects = [place.subject_span if place else None for place in texts]
    objects = [place.object_span if place else None for place in texts]
    columns = {
        "section": strings([place.section if place else None for place in texts]),
        "sentence_start": pa.array([place and place.sentence[0] for place in texts], pa.int32()),
        "sentence_end": pa.array([place and place.sentence[1] for place in texts], pa.int32()),
        "assertion": strings([assertion_to_text(place.assertion) if place else None for place in texts]),
    }
    for end, spans in (("subject", subjects), ("object", objects)):
        columns[f"{end}_start"] = pa.array([span and span.start for span in spans], pa.int32())
        columns[f"{end}_end"] = pa.array([span and span.end for span in spans], pa.int32())
        columns[f"{end}_text"] = strings([span.text if span else None for span in spans])
    return columns


def assertion_to_text(assertion: Assertion) -> str:
    """An assertion in four words.

    >>> assertion_to_text(Assertion())
    'affirmed certain recent patient'
    """
    polarity = "negated" if assertion.negated else "affirmed"
    return f"{polarity} {assertion.certainty} {assertion.temporality} {assertion.experiencer}"


@cache
def text_to_assertion(text: str) -> Assertion:
    """What :func:`assertion_to_text` wrote."""
    polarity, certainty, temporality, experiencer = text.split()
    return Assertion(polarity == "negated", Certainty(certainty), Temporality(temporality), Experiencer(experiencer))


def table_to_evidence(table: pa.Table) -> Iterator[Evidence]:
    """The records of the rows, in their order."""
    levels, agents = {str(one): one for one in KnowledgeLevel}, {str(one): one for one in AgentType}
    names = [name for name, _ in _CLAIM[3:]] + ["vocabulary"]
    for batch in table.to_batches(max_chunksize=_AT_ONCE):
        columns = [values(batch.column(name)) for name in names]
        for location, row in zip(_locations(batch), zip(*columns, strict=True), strict=True):
            subject, predicate, obj, negated, score, level, agent, primary, extractor, licence, qualifiers, terms = row
            yield Evidence(
                Curie(subject), predicate, Curie(obj), location, levels[level], agents[agent], primary, extractor,
                negated, terms, licence, score,
                tuple((key, value) for key, value in text_to_pairs(qualifiers)) if qualifiers else (),
            )  # fmt: skip


def _locations(batch: pa.RecordBatch) -> Iterator[TextLocation | RecordLocation]:
    names = ["origin"] + [name for name, _ in _PLACE[1:]]
    for row in zip(*(values(batch.column(name)) for name in names), strict=True):
        origin, record, release, section, start, end, s_start, s_end, s_text, o_start, o_end, o_text, assertion = row
        if assertion is None:
            yield RecordLocation(origin, record, release)
            continue
        subject = None if s_text is None else TextSpan(s_start, s_end, s_text)
        yield TextLocation(
            Curie(origin),
            section,
            (start, end),
            subject,
            TextSpan(o_start, o_end, o_text),
            text_to_assertion(assertion),
        )


def id_bytes(column: pa.ChunkedArray) -> NDArray[np.void]:
    """A column of 16-byte ids as a numpy array of ``V16``, without copying where there is one chunk."""
    pieces = [
        np.frombuffer(chunk.buffers()[1], "V16")[chunk.offset : chunk.offset + len(chunk)]
        for chunk in column.chunks
        if len(chunk)
    ]
    return np.concatenate(pieces) if pieces else np.empty(0, "V16")


def halves(ids: NDArray[np.void]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """16-byte ids as two columns of big-endian integers, which sort as the ids do."""
    pairs = np.frombuffer(ids.tobytes(), ">u8").reshape(-1, 2).astype(np.uint64)
    return pairs[:, 0], pairs[:, 1]
