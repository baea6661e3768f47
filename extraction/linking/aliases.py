"""What mentions meant in annotated documents: counts of concepts by text, and MeSH numbers that were retired."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from extraction.linking import normal

_NONE: Counter[int] = Counter()
_WIDE = "~"  # ends the kind of counts by broad form


def alias_key(text: str) -> str:
    """The form under which a mention's text is counted."""
    return normal.loose(text) or normal.strict(text)


class Aliases:
    """Counts of concepts, by kind and text of a mention."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        self._prior: Counter[int] = Counter()
        self.retired: dict[str, int] = {}

    def add(self, kind: str, text: str, concept: int, count: int = 1) -> None:
        """Counts that a mention meant a concept."""
        self._counts[kind, alias_key(text)][concept] += count
        wide = normal.broad(text)
        if wide:
            self._counts[f"{kind}{_WIDE}", wide][concept] += count
        self._prior[concept] += count

    def widely(self, kind: str, text: str, apart: Aliases | None = None) -> Counter[int]:
        """As :meth:`of`, of all texts with the same broad form."""
        place = (f"{kind}{_WIDE}", normal.broad(text))
        found = self._counts.get(place, _NONE)
        return found if apart is None or place not in apart._counts else found - apart._counts[place]

    def of(self, kind: str, text: str, apart: Aliases | None = None) -> Counter[int]:
        """How often a text meant which concept.

        Args:
            kind: of the mention.
            text: of the mention.
            apart: counts that are taken off: those of the document itself while the model is trained on it.
        """
        place = (kind, alias_key(text))
        found = self._counts.get(place, _NONE)
        if apart is None or place not in apart._counts:
            return found
        return found - apart._counts[place]

    def prior(self, concept: int, apart: Aliases | None = None) -> int:
        """How often a concept was meant at all."""
        return self._prior[concept] - (apart._prior[concept] if apart else 0)

    def numbers(self, concept: int) -> tuple[str, ...]:
        """Retired identifiers that lead to a concept."""
        return tuple(sorted(one for one, target in self.retired.items() if target == concept))

    def rows(self) -> Iterator[tuple[str, str, int, int]]:
        """``(kind, key, concept, count)``, sorted."""
        for (kind, key), counts in sorted(self._counts.items()):
            for concept, count in sorted(counts.items()):
                yield kind, key, concept, count

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[str, str, int, int]], retired: dict[str, int]) -> Aliases:
        """From :meth:`rows` and the retired identifiers."""
        found = cls()
        for kind, key, concept, count in rows:
            found._counts[kind, key][concept] += count
            if not kind.endswith(_WIDE):
                found._prior[concept] += count
        found.retired = dict(retired)
        return found

    def __len__(self) -> int:
        return len(self._counts)
