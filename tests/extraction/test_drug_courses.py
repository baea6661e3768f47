"""What a sentence says became of a drug: ended, put off, replaced, taken again, or only borne."""

from __future__ import annotations

import pytest

from extraction.documents import Document
from extraction.pipeline import Pipeline
from kg.records import DocumentKind
from kg.status import Statement, statuses_of


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


def statuses(pipeline, text, language="en"):
    """The status of each drug of a note, by its name in small letters."""
    document = Document.make("note.txt", text, DocumentKind.NOTE, language=language)
    said: dict[str, list[Statement]] = {}
    for one in pipeline.annotate(document)._.medkg_relations:
        if one.predicate == "takes":
            mention = one.object
            historical = mention.assertion.temporality == "historical"
            statement = Statement("note", mention.start, one.negated, historical, "x", one.qualifiers)
            said.setdefault(mention.text.lower(), []).append(statement)
    return {name: status for name, given in said.items() for status, _ in statuses_of(given)}


ENDED = {
    "She does not use aspirin.": {"aspirin": "not-taken"},
    "Does not routinely take ibuprofen.": {"ibuprofen": "not-taken"},
    "Would not use carbamazepine or oxcarbazepine.": {},
    "She does not use aspirin regularly.": {"aspirin": "active"},
    "Took linezolid last month for MRSA cellulitis, completed.": {"linezolid": "completed"},
    "Took doxycycline last month for acne.": {"doxycycline": "completed"},
    "Last dose of methotrexate was in 2020.": {"methotrexate": "stopped"},
    "Last infusion of infliximab two years ago.": {"infliximab": "stopped"},
    "Last dose of methotrexate was this morning.": {"methotrexate": "active"},
    "Metoprolol 25 mg held for HR 52": {"metoprolol": "on-hold"},
    "Lisinopril 10 mg daily held on admission.": {"lisinopril": "on-hold"},
    "Vancomycin 1 g IV infusion stopped": {"vancomycin": "stopped"},
    "Amitriptyline was given before and stopped because of urinary retention.": {"amitriptyline": "stopped"},
    "Bosentan was given for digital ulcers and was stopped after three months.": {"bosentan": "stopped"},
    "He took methotrexate 15 mg weekly in 2023; it was stopped after five months.": {"methotrexate": "stopped"},
    "He was given oxcarbazepine in the hospital for one day only.": {"oxcarbazepine": "completed"},
    "He takes metoprolol and stopped smoking.": {"metoprolol": "active"},
    "He started metformin 2 years ago.": {"metformin": "active"},
    "Aspirin 81 mg daily, stopped smoking last year.": {"aspirin": "active"},
    "Metformin 500 mg BID was increased and glipizide was stopped.": {"metformin": "active", "glipizide": "stopped"},
    "Metformin 500 mg BID and glipizide were stopped.": {"metformin": "stopped", "glipizide": "stopped"},
    "Lisinopril 10 mg is being held.": {"lisinopril": "on-hold"},
    "Metoprolol 25 mg BID (held for SBP <100).": {"metoprolol": "active"},
    "Mr. Low had been stable on azathioprine.": {"azathioprine": "active"},
    "She tolerates penicillin well.": {},
    "She tolerates metformin 500 mg BID well.": {"metformin": "active"},
}
REPLACED = {
    "Spironolactone -> eplerenone": {"spironolactone": "stopped", "eplerenone": "active"},
    "Enalapril 5 mg → losartan 50 mg daily": {"enalapril": "stopped", "losartan": "active"},
    "Nitroprusside -> thiocyanate toxicity": {},
    "Ciprofloxacin was replaced by nitrofurantoin.": {"ciprofloxacin": "stopped", "nitrofurantoin": "active"},
    "Ibuprofen replaced by celecoxib": {"ibuprofen": "stopped", "celecoxib": "active"},
    "Lantus changed to 20 units with metformin 500 mg BID.": {"lantus": "active", "metformin": "active"},
    "Enalapril was replaced in 2023 by losartan.": {"enalapril": "stopped", "losartan": "active"},
    "Warfarin switched to apixaban 5 mg BID.": {"warfarin": "stopped", "apixaban": "active"},
}
AGAIN = {
    "Warfarin stopped 3 days before surgery and restarted yesterday.": {"warfarin": "active"},
    "She stopped aspirin but resumed it last week.": {"aspirin": "active"},
    "Aspirin restarted.": {"aspirin": "active"},
    "Lisinopril 10 mg resumed today.": {"lisinopril": "active"},
    "Aspirin was held, not restarted.": {"aspirin": "on-hold"},
    "Warfarin stopped, restarted in May and stopped again.": {"warfarin": "stopped"},
}
RETAKEN = {
    "Clozapine stopped in 2020, rechallenged 2022 and continues on 250 mg": {"clozapine": "active"},
    "Metformin was stopped in May and recommenced in August 2026 at 500 mg BID": {"metformin": "active"},
    "Metformin was held, re-commenced": {"metformin": "active"},
    "Metformin held on admission, now reinstated": {"metformin": "active"},
    "Reintroduced metformin": {"metformin": "active"},
    "Clozapine stopped in 2020, rechallenged 2022 but neutropenia recurred": {"clozapine": "stopped"},
    "Sertraline was stopped in 2019, recommenced in 2020 and stopped again": {"sertraline": "stopped"},
    "Warfarin was stopped; to be recommenced after surgery": {"warfarin": "stopped"},
}
PAST = {
    "DVT in 2012, treated with 6 months of warfarin": {"warfarin": "completed"},
    "TB in 1998 treated with rifampicin and isoniazid": {"rifampicin": "completed", "isoniazid": "completed"},
    "Acne treated with 3 months of doxycycline": {"doxycycline": "completed"},
    "Diabetes since 2010, treated with metformin": {"metformin": "active"},
    "Hypertension diagnosed in 2012, treated with amlodipine": {"amlodipine": "active"},
    "Pulmonary embolism in 2015, treated with apixaban 5 mg BID, still on it": {"apixaban": "active"},
    "Pneumonia is treated with amoxicillin": {"amoxicillin": "active"},
    "Pneumonia, currently treated with 14 days of ceftriaxone.": {"ceftriaxone": "active"},
    "She is treated with 6 months of rifampicin 600 mg daily.": {"rifampicin": "active"},
    "Currently treated with 14 days of ceftriaxone.": {},
    "Is treated with 6 months of rifampicin.": {},
    "Has now been treated with 14 days of ceftriaxone.": {"ceftriaxone": "completed"},
    "Acne, now resolved, treated with 3 months of doxycycline.": {"doxycycline": "completed"},
}
CHINESE = {
    "停用布洛芬，奥美拉唑40mg 静滴。": {"布洛芬": "stopped", "奥美拉唑": "active"},
    "停用布洛芬、华法林，维生素K1 10mg 静滴，奥美拉唑40mg 静滴": {
        "布洛芬": "stopped", "华法林": "stopped", "维生素k1": "active", "奥美拉唑": "active",
    },
    "停用华法林，阿司匹林。": {"华法林": "stopped", "阿司匹林": "stopped"},
    "暂停华法林、阿司匹林。": {"华法林": "on-hold", "阿司匹林": "on-hold"},
    "服药期间如患流感，立即停用阿司匹林。": {},
    "停阿司匹林，今日恢复使用。": {"阿司匹林": "active"},
    "硫唑嘌呤可继续，不与别嘌醇合用": {"硫唑嘌呤": "active"},
    "2022年服用复方磺胺甲噁唑后出现高热、皮疹": {"磺胺甲噁唑": "completed"},
    "可疑间质性肺炎，确诊则永久停药并予泼尼松。": {},
    "2016年起服用卡马西平0.2g每日2次": {"卡马西平": "active"},
    "近2个月服用甲氨蝶呤后出现口腔溃疡。": {"甲氨蝶呤": "active"},
    "请勿使用阿莫西林": {},
    "禁止服用阿司匹林": {},
    "不得不使用泼尼松": {"泼尼松": "active"},
    "曾用利培酮，后改用奥氮平10mg qn": {"利培酮": "stopped", "奥氮平": "active"},
    "甲泼尼龙40mg改为泼尼松30mg": {"甲泼尼龙": "stopped", "泼尼松": "active"},
    "头孢曲松静滴3天后改为左氧氟沙星口服": {"头孢曲松": "stopped", "左氧氟沙星": "active"},
    "泼尼松30mg改为泼尼松20mg": {"泼尼松": "active"},
    "建议将氨氯地平改为缬沙坦": {},
    "由头孢曲松更改为美罗培南。": {"头孢曲松": "stopped", "美罗培南": "active"},
    "诊断肺炎，由头孢曲松更改为美罗培南。": {"头孢曲松": "stopped", "美罗培南": "active"},
    "由消炎痛改为布洛芬。": {"消炎痛": "stopped", "布洛芬": "active"},
    "曾服用卡托普利，因干咳停用。": {"卡托普利": "stopped"},
    "服用阿司匹林，因便血停用氯吡格雷。": {"阿司匹林": "active", "氯吡格雷": "stopped"},
    "外院予头孢曲松治疗后出现皮疹，遂停用，改为莫西沙星。": {"头孢曲松": "stopped", "莫西沙星": "active"},
    "泼尼松40mg/日，若好转改为甲泼尼龙": {"泼尼松": "active"},
}  # fmt: skip


