"""The use of the models: train on a snapshot, predict the missing end of a triple, hand predictions on as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gnn.calibration import probabilities
from gnn.card import ModelCard
from gnn.checkpoint import load_card, load_model, load_nodes
from gnn.dataset import Ids, LinkDataset, relation_id
from gnn.features.described import Describer, Feature, with_features
from gnn.protocol import LinkPredictor, Scores
from gnn.support import Asked, Seen, SupportStatement, support_of
from kg.belief import CALIBRATED_PROBABILITY, SCALE, SHARE_RANKED_LOWER
from kg.errors import InputError, ModelMismatchError, NotFoundError
from kg.identifiers import Curie
from kg.records import AgentType, Evidence, KnowledgeLevel, RecordLocation
from kg.schema import ordered_ends
from kg.snapshot import Snapshot

SOURCE_PREFIX = "model:"


@dataclass(frozen=True, eq=False)
class TrainedModel:
    """A model that is ready to score.

    Attributes:
        predictor, card: the model.
        dataset: what it is attached to.
        seen: CURIEs that could stand at the ends of its relations in training; None when they were not kept.
        data_hash: of the graph that it is attached to; None: the very one that it was trained on.
    """

    predictor: LinkPredictor
    card: ModelCard
    dataset: LinkDataset
    seen: frozenset[str] | None = None
    data_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """One candidate for the missing end of a triple.

    Attributes:
        subject, predicate, object: the triple.
        score: the model's own, any range, higher is more plausible.
        probability: 0 to 1; calibrated on held-out edges, else the share of candidates that score no higher.
        calibrated: which of the two ``probability`` is.
        rank: 1 is best, among the candidates of the right category, known ones included.
        candidates: how many were ranked.
        known: the graph already holds the triple.
        denied: the graph holds evidence against it.
        model: name of the model.
    """

    subject: Curie
    predicate: str
    object: Curie
    score: float
    probability: float
    calibrated: bool
    rank: int
    candidates: int
    known: bool
    denied: bool
    model: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: one end and a relation.

    Attributes:
        relation: a predicate that the model was trained on.
        head, tail: the given end; exactly one of the two.
        k: how many predictions.
        exclude_known: leave out what the graph already holds.
    """

    relation: str
    head: str | None = None
    tail: str | None = None
    k: int = 10
    exclude_known: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """Predictions, best first, and what has to be said of the query: nothing when it lies within what was seen.

    Attributes:
        hidden: candidates left out because the graph already holds the link; ranks count them.
    """

    predictions: tuple[Prediction, ...]
    support: tuple[SupportStatement, ...]
    hidden: int = 0


def load_trained(directory: Path, snapshot: Snapshot) -> TrainedModel:
    """A stored model on a snapshot; its data may have changed since the training, its relations may not.

    Raises:
        NotFoundError: no model lies there.
        ModelMismatchError: broken, of other relations, or of features that this version does not know.
        MissingDependencyError: the model reads features that need a package which is not installed.
    """
    asked = load_card(directory)
    held = [name for name in asked.relations if name in snapshot.predicates]
    strange = sorted(set(asked.features) - set(Feature))
    if strange:
        raise ModelMismatchError(
            f"The model in {directory} reads {', '.join(map(repr, strange))} of nodes, which this version cannot make.",
            "Update medkg, or train the model again.",
        )
    features = [Feature(name) for name in asked.features]
    dataset, _ = with_features(LinkDataset.from_snapshot(snapshot, held), features, Describer())
    predictor, card = load_model(directory, dataset)
    return TrainedModel(predictor, card, dataset, load_nodes(directory), snapshot.content_hash)


def predict(model: TrainedModel, query: Query) -> tuple[Prediction, ...]:
    """The predictions of :func:`answer`."""
    return answer(model, query).predictions


