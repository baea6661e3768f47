"""Brand names: which spellings are fit to be synonyms, and the US brands of single ingredients."""

from __future__ import annotations

import re
from collections import defaultdict

from inputs import Inputs
from names import key

_DOSE = re.compile(r"\b\d+([.,]\d+)?\s*(mg|mcg|g|ml|iu|%|unt|meq)\b|\d+\s*%", re.IGNORECASE)
_MARKUP = re.compile(r"[<>&{}=|\[\]#@]|https?:|\bref\b|\bcite\b")
_FORM = re.compile(
    r"\b(tablets?|capsules?|injections?|ointment|cream|suppositor\w+|solution|suspension|syrup|spray|drops?|gel|"
    r"lotion|patch|inhaler|powder|kit|liquid|eye|nasal|rectal|tubes?|relief|children'?s|maximum|strength|extra)\b",
    re.IGNORECASE,
)
_BRAND = re.compile(r"^(.*) \[([^\]]+)\]$")
STRENGTH = re.compile(r"\s+[\d.,]+\s*(MG|MCG|UNT|MEQ|ML|%|IU|HR|ACTUAT|CELLS).*$", re.IGNORECASE)
MIN_LENGTH = 4
MAX_WORDS = 6


class BrandNames:
    """What is known of brand names.

    Attributes:
        ordinary: ordinary words and other readings that no drug may take (a hand-checked list).
        ingredient: the one ingredient of a US brand, both as name keys.
    """

    def __init__(self, inputs: Inputs) -> None:
        self.ordinary = {key(row["word"]) for row in inputs.own_table("ordinary_words.tsv")}
        self._brands: dict[str, set[str]] = defaultdict(set)
        owners: dict[str, set[str]] = defaultdict(set)
        self.ingredient: dict[str, str] = {}
        for row in inputs.table("clinical", "rxnorm_names", "rxcui_name.tsv"):
            match = _BRAND.match(row["name"])
            if match and " / " not in match.group(1):
                ingredient = key(STRENGTH.sub("", match.group(1)))
                owners[key(match.group(2))].add(ingredient)
                self._brands[ingredient].add(match.group(2))
        self.ingredient = {brand: next(iter(names)) for brand, names in owners.items() if len(names) == 1}
        for ingredient, brands in self._brands.items():
            self._brands[ingredient] = {
                brand for brand in brands if len(owners[key(brand)]) == 1 and self.fit(brand, ingredient)
            }

    def of(self, ingredient: str) -> set[str]:
        """The brands of this ingredient (a name key) alone."""
        return self._brands.get(ingredient, set())

    def fit(self, name: str, preferred: str) -> bool:
        """Whether ``name`` can be a synonym: no ordinary word, dose, dosage form or inverted salt name."""
        if key(name) == key(preferred):
            return True
        bare = re.sub(r"[^\w]", "", name)
        if len(bare) < MIN_LENGTH or bare.isdigit() or key(name) in self.ordinary:
            return False
        if "," in name and not re.search(r"\d,\d", name):
            return False
        return not (_DOSE.search(name) or _MARKUP.search(name) or _FORM.search(name) or len(name.split()) > MAX_WORDS)
