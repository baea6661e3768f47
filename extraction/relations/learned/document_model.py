"""The document-level relation classifier: prediction, and its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extraction.corpora.records import AnnotatedDocument, Relation
from extraction.learning.card import ModelCard
from extraction.learning.directory import read_card, writing_model
from extraction.relations.learned.document_denial import denied_sentences
from extraction.relations.learned.document_features import document_features
from extraction.relations.learned.document_identifiers import in_name_spaces, name_spaces
from extraction.relations.learned.document_knowledge import Knowledge
from extraction.relations.learned.document_linear import WordWeights
from extraction.relations.learned.document_pairs import Pair, PairScheme, same_sentence
from extraction.relations.learned.document_parts import DocumentParts
from extraction.relations.learned.document_rates import Rates
from extraction.relations.learned.document_stages import probability, tree_rows
from extraction.relations.learned.document_trees import BoostedTrees
from extraction.relations.learned.document_view import View, view_of_document
from kg.errors import ModelMismatchError

WEIGHTS_FILE = "weights.npz"
TASK = "relations"
MODEL = "document"


class ScoredPair(NamedTuple):
    """One pair of concepts of a document.

    Attributes:
        pair: places in the view's list of concepts.
        head, tail: their identifiers.
        type: the likeliest relation type.
        score: the probability that they are related, 0 to 1.
    """

    pair: Pair
    head: str
    tail: str
    type: str
    score: float


@dataclass(frozen=True, slots=True)
class DocumentModel:
    """A trained document-level classifier."""

    parts: DocumentParts
    knowledge: Knowledge
    card: ModelCard

    @property
    def threshold(self) -> float:
        """The probability from which on a pair is related."""
        return self.parts.threshold

    def scored(self, view: View) -> list[ScoredPair]:
        """Every pair that the model was trained to judge, in the view's order."""
        parts = self.parts
        features = document_features(view, parts.scheme, self.knowledge)
        if not features.pairs:
            return []
        rows = tree_rows(features, features.word_scores(parts.words), parts.rates)
        scores = probability(parts.trees.log_odds(rows))
        kinds = np.zeros(len(scores), dtype=int)
        if parts.types is not None:
            kinds = features.word_scores(parts.types).argmax(axis=1)
        return [
            ScoredPair(pair, *ends, parts.scheme.types[kind], float(score))
            for pair, ends, kind, score in zip(features.pairs, features.ends, kinds, scores, strict=True)
        ]

    def predict(self, documents: Sequence[AnnotatedDocument]) -> tuple[AnnotatedDocument, ...]:
        """The same documents with predicted ``concept_relations``; their entities and identifiers are read, no more.

        Of a linked entity that is named in several name spaces, the one counts that the training documents used.
        """
        read = in_name_spaces(documents, name_spaces(self.parts.rates.concepts()))
        found = (self._relations(one) for one in read)
        return tuple(replace(one, concept_relations=said) for one, said in zip(documents, found, strict=True))

    def _relations(self, document: AnnotatedDocument) -> tuple[Relation, ...]:
        view = view_of_document(document)
        taken = (one for one in self.scored(view) if one.score >= self.threshold and not _is_denied(view, one.pair))
        return tuple(Relation(one.type, one.head, one.tail, one.score) for one in taken)

    def save(self, directory: Path, card: ModelCard | None = None) -> None:
        """Writes the weights, the knowledge and ``card.json``; ``card`` replaces its own when given."""
        with writing_model(directory, card or self.card) as folder:
            np.savez_compressed(folder / WEIGHTS_FILE, **_arrays(self.parts))
            self.knowledge.save(folder)

    @classmethod
    def load(cls, directory: Path) -> DocumentModel:
        """Reads what :meth:`save` wrote.

        Raises:
            NotFoundError: no model lies there.
            ModelMismatchError: it is another kind of model, or a file of it is damaged.
        """
        card = read_card(directory, TASK)
        if card.model != MODEL:
            raise ModelMismatchError(
                f"{directory} holds a {card.model} model, not a {MODEL} one.", "Give another folder."
            )
        path = directory / WEIGHTS_FILE
        try:
            with np.load(path, allow_pickle=False) as stored:
                parts = _parts({name: stored[name] for name in stored.files})
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise ModelMismatchError(f"{path} is damaged: {error!r}.", "Train the model again.") from error
        return cls(parts, Knowledge.load(directory), card)


def _is_denied(view: View, pair: Pair) -> bool:
    """Whether each sentence that mentions both denies the relation."""
    head, tail = view.concepts[pair.head], view.concepts[pair.tail]
    shared = same_sentence(head, tail)
    return bool(shared) and len(denied_sentences(view, head, tail, shared)) == len(shared)


def _arrays(parts: DocumentParts) -> dict[str, NDArray[np.generic]]:
    ends = [f"{head}\t{tail}" for head, tail in parts.scheme.ends]
    rates = [f"{name}\t{one[0]}\t{one[1]}" for name, one in sorted(parts.rates.counts.items())]
    stored: dict[str, NDArray[np.generic]] = {
        "ends": _packed(ends),
        "types": _packed(parts.scheme.types),
        "directed": np.asarray(parts.scheme.directed),
        "threshold": np.asarray(parts.threshold),
        "rates": _packed(rates),
        "prior": np.asarray(parts.rates.prior),
        **_word_arrays("words", parts.words),
        **parts.trees.arrays(),
    }
    if parts.types is not None:
        stored |= _word_arrays("kinds", parts.types)
    return stored


def _parts(stored: dict[str, NDArray[np.generic]]) -> DocumentParts:
    ends = tuple((head, tail) for head, tail in (line.split("\t") for line in _unpacked(stored["ends"])))
    scheme = PairScheme(ends, tuple(_unpacked(stored["types"])), bool(stored["directed"]))
    rows = (line.split("\t") for line in _unpacked(stored["rates"]))
    rates = Rates({name: (int(related), int(seen)) for name, related, seen in rows}, float(stored["prior"]))
    return DocumentParts(
        scheme,
        _word_weights("words", stored),
        _word_weights("kinds", stored) if "kinds_bias" in stored else None,
        rates,
        BoostedTrees.of_arrays(stored),
        float(stored["threshold"]),
    )


def _word_arrays(prefix: str, words: WordWeights) -> dict[str, NDArray[np.generic]]:
    return {
        f"{prefix}_index": _packed(words.index),
        f"{prefix}_weights": words.weights.astype(np.float16),
        f"{prefix}_bias": words.bias,
    }


def _word_weights(prefix: str, stored: dict[str, NDArray[np.generic]]) -> WordWeights:
    index = {one: row for row, one in enumerate(_unpacked(stored[f"{prefix}_index"]))}
    weights = stored[f"{prefix}_weights"].astype(np.float32)
    if len(weights) != len(index):
        raise ModelMismatchError(f"{len(index)} features have {len(weights)} weights.", "Train the model again.")
    return WordWeights(index, weights, stored[f"{prefix}_bias"].astype(np.float32))


def _packed(lines: Iterable[str]) -> NDArray[np.generic]:
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)


def _unpacked(packed: NDArray[np.generic]) -> list[str]:
    text = packed.tobytes().decode("utf-8")
    return text.split("\n") if text else []