def answer(model: TrainedModel, query: Query) -> Answer:
    """The ``k`` most plausible ends, best first; ties in the order of their CURIEs.

    Raises:
        InputError: both or no ends are given.
        NotFoundError: the given node is not in the graph.
        ModelMismatchError: the model was not trained on the relation, or cannot place the given node.
    """
    if (query.head is None) == (query.tail is None):
        raise InputError("A prediction needs one end, the head or the tail.", "Give exactly one of them.")
    if query.relation not in model.card.relations:
        raise ModelMismatchError(
            f"The model {model.card.model} was not trained on {query.relation!r}.",
            f"It predicts: {', '.join(model.card.relations)}.",
        )
    dataset = model.dataset
    relation = relation_id(dataset.relations, query.relation)
    forward = query.head is not None
    given = _node(dataset, str(query.head if forward else query.tail))
    scores = _scores(model, given, relation, forward=forward)
    order = _ordered(model, (given, relation), scores, forward=forward)
    held = _ends(dataset.known, given, relation, forward=forward)
    asked = Asked(given, query.relation, "tail" if forward else "head")
    unknown = ~np.isin(order, list(held))
    values, calibrated = _probability(model.card, asked, scores[order], unknown)
    denied = _ends(dataset.negatives, given, relation, forward=forward)
    places = [place for place, node in enumerate(order) if not (query.exclude_known and int(node) in held)]
    found: list[Prediction] = []
    for place in places[: query.k]:
        node = int(order[place])
        ends = (given, node) if forward else (node, given)
        found.append(
            Prediction(
                subject=Curie(dataset.node_ids[ends[0]]),
                predicate=query.relation,
                object=Curie(dataset.node_ids[ends[1]]),
                score=float(scores[node]),
                probability=float(values[place]),
                calibrated=calibrated,
                rank=place + 1,
                candidates=len(order),
                known=node in held,
                denied=node in denied,
                model=model.card.model,
            )
        )
    statements = support_of(dataset, _seen(model), asked, scores[order], unknown)
    return Answer(tuple(found), statements, len(order) - len(places))


def _seen(model: TrainedModel) -> Seen:
    card = model.card
    read = {name for name, count in card.edges if count} if card.edges else set(model.dataset.relations)
    same = model.data_hash in (None, card.data_hash)
    return Seen(card.support, read, model.seen, None if same else (str(model.data_hash), card.data_hash))


def _ordered(model: TrainedModel, query: tuple[int, int], scores: NDArray[np.float32], *, forward: bool) -> Ids:
    """The candidates that the model can place, best first."""
    given, relation = query
    sets = model.dataset.candidates(relation)
    candidates = sets.tails if forward else sets.heads
    candidates = candidates[np.isfinite(scores[candidates]) & (candidates != given)]
    if not len(candidates):
        raise ModelMismatchError(
            f"The model {model.card.model} cannot place {model.dataset.node_ids[given]} in "
            f"{model.dataset.relations[relation]!r}.",
            "Its category was not trained on, or it came after the training: train again, or use hybrid.",
        )
    order: Ids = candidates[np.lexsort((candidates, -scores[candidates]))]
    return order


def to_evidence(predictions: tuple[Prediction, ...], card: ModelCard) -> tuple[Evidence, ...]:
    """Predictions as evidence of one replaceable source, ``model:<name>``, of level prediction.

    What the graph knows already is left out, and so is what it denies. A qualifier says what the score is.

    The record names the training data's hash, so that the evidence of one training is never taken for another's.
    """
    source = f"{SOURCE_PREFIX}{card.model}"
    made = []
    for one in predictions:
        if one.known or one.denied:
            continue
        subject, obj = ordered_ends(one.predicate, one.subject, one.object)
        made.append(
            Evidence(
                subject=Curie(subject),
                predicate=one.predicate,
                object=Curie(obj),
                location=RecordLocation(source, f"{subject}|{one.predicate}|{obj}", card.data_hash),
                knowledge_level=KnowledgeLevel.PREDICTION,
                agent_type=AgentType.COMPUTATIONAL_MODEL,
                primary_knowledge_source="infores:medkg",
                extractor=f"{card.model}/{card.format}",
                score=one.probability,
                qualifiers=((SCALE, CALIBRATED_PROBABILITY if one.calibrated else SHARE_RANKED_LOWER),),
            )
        )
    return tuple({one.id: one for one in made}.values())


def _scores(model: TrainedModel, given: int, relation: int, *, forward: bool) -> NDArray[np.float32]:
    ends: Ids = np.array([given], np.int64)
    predictor = model.predictor
    rows: Scores = predictor.score_tails(ends, relation) if forward else predictor.score_heads(ends, relation)
    return np.where(np.isnan(rows[0]), np.float32(-np.inf), rows[0])


def _node(dataset: LinkDataset, curie: str) -> int:
    found = dataset.positions.get(curie)
    if found is None:
        raise NotFoundError(f"The graph holds no {curie!r}.", "Look it up by name first: medkg find.")
    return found


def _ends(rows: Ids, given: int, relation: int, *, forward: bool) -> frozenset[int]:
    near, far = (0, 2) if forward else (2, 0)
    mine = rows[(rows[:, near] == given) & (rows[:, 1] == relation)]
    return frozenset(mine[:, far].tolist())


def _probability(
    card: ModelCard, asked: Asked, scores: NDArray[np.float32], unknown: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], bool]:
    """Of candidates in order; and whether they are calibrated."""
    found = dict(card.calibration).get(asked.relation)
    curve = found.curve(asked.side) if found else None
    if curve is not None:
        return probabilities(curve, scores, unknown), True
    ordered = np.sort(scores)
    return np.searchsorted(ordered, scores, side="right") / len(scores), False
