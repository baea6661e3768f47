"""The NegEx kit's table as annotated documents: one sentence, one condition, how it is meant in the label."""

from __future__ import annotations

from pathlib import Path

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.gold import read_negex
from kg.results import Dropped

CONDITION = "Condition"


def read_negex_documents(path: Path) -> tuple[tuple[AnnotatedDocument, ...], tuple[Dropped, ...]]:
    """Each row as a document named ``negex-<number>``; its label holds the aspects that are not the usual ones.

    The label is ``negated``, ``historical`` and ``other`` (whose experience it is), those that hold, joined by ``|``;
    empty for a present condition of the patient.

    Raises:
        DocumentError: the file cannot be read, or no line of it has the six columns.
    """
    items, dropped = read_negex(path)
    documents = []
    for one in items:
        aspects = (("negated", one.negated), ("historical", one.historical), ("other", one.other))
        entity = Entity("T1", one.start, one.end, one.sentence[one.start : one.end], CONDITION)
        label = "|".join(name for name, holds in aspects if holds)
        documents.append(AnnotatedDocument(f"negex-{one.number}", one.sentence, (entity,), label=label))
    return tuple(documents), dropped
