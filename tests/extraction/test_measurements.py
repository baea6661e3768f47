"""What was measured: laboratory results and vital signs with value, unit, flag and reference range."""

from __future__ import annotations

import time

import pytest

from extraction.documents import Document
from extraction.measurements import shipped_finder
from extraction.pipeline import Pipeline
from kg.records import DocumentKind


def read(text):
    """Each measurement in short: name, value, unit, interpretation, reference."""
    found = []
    for one in shipped_finder().find(text):
        result = one.result
        assert text[one.start : one.end].strip() and text[result.start : result.end].strip()
        found.append((one.name, result.value, result.unit, result.interpretation, result.reference))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hgb 10.2 g/dL (L)", ("Hemoglobin", "10.2", "g/dL", "low", "")),
        ("A1c of 7.8%", ("Hemoglobin A1c", "7.8", "%", "", "")),
        ("K 3.1 L", ("Potassium", "3.1", "", "low", "")),
        ("creatinine 1.4 mg/dL", ("Creatinine", "1.4", "mg/dL", "", "")),
        ("sodium was 134", ("Sodium", "134", "", "", "")),
        ("blood pressure today of 150/90 mmHg", ("Blood pressure", "150/90", "mmHg", "", "")),
        ("K+ 3.5 mEq/L [3.5-5.0]", ("Potassium", "3.5", "mEq/L", "", "3.5-5.0")),
        ("Troponin <0.01 ng/mL", ("Troponin", "<0.01", "ng/mL", "", "")),
        ("Potassium was low at 2.9", ("Potassium", "2.9", "", "low", "")),
        ("elevated creatinine of 2.3", ("Creatinine", "2.3", "", "high", "")),
        ("Troponin: elevated", ("Troponin", "elevated", "", "high", "")),
        ("Serum sodium remains within normal limits",
         ("Sodium", "within normal limits", "", "normal", "")),
        ("platelets 412,000", ("Platelet count", "412,000", "", "", "")),
        ("血红蛋白 102 g/L", ("Hemoglobin", "102", "g/L", "", "")),
        ("hemoglobin of\n8.2 g/dL", ("Hemoglobin", "8.2", "g/dL", "", "")),
        ("Vitals: BP120/80.", ("Blood pressure", "120/80", "", "", "")),
        ("HR72", ("Heart rate", "72", "", "", "")),
    ],
)  # fmt: skip
def test_one_result(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WBC | 3.1 | 4.0-11.0 | L", [("White blood cell count", "3.1", "", "low", "4.0-11.0")]),
        ("Sodium | 128 mmol/L | 135-145", [("Sodium", "128", "mmol/L", "", "135-145")]),
        ("| Sodium | 128 | mmol/L | L | 135-145 |", [("Sodium", "128", "mmol/L", "low", "135-145")]),
        ("Creatinine | 1.4 | 0.6-1.2 | H | 2024", [("Creatinine", "1.4", "", "high", "0.6-1.2")]),
        ("Hemoglobin | 10.2 g/dL | 12-16\nSodium | 140 | 135-145", [
            ("Hemoglobin", "10.2", "g/dL", "", "12-16"), ("Sodium", "140", "", "", "135-145")]),
        ("Sodium 128 L 135-145", [("Sodium", "128", "", "low", "135-145")]),
        ("Potassium 5.9 mmol/L 3.5-5.0 H", [("Potassium", "5.9", "mmol/L", "high", "3.5-5.0")]),
        ("Glucose 98 mg/dL 2-3 hours after meals", [("Glucose", "98", "mg/dL", "", "")]),
        ("WBC | 4.0-11.0 | 3.1", []),
        ("Potassium | 20 mEq | daily", []),
        ("Magnesium | 400 mg | twice daily", []),
    ],
)  # fmt: skip
def test_columns_of_a_table(text, expected):
    assert read(text) == expected


