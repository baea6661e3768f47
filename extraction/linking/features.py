"""What speaks for a candidate, as numbers: names, aliases, the vocabulary it comes from, the rest of the document."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.linking import normal
from extraction.linking.aliases import Aliases
from extraction.linking.candidates import EXPANDED, KINDS, LEVELS, OWN, CandidateFinder, Option, level
from extraction.linking.concepts import CATEGORIES
from extraction.linking.rewriting import CHEMICAL, reduced

_LEXICAL = (
    "cosine", "shared words with the name", "shared words with the label", "length", "MeSH itself", "supplement",
    "has MeSH", "has OMIM", "names", "chemical", "short", "defined", "sureness",
)  # fmt: skip
_OTHER = (
    "alias share", "alias count", "alias known", "alias share of long form", "prior", "label in text",
    "named elsewhere", "named elsewhere alone", "rivals", "first", "alias best", "alias elsewhere",
    "alias share broadly", "alias count broadly", "alias share reduced",
)  # fmt: skip
_NOTHING = ("no link", "no link: cosine", "no link: exact", "no link: alias known", "no link: short undefined")
NAMES = (
    *(f"level {one}" for one in range(LEVELS)),
    *(f"category {one}" for one in CATEGORIES),
    *_LEXICAL,
    *_OTHER,
    *_NOTHING,
)
"""The columns; the last row of each mention's table is the outcome "no link"."""

_AT = {name: column for column, name in enumerate(NAMES)}
_CATEGORY = LEVELS
_LEXICAL_AT = _AT[_LEXICAL[0]]
_OTHER_AT = _AT[_OTHER[0]]
_NOTHING_AT = _AT[_NOTHING[0]]
_SURE = sum(1 << level(source, form, own) for source in (OWN, EXPANDED) for form in (0, 1) for own in (True, False))
_ALIASES = 12
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A mention to be linked: its text, its kind, and its long form where the document defines one."""

    text: str
    kind: str
    expansion: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The candidates of a mention.

    Attributes:
        concepts: their numbers; the outcome "no link" is not among them.
        features: shape ``[len(concepts) + 1, len(NAMES)]``; the last row is "no link".
    """

    concepts: tuple[int, ...]
    features: NDArray[np.float32]


