"""Rules of one or two steps that lead from the head of a relation to its tails, with their confidence.

After AnyBURL (Meilicke et al. 2019, doi:10.24963/ijcai.2019/435), whose cyclic rules these are. A step walks an edge,
backwards too, or goes to a node *like* this one, which shares a neighbour over some relation; such a step stands
before or after the relation itself: what holds for the like holds for this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from gnn.dataset import Ids, LinkDataset

STEP_KINDS = 4
_MOST_PAIRS_ALIKE = 2_000_000
_SMOOTHING = 3.0


@dataclass(frozen=True, slots=True)
class MiningConfig:
    """How widely rules are looked for.

    Attributes:
        edges: of a relation that are sampled for rules, and heads on which their confidence is counted.
        bodies: most frequent bodies of two edges that are tried, and as many again with nodes alike.
        kept: rules of each direction of a relation.
        confidence: least, 0 to 1.
        support: least number of edges that a rule explains.
    """

    edges: int = 200
    bodies: int = 100
    kept: int = 60
    confidence: float = 0.05
    support: int = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """``body`` leads to the relation with ``confidence``, 0 to 1.

    Of R relations, step r walks relation r, R + r walks it backwards, 2R + r goes to the nodes that share a tail of r
    with this one, 3R + r to those that share a head.
    """

    body: tuple[int, ...]
    confidence: float


class StepGraph:
    """The graph as one matrix of 0 and 1 a step.

    Args:
        dataset: its message-passing graph.
    """

    def __init__(self, dataset: LinkDataset) -> None:
        self.relations, self.nodes = dataset.num_relations, dataset.num_nodes
        self._rows = dataset.graph
        self._alike: dict[int, csr_matrix | None] = {}

    @cached_property
    def edges(self) -> tuple[csr_matrix, ...]:
        """float32 [num_nodes, num_nodes] of every relation, then of every reversed one."""
        shape, found = (self.nodes, self.nodes), []
        for relation in range(self.relations):
            rows = self._rows[self._rows[:, 1] == relation]
            found.append(csr_matrix((np.ones(len(rows), np.float32), (rows[:, 0], rows[:, 2])), shape))
        return (*found, *(matrix.T.tocsr() for matrix in found))

    def step(self, step: int) -> csr_matrix | None:
        """The matrix of a step; None where too many nodes are alike."""
        count = 2 * self.relations
        if step < count:
            return self.edges[step]
        if step not in self._alike:
            matrix = self.edges[step - count]
            shared = np.asarray(matrix.sum(axis=0)).ravel()
            self._alike[step] = _alike(matrix) if (shared**2).sum() <= _MOST_PAIRS_ALIKE else None
        return self._alike[step]

    def reach(self, nodes: Ids, body: tuple[int, ...]) -> csr_matrix | None:
        """float32 [len(nodes), num_nodes] of 0 and 1: where the body leads; None where a step is too wide."""
        found: csr_matrix | None = None
        for step in body:
            matrix = self.step(step)
            if matrix is None:
                return None
            found = matrix[nodes] if found is None else found @ matrix
        assert found is not None
        found.data[:] = 1.0
        return found


def mine_rules(graph: StepGraph, relation: int, config: MiningConfig, numbers: np.random.Generator) -> tuple[Rule, ...]:
    """The surest rules for a relation (reversed from num_relations on), the best first."""
    target = graph.edges[relation].tocoo()
    if not target.nnz:
        return ()
    picked = numbers.permutation(target.nnz)[: config.edges]
    heads, tails = target.row[picked].astype(np.int64), target.col[picked].astype(np.int64)
    starts = np.unique(heads)
    truth = graph.edges[relation][starts]
    rules = []
    for body in _bodies(graph, relation, (heads, tails), config):
        reached = graph.reach(starts, body)
        if reached is None or not reached.nnz:
            continue
        support = float(reached.multiply(truth).sum())
        confidence = support / (reached.nnz + _SMOOTHING)
        if support >= config.support and confidence >= config.confidence:
            rules.append(Rule(body, confidence))
    return tuple(sorted(rules, key=lambda rule: (-rule.confidence, rule.body))[: config.kept])


def _bodies(graph: StepGraph, relation: int, ends: tuple[Ids, Ids], config: MiningConfig) -> list[tuple[int, ...]]:
    heads, tails = ends
    count = 2 * graph.relations
    one = np.zeros(count)
    two = np.zeros((count, count))
    near = np.zeros((2, count))
    for head, tail in zip(heads, tails, strict=True):
        out, back = _around(graph, int(head)), _around(graph, int(tail))
        one += out[:, [tail]].toarray().ravel()
        # reversed steps out of the tail are the steps into it
        joined = (out @ back.T).toarray() > 0
        two += np.roll(joined, graph.relations, axis=1)
        near += np.stack([out.getnnz(axis=1) > 0, back.getnnz(axis=1) > 0])
    one[relation] = 0
    found: list[tuple[int, ...]] = [(int(step),) for step in np.flatnonzero(one)]
    best = np.argsort(-two, axis=None, kind="stable")[: config.bodies]
    found += [(int(place // count), int(place % count)) for place in best if two.flat[place] > 0]
    half = config.bodies // 2
    for side, share in enumerate(near):
        for step in np.argsort(-share, kind="stable")[:half]:
            if share[step] > 0:
                like = int(step) + count
                found.append((like, relation) if side == 0 else (relation, like))
    return found


def _around(graph: StepGraph, node: int) -> csr_matrix:
    """float32 [2R, num_nodes]: what each step out of a node reaches."""
    starts = [matrix.indptr[node] for matrix in graph.edges]
    stops = [matrix.indptr[node + 1] for matrix in graph.edges]
    indptr = np.concatenate([[0], np.cumsum(np.subtract(stops, starts))])
    indices = np.concatenate([m.indices[a:b] for m, a, b in zip(graph.edges, starts, stops, strict=True)])
    return csr_matrix((np.ones(len(indices), np.float32), indices, indptr), (len(graph.edges), graph.nodes))


def _alike(matrix: csr_matrix) -> csr_matrix:
    found = (matrix @ matrix.T).tolil()
    found.setdiag(0)
    found = found.tocsr()
    found.eliminate_zeros()
    found.data[:] = 1.0
    return found
