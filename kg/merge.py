"""Evidence merged into edges: a pure function, the same table for the same evidence in any order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kg.belief import Rows, error_rates, fold, single_beliefs
from kg.columns import values
from kg.edge_table import EDGE_SCHEMA
from kg.evidence_table import halves, id_bytes, pairs_to_text, text_to_pairs
from kg.identifiers import content_hash
from kg.records import PLACE_SUFFIX
from kg.schema import PREDICATES
from kg.status import STATUS, TAKES, Statement, is_historical, statuses_of

MERGING = 2
"""Counts up whenever the same evidence merges to other edges or nodes; 0 is a graph that does not say it."""
Integers = NDArray[np.int64]


class Coded(NamedTuple):
    """A string column as ranks in its sorted distinct values."""

    codes: Integers
    values: pa.Array

    def pick(self, rows: Integers) -> pa.Array:
        """The strings of some rows."""
        return self.values.take(pa.array(self.codes[rows]))


def encode(*columns: pa.ChunkedArray) -> tuple[Coded, ...]:
    """Columns as ranks in one dictionary that they share, so that their codes compare as their strings do."""
    together = pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.string())
    coded = together.combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    order = pc.sort_indices(coded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    codes = rank[coded.indices.to_numpy()] if len(together) else np.empty(0, np.int64)
    ends = np.cumsum([len(column) for column in columns])[:-1]
    values = coded.dictionary.take(pa.array(order))
    return tuple(Coded(part, values) for part in np.split(codes, ends))


def distinct_evidence(claims: pa.Table) -> Integers:
    """Row numbers of the evidence with each id once, in id order; of equal ids the highest score is kept."""
    high, low = halves(id_bytes(claims["id"]))
    order = np.lexsort((-claims["score"].to_numpy(), low, high))
    new = np.ones(len(order), np.bool_)
    new[1:] = (high[order][1:] != high[order][:-1]) | (low[order][1:] != low[order][:-1])
    kept: Integers = order[new]
    return kept


class _Claims(NamedTuple):
    """Evidence in columns, sorted by bucket, claim and id; ``starts`` is where each edge begins."""

    bucket: NDArray[np.int16]
    subject: Coded
    predicate: Coded
    object: Coded
    level: Coded
    agent: Coded
    primary: Coded
    extractor: Coded
    licence: Coded
    qualifiers: Coded
    negated: NDArray[np.bool_]
    score: NDArray[np.float64]
    starts: Integers
    edge: Integers
    rows: Integers  # of the table that the evidence came in


def merge_edges(claims: pa.Table) -> pa.Table:
    """Merges evidence into edges.

    Args:
        claims: the columns :data:`kg.evidence_table.CLAIM_COLUMNS`, in any order, with or without duplicates.

    Returns:
        One row for each (subject, predicate, object, knowledge level), in columns :data:`kg.edge_table.EDGE_SCHEMA`,
        sorted by bucket and claim. The ends of a symmetric predicate stand in stored order.
    """
    if not claims.num_rows:
        return EDGE_SCHEMA.empty_table()
    sorted_claims = _sorted_claims(claims)
    rows = _belief_rows(sorted_claims)
    count = len(sorted_claims.starts)
    against = np.bincount(sorted_claims.edge, sorted_claims.negated, count).astype(np.int32)
    support = np.bincount(sorted_claims.edge, minlength=count).astype(np.int32) - against
    best = _strongest(rows)
    first = sorted_claims.starts
    keys = [column.pick(first) for column in sorted_claims[1:5]]
    columns = {
        "bucket": pa.array(sorted_claims.bucket[first], pa.int16()),
        "id": pa.array([content_hash(*key) for key in zip(*map(values, keys), strict=True)], pa.string()),
        **dict(zip(("subject", "predicate", "object", "knowledge_level"), keys, strict=True)),
        "negated": pa.array(support == 0),
        "belief": pa.array(fold(rows, count)),
        "support": pa.array(support),
        "against": pa.array(against),
        "agent_type": sorted_claims.agent.pick(best),
        "primary_knowledge_source": sorted_claims.primary.pick(best),
        "sources": _collected(sorted_claims.edge, sorted_claims.primary, count),
        "licences": _collected(sorted_claims.edge, sorted_claims.licence, count),
        "qualifiers": _qualifiers(sorted_claims, count, _statuses(sorted_claims, claims)),
    }
    return pa.table([columns[name] for name in EDGE_SCHEMA.names], schema=EDGE_SCHEMA)


def _sorted_claims(claims: pa.Table) -> _Claims:
    subject, obj = encode(claims["subject"], claims["object"])
    predicate, level, agent, primary, extractor, licence, qualifiers = (
        encode(claims[name])[0]
        for name in (
            "predicate", "knowledge_level", "agent_type", "primary_knowledge_source", "extractor", "licence",
            "qualifiers",
        )
    )  # fmt: skip
    symmetric = np.array([PREDICATES[name].symmetric for name in predicate.values.to_pylist()], np.bool_)
    swap = symmetric[predicate.codes] & (subject.codes > obj.codes)
    heads = np.where(swap, obj.codes, subject.codes)
    tails = np.where(swap, subject.codes, obj.codes)
    bucket = claims["bucket"].to_numpy()
    rows = distinct_evidence(claims)
    order = rows[np.lexsort((level.codes[rows], tails[rows], predicate.codes[rows], heads[rows], bucket[rows]))]
    new = np.ones(len(order), np.bool_)
    new[1:] = np.logical_or.reduce(
        [column[order][1:] != column[order][:-1] for column in (heads, predicate.codes, tails, level.codes)]
    )

    def take(column: Coded) -> Coded:
        return Coded(column.codes[order], column.values)

    return _Claims(
        bucket[order], Coded(heads[order], subject.values), take(predicate), Coded(tails[order], obj.values),
        take(level), take(agent), take(primary), take(extractor), take(licence), take(qualifiers),
        claims["negated"].to_numpy()[order], claims["score"].to_numpy()[order], np.flatnonzero(new), np.cumsum(new) - 1,
        order,
    )  # fmt: skip


def _belief_rows(claims: _Claims) -> Rows:
    agents, levels = claims.agent.values.to_pylist(), claims.level.values.to_pylist()
    rates = np.array([[error_rates(agent, level) for level in levels] for agent in agents])
    extractors = len(claims.extractor.values)
    source = (claims.primary.codes * len(agents) + claims.agent.codes) * extractors + claims.extractor.codes
    return Rows(claims.edge, claims.negated, source, claims.score, rates[claims.agent.codes, claims.level.codes])


def _strongest(rows: Rows) -> Integers:
    """The row of each edge's strongest evidence: support before denial, then worth, then the smallest id."""
    order = np.lexsort((-single_beliefs(rows), rows.negated, rows.edge))
    best: Integers = order[np.searchsorted(rows.edge, np.arange(rows.edge[-1] + 1))]
    return best


