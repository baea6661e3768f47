"""Predictions for the engine. Loads torch, so the engine imports it when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from api.explain_claim import Claim, ModelPath, ModelPrediction, UnreadModel
from api.facts import Citation, Language, ModelRank
from api.predicting import rank_words
from gnn.card import ModelCard
from gnn.checkpoint import load_card, stored_models
from gnn.explain import PathContribution, explain
from gnn.predict import Answer, Prediction, Query, TrainedModel, answer, load_trained, predict, to_evidence
from kg.errors import InputError, ModelMismatchError, NotFoundError
from kg.near import did_you_mean, near_names
from kg.records import AgentType, Edge, KnowledgeLevel, Qualifier, edge_id
from kg.snapshot import Selection, Snapshot

_TRAIN = "Train one: medkg train linkprediction --graph DIR."
_PREFERRED = ("hybrid", "nbfnet", "complex")
_BELIEVED_RANK = 100  # beyond it "a model predicts" would say too much


def choose_model(folder: Path, relation: str, name: str | None) -> Path:
    """The directory of the model to ask: the first of :func:`models_to_ask`."""
    return models_to_ask(folder, relation, name)[0][0]


def models_to_ask(folder: Path, relation: str, name: str | None) -> tuple[tuple[Path, ...], tuple[UnreadModel, ...]]:
    """The directories of the models that predict a relation, preferred ones first, and those whose card is unreadable.

    Args:
        folder: the graph's models.
        relation: that it has to predict.
        name: of the model; None takes the hybrid model, then the path network, before a baseline.

    Raises:
        NotFoundError: there is none.
        ModelMismatchError: the named model was trained on other relations, or none has a card that can be read.
    """
    cards, unread = _cards(folder)
    if unread and not cards:
        raise ModelMismatchError(f"No model of this graph can be read: {unread[0].name}: {unread[0].why}", _TRAIN)
    named = {path: card for path, card in cards.items() if name in (None, card.model)}
    held = ", ".join((*(path.name for path in cards), *(f"{one.name}, unreadable" for one in unread))) or "none"
    if not named:
        wanted = f"model {name!r}" if name else "model"
        meant = near_names(name, {card.model for card in cards.values()}) if name else ()
        raise NotFoundError(f"The graph has no {wanted} (models: {held}).", did_you_mean(meant) + _TRAIN)
    able = {path: card.model for path, card in named.items() if relation in card.relations}
    if not able and name is not None:
        raise ModelMismatchError(f"The model {name!r} was not trained on {relation!r} (models: {held}).", _TRAIN)
    if not able:
        raise NotFoundError(f"No model of this graph predicts {relation!r} (models: {held}).", _TRAIN)
    return _preferred(able), unread


def models_for(folder: Path, relation: str) -> tuple[tuple[Path, ...], tuple[UnreadModel, ...]]:
    """As :func:`models_to_ask`, of any name; none is no error.

    Args:
        folder: the graph's models.
        relation: a predicate.
    """
    cards, unread = _cards(folder)
    return _preferred({path: card.model for path, card in cards.items() if relation in card.relations}), unread


def _cards(folder: Path) -> tuple[dict[Path, ModelCard], tuple[UnreadModel, ...]]:
    """The cards that can be read, and the models whose cannot."""
    cards, unread = {}, []
    for path in stored_models(folder):
        try:
            cards[path] = load_card(path)
        except ModelMismatchError as error:
            unread.append(UnreadModel(path.name, str(error)))
    return cards, tuple(unread)


def _preferred(able: dict[Path, str]) -> tuple[Path, ...]:
    return tuple(sorted(able, key=lambda path: (_preference(able[path]), path.name)))


def open_model(directory: Path, snapshot: Callable[[Selection], Snapshot]) -> TrainedModel:
    """A stored model on a snapshot of the edges that were allowed to train it; see :func:`gnn.predict.load_trained`."""
    return load_trained(directory, snapshot(load_card(directory).allowed))


def ask(model: TrainedModel, query: Query) -> Answer:
    """The most plausible ends, and what they do not rest on; see :func:`gnn.predict.answer`."""
    return answer(model, query)


def predicted_claim(model: TrainedModel, claim: Claim) -> ModelPrediction | None:
    """The claim as the model sees it, when it ranks either end among the first hundred for the other.

    Asked from both sides the model may give two probabilities; the lower one is the claim's belief.
    """
    tail, head = _tail(model, claim), _head(model, claim)
    found = [one for one in (tail, head) if one]
    if not found or found[0].known:
        return None
    best = min(found, key=lambda one: (not one.calibrated, one.probability))
    (evidence,) = to_evidence((best,), model.card)
    level = KnowledgeLevel.PREDICTION
    edge = Edge(
        id=edge_id(best.subject, best.predicate, best.object, level),
        subject=best.subject,
        predicate=best.predicate,
        object=best.object,
        knowledge_level=level,
        negated=False,
        belief=best.probability,
        support=1,
        against=0,
        agent_type=AgentType.COMPUTATIONAL_MODEL,
        primary_knowledge_source=evidence.primary_knowledge_source,
        sources=(evidence.origin,),
        licences=(),
        qualifiers=tuple(Qualifier(*pair, evidence.primary_knowledge_source) for pair in evidence.qualifiers),
    )
    sides = ((tail, True), (head, False))
    ranks = tuple(ModelRank(one.rank, one.candidates, of_objects) for one, of_objects in sides if one)
    source, quote = f"model:{best.model}", rank_words(ranks, Language.ENGLISH)
    return ModelPrediction(edge, Citation(evidence.id, None, source, 0, 0, quote, source, model.card.data_hash), ranks)


def model_paths(model: TrainedModel, claim: Claim, most: int) -> tuple[ModelPath, ...]:
    """The model's own paths for a claim that it ranks among the first hundred, best first; see :mod:`gnn.explain`."""
    prediction = _tail(model, claim) or _head(model, claim)
    if prediction is None:
        return ()
    try:
        found = explain(model, prediction, most)
    except InputError:
        return ()  # the model does not read paths
    return tuple(_path(one) for one in found)


def _path(found: PathContribution) -> ModelPath:
    first = found.edges[0]
    nodes = [first.subject if first.forward else first.object]
    nodes += [edge.object if edge.forward else edge.subject for edge in found.edges]
    claims = tuple(Claim(edge.subject, edge.predicate, edge.object) for edge in found.edges)
    return ModelPath(tuple(nodes), claims, found.contribution)


def _tail(model: TrainedModel, claim: Claim) -> Prediction | None:
    return _ranked(model, Query(claim.predicate, head=claim.subject, k=_BELIEVED_RANK, exclude_known=False), claim)


def _head(model: TrainedModel, claim: Claim) -> Prediction | None:
    return _ranked(model, Query(claim.predicate, tail=claim.object, k=_BELIEVED_RANK, exclude_known=False), claim)


def _ranked(model: TrainedModel, query: Query, claim: Claim) -> Prediction | None:
    """The claim among a model's best answers to one side of it."""
    try:
        found = predict(model, query)
    except ModelMismatchError:
        return None  # the model cannot place this end
    return next((one for one in found if (one.subject, one.object) == (claim.subject, claim.object)), None)


def _preference(name: str) -> int:
    return _PREFERRED.index(name) if name in _PREFERRED else len(_PREFERRED)
