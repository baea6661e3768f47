"""Relations between concepts, said of whole documents, as a task that the generic commands train and score."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from extraction.corpora.records import AnnotatedDocument
from extraction.evaluation.relations import relation_mistakes, score_concept_relations
from extraction.learning.card import ModelCard, library_versions
from extraction.learning.task import Advance, TrainingOptions, silent
from extraction.relations.learned.document_baselines import SAME_DOCUMENT, SAME_SENTENCE, Baseline
from extraction.relations.learned.document_boosting import TreeSettings
from extraction.relations.learned.document_identifiers import in_name_spaces, name_spaces
from extraction.relations.learned.document_knowledge import Knowledge, shipped_knowledge
from extraction.relations.learned.document_model import MODEL, TASK, DocumentModel
from extraction.relations.learned.document_pairs import PairScheme
from extraction.relations.learned.document_training import DocumentSettings, train_parts
from extraction.scoring import Mistake
from kg.errors import ModelMismatchError
from kg.figures import Figure

_LIBRARIES = ("medkg", "numpy", "scikit-learn", "scipy")


class DocumentRelationTask:
    """Pairs of concepts from the text, the entities and their identifiers (BC5CDR, BioRED).

    Args:
        knowledge: background of the pairs; None for what ships.
    """

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self._knowledge = knowledge

    @property
    def name(self) -> str:
        """As it is typed; relations between mentions go by the same name, and what the documents hold decides."""
        return TASK

    def train(
        self, documents: Sequence[AnnotatedDocument], options: TrainingOptions, advance: Advance = silent
    ) -> DocumentModel:
        """Trains on documents with ``concept_relations``; ``budget`` multiplies the trees, one core does it all.

        Raises:
            ModelMismatchError: an unknown model name, or documents without relations between concepts.
        """
        if options.model not in ("", MODEL):
            raise ModelMismatchError(f"There is no model {options.model!r} for {self.name}.", f"Use {MODEL}.")
        started = time.perf_counter()
        trees = TreeSettings(trees=max(1, round(TreeSettings().trees * options.budget)))
        settings = DocumentSettings(trees=trees, seed=options.seed)
        knowledge = shipped_knowledge() if self._knowledge is None else self._knowledge
        parts = train_parts(documents, knowledge, settings, advance)
        card = ModelCard(
            task=TASK,
            model=MODEL,
            types=parts.scheme.types,
            corpora=(),
            documents=tuple(sorted({one.name for one in documents})),
            seed=options.seed,
            seconds=round(time.perf_counter() - started, 1),
            device="cpu",
            settings=(
                ("seeds", str(trees.seeds)),
                ("threshold", f"{parts.threshold:.2f}"),
                ("trees", str(trees.trees)),
            ),
            versions=library_versions(*_LIBRARIES),
        )
        return DocumentModel(parts, knowledge, card)

    def load(self, directory: Path) -> DocumentModel:
        """Reads what :meth:`DocumentModel.save` wrote.

        Raises:
            NotFoundError: no model lies there.
            ModelMismatchError: it is another kind of model, or its weights are damaged.
        """
        return DocumentModel.load(directory)

    def score(
        self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument], seed: int = 0
    ) -> tuple[Figure, ...]:
        """Micro-averaged figures over pairs of identifiers a document, and the two baselines on the same entities.

        The baselines are told by the gold standard which types of entities it relates, and how most often.
        """
        directed = PairScheme.of(gold).directed
        rows = list(score_concept_relations(gold, predicted, seed, directed))
        spaces = name_spaces(one for document in gold for entity in document.entities for one in entity.identifiers)
        entities = in_name_spaces(predicted, spaces)
        for system, sentence in ((SAME_DOCUMENT, False), (SAME_SENTENCE, True)):
            said = Baseline.of(gold, sentence=sentence).predict(entities)
            rows += score_concept_relations(gold, said, seed, directed, system)
        return tuple(rows)

    def mistakes(self, gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> Iterable[Mistake]:
        """Relations that were missed or invented, document by document."""
        return relation_mistakes(gold, predicted, PairScheme.of(gold).directed)