@pytest.mark.parametrize("text", ENDED | REPLACED | AGAIN | RETAKEN | PAST)
def test_what_became_of_a_drug(pipeline, text):
    assert statuses(pipeline, text) == (ENDED | REPLACED | AGAIN | RETAKEN | PAST)[text]


@pytest.mark.parametrize("text", CHINESE)
def test_what_became_of_a_drug_in_chinese(pipeline, text):
    assert statuses(pipeline, text, "zh") == CHINESE[text]


ENDED_ITEMS = {
    "She is not currently taking metformin.": {"metformin": "not-taken"},
    "Patient not currently taking any metformin or aspirin.": {"metformin": "not-taken", "aspirin": "not-taken"},
    "He is not presently using salbutamol for asthma.": {"salbutamol": "not-taken"},
    "Not currently taking anything else; metformin 500 mg BID.": {"metformin": "active"},
    "Patient is not taking metformin regularly.": {"metformin": "active"},
    "She has not been taking her metformin as prescribed.": {"metformin": "active"},
    "Aspirin 75 mg OD - no longer taking": {"aspirin": "stopped"},
    "Omeprazole 20mg (no longer taking)": {"omeprazole": "stopped"},
    "Ramipril 5 mg - no longer needed": {"ramipril": "stopped"},
    "Naproxen 500 mg tds: not currently taking": {"naproxen": "not-taken"},
    "Naproxen 500 mg tds, patient is not taking": {"naproxen": "not-taken"},
    "Codeine 30 mg, he has never used": {"codeine": "not-taken"},
    "Naproxen 500 mg (patient stopped)": {"naproxen": "stopped"},
    "Amlodipine 5 mg STOP": {"amlodipine": "stopped"},
    "Amlodipine 5 mg – STOP due to rash": {"amlodipine": "stopped"},
    "Amlodipine 5 mg [STOPPED]": {"amlodipine": "stopped"},
    "Amlodipine 5 mg *DISCONTINUED*": {"amlodipine": "stopped"},
    "Levothyroxine 50 mcg <held>": {"levothyroxine": "on-hold"},
    "Aspirin | 75 mg | Stopped": {"aspirin": "stopped"},
    "Medication: Aspirin; Dose: 75 mg; Status: discontinued": {"aspirin": "stopped"},
    "Aspirin (75 mg) status: stopped": {"aspirin": "stopped"},
    "Aspirin 75 mg Route: oral Frequency: daily Medication status: discontinued": {"aspirin": "stopped"},
    "Aspirin | 75 mg | oral | Action: stop": {"aspirin": "stopped"},
    "Aspirin 81 mg daily; smoking status: stopped 2010": {"aspirin": "active"},
    "Aspirin 81 mg daily; smoking: 10/day; status: stopped": {"aspirin": "active"},
    "Metformin 500 mg BD, PT status: completed.": {"metformin": "active"},
    "Tramadol 50 mg – ceased": {"tramadol": "stopped"},
    "Cease metformin 500 mg BID": {"metformin": "stopped"},
    "Gave up taking lisinopril 10 mg": {"lisinopril": "stopped"},
    "Diclofenac 50 mg - finished": {"diclofenac": "completed"},
    "Warfarin 3 mg - completed course": {"warfarin": "completed"},
    "Amlodipine - stop. Ramipril - continue. Bisoprolol - hold.": {
        "amlodipine": "stopped", "ramipril": "active", "bisoprolol": "on-hold",
    },
    "Aspirin | 75 mg | daily": {"aspirin": "active"},
    "Alcohol - continues": {},
    "Medications:\n- Aspirin 75 mg OD - no longer taking\n- Ramipril 5 mg OD\n- Simvastatin 40 mg | discontinued\n": {
        "aspirin": "stopped", "ramipril": "active", "simvastatin": "stopped",
    },
    "Clopidogrel 75 mg od stopped 2019, aspirin 75 mg od continues": {"clopidogrel": "stopped", "aspirin": "active"},
    "Home meds: lisinopril 20 mg daily (no longer taking), aspirin 81 mg daily, metformin 500 mg BID - stopped": {
        "lisinopril": "stopped", "aspirin": "active", "metformin": "stopped",
    },
    "Aspirin 81 mg and metformin 500 mg were stopped": {"aspirin": "stopped", "metformin": "stopped"},
    "Aspirin, metformin - stopped": {"aspirin": "stopped", "metformin": "stopped"},
    "Lisinopril 10 mg daily, metoprolol 25 mg bid (held)": {"lisinopril": "active", "metoprolol": "on-hold"},
    "Insulin glargine 20 units nightly - completed an education course": {"insulin glargine": "active"},
    "Sertraline 50 mg daily - patient has never missed a dose": {"sertraline": "active"},
    "Aspirin 75 mg - not taking as prescribed": {"aspirin": "active"},
    "Metformin 500 mg bid - not taking any other medications": {"metformin": "active"},
    "Warfarin 5 mg - hold for INR > 3": {"warfarin": "active"},
    "Aspirin 75 mg - stop 7 days before surgery": {"aspirin": "active"},
    "Aspirin 81 mg daily, stop smoking.": {"aspirin": "active"},
    "Aspirin 81 mg daily; stopped lisinopril.": {"aspirin": "active", "lisinopril": "stopped"},
    "Ceased smoking, on metformin 500 mg BID.": {"metformin": "active"},
}  # fmt: skip


