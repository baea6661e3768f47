"""A user's own model as a finder of entities: spaCy, Hugging Face, GLiNER, or a recogniser trained with medkg.

Each is loaded by name or path, its labels are mapped, and it is scored and plugged in like the project's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from extraction.learning.directory import CARD_FILE
from extraction.recogniser.model import Recogniser
from extraction.recogniser.plugin_gliner import GlinerFinder
from extraction.recogniser.plugin_spacy import SpacyFinder
from extraction.recogniser.plugin_transformers import TransformersFinder
from extraction.recogniser.spans import SpanFinder
from kg.errors import NotFoundError

_Load = Callable[[str, Mapping[str, str]], SpanFinder]


def _own(name: str, labels: Mapping[str, str]) -> SpanFinder:
    return Recogniser.load(Path(name))


FINDERS: dict[str, _Load] = {
    "medkg": _own,
    "spacy": SpacyFinder.load,
    "transformers": TransformersFinder.load,
    "gliner": GlinerFinder.load,
}
"""Kinds of finder, by the name that may be written before a colon: ``spacy:en_ner_bc5cdr_md``."""


def load_finder(name: str, labels: Mapping[str, str] | None = None) -> SpanFinder:
    """Loads a model.

    Args:
        name: ``KIND:NAME`` with a kind of :data:`FINDERS`; or a directory, whose kind its files tell (``card.json``:
            medkg, ``config.cfg``: spaCy, ``gliner_config.json``: GLiNER, ``config.json``: transformers); or the name
            of an installed spaCy pipeline.
        labels: from the model's labels to those wanted; with any, labels that it lacks are left out. Without, the
            default map of :data:`extraction.recogniser.labelling.DEFAULT_LABELS` is used.

    Raises:
        NotFoundError: there is no such model.
        MissingDependencyError: the package that reads it is not installed.
        ModelMismatchError: it cannot be used for finding entities.
    """
    kind, _, rest = name.partition(":")
    if rest and kind in FINDERS:
        return FINDERS[kind](rest, labels or {})
    path = Path(name)
    if path.is_dir():
        return FINDERS[_kind_of(path)](name, labels or {})
    return FINDERS["spacy"](name, labels or {})


def _kind_of(directory: Path) -> str:
    marks = (
        (CARD_FILE, "medkg"),
        ("config.cfg", "spacy"),
        ("gliner_config.json", "gliner"),
        ("config.json", "transformers"),
    )
    for file, kind in marks:
        if (directory / file).is_file():
            return kind
    known = ", ".join(file for file, _ in marks)
    raise NotFoundError(f"{directory} holds no model.", f"One of these files tells its kind: {known}.")
