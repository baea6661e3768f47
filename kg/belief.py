"""How much a claim is to be believed, from its evidence alone.

After INDRA's belief model (Gyori et al. 2017, doi:10.15252/msb.20177651): a source errs at random, record by record,
and systematically, in all its records alike. With the random error ``r`` and the systematic error ``s`` of a source,
and the confidence ``c`` of each of its records, the chance that all that it says for a claim is wrong is ::

    wrong(source) = s + (1 - s) * product over its records of (1 - c * (1 - r))

Sources are independent: the chance that a claim is right is one less the product of ``wrong`` over its sources.
Evidence against is weighed the same way, and lowers what the support gives ::

    belief = right(support) * (1 - right(against))

So belief is 0 to 1, higher is surer that the claim holds; more support never lowers it, more evidence against never
raises it, and a claim that is only denied has belief 0. A source here is one extractor of one primary knowledge source.
A model's prediction carries its own estimate as confidence, and that is its belief: a qualifier :data:`SCALE` says
whether it is a probability. It is no belief of the kind above: a fact's says how sure its sources are, a prediction's
how many pairs of that score turn out to be links, and most such pairs do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.records import AgentType, Evidence, KnowledgeLevel

DIGITS = 6
SCALE = "scale"
"""Key of the qualifier that says what a prediction's belief is."""
CALIBRATED_PROBABILITY = "calibrated_probability"
SHARE_RANKED_LOWER = "share_ranked_lower"


class ErrorRates(NamedTuple):
    """The chances, 0 to 1, that a source errs in one record (random) and in all of them (systematic)."""

    random: float
    systematic: float


_BY_AGENT = {
    AgentType.MANUAL_AGENT: ErrorRates(0.05, 0.01),
    AgentType.AUTOMATED_AGENT: ErrorRates(0.10, 0.03),
    AgentType.DATA_ANALYSIS_PIPELINE: ErrorRates(0.20, 0.05),
    AgentType.COMPUTATIONAL_MODEL: ErrorRates(0.30, 0.10),
    AgentType.TEXT_MINING_AGENT: ErrorRates(0.30, 0.05),
    AgentType.NOT_PROVIDED: ErrorRates(0.30, 0.10),
}
_CO_OCCURRENCE = ErrorRates(0.60, 0.20)
_OWN_ESTIMATE = ErrorRates(0.0, 0.0)


def error_rates(agent: str, level: str) -> ErrorRates:
    """The error rates of a kind of source.

    >>> error_rates("manual_agent", "knowledge_assertion")
    ErrorRates(random=0.05, systematic=0.01)
    """
    if level == KnowledgeLevel.PREDICTION:
        return _OWN_ESTIMATE
    if level == KnowledgeLevel.TEXT_CO_OCCURRENCE:
        return _CO_OCCURRENCE
    return _BY_AGENT[AgentType(agent)]


class Rows(NamedTuple):
    """Evidence in columns of one length, sorted by edge and within an edge by evidence id.

    Attributes:
        edge: int64, rising: 0, 0, 1, 2, 2, 2 …
        negated: bool.
        source: int64 code of (primary knowledge source, agent type, extractor).
        score: float64 confidence, 0 to 1.
        rates: float64 [n, 2], random and systematic error of the row's source.
    """

    edge: NDArray[np.int64]
    negated: NDArray[np.bool_]
    source: NDArray[np.int64]
    score: NDArray[np.float64]
    rates: NDArray[np.float64]


def single_beliefs(rows: Rows) -> NDArray[np.float64]:
    """What each record would be worth alone, float64 [n], 0 to 1, higher is stronger."""
    worth: NDArray[np.float64] = (1 - rows.rates[:, 1]) * np.clip(rows.score, 0, 1) * (1 - rows.rates[:, 0])
    return worth


def fold(rows: Rows, edges: int) -> NDArray[np.float64]:
    """The belief of every edge, float64 [edges], rounded to six digits; products run in id order."""
    if not len(rows.edge):
        return np.zeros(edges)
    order = np.lexsort((rows.source, rows.negated, rows.edge))
    edge, negated, source = rows.edge[order], rows.negated[order], rows.source[order]
    random, systematic = rows.rates[order, 0], rows.rates[order, 1]
    wrong = 1 - np.clip(rows.score[order], 0, 1) * (1 - random)
    side = edge * 2 + negated
    starts = _starts(side, source)
    wrong = systematic[starts] + (1 - systematic[starts]) * np.multiply.reduceat(wrong, starts)
    side = side[starts]
    starts = _starts(side)
    right = np.zeros(2 * edges)
    right[side[starts]] = 1 - np.multiply.reduceat(wrong, starts)
    beliefs: NDArray[np.float64] = (right[0::2] * (1 - right[1::2])).round(DIGITS)
    return beliefs


def belief_of(evidence: Iterable[Evidence]) -> float:
    """The belief of one claim, 0 to 1, from all of its evidence, in any order; a record given twice counts once."""
    best: dict[str, Evidence] = {}
    for one in evidence:
        if one.id not in best or one.score > best[one.id].score:
            best[one.id] = one
    ordered = [best[key] for key in sorted(best)]
    names = [(one.primary_knowledge_source, one.agent_type, one.extractor, one.knowledge_level) for one in ordered]
    codes = {name: code for code, name in enumerate(sorted(set(names)))}
    rows = Rows(
        np.zeros(len(ordered), np.int64),
        np.array([one.negated for one in ordered], np.bool_),
        np.array([codes[name] for name in names], np.int64),
        np.array([one.score for one in ordered], np.float64),
        np.array([error_rates(one.agent_type, one.knowledge_level) for one in ordered]).reshape(-1, 2),
    )
    return float(fold(rows, 1)[0])


def _starts(*columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a new run begins in columns that are sorted together."""
    new = np.ones(len(columns[0]), np.bool_)
    new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return np.flatnonzero(new)
