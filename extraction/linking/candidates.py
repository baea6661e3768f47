"""Which concepts a mention may stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from extraction.linking import normal
from extraction.linking.concepts import Concepts, shipped_concepts
from extraction.linking.index import NameIndex, shipped_index
from extraction.linking.rewriting import CHEMICAL, CONDITION, parts, reduced

KINDS = (CONDITION, CHEMICAL)
OWN, EXPANDED, REDUCED, PART = range(4)
"""Where a form comes from: the mention itself, the long form of its abbreviation, those without modifiers, a part."""

LEVELS = 4 * len(normal.FORMS) * 2
_CATEGORIES = {CONDITION: frozenset((0, 1)), CHEMICAL: frozenset((2, 3, 4))}
_SIMILAR, _FEW = 16, 8  # similar names; fewer where a whole form agrees
_LEAST_SIMILAR = 0.35
_MOST = 30
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Option:
    """A concept that a mention may stand for.

    Attributes:
        concept: its number.
        levels: bits by :func:`level`: which forms agree.
        cosine: of the trigrams of its most similar name, 0 to 1; 1 where the strict form agrees.
        row: the name that agrees best.
    """

    concept: int
    levels: int
    cosine: float
    row: int


def level(source: int, form: int, preferred: bool) -> int:
    """The bit of an agreement; the smaller, the surer within one source.

    >>> level(OWN, 0, True), level(PART, 2, False)
    (0, 23)
    """
    return (source * len(normal.FORMS) + form) * 2 + (not preferred)


STRICT = (1 << level(OWN, 0, True)) | (1 << level(OWN, 0, False))
"""Bits of a name that agrees letter by letter."""

SURE = sum(1 << level(source, form, own) for source in (OWN, EXPANDED) for form in (0, 1) for own in (True, False))
"""Bits of a name that agrees in its strict or loose form with the mention or its long form."""


class CandidateFinder:
    """Finds candidates; what it found for a mention is kept for the next document.

    Args:
        concepts, index: of the same names.
    """

    def __init__(self, concepts: Concepts, index: NameIndex) -> None:
        self.concepts = concepts
        self.index = index
        self.find = lru_cache(maxsize=_KEPT)(self._find)

    def _find(self, text: str, kind: str, expansion: str = "") -> tuple[Option, ...]:
        """The options, those with the surest agreement first; :meth:`find` is this, cached.

        Args:
            text: the mention.
            kind: one of :data:`KINDS`.
            expansion: the long form, where the document defines the mention as a short form.
        """
        levels: dict[int, int] = defaultdict(int)
        rows: dict[int, tuple[int, int]] = {}
        for source, query in self._queries(text, kind, expansion):
            for form, spell in enumerate(normal.FORMS):
                for row in self.index.exact(form, spell(query)):
                    concept = self.concepts.of_name(row)
                    if int(self.concepts.categories[concept]) not in _CATEGORIES[kind]:
                        continue
                    bit = level(source, form, row == self.concepts.first[concept])
                    levels[concept] |= 1 << bit
                    rows[concept] = min(rows.get(concept, (bit, row)), (bit, row))
        most = 0 if kind == CHEMICAL and _alone(levels.values()) else _FEW if _sure(levels.values()) else _SIMILAR
        cosines = self._similar(expansion or text, kind, most) if most else {}
        options = [
            Option(one, bits, max(_cosine(bits), min(1.0, cosines.get(one, (0.0, 0))[0])), rows[one][1])
            for one, bits in levels.items()
        ]
        options += [Option(one, 0, cosine, row) for one, (cosine, row) in cosines.items() if one not in levels]
        options.sort(key=lambda one: (_first_bit(one.levels), -one.cosine, one.concept))
        return tuple(options[:_MOST])

    def _queries(self, text: str, kind: str, expansion: str) -> list[tuple[int, str]]:
        found = [(OWN, text)]
        for one in (expansion,) if expansion else ():
            found.append((EXPANDED, one))
        for one in (expansion or text,):
            found += [(REDUCED, other) for other in reduced(one, kind)]
            for piece in parts(one):
                found.append((PART, piece))
                found += [(PART, other) for other in reduced(piece, kind)]
        return found

    def _similar(self, text: str, kind: str, most: int) -> dict[int, tuple[float, int]]:
        found: dict[int, tuple[float, int]] = {}
        rows, scores = self.index.similar(normal.strict(text), 3 * most)
        for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
            concept = self.concepts.of_name(row)
            if score < _LEAST_SIMILAR or len(found) >= most:
                break
            if int(self.concepts.categories[concept]) in _CATEGORIES[kind]:
                found.setdefault(concept, (score, row))
        return found


def _sure(levels: Iterable[int]) -> bool:
    return any(bits & SURE for bits in levels)


def _alone(levels: Iterable[int]) -> bool:
    """Whether one concept alone agrees, and that letter by letter: a chemical that has such a name is meant."""
    sure = [bits for bits in levels if bits & SURE]
    return len(sure) == 1 and bool(sure[0] & STRICT)


def _cosine(bits: int) -> float:
    return 1.0 if bits & STRICT else 0.0


def _first_bit(bits: int) -> int:
    return (bits & -bits).bit_length() if bits else LEVELS + 1


@lru_cache(maxsize=1)
def shipped_finder() -> CandidateFinder:
    """The finder over the shipped concepts, made on the first call and kept for the process."""
    concepts = shipped_concepts()
    return CandidateFinder(concepts, shipped_index(concepts))
