"""What a clinician would underline in short notes, through the whole pipeline with the shipped vocabulary.

Claims are written ``[not ][text of the drug ]predicate text``; what is only mentioned is left out.
"""

from __future__ import annotations

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline

MEDICATIONS = {
    "Medications:\n1. Lisinopril 20 mg PO daily\n2. Metformin 1000 mg PO BID with meals": {
        "takes Lisinopril", "takes Metformin",
    },
    "She takes metoprolol succinate 50 mg once daily and atorvastatin 40 mg at bedtime.": {
        "takes metoprolol succinate", "takes atorvastatin",
    },
    "Furosemide 40mg po qam\nPotassium chloride 20 mEq daily": {"takes Furosemide", "takes Potassium chloride"},
    "Hold metformin before the contrast study; resume in 48 hours.": {"not takes metformin"},
    "d/c metoprolol; start diltiazem 120 mg daily": {"not takes metoprolol", "takes diltiazem"},
    "Hold lisinopril for AKI. Continue amlodipine.": {
        "not takes lisinopril", "has_condition AKI", "takes amlodipine",
    },
    "Ran out of albuterol two weeks ago.": {"not takes albuterol"},
    "She has never taken statins.": {"not takes statins"},
    "Prednisone taper completed last week.": {"not takes Prednisone"},
    "Restarted on warfarin after the procedure.": {"takes warfarin"},
    "Switched from glipizide to empagliflozin.": {"not takes glipizide", "takes empagliflozin"},
    "Consider adding spironolactone if potassium allows.": set(),
    "If chest pain recurs, take nitroglycerin 0.4 mg sublingually.": set(),
    "Type 2 diabetes mellitus, on insulin glargine 20 units at bedtime.": {
        "has_condition Type 2 diabetes mellitus", "takes insulin glargine",
        "insulin glargine applied_to_treat Type 2 diabetes mellitus",
    },
    "Osteoarthritis managed with acetaminophen as needed.": {
        "has_condition Osteoarthritis", "takes acetaminophen", "acetaminophen applied_to_treat Osteoarthritis",
    },
    "Hx of diabetes mellitus and atrial fibrillation, on metformin and lisinopril.": {
        "has_condition diabetes mellitus", "has_condition atrial fibrillation", "takes metformin", "takes lisinopril",
    },
    "PMH: type 2 diabetes, HTN, GERD. Takes metformin for diabetes.": {
        "has_condition type 2 diabetes", "has_condition HTN", "has_condition GERD", "takes metformin",
        "metformin applied_to_treat diabetes",
    },
}  # fmt: skip
REACTIONS = {
    "Aspirin stopped because of GI bleeding.": {
        "not takes Aspirin", "had_adverse_reaction_to Aspirin", "has_phenotype GI bleeding",
    },
    "Amlodipine was discontinued last month for leg swelling.": {
        "not takes Amlodipine", "had_adverse_reaction_to Amlodipine", "has_phenotype leg swelling",
    },
    "Switched from lisinopril to losartan due to cough.": {
        "not takes lisinopril", "takes losartan", "had_adverse_reaction_to lisinopril", "has_phenotype cough",
    },
    "D/C'd ibuprofen due to gastritis.": {
        "not takes ibuprofen", "had_adverse_reaction_to ibuprofen", "has_condition gastritis",
    },
    "She is intolerant of statins (myalgia).": {
        "not takes statins", "had_adverse_reaction_to statins", "has_phenotype myalgia",
    },
    "She developed angioedema on lisinopril.": {
        "has_condition angioedema", "had_adverse_reaction_to lisinopril", "takes lisinopril",
    },
    "Had anaphylaxis to ceftriaxone in 2015.": {"allergic_to ceftriaxone", "has_condition anaphylaxis"},
    "Allergies: penicillin (rash), codeine (nausea)": {"allergic_to penicillin", "allergic_to codeine"},
    "No known drug allergies.": {"not has_condition drug allergies"},
    "No allergy to penicillin.": {"not allergic_to penicillin", "not has_condition allergy"},
    "Not taking aspirin because of allergy.": {"not takes aspirin", "has_condition allergy"},
}  # fmt: skip
FINDINGS = {
    "ROS: Constitutional: no fever, chills or weight loss. Resp: + cough, no dyspnea.": {
        "not has_phenotype fever", "not has_phenotype chills", "not has_phenotype weight loss", "has_phenotype cough",
        "not has_phenotype dyspnea",
    },
    "REVIEW OF SYSTEMS\nGENERAL: Negative for fever and fatigue.\nCARDIAC: Positive for palpitations.\n"
    "GI: No nausea, vomiting, diarrhea.": {
        "not has_phenotype fever", "not has_phenotype fatigue", "has_phenotype palpitations",
        "not has_phenotype nausea", "not has_phenotype vomiting", "not has_phenotype diarrhea",
    },
    "ROS: Cough: yes. Fever: no. Chest pain: denies.": {
        "has_phenotype Cough", "not has_phenotype Fever", "not has_phenotype Chest pain",
    },
    "[x] cough [ ] fever [x] headache": {"has_phenotype cough", "has_phenotype headache"},
    "Denies chest pain, SOB or edema but has cough.": {
        "not has_phenotype chest pain", "not has_phenotype SOB", "not has_phenotype edema", "has_phenotype cough",
    },
    "Admitted to rule out PE.": set(),
    "CT negative for pulmonary embolism. Troponin negative.": {"not has_condition pulmonary embolism"},
    "Possible pneumonia versus heart failure.": set(),
    "Unlikely PE.": set(),
    "Return if you develop fever or vomiting.": set(),
    "Patient worried about having multiple sclerosis.": set(),
    "Her cough has resolved. Denies hemoptysis.": {"has_phenotype cough", "not has_phenotype hemoptysis"},
    "Family History: Mother with breast cancer at 52, father had MI and HTN. No family history of colon cancer.": set(),
    "Her brother has type 1 diabetes; she does not have diabetes.": {"not has_condition diabetes"},
    "Wife has COVID-19. Patient tested negative for COVID-19.": {"not has_condition COVID-19"},
    "PAST MEDICAL HISTORY\nASTHMA, HYPOTHYROIDISM\nMEDICATIONS\nLEVOTHYROXINE 75 MCG DAILY": {
        "has_condition ASTHMA", "has_condition HYPOTHYROIDISM", "takes LEVOTHYROXINE",
    },
    "He came with an elevated troponin and leg swelling, which was thought to be due to congestive heart\n"
    "failure, and was treated with furosemide 40 mg IV twice a day until the day of his discharge home.": {
        "has_phenotype leg swelling", "has_condition congestive heart failure", "takes furosemide",
        "furosemide applied_to_treat congestive heart failure",
    },
    "Problems: asthma; seasonal allergies; s/p appendectomy": {
        "has_condition asthma", "has_phenotype seasonal allergies",
        "underwent appendectomy",
    },
    "No infection in the setting of leukopenia.": {"not has_condition infection", "has_phenotype leukopenia"},
    "A/P: 1. HTN - continue lisinopril 2. DM2 - A1c 7.8, increase metformin to 1000 mg BID": {
        "has_condition HTN", "takes lisinopril", "lisinopril applied_to_treat HTN", "has_condition DM2",
        "has_attribute A1c", "takes metformin",
    },
}  # fmt: skip
DETAILS = {
    "Warfarin 5 mg by mouth every evening, last INR 2.4.": {
        "takes Warfarin": {"dose_value": "5", "dose_unit": "mg", "route": "oral", "frequency": "every evening"},
        "has_attribute INR": {"has_quantitative_value": "2.4"},
    },
    "Meds: Tylenol 650 mg q6h prn pain": {
        "takes Tylenol": {"dose_value": "650", "times_per_day": "4", "as_needed": "true"},
    },
    "Vancomycin 1 g IV q12h x 7 days for MRSA.": {
        "takes Vancomycin": {"dose_value": "1", "route": "intravenous", "duration": "7 days", "times_per_day": "2"},
    },
    "Plan: start sertraline 50 mg daily for depression.": {
        "takes sertraline": {"dose_value": "50", "status": "intended"},
    },
    "Increase lisinopril from 10 mg to 20 mg daily.": {"takes lisinopril": {"dose_value": "20"}},
    "Warfarin held for INR 5.2.": {"not takes Warfarin": {"status": "on-hold"}},
    "Penicillin allergy: hives.": {"allergic_to Penicillin": {"reaction": "MONDO:0005492"}},
    "Allergies: Sulfa - hives.": {"allergic_to Sulfa": {"reaction": "MONDO:0005492"}},
    "Labs: Na 131 (L), K 5.6 H, Cr 1.8, glucose 245 (H)": {
        "has_attribute Na": {"has_quantitative_value": "131", "interpretation": "low"},
        "has_attribute K": {"has_quantitative_value": "5.6", "interpretation": "high"},
        "has_attribute Cr": {"has_quantitative_value": "1.8"},
        "has_attribute glucose": {"has_quantitative_value": "245", "interpretation": "high"},
    },
    "TSH <0.01, free T4 3.2 ng/dL": {
        "has_attribute TSH": {"has_quantitative_value": "<0.01"},
        "has_attribute free T4": {"has_quantitative_value": "3.2", "has_unit": "ng/dL"},
    },
    "VS: T 38.9 C, BP 88/50 mmHg, P 118, RR 24, O2 sat 91% RA": {
        "has_attribute T": {"has_quantitative_value": "38.9", "has_unit": "C"},
        "has_attribute BP": {"has_quantitative_value": "88/50"},
        "has_attribute P": {"has_quantitative_value": "118"},
        "has_attribute RR": {"has_quantitative_value": "24"},
        "has_attribute O2 sat": {"has_quantitative_value": "91", "has_unit": "%"},
    },
    "Severe left knee pain for 3 weeks, worse with stairs.": {
        "has_phenotype knee pain": {"laterality": "left", "severity": "severe", "duration": "3 weeks"},
    },
}  # fmt: skip
MISSPELT = {
    "Hx of diabetis mellitus and atrial fibrilation, on metfromin and lisinipril.": {
        "has_condition diabetes mellitus", "has_condition atrial fibrillation", "takes Metformin", "takes Lisinopril",
    },
    "Assessment: acute pnuemonia. No diarhea.": {"has_condition pneumonia", "not has_phenotype Diarrhea"},
    "Hypertention, hyperlipedemia and hypothyrodism, all stable.": {
        "has_condition hypertensive disorder", "has_condition hyperlipidemia", "has_condition hypothyroidism",
    },
    "Plan: start azithromicin 500 mg daily.": {"takes Azithromycin"},
    "Light touch is normal in every dermatome. Seen by Mr. Pneumonio.": set(),
}  # fmt: skip


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


