"""A cue with a colon governs its list, and what is planned or not taken is told of the drug alone."""

from __future__ import annotations

import re

import pytest

from extraction.assertion import assertion_engine
from kg.records import Assertion, Certainty, Temporality

_MARKED = re.compile(r"\[([^\[\]]+)\]")

LISTS = [
    ("en", "Ruled out: [meningitis], [thyrotoxicosis].", "n n"),
    ("en", "Ruled out: [sepsis], [gout] and [lupus]; has [asthma].", "n n n ."),
    ("en", "Conditions ruled out: [lupus], [sarcoidosis], [gout].", "n n n"),
    ("en", "Ruled out: [sepsis], [gout], but has [asthma].", "n n ."),
    ("en", "Excluded: [sepsis], [pneumonia].", "n n"),
    ("en", "Negative for: [fever], [cough], or [dyspnea].", "n n n"),
    ("en", "Denies: [chest pain], [nausea], [melena].", "n n n"),
    ("en", "No history of: [diabetes], [stroke].", "n n"),
    ("en", "Cannot be ruled out: [lupus], [sarcoidosis].", "u u"),
    ("en", "To be ruled out: [meningitis], [sepsis].", "u u"),
    ("en", "[Sepsis] ruled out: cultures clean, [pneumonia] found.", "n ."),
    ("en", "[Meningitis] ruled out, [thyrotoxicosis] confirmed.", "n ."),
    ("zh", "排除：[脑膜炎]，[甲亢]，[肺炎]。", "n n n"),
    ("zh", "否认：[胸痛]，[恶心]、[黑便]。", "n n n"),
    ("zh", "不能排除：[脑膜炎]，[甲亢]。", "u u"),
    ("zh", "[脑膜炎]不能排除：需腰穿。", "u"),
]
DRUGS = [
    ("en", "[Bevacizumab] is planned for second line.", "p"),
    ("en", "[Bevacizumab] planned.", "p"),
    ("en", "Surgery for [lung cancer] is planned.", "."),
    ("zh", "拟加用[阿达木单抗]治疗[克罗恩病]。", "p ."),
    ("zh", "计划使用[利妥昔单抗]。", "p"),
    ("zh", "未服[二甲双胍]，[高血压]。", "n ."),
    ("zh", "未服药控制[高血压]。", "."),
]


def _letters(said: Assertion) -> str:
    planned = said.temporality == Temporality.PLANNED
    return "n" * said.negated + "u" * (said.certainty == Certainty.UNCERTAIN) + "p" * planned or "."


@pytest.mark.parametrize(("language", "marked", "expected"), LISTS + DRUGS)
def test_lists_and_drugs(language: str, marked: str, expected: str) -> None:
    text, spans = "", []
    for number, piece in enumerate(_MARKED.split(marked)):
        if number % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    results = assertion_engine(language).assess(text, (0, len(text)), spans)
    assert " ".join(map(_letters, results)) == expected