class Describer:
    """Makes the features of all mentions of a document.

    Args:
        finder: of candidates.
        aliases: what mentions meant in training.
    """

    def __init__(self, finder: CandidateFinder, aliases: Aliases) -> None:
        self._finder = finder
        self._concepts = finder.concepts
        self._aliases = aliases
        self._lexical: dict[tuple[Place, int], NDArray[np.float32]] = {}
        self._by_identifier: dict[int, tuple[bool, bool, bool]] = {}
        self._label_words: dict[int, frozenset[str]] = {}

    def describe(self, places: Sequence[Place], text: str, apart: Aliases | None = None) -> list[Choices]:
        """The candidates of each mention with their features.

        Args:
            places: the document's mentions.
            text: of the document.
            apart: what the document itself gave to the aliases, while the model is trained on it.
        """
        known = {place: self._options(place, apart) for place in dict.fromkeys(places)}
        sure = {place: _surely(options) for place, options in known.items()}
        elsewhere: Counter[int] = Counter(one for meant in sure.values() for one in meant)
        alone: Counter[int] = Counter(one for meant in sure.values() if len(meant) == 1 for one in meant)
        likely: Counter[int] = Counter()
        best = {place: self._alias_best(place, apart) for place in known}
        likely.update(one for one in best.values() if one is not None)
        spoken = frozenset(normal.words(text))
        context = _Context(spoken, elsewhere, alone, likely, apart)
        made = {
            place: self._choices(place, options, sure[place], best[place], context) for place, options in known.items()
        }
        return [made[place] for place in places]

    def _options(self, place: Place, apart: Aliases | None) -> list[Option]:
        options = list(self._finder.find(place.text, place.kind, place.expansion))
        held = {one.concept for one in options}
        for counts in self._meant(place, apart).values():
            for concept in sorted(counts, key=lambda one: (-counts[one], one))[:_ALIASES]:
                if concept not in held:
                    held.add(concept)
                    options.append(Option(concept, 0, 0.0, int(self._concepts.first[concept])))
        return options

    def _meant(self, place: Place, apart: Aliases | None) -> dict[str, Counter[int]]:
        """What the mention, its long form, and what is left of either without modifiers meant in training."""
        said = place.expansion or place.text
        plain = next(reduced(said, place.kind), "")
        return {
            "own": self._aliases.of(place.kind, place.text, apart),
            "long": self._aliases.of(place.kind, place.expansion, apart) if place.expansion else Counter(),
            "broad": self._aliases.widely(place.kind, said, apart),
            "reduced": self._aliases.of(place.kind, plain, apart) if plain else Counter(),
        }

    def _alias_best(self, place: Place, apart: Aliases | None) -> int | None:
        for text in (place.text, place.expansion):
            counts = self._aliases.of(place.kind, text, apart) if text else Counter()
            if counts:
                return min(counts, key=lambda one: (-counts[one], one))
        return None

    def _choices(
        self, place: Place, options: list[Option], sure: frozenset[int], best: int | None, context: _Context
    ) -> Choices:
        meant = self._meant(place, context.apart)
        own, long, wide, plain = meant["own"], meant["long"], meant["broad"], meant["reduced"]
        own_total, long_total = sum(own.values()), sum(long.values())
        wide_total, plain_total = max(1, sum(wide.values())), max(1, sum(plain.values()))
        table = np.zeros((len(options) + 1, len(NAMES)), dtype=np.float32)
        for row, option in enumerate(options):
            one = option.concept
            table[row] = self._of_names(place, option)
            words = self._words_of(one)
            table[row, _OTHER_AT : _OTHER_AT + len(_OTHER)] = (
                own[one] / own_total if own_total else 0.0,
                math.log1p(own[one]),
                float(own_total > 0),
                long[one] / long_total if long_total else 0.0,
                math.log1p(max(0, self._aliases.prior(one, context.apart))),
                len(words & context.words) / len(words) if words else 0.0,
                float(context.elsewhere[one] - (one in sure) > 0),
                float(context.alone[one] - (sure == {one}) > 0),
                math.log1p(len(sure)),
                float(row == 0),
                float(best == one),
                float(context.likely[one] - (best == one) > 0),
                wide[one] / wide_total,
                math.log1p(wide[one]),
                plain[one] / plain_total,
            )
        cosine = max((one.cosine for one in options), default=0.0)
        short = len(place.text) <= _SHORT and not place.expansion
        table[-1, _NOTHING_AT:] = (1.0, cosine, float(bool(sure)), float(own_total + long_total > 0), float(short))
        return Choices(tuple(one.concept for one in options), table)

    def _of_names(self, place: Place, option: Option) -> NDArray[np.float32]:
        """The columns that depend on mention and concept alone; kept, as mentions come back in other documents."""
        kept = self._lexical.get((place, option.concept))
        if kept is not None and not (option.levels == 0 and option.cosine == 0.0):
            return kept
        if len(self._lexical) > 200_000:
            self._lexical.clear()
        row = np.zeros(len(NAMES), dtype=np.float32)
        for bit in range(LEVELS):
            row[bit] = option.levels >> bit & 1
        one = option.concept
        row[_CATEGORY + self._concepts.categories[one]] = 1.0
        said = frozenset(normal.words(place.expansion or place.text))
        name = self._concepts.name(option.row)
        own_mesh, has_mesh, has_omim = self._prefixes(one)
        row[_LEXICAL_AT : _LEXICAL_AT + len(_LEXICAL)] = (
            option.cosine,
            _jaccard(said, frozenset(normal.words(name))),
            _jaccard(said, self._words_of(one)),
            min(len(place.text), len(name)) / max(len(place.text), len(name), 1),
            own_mesh,
            self._concepts.supplement[one],
            has_mesh,
            has_omim,
            math.log(float(self._concepts.first[one + 1] - self._concepts.first[one])),
            place.kind == CHEMICAL,
            len(place.text) <= _SHORT,
            bool(place.expansion),
            1.0 / (1.0 + ((option.levels & -option.levels).bit_length() if option.levels else LEVELS)),
        )
        self._lexical[place, one] = row
        return row

    def _words_of(self, concept: int) -> frozenset[str]:
        found = self._label_words.get(concept)
        if found is None:
            found = self._label_words[concept] = frozenset(normal.words(self._concepts.label(concept)))
        return found

    def _prefixes(self, concept: int) -> tuple[bool, bool, bool]:
        found = self._by_identifier.get(concept)
        if found is None:
            own, *xrefs = self._concepts.identifiers(concept)
            every = (own, *xrefs)
            found = (
                own.startswith("MESH:"),
                any(one.startswith("MESH:") for one in every),
                any(one.startswith("OMIM:") for one in every),
            )
            self._by_identifier[concept] = found
        return found


@dataclass(frozen=True, slots=True)
class _Context:
    words: frozenset[str]
    elsewhere: Counter[int]
    alone: Counter[int]
    likely: Counter[int]
    apart: Aliases | None


def _surely(options: Sequence[Option]) -> frozenset[int]:
    return frozenset(one.concept for one in options if one.levels & _SURE)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


__all__ = ["KINDS", "NAMES", "Choices", "Describer", "Place"]