def claims(pipeline, text, *, written=True):
    """Each claim with its qualifiers; its ends as they are written, or by the names of what they were linked to."""
    (done,) = pipeline.process([Document.make("probe.txt", text)])
    names = {record.node.id: record.node.name for record in done.batch.nodes}
    found = {}
    for one in done.batch.evidence:
        if one.predicate == "mentions":
            continue
        place = one.location
        end = place.object_span.text if written else names[one.object]
        begin = f"{place.subject_span.text} " if place.subject_span else ""
        told = f"{'not ' if one.negated else ''}{begin}{one.predicate} {end}"
        found[" ".join(told.split())] = dict(one.qualifiers)
    return found


@pytest.mark.parametrize(("text", "expected"), (MEDICATIONS | REACTIONS | FINDINGS).items())
def test_claims_of_a_note(pipeline, text, expected):
    assert set(claims(pipeline, text)) == expected


@pytest.mark.parametrize(("text", "expected"), DETAILS.items())
def test_details_of_a_claim(pipeline, text, expected):
    found = claims(pipeline, text)
    assert {
        told: {key: found.get(told, {}).get(key) for key in wanted} for told, wanted in expected.items()
    } == expected


@pytest.mark.parametrize(("text", "expected"), MISSPELT.items())
def test_misspelt_names(pipeline, text, expected):
    assert set(claims(pipeline, text, written=False)) == expected
