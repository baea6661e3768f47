"""One concept in the name spaces that know it."""

from __future__ import annotations

from kg.vocabulary import Vocabulary


class Answers:
    """Identifiers of linked concepts in MONDO, MeSH, DOID, OMIM, DrugBank and whatever else the vocabularies name.

    Args:
        vocabulary: whose exact cross-references count; None for the shipped one.
    """

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self._vocabulary = vocabulary or Vocabulary.shipped()

    def all(self, curie: str) -> tuple[str, ...]:
        """The concept's own id, then its exact cross-references, sorted; of an unknown concept its id alone."""
        term = self._vocabulary.term(curie)
        return (curie, *term.xrefs) if term else (curie,)

    def answers(self, curie: str, prefix: str) -> str | None:
        """The concept's id in one name space (``MESH``, ``OMIM``), or None when that has no exact equivalent.

        Any equivalent id may be given: ``answers("MESH:D003924", "MONDO")``.
        """
        canonical = self._vocabulary.canonical(curie) or curie
        return next((one for one in self.all(canonical) if one.partition(":")[0] == prefix), None)
