"""A heading whose text stands on its own line holds no other line; wrapped lines and blocks stay under it."""

from __future__ import annotations

import pytest

from extraction.sections import find_sections

ENDS = [
    ("en", "FH: father died of MI.", "Denies chest pain, melena.\nINR 2.6, K 4.1."),
    ("en", "Family history: Non-contributory.", "Chest is clear."),
    ("en", "FH: father died of MI.\nMother has asthma.", "Hypertension since 2010."),
    ("en", "FH: father MI.\n- mother DM.\n- sister has lupus.", "Denies fever."),
    ("en", "FH: mother with breast cancer, father with myocardial infarction at 60.", "Denies chest pain."),
    ("en", "Allergies: penicillin.", "Takes metformin for diabetes."),
    ("en", "Allergies: penicillin.\nCodeine causes nausea.", "INR 2.6."),
    ("en", "FH: mother had gout.", "Presents with chest pain."),
    ("en", "FH: (father) had gout.", "Continue metformin."),
    ("en", "SH: smoker.\nDrinks two beers a day.", "Denies chest pain."),
    ("zh", "家族史：父亲患高血压。", "否认胸痛。"),
    ("zh", "家族史：父亲患高血压，\n母亲患糖尿病。", "肌酐 120 μmol/L。"),
    ("zh", "过敏史：青霉素过敏。", "服用二甲双胍。"),
]
STAYS = [
    ("en", "Family History:\nfather died of MI.\nINR 2.6."),
    ("en", "FH: father died of MI at 60,\nmother with diabetes.\nHas hypertension."),
    ("en", "FH: CAD and cancer of the\nProstate at 60."),
    ("en", "FH: reviewed.\nBreast cancer\nColon cancer"),
    ("en", "FH: mother had colon cancer at 45.\nBreast cancer at 50.\nDied of stroke."),
    ("en", "FH: as follows.\nHypertension is present."),
    ("en", "FH: father MI.\n  Hypertension is known."),
    ("en", "Family history: mother with breast cancer, an ovarian cancer.\nHypertension is widespread."),
    ("en", "Allergies: penicillin.\nSulfa."),
    ("en", "Allergies: penicillin.\nCodeine causes nausea."),
    ("en", "FH: (reviewed)\nINR 2.6."),
    ("zh", "家族史：\n父亲患高血压。\n否认胸痛。"),
    ("zh", "家族史：父亲患高血压。\n否认遗传病史。"),
    ("zh", "过敏史：青霉素过敏。\n磺胺过敏。"),
]


@pytest.mark.parametrize(("language", "under", "after"), ENDS)
def test_a_line_ends_its_heading(language: str, under: str, after: str) -> None:
    text = f"{under}\n{after}"
    sections = find_sections(text, language)
    assert [(bool(one.name), text[one.start : one.end].rstrip("\n")) for one in sections] == [
        (True, under),
        (False, after),
    ]


@pytest.mark.parametrize(("language", "text"), STAYS)
def test_what_belongs_to_a_heading_stays(language: str, text: str) -> None:
    assert [text[one.start : one.end] for one in find_sections(text, language)] == [text]
