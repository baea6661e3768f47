"""Drug-target models of a graph: training one, and asking it for a drug of the graph or for a structure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from api.engine import Engine
from api.known_structure import nodes_of_structure
from api.render import Shown, View, number
from gnn.drugtarget.answers import Alike, TargetAnswer, TargetPrediction, TargetQuery, ask_targets
from gnn.drugtarget.data import structure_of
from gnn.drugtarget.evaluate import MODEL
from gnn.drugtarget.model import Advance
from gnn.drugtarget.stored import load_targets, save_targets, targets_directory
from gnn.drugtarget.training import TrainOptions, train_targets
from gnn.features.structures import parses
from kg.errors import InputError, ModelMismatchError
from kg.figures import Figures, peak_megabytes
from kg.graph import Graph
from kg.records import KnowledgeLevel, Node
from kg.schema import Category, predicate
from medkg import __version__

TARGETS = "targets"
"""What ``--relation`` may be called for the relation that drug-target models learn by default."""
_DEFAULT = "binds"
_SHOWN_KNOWN = 10


@dataclass(frozen=True, slots=True)
class TargetQuestion:
    """What a user asks.

    Attributes:
        relation: a predicate, or ``targets``.
        drug: an identifier or a name; None for a structure alone.
        smiles: a structure; None for the one that the graph has.
        k: how many candidates.
    """

    relation: str = TARGETS
    drug: str | None = None
    smiles: str | None = None
    k: int = 10


@dataclass(frozen=True, slots=True)
class TargetPredictions(Shown):
    """The answer of ``predict --relation targets``.

    Attributes:
        relation: the predicate.
        drug: the node, or None for a structure that the graph does not know.
        recognised: only the structure was given, and it is the drug's.
        known: names of the targets that the graph knows, sorted; they are not ranked.
        smiles: the structure that was read; may be empty.
        answer: candidates and what they rest on, or why there are none.
        model: name of the model.
        graph_changed: the graph holds other data than the model was trained on.
    """

    relation: str
    drug: Node | None
    smiles: str
    answer: TargetAnswer
    model: str
    graph_changed: bool
    recognised: bool = False
    known: tuple[str, ...] = ()

    def views(self) -> tuple[View, ...]:
        """One table, with what the answer rests on below."""
        rows = tuple(
            (str(one.rank), one.name, one.target, number(one.probability), _rests(one))
            for one in self.answer.candidates
        )
        name = self.drug.name if self.drug else self.smiles
        return (
            View(f"{name} {self.relation} ?", ("rank", "name", "id", "probability", "rests on"), rows, self._notes()),
        )

    def _notes(self) -> tuple[str, ...]:
        answer = self.answer
        notes = [f"Model {self.model}; predictions, not facts."]
        if self.recognised and self.drug:
            notes.insert(0, f"This structure is {self.drug.name} ({self.drug.id}), which the graph knows.")
        if answer.abstained:
            notes.append(f"No prediction: {answer.abstained}.")
        if self.known:
            shown = ", ".join(self.known[:_SHOWN_KNOWN])
            more = f" and {len(self.known) - _SHOWN_KNOWN} more" if len(self.known) > _SHOWN_KNOWN else ""
            are = "target, which is" if len(self.known) == 1 else "targets, which are"
            notes.append(f"Known {are} not ranked: {shown}{more}.")
        if answer.weak:
            notes.append(f"Weak grounds: {' '.join(answer.weak)}")
        if answer.nearest:
            notes.append(f"Most similar known drugs: {_listed(answer.nearest)}.")
        else:
            notes.append("No structure was read; predictions rest on known targets alone.")
        if self.graph_changed:
            notes.append("The graph has changed since the model was trained: train it again to use what is new.")
        return tuple(notes)


def train_drugtarget(graph_path: Path, options: TrainOptions, advance: Advance | None = None) -> Figures:
    """Trains a model on the graph's links and keeps it in the graph's folder of models.

    Returns:
        Held-out figures of the model and its baselines.

    Raises:
        NotFoundError: the graph has no such link.
        InputError: too few links, or a relation that no drug can have to a target.
        MissingDependencyError: RDKit is not installed.
    """
    began = perf_counter()
    predicate(options.relation)
    with Graph.open(graph_path) as graph:
        trained = train_targets(graph, options, advance)
        save_targets(trained, targets_directory(graph.layout.models, options.relation))
    card = trained.card
    return Figures(
        task="drugtarget",
        data=f"graph {card.data_hash[:12]}, {card.relation}: {card.links} links, {card.drugs} drugs "
        f"({card.structures} with a structure), {card.targets} targets",
        split=card.split,
        rows=card.metrics,
        seconds=round(perf_counter() - began, 1),
        peak_mb=round(peak_megabytes(), 1),
        documents_per_second=None,
        seed=card.seed,
        device="cpu",
        version=__version__,
    )


def predict_targets(graph_path: Path, question: TargetQuestion) -> TargetPredictions:
    """The most plausible targets of a drug.

    Raises:
        InputError: neither drug nor structure, or a SMILES that does not parse.
        NotFoundError: no such drug, or no model.
        ModelMismatchError: the stored model is broken, or the graph has no edge left of its relation.
        MissingDependencyError: a structure has to be read and RDKit is not installed.
    """
    if question.drug is None and question.smiles is None:
        raise InputError("A prediction of targets needs a drug.", "Give --drug, or --smiles, or both.")
    if question.smiles is not None and not parses(question.smiles):
        raise InputError(
            f"The SMILES {question.smiles!r} does not parse.", "Give one structure, such as CC(=O)Oc1ccccc1C(=O)O."
        )
    relation = _DEFAULT if question.relation == TARGETS else question.relation
    with Engine(graph_path) as engine:
        graph = engine.graph
        directory = targets_directory(graph.layout.models, relation)
        trained = load_targets(directory)
        changed = graph.content_hash() != trained.card.data_hash
        if changed and relation not in graph.snapshot().predicates:
            raise ModelMismatchError(
                f"The model in {directory} was trained on {relation}, of which this graph has no edge.",
                "Use the graph that it was trained on, or train it again.",
            )
        node = engine.node(question.drug, preferred=Category.DRUG) if question.drug is not None else None
        recognised = question.smiles is not None and node is None
        if recognised:
            node = next(iter(nodes_of_structure(graph, question.smiles or "")), None)
        smiles = question.smiles or _readable(node)
        known = _known(graph, node, relation) if node else ()
        query = TargetQuery(node.id if node else "", smiles, known, question.k)
        answer = ask_targets(trained, query)
        named = (graph.node(target) for target in known)
        names = tuple(sorted(one.name for one in named if one))
        return TargetPredictions(relation, node, smiles, answer, MODEL, changed, recognised and node is not None, names)


def _readable(node: Node | None) -> str:
    smiles = structure_of(node) if node else ""
    return smiles if smiles and parses(smiles) else ""


def _known(graph: Graph, node: Node, relation: str) -> tuple[str, ...]:
    edges = graph.edges_from(node.id)
    level = KnowledgeLevel.PREDICTION
    return tuple(
        edge.object for edge in edges
        if edge.predicate == relation and not edge.negated and edge.knowledge_level != level
    )  # fmt: skip


def _rests(one: TargetPrediction) -> str:
    parts = []
    if one.drugs:
        parts.append(f"bound by {_listed(one.drugs)}")
    if one.own:
        parts.append(f"like the known {_listed(one.own)}")
    return "; ".join(parts) or "how many drugs it has, and which"


def _listed(some: tuple[Alike, ...]) -> str:
    return ", ".join(f"{one.name} ({one.similarity:.2f})" for one in some)