def _collected(edge: Integers, column: Coded, edges: int) -> pa.Array:
    """For each edge the sorted distinct values of a column, without empty ones."""
    width = len(column.values)
    keys = np.unique(edge * width + column.codes)
    empty = pc.equal(pc.binary_length(column.values), 0).to_numpy(zero_copy_only=False)
    keys = keys[~empty[keys % width]]
    offsets = np.searchsorted(keys // width, np.arange(edges + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), column.values.take(pa.array(keys % width)))


def _statuses(claims: _Claims, table: pa.Table) -> dict[int, set[tuple[str, str]]]:
    """For each edge that says what a case takes, whether it does so now; see :mod:`kg.status`.

    Of a text the last statement counts, of a source each record.
    """
    names = claims.predicate.values.to_pylist()
    if TAKES not in names:
        return {}
    mine = np.flatnonzero(claims.predicate.codes == names.index(TAKES))
    read = table.take(pa.array(claims.rows[mine]))
    columns = (
        claims.edge[mine].tolist(), values(read["origin"]), read["object_start"].to_pylist(), values(read["negated"]),
        values(read["assertion"]), values(read["primary_knowledge_source"]), values(read["qualifiers"]),
    )  # fmt: skip
    said: dict[int, list[Statement]] = {}
    for row, (edge, origin, place, negated, assertion, source, qualifiers) in enumerate(zip(*columns, strict=True)):
        record = assertion is None
        document, at = (f"{origin} {row}", 0) if record else (origin, place)
        past = not record and is_historical(assertion)
        one = Statement(document, at, negated, past, source, text_to_pairs(qualifiers))
        said.setdefault(edge, []).append(one)
    return {edge: statuses_of(statements) for edge, statements in said.items()}


def _qualifiers(claims: _Claims, edges: int, statuses: dict[int, set[tuple[str, str]]]) -> pa.Array:
    """For each edge its qualifiers with who says them, as JSON; most edges have none.

    Where in a document a qualifier stands is the evidence's own, and no edge's. A status is the edge's as a whole.
    """
    texts, sources = claims.qualifiers.values.to_pylist(), claims.primary.values.to_pylist()
    pairs = [text_to_pairs(text) for text in texts]
    given = np.array([bool(text) for text in texts])[claims.qualifiers.codes]
    found: dict[int, set[tuple[str, str, str]]] = {}
    triples = zip(
        claims.edge[given].tolist(), claims.qualifiers.codes[given].tolist(), claims.primary.codes[given].tolist(),
        strict=True,
    )  # fmt: skip
    for edge, text, source in triples:
        said = ((key, value, sources[source]) for key, value in pairs[text] if not key.endswith(PLACE_SUFFIX))
        found.setdefault(edge, set()).update(said)
    for edge, status in statuses.items():
        others = {one for one in found.get(edge, ()) if one[0] != STATUS}
        found[edge] = others | {(STATUS, value, source) for value, source in status}
    column = [""] * edges
    for edge, qualifiers in found.items():
        column[edge] = pairs_to_text(sorted(qualifiers))
    return pa.array(column, pa.string())