@pytest.mark.parametrize("text", ENDED_ITEMS)
def test_an_item_may_say_behind_its_dosage_that_it_is_ended(pipeline, text):
    assert statuses(pipeline, text) == ENDED_ITEMS[text]


@pytest.mark.parametrize("text", ["Diclofenac 50 mg - finished", "Doxycycline course completed."])
def test_a_finished_course_is_taken_no_longer(pipeline, text):
    relations = pipeline.annotate(Document.make("n.txt", text, DocumentKind.NOTE))._.medkg_relations
    assert [one.negated for one in relations if one.predicate == "takes"] == [True]


def test_the_dose_of_a_drug_that_is_taken_again_is_the_later_one(pipeline):
    text = "Clozapine 400 mg stopped in 2020, rechallenged 2022 and continues on 250 mg"
    (one,) = pipeline.annotate(Document.make("n.txt", text, DocumentKind.NOTE))._.medkg_relations
    assert dict(one.qualifiers)["dose_value"] == "250"


DOSED = {
    "予甲氨蝶呤10mg每周一次、叶酸5mg每周一次": {"甲氨蝶呤", "叶酸"},
    "补充铁剂，叶酸5mg口服": {"叶酸"},
    "给予维生素B12 0.5mg肌注，叶酸5mg。": {"维生素B12", "叶酸"},
    "叶酸 5 ng/mL，维生素B12 200 pg/mL。": set(),
    "白蛋白35g/L，血钾3.5mmol/L。": set(),
}


