"""One training run: held-out figures for known and new drugs, then the model on all links, and its card."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from gnn.card import package_versions
from gnn.drugtarget.card import DrugTargetCard
from gnn.drugtarget.data import FeatureChoice, read_targets
from gnn.drugtarget.evaluate import measure
from gnn.drugtarget.model import Advance, DrugTargetModel, Kind, LineOptions
from kg.graph import Graph


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """What to train.

    Attributes:
        relation: the predicate to learn, from drugs to targets.
        features: what beside the links is read.
        fit: how it learns.
    """

    relation: str = "binds"
    features: FeatureChoice = field(default_factory=FeatureChoice)
    fit: LineOptions = field(default_factory=LineOptions)


@dataclass(frozen=True, eq=False)
class TrainedTargets:
    """A model that is ready to ask, with its card."""

    model: DrugTargetModel
    card: DrugTargetCard


def train_targets(graph: Graph, options: TrainOptions, advance: Advance | None = None) -> TrainedTargets:
    """Measures on held-out links, then learns from all.

    Raises:
        NotFoundError: the graph has no such link.
        InputError: too few links.
        MissingDependencyError: RDKit is not installed.
    """
    began = time.process_time()
    data = read_targets(graph, options.relation, options.features)
    structures = int((np.asarray(data.prints.sum(1)).ravel() > 0).sum())
    tried = {kind: measure(data, kind, options.fit, advance) for kind in (Kind.KNOWN, Kind.NEW)}
    new = tried[Kind.NEW]
    model = DrugTargetModel.fit(data, options.fit, advance)
    card = DrugTargetCard(
        relation=options.relation,
        features=options.features.names(),
        data_hash=graph.content_hash(),
        drugs=len(data.drugs),
        structures=structures,
        targets=len(data.targets),
        links=int(data.links.sum()),
        unreadable=len(data.dropped),
        split=f"a tenth of the links, and a tenth of the drugs of known structure, by seed {options.fit.seed + 1}",
        metrics=tuple(figure for one in tried.values() if one for figure in one.figures(options.fit.seed)),
        abstain_below=new.unlike() if new else 1.0,
        seed=options.fit.seed,
        seconds=round(time.process_time() - began, 1),
        versions=package_versions(),
    )
    return TrainedTargets(model, card)
