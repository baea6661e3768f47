"""What speaks for a candidate, as numbers: names, aliases, the vocabulary it comes from, the rest of the document."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from extraction.linking import normal
from extraction.linking.aliases import Aliases
from extraction.linking.candidates import KINDS, LEVELS, SURE, CandidateFinder, Option
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
_LEXICAL_AT = _AT[_LEXICAL[0]]
_NOTHING_AT = _AT[_NOTHING[0]]
_BITS = np.arange(LEVELS)
_ALIASES = 12
_SHORT = 5
_KEPT = 8_000  # mentions whose tables are kept, some 3 kB each
_KEPT_CONCEPTS = 100_000


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


@dataclass(frozen=True, slots=True)
class _Known:
    """What is the same for a mention in every document.

    Attributes:
        choices: with the columns of the document still zero.
        words: of each candidate's label.
        sure: the concepts that the mention names.
        best: what it mostly meant in training.
    """

    choices: Choices
    words: tuple[frozenset[str], ...]
    sure: frozenset[int]
    best: int | None


@dataclass(frozen=True, slots=True)
class _Meanings:
    """What the mention, its long form, and what is left of either without modifiers meant in training."""

    own: Counter[int]
    long: Counter[int]
    broad: Counter[int]
    reduced: Counter[int]


class Describer:
    """Makes the features of all mentions of a document; what does not depend on the document is kept.

    Args:
        finder: of candidates.
        aliases: what mentions meant in training.
    """

    def __init__(self, finder: CandidateFinder, aliases: Aliases) -> None:
        self._finder = finder
        self._concepts = finder.concepts
        self._aliases = aliases
        self._known = lru_cache(maxsize=_KEPT)(self._describe_place)
        self._label_words = lru_cache(maxsize=_KEPT_CONCEPTS)(self._words_of_label)
        self._prefixes = lru_cache(maxsize=_KEPT_CONCEPTS)(self._prefixes_of)

    def describe(self, places: Sequence[Place], text: str, apart: Aliases | None = None) -> list[Choices]:
        """The candidates of each mention with their features.

        Args:
            places: the document's mentions.
            text: of the document.
            apart: what the document itself gave to the aliases, while the model is trained on it.
        """
        distinct = dict.fromkeys(places)
        known = {one: self._describe_place(one, apart) if apart else self._known(one) for one in distinct}
        elsewhere: Counter[int] = Counter(concept for one in known.values() for concept in one.sure)
        alone: Counter[int] = Counter(next(iter(one.sure)) for one in known.values() if len(one.sure) == 1)
        likely: Counter[int] = Counter(one.best for one in known.values() if one.best is not None)
        spoken = normal.words_in(text)
        made = {place: self._in_document(one, spoken, (elsewhere, alone, likely)) for place, one in known.items()}
        return [made[place] for place in places]

    def _in_document(self, known: _Known, spoken: frozenset[str], named: tuple[Counter[int], ...]) -> Choices:
        """The mention's table with the columns that depend on the rest of the document."""
        elsewhere, alone, likely = named
        table = known.choices.features.copy()
        concepts = known.choices.concepts
        sure, best = known.sure, known.best
        table[:-1, _AT["label in text"]] = [len(one & spoken) / len(one) if one else 0.0 for one in known.words]
        table[:-1, _AT["named elsewhere"]] = [elsewhere[one] > (one in sure) for one in concepts]
        table[:-1, _AT["named elsewhere alone"]] = [alone[one] > (sure == {one}) for one in concepts]
        table[:-1, _AT["alias elsewhere"]] = [likely[one] > (best == one) for one in concepts]
        return Choices(concepts, table)

    def _describe_place(self, place: Place, apart: Aliases | None = None) -> _Known:
        meant = self._meant(place, apart)
        options = self._options(place, meant)
        concepts = tuple(one.concept for one in options)
        sure = frozenset(one.concept for one in options if one.levels & SURE)
        best = next((_most(counts) for counts in (meant.own, meant.long) if counts), None)
        table = np.zeros((len(options) + 1, len(NAMES)), dtype=np.float32)
        if options:
            self._fill_names(table[:-1], place, options)
            self._fill_meanings(table[:-1], concepts, meant, apart)
            table[:-1, _AT["rivals"]] = math.log1p(len(sure))
            table[0, _AT["first"]] = 1.0
            table[:-1, _AT["alias best"]] = [one == best for one in concepts]
        cosine = max((one.cosine for one in options), default=0.0)
        short = len(place.text) <= _SHORT and not place.expansion
        known = bool(meant.own or meant.long)
        table[-1, _NOTHING_AT:] = (1.0, cosine, float(bool(sure)), float(known), float(short))
        return _Known(Choices(concepts, table), tuple(map(self._label_words, concepts)), sure, best)

    def _options(self, place: Place, meant: _Meanings) -> list[Option]:
        options = list(self._finder.find(place.text, place.kind, place.expansion))
        held = {one.concept for one in options}
        for counts in (meant.own, meant.long, meant.broad, meant.reduced):
            for concept in sorted(counts, key=lambda one: (-counts[one], one))[:_ALIASES]:
                if concept not in held:
                    held.add(concept)
                    options.append(Option(concept, 0, 0.0, int(self._concepts.first[concept])))
        return options

    def _meant(self, place: Place, apart: Aliases | None) -> _Meanings:
        said = place.expansion or place.text
        plain = next(reduced(said, place.kind), "")
        return _Meanings(
            own=self._aliases.of(place.kind, place.text, apart),
            long=self._aliases.of(place.kind, place.expansion, apart) if place.expansion else Counter(),
            broad=self._aliases.widely(place.kind, said, apart),
            reduced=self._aliases.of(place.kind, plain, apart) if plain else Counter(),
        )

    def _fill_meanings(
        self, table: NDArray[np.float32], concepts: Sequence[int], meant: _Meanings, apart: Aliases | None
    ) -> None:
        own, long, wide, plain = (
            np.array([counts[one] for one in concepts], dtype=np.float32)
            for counts in (meant.own, meant.long, meant.broad, meant.reduced)
        )
        totals = [max(1, sum(one.values())) for one in (meant.own, meant.long, meant.broad, meant.reduced)]
        prior = [max(0, self._aliases.prior(one, apart)) for one in concepts]
        table[:, _AT["alias share"]] = own / totals[0]
        table[:, _AT["alias count"]] = np.log1p(own)
        table[:, _AT["alias known"]] = bool(meant.own)
        table[:, _AT["alias share of long form"]] = long / totals[1]
        table[:, _AT["prior"]] = np.log1p(prior)
        table[:, _AT["alias share broadly"]] = wide / totals[2]
        table[:, _AT["alias count broadly"]] = np.log1p(wide)
        table[:, _AT["alias share reduced"]] = plain / totals[3]

    def _fill_names(self, table: NDArray[np.float32], place: Place, options: Sequence[Option]) -> None:
        concepts = np.array([one.concept for one in options])
        levels = np.array([one.levels for one in options], dtype=np.int64)
        table[:, :LEVELS] = levels[:, None] >> _BITS & 1
        table[np.arange(len(options)), LEVELS + self._concepts.categories[concepts]] = 1.0
        said = frozenset(normal.words(place.expansion or place.text))
        names = [self._concepts.name(one.row) for one in options]
        size = len(place.text)
        first_bits = [(one.levels & -one.levels).bit_length() if one.levels else LEVELS for one in options]
        prefixes = np.array([self._prefixes(one.concept) for one in options], dtype=np.float32)
        counts = self._concepts.first[concepts + 1].astype(np.float64) - self._concepts.first[concepts]
        columns = (
            [one.cosine for one in options],
            [_jaccard(said, frozenset(normal.words(name))) for name in names],
            [_jaccard(said, self._label_words(one.concept)) for one in options],
            [min(size, len(name)) / max(size, len(name), 1) for name in names],
            prefixes[:, 0],
            self._concepts.supplement[concepts],
            prefixes[:, 1],
            prefixes[:, 2],
            np.log(counts),
            place.kind == CHEMICAL,
            size <= _SHORT,
            bool(place.expansion),
            1.0 / (1.0 + np.array(first_bits)),
        )
        for offset, column in enumerate(columns):
            table[:, _LEXICAL_AT + offset] = column

    def _words_of_label(self, concept: int) -> frozenset[str]:
        return frozenset(normal.words(self._concepts.label(concept)))

    def _prefixes_of(self, concept: int) -> tuple[bool, bool, bool]:
        """Whether its id is MeSH's, whether it has a MeSH number, whether it has an OMIM number."""
        every = self._concepts.identifiers(concept)
        mesh, omim = (any(one.startswith(prefix) for one in every) for prefix in ("MESH:", "OMIM:"))
        return every[0].startswith("MESH:"), mesh, omim


def _most(counts: Counter[int]) -> int:
    return min(counts, key=lambda one: (-counts[one], one))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


__all__ = ["KINDS", "NAMES", "Choices", "Describer", "Place"]