def test_a_line_of_vital_signs():
    found = {name: (value, unit) for name, value, unit, *_ in read("BP 142/88, HR 96, RR 18, T 38.2 C, SpO2 94% on RA")}
    assert found == {
        "Blood pressure": ("142/88", ""), "Heart rate": ("96", ""), "Respiratory rate": ("18", ""),
        "Body temperature": ("38.2", "C"), "Oxygen saturation": ("94", "%"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "potassium 20 mEq daily", "vitamin D 2000 IU daily", "goal A1c < 7", "repeat hemoglobin A1c in 6 months",
        "PT 3 times a week", "call if temperature is 38.5", "K 40", "the T 12 vertebra", "low blood pressure",
        "iron 325 mg",         "Hgb", "She weighs her options", "HIV positive", "7.2 K/uL", "the T37.2 code",
    ],
)  # fmt: skip
def test_no_result(text):
    assert read(text) == []


def test_the_number_of_a_lists_next_item_is_no_value():
    assert read("1) Creatinine 2) Potassium 5 3) BP 120/80") == [
        ("Potassium", "5", "", "", ""), ("Blood pressure", "120/80", "", "", "")
    ]  # fmt: skip
    assert read("stable (creatinine 2) since") == [("Creatinine", "2", "", "", "")]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("A1c improved from 9.1% to 7.2%.", "Hemoglobin A1c", "7.2"),
        ("creatinine rose from 1.1 mg/dL to 2.3 mg/dL", "Creatinine", "2.3"),
        ("BP came down from 160/95 to 132/84.", "Blood pressure", "132/84"),
        ("hemoglobin from 9.8 to 8.1 today", "Hemoglobin", "8.1"),
    ],
)
def test_of_a_change_the_last_value_counts(text, name, value):
    assert [(one[0], one[1]) for one in read(text)] == [(name, value)]


@pytest.mark.parametrize(
    "text",
    [
        "Normal potassium is from 3.5 to 5.0.", "Platelets normal from 150 to 400.", "Glucose ranges from 80 to 300.",
        "A1c would go from 9 to 7 with diet.", "Normal sodium from 135 to 145.", "INR from 2 to 3 is the goal.",
        "Creatinine may vary from 0.6 to 1.2.", "Hemoglobin could have improved from 8.1 to 9.8.",
    ],
)  # fmt: skip
def test_a_range_or_a_goal_is_no_change(text):
    assert read(text) == []


@pytest.mark.parametrize("text", ["pulse 72, temp 98.6 F", "Pulse 72, Temp 98.6 F", "pulse of 72; temp: 98.6 F"])
def test_a_short_form_of_letters_needs_no_capital(text):
    assert [(one[0], one[1]) for one in read(text)] == [("Heart rate", "72"), ("Body temperature", "98.6")]


@pytest.mark.parametrize("text", ["血糖9.8mmol/L", "glucose 5.4 mmol/L", "空腹血糖6.1 mmol/L"])
def test_a_unit_of_the_test_is_believed_with_any_number(text):
    assert [one[0] for one in read(text)] == ["Glucose"]


def test_results_are_facts_of_the_case():
    note = Document.make("lab.txt", "RESULTS: Hgb 10.2 g/dL (L). Digoxin level 0.8.", DocumentKind.NOTE)
    batch = next(iter(Pipeline().process([note]))).batch
    measured = {one.object: dict(one.qualifiers) for one in batch.evidence if one.predicate == "has_attribute"}
    assert measured["medkg.measurement:hemoglobin"] == {
        "has_quantitative_value": "10.2", "has_unit": "g/dL", "interpretation": "low", "value_span": "13-26",
    }  # fmt: skip
    assert not any(one.predicate == "takes" for one in batch.evidence)
    assert "medkg.measurement:digoxin_level" in {record.node.id for record in batch.nodes}


@pytest.mark.parametrize(
    "piece",
    [
        "K 3.1 ",
        "BP ",
        "Hgb (",
        "A1c was was ",
        "WBC: - ",
        "12/",
        "HR level level ",
        "T \n",
        "1,",
        "K went down from 5.5 mmol to from 5.5 to ",
    ],
)
def test_no_text_is_slow(piece):
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    started = time.process_time()
    shipped_finder().find(text)
    assert time.process_time() - started < 5  # linear: a runaway takes minutes
