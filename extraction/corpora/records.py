"""A document with annotations: what a corpus says of it, or what a model predicts for it, in the same record."""

from __future__ import annotations

from dataclasses import dataclass

NO_RELATION = ""
"""Type of a pair that a corpus asks about and that is in no relation."""

_PUBMED = "PMID:"


@dataclass(frozen=True, slots=True)
class Entity:
    """An annotated place.

    Attributes:
        id: unique in its document (``T3``, ``DDI-DrugBank.d1.s0.e2``); relations between mentions refer to it.
        start, end: code points of the document's text, end excluded.
        text: what stands there.
        type: the corpus's own name of the type (``Chemical``, ``SpecificDisease``, ``PERSON``).
        identifiers: CURIEs (``MESH:D008687``); none when it is not linked.
        score: confidence of a predicted one, 0 to 1, higher is surer; 1 in a gold standard.
    """

    id: str
    start: int
    end: int
    text: str
    type: str
    identifiers: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Relation:
    """An annotated relation, directed from head to tail where its type has a direction.

    Attributes:
        type: the corpus's own name; :data:`NO_RELATION` for a pair that was asked about and is in none.
        head, tail: ids of two entities, or two concept identifiers where the corpus annotates whole documents.
        score: confidence of a predicted one, 0 to 1, higher is surer; 1 in a gold standard.
    """

    type: str
    head: str
    tail: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document of a corpus. A prediction is the same document with predicted annotations.

    Attributes:
        name: the corpus's own id (a PubMed id where it has one): folds, model cards and ``never-train`` go by it.
        text: the whole text.
        entities: sorted by place.
        relations: between mentions of one sentence (DDI, ChemProt, ADE).
        concept_relations: between concepts, said of the whole document (BC5CDR, BioRED).
        sentences: ``(start, end)`` code points where the corpus gives them; else empty.
        label: what the whole text was classified as (a section's name); empty when it was not.
    """

    name: str
    text: str
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    concept_relations: tuple[Relation, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    label: str = ""


def bare_name(name: str) -> str:
    """A document's name without the prefix of PubMed, as corpora write it and as they do not.

    >>> bare_name("PMID:10030778"), bare_name("10030778")
    ('10030778', '10030778')
    """
    return name.removeprefix(_PUBMED)
