"""What a sentence of a note makes of its names, through the whole pipeline with the shipped vocabulary.

Claims are written ``[not ]predicate text``; what is only mentioned is left out.
"""

from __future__ import annotations

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline

ENGLISH = {
    "Diabetes: no.": {"not has_condition Diabetes"},
    "Off ramipril since May because of cough.": {
        "not takes ramipril", "had_adverse_reaction_to ramipril", "has_phenotype cough",
    },
    "Taken off prednisone due to remission of asthma.": {"not takes prednisone", "has_condition asthma"},
    "Patient is off warfarin, because of CHADS score low, atrial fibrillation ablated.": {
        "not takes warfarin", "has_condition atrial fibrillation",
    },
    "Slept off morphine due to pain.": {"not takes morphine", "has_phenotype pain"},
    "He is now off simvastatin due to myalgia.": {
        "not takes simvastatin", "had_adverse_reaction_to simvastatin", "has_phenotype myalgia",
    },
    "Current medications include warfarin and metformin.": {"takes warfarin", "takes metformin"},
    "He has gout and his home medications currently include warfarin.": {"takes warfarin", "has_condition gout"},
    "Her only medications are warfarin and metformin.": {"takes warfarin", "takes metformin"},
    "His medication list only consists of warfarin.": {"takes warfarin"},
    "Her medications do not include warfarin.": set(),
    "Medication list does not include metformin.": set(),
    "Patient denies that her medications include warfarin.": set(),
    "Allergies to medications include penicillin and sulfa.": set(),
    "Options for medications include methotrexate.": set(),
    "Failed medications include topiramate and propranolol.": set(),
    "Contraindicated medications include warfarin.": set(),
    "Medications held include lisinopril.": set(),
    "Past medications include warfarin.": set(),
    "She got a colonoscopy because mammogram was not done.": {"underwent colonoscopy", "not underwent mammogram"},
    "Allergies: NKDA. She takes lisinopril which gives her a cough.": {"allergic_to lisinopril"},
    "Family history: mother with stroke. On aspirin. Wife has epilepsy, on keppra.": set(),
    "Pneumonia was ruled out by CT angiogram.": {"not has_condition Pneumonia", "underwent CT angiogram"},
    "Family history: aunt with asthma. He takes warfarin for atrial fibrillation.": {
        "takes warfarin", "warfarin applied_to_treat atrial fibrillation", "has_condition atrial fibrillation",
    },
    "Diabetes: denies. Asthma: denies.": {"not has_condition Diabetes", "not has_condition Asthma"},
    "Hypertension - no; COPD - no": {"not has_condition Hypertension", "not has_condition COPD"},
    "Diabetes: yes. Asthma - denied. Stroke (-)": {
        "has_condition Diabetes", "not has_condition Asthma", "not has_condition Stroke",
    },
    "Diabetes - not well controlled": {"has_condition Diabetes"},
    "Hypertension: no change. Asthma: no wheezing.": {
        "has_condition Hypertension", "has_condition Asthma", "not has_phenotype wheezing",
    },
    "Cancer – none known": {"not has_condition Cancer"},
    "HIV test negative.": {"not has_condition HIV"},
    "VDRL nonreactive for syphilis": {"not has_condition syphilis"},
    "Tuberculosis excluded by culture": {"not has_condition Tuberculosis"},
    "Stroke ruled-out": {"not has_condition Stroke"},
    "(-) chest pain, (+) cough": {"not has_phenotype chest pain", "has_phenotype cough"},
    "[ ] asthma [x] diabetes [ ] epilepsy": {"has_condition diabetes"},
    "Doubt pneumonia": set(),
    "low likelihood of meningitis": set(),
    "Cancer was feared but biopsy was benign": {"underwent biopsy"},
    "Differential diagnosis: pneumonia, tuberculosis": set(),
    "She is the carer of her husband who has dementia": set(),
    "Patient who has dementia was brought by her husband": {"has_condition dementia"},
    "The mother of the patient has epilepsy": set(),
    "Her mother has asthma and patient has diabetes": {"has_condition diabetes"},
    "Godmother died of leukemia": set(),
    "Her neighbor had tuberculosis": set(),
    "Contact with COVID-19 positive coworker": set(),
    "Exposure to tuberculosis": set(),
    "immune to measles": set(),
    "Tetanus booster today": set(),
    "Aspirin was given to her husband for chest pain": set(),
    "Aspirin was given to the patient for chest pain": {
        "Aspirin applied_to_treat chest pain", "takes Aspirin", "has_phenotype chest pain",
    },
    "Could start sertraline for depression": {"has_condition depression"},
    "Patient asks whether ibuprofen can be taken for headache": {"has_phenotype headache"},
    "We discussed starting apixaban but the patient prefers to wait": set(),
    "We discussed the plan; she takes aspirin for headache": {
        "aspirin applied_to_treat headache", "takes aspirin", "has_phenotype headache",
    },
    "Considered for surgery, patient takes warfarin": {"takes warfarin"},
    "Prednisone was planned but not given": set(),
    "She declined metformin": {"not takes metformin"},
    "cough (+), fever (-)": {"has_phenotype cough", "not has_phenotype fever"},
    "She was exposed to asbestos and has asthma.": {"has_condition asthma"},
    "After discussing options, metformin was started": {"takes metformin"},
    "She declined to stop metformin": set(),
    "Stopped aspirin in 2020; call if bleeding recurs": {"not takes aspirin"},
    "Hold metformin if eGFR falls below 30": set(),
    "She takes metformin 500 mg once daily": {"takes metformin"},
    "Methotrexate is not contraindicated in this patient with psoriasis": {"has_condition psoriasis"},
}  # fmt: skip
CHINESE = {
    "患者担心患有肺癌": set(),
    "近亲中有一人患亨廷顿病": set(),
    "患者之姐患系统性红斑狼疮": set(),
    "父：高血压。母：糖尿病。": set(),
    "肝炎、结核等传染病史：否认": {"not has_condition 肝炎", "not has_condition 结核"},
    "糖尿病：有。高血压：无。": {"has_condition 糖尿病", "not has_condition 高血压"},
    "鉴别诊断：1.肺结核 2.肺癌": set(),
    "未再发热": {"not has_phenotype 发热"},
    "肿瘤标志物正常": set(),
    "考虑给予华法林抗凝，患者拒绝": set(),
    "建议口服阿司匹林": set(),
    "予阿司匹林治疗头痛": {"阿司匹林 applied_to_treat 头痛", "takes 阿司匹林", "has_phenotype 头痛"},
    "腹泻考虑非二甲双胍所致": {"not had_adverse_reaction_to 二甲双胍", "has_phenotype 腹泻"},
    "患者无糖尿病家族史": set(),
    "其母有乳腺癌病史,患者有糖尿病": {"has_condition 糖尿病"},
    "父亲高血压，本人糖尿病": {"has_condition 糖尿病"},
}


@pytest.fixture(scope="module")
def facts():
    """The claims of every sentence of both tables, each a note of its own."""
    texts = dict.fromkeys(ENGLISH, "en") | dict.fromkeys(CHINESE, "zh")
    documents = [Document.make(f"{at}.txt", text, language=texts[text]) for at, text in enumerate(texts)]
    done = Pipeline().process(documents)
    return {text: set(claims(one)) for text, one in zip(texts, done, strict=True)}


def claims(processed):
    for one in processed.batch.evidence:
        if one.predicate != "mentions":
            subject = f"{one.location.subject_span.text} " if one.location.subject_span else ""
            yield f"{'not ' if one.negated else ''}{subject}{one.predicate} {one.location.object_span.text}"


@pytest.mark.parametrize("text", [*ENGLISH, *CHINESE])
def test_what_a_sentence_says_of_the_patient(facts, text):
    assert facts[text] == (ENGLISH | CHINESE)[text]