@pytest.mark.parametrize("text", DOSED)
def test_a_dose_is_no_result_of_a_test(pipeline, text):
    relations = pipeline.annotate(Document.make("n.txt", text, DocumentKind.NOTE, language="zh"))._.medkg_relations
    assert {one.object.text for one in relations if one.predicate == "takes"} == DOSED[text]
    assert any(one.predicate == "has_attribute" for one in relations) == (not DOSED[text])


LEVELLED = {
    "d/c digoxin": {"digoxin": "stopped"},
    "Hold lithium 48h": {"lithium": "on-hold"},
    "Vancomycin infusion stopped.": {"vancomycin": "stopped"},
    "Potassium held steady at 4.1. Digoxin 1.2.": {},
}


@pytest.mark.parametrize("text", LEVELLED)
def test_a_drug_whose_level_is_measured_may_be_given_too(pipeline, text):
    assert statuses(pipeline, text) == LEVELLED[text]


TIMES = {
    "warfarin 3 mg OD": {"frequency": "OD", "times_per_day": "1"},
    "Warfarin 3 mg OD in the evening": {"frequency": "OD", "times_per_day": "1"},
    "timolol eye drops OD BD": {"route": "ophthalmic", "frequency": "BD", "times_per_day": "2"},
    "ofloxacin 1 drop in right eye od qid": {"route": "ophthalmic", "frequency": "qid", "times_per_day": "4"},
    "amoxicillin 500 mg QDS": {"frequency": "QDS", "times_per_day": "4"},
    "Paracetamol 1 g tds for 3 days": {"frequency": "tds", "times_per_day": "3"},
    "Use acetaminophen prn instead.": {"as_needed": "true"},
}


@pytest.mark.parametrize("text", TIMES)
def test_when_and_where_a_drug_is_taken(pipeline, text):
    (one,) = pipeline.annotate(Document.make("n.txt", text, DocumentKind.NOTE))._.medkg_relations
    shown = ("route", "frequency", "times_per_day", "as_needed", "as_needed_for")
    assert {key: value for key, value in one.qualifiers if key in shown} == TIMES[text]
