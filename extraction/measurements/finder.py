"""Measurements in a clinical text: the name of a test with its result."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from extraction.conditions_zh import conditional_spans, is_within
from extraction.measurements.names import MeasurementNames
from extraction.measurements.results import Result, read_result
from kg.identifiers import Curie
from kg.schema import Category
from kg.vocabulary import Term, Vocabulary

MEASUREMENTS = "measurements/1"

_AIMED = re.compile(
    r"\b(?:goals?|targets?|if|until|unless|keep|maintain|aim(?:ing|s)?|call (?:for|if)|return (?:for|if)|whenever|"
    r"should be|hold for|parameters)\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\b(?:normal|reference|therapeutic|range|ranges|usual|typical|acceptable|desired)\b[^.;\n]{0,30}$", re.IGNORECASE
)
_IS_RANGE = re.compile(
    r"[ ]?[%\w/]{0,8} (?:is|are|as|being) (?:an? |the |our |his |her )?(?:normal|goal|target|usual|acceptable|desired|"
    r"therapeutic|reference)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:(?:mother|father|brother|sister|wife|husband|son|daughter)'s|repeat|recheck|order(?:ed)?|check|obtain)"
    r"[ ]{1,2}(?:an?|the|his|her|their)?[ ]?$",
    re.IGNORECASE,
)
_LOOK_BACK = 48
_JUDGED = re.compile(
    r"\b(elevated|high|low|normal|abnormal|decreased|increased)[ \n](?:serum |fasting )?$", re.IGNORECASE
)
_JUDGEMENTS = {"elevated": "high", "increased": "high", "decreased": "low"}


@dataclass(frozen=True, slots=True)
class Measurement:
    """A test with its result.

    Attributes:
        start, end: code points of the test's name.
        curie, name: the test.
        result: its value, unit, interpretation and reference range, with their place.
    """

    start: int
    end: int
    curie: Curie
    name: str
    result: Result

    @property
    def qualifiers(self) -> tuple[tuple[str, str], ...]:
        """Sorted pairs; the names are those of FHIR's Observation, or Biolink's quantity values where it has them."""
        one = self.result
        pairs = (
            ("has_quantitative_value" if one.value[-1:].isdigit() else "has_qualitative_value", one.value),
            ("has_unit", one.unit),
            ("interpretation", one.interpretation),
            ("reference_range", one.reference),
            ("value_span", f"{one.start}-{one.end}"),
        )
        return tuple((key, value) for key, value in pairs if value)


class MeasurementFinder:
    """Finds measurements.

    Args:
        terms: of category ClinicalMeasurement.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._names = MeasurementNames(one for one in terms if one.category == Category.CLINICAL_MEASUREMENT)

    def find(self, text: str) -> list[Measurement]:
        """Every test that has a result, in order; what is aimed at, ordered or conditional is none.

        >>> finder = shipped_finder()
        >>> [(one.name, one.result.value, one.result.interpretation) for one in finder.find("Hgb 10.2 g/dL (L), K 3.1")]
        [('Hemoglobin', '10.2', 'low'), ('Potassium', '3.1', '')]
        """
        found: list[Measurement] = []
        conditional = conditional_spans(text)
        for place in self._names.find(text):
            if is_within(conditional, place.start):
                continue
            result = read_result(text, place.end, place.measurable, symbol=place.symbol)
            if result is None:
                continue
            before = text[max(0, place.start - _LOOK_BACK) : place.start]
            if _AIMED.search(before) or _OTHERS.search(before):
                continue
            changed = _FROM.search(text, place.end, result.start) is not None
            if changed and (_RANGE.search(before) or _IS_RANGE.match(text, result.end)):
                continue
            judged = _JUDGED.search(before)
            if judged is not None and not result.interpretation:
                word = judged[1].lower()
                result = result._replace(interpretation=_JUDGEMENTS.get(word, word))
            one = place.measurable
            found.append(Measurement(place.start, place.end, one.curie, one.name, result))
        return found


@lru_cache(maxsize=1)
def shipped_finder() -> MeasurementFinder:
    """The finder over the shipped vocabulary, made once."""
    return MeasurementFinder(Vocabulary.shipped([Category.CLINICAL_MEASUREMENT]).terms())
