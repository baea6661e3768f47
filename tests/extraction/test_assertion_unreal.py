"""What nobody has: told of, vaccinated against, believed, withdrawn; and what was, and is over.

Letters: n negated, u uncertain, h historical, y hypothetical, o of another person, a dot for none of them.
"""

from __future__ import annotations

import re
from time import process_time

import pytest

from extraction.assertion import assertion_engine
from extraction.assertion_revised import withdrawn
from extraction.assertion_roles import of_source
from extraction.assertion_times import over
from kg.records import Assertion, Certainty, Experiencer, Temporality

_MARKED = re.compile(r"\[([^\[\]]+)\]")
_TIMES = {Temporality.HISTORICAL: "h", Temporality.HYPOTHETICAL: "y", Temporality.PLANNED: "p", Temporality.RECENT: ""}


def letters(said: Assertion) -> str:
    found = "n" * said.negated + "u" * (said.certainty == Certainty.UNCERTAIN)
    return found + _TIMES[said.temporality] + "o" * (said.experiencer == Experiencer.OTHER) or "."


def read(marked: str, language: str = "en") -> str:
    """The assertions of the names in square brackets of one sentence."""
    text, spans = "", []
    for number, piece in enumerate(_MARKED.split(marked)):
        if number % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return " ".join(map(letters, assertion_engine(language).assess(text, (0, len(text)), spans)))


TOLD = [
    ("Side effects of [methotrexate] including [hepatitis] and [pneumonitis] discussed", ". y y"),
    ("Discussed the potential side effects of [lithium] including [tremor] and [hypothyroidism].", ". y y"),
    ("Potential side effects ([nausea], [rash], [hepatitis]) discussed", "y y y"),
    ("Aware of side effects: [nausea], [hair loss], [neutropenia]", "y y y"),
    ("Understands the common adverse effects: [diarrhoea], [fatigue].", "y y"),
    ("Complications discussed: [bleeding], [perforation], [sepsis]", "y y y"),
    ("Operative complications were explained, including [infection] and [bleeding].", "y y"),
    ("Potential complications such as [bleeding] and [infection]", "y y"),
    ("Warned about [nausea], [diarrhoea] and [neutropenia] with [docetaxel]", "y y y y"),
    ("Warned re [dizziness].", "y"),
    ("Red flags discussed: [cauda equina syndrome], [incontinence]", "y y"),
    ("Red flags for [sepsis] explained.", "y"),
    ("Safety net: [fever], [rash]", "y y"),
    ("Safety-netted re [meningitis]", "y"),
    ("Patient educated regarding signs of [stroke]", "y"),
    ("Leaflet on [depression] given.", "y"),
    ("Written information on [asthma] and [COPD] provided.", "y y"),
    ("Advice re [heart failure] given", "y"),
    ("Given advice about [gout].", "y"),
    ("Reviewed red flags with the patient including [fever] and [weakness]", "y y"),
    ("Leaflet on [gout] given, has [asthma].", "y ."),
    # suffered, asked about, or of the present
    ("She had side effects ([nausea], [rash]), discussed with oncology.", ". ."),
    ("Stopped because of side effects: [nausea].", "."),
    ("Complications: [bleeding].", "."),
    ("Complication of [sepsis] given [ceftriaxone] 1 g IV.", ". ."),
    ("Complication: [wound infection] reviewed by surgeons.", "."),
    ("Vaccinated against [influenza], admitted for [pneumonia].", "y ."),
    ("Immunisations up to date, chest X-ray shows [pneumonia].", "."),
    ("Complications of [diabetes]: [retinopathy], discussed with patient.", ". ."),
    ("Discussed with family; she has [sepsis].", "."),
    ("Seen for advice about [headache].", "."),
    ("Discussed risks, but she developed [sepsis].", "."),
    ("She is aware of her [cancer].", "."),
    ("Case discussed: [pneumonia], on [amoxicillin].", ". ."),
]
VACCINES = [
    ("MMR, [varicella] and [hepatitis B] vaccines up to date", "y y"),
    ("Had [measles] and [rubella] vaccines", "y y"),
    ("Had [measles] and [rubella vaccines]", "y ."),
    ("[flu] and [COVID] vaccines", "y y"),
    ("[Pertussis] and [tetanus] boosters", "y y"),
    ("Immunisations: [measles], [mumps], [rubella], [tetanus] - up to date", "y y y y"),
    ("Immunised: [measles], [mumps]", "y y"),
    ("Vaccines given: [varicella]", "y"),
    ("[Tetanus]/[diphtheria] jabs are due.", "y y"),
    ("[Hepatitis B] vaccinated.", "y"),
    ("[Asthma], [flu] vaccines given.", ". y"),
    ("[Gout] and [flu] vaccinations.", ". y"),
    ("Booster missed, had [measles].", "."),
    ("[Measles] and [rash], given a jab.", ". ."),
]
BELIEFS = [
    ("Convinced that she has [cancer]", "u"),
    ("He is adamant he has [Lyme disease]", "u"),
    ("Delusional belief that he has [HIV]", "u"),
    ("Delusions of having [cancer].", "u"),
    ("Believes he has [cancer] (delusional)", "u"),
    ("Insists that she is suffering from [lupus].", "u"),
    ("Googled [multiple sclerosis]", "u"),
    ("Concerned re: [meningitis]", "u"),
    ("Concerned regarding [lymphoma]", "u"),
    ("Worried he has [cancer].", "u"),
    ("She fears that she has [cancer].", "u"),
    ("Anxious about [cancer].", "u"),
    ("He has [delusional disorder] and [diabetes].", ". ."),
    ("Convinced by the X-ray, treated [pneumonia].", "."),
]
WITHDRAWN = [
    ("He was misdiagnosed as [epilepsy]", "n"),
    ("Misdiagnosed as having [rheumatoid arthritis]", "n"),
    ("Initially misdiagnosed at an outside hospital as [migraine] and [anxiety].", "n n"),
    ("Wrongly diagnosed with [asthma]", "n"),
    ("[Asthma] was mistaken for [bronchitis].", ". n"),
    ("Misdiagnosis of [tuberculosis] as [sarcoidosis].", ". n"),
    ("Misdiagnosed as [migraine], later found to have [glioma].", "n ."),
    ("Misdiagnosed as [migraine] and treated for [depression].", "n ."),
    ("Diagnosis of [epilepsy] was incorrect", "n"),
    ("Diagnosis of [ALS] in error", "n"),
    ("[Crohn disease] has been revised to [ulcerative colitis]", "n ."),
    ("Treatment of [asthma] was revised to [budesonide].", ". ."),
    ("[MS] was revised to [lupus], [asthma] was reclassified as [COPD].", "n . n ."),
    ("[Gout], [MS] and [lupus] labels stand, [asthma] and [COPD] label removed.", ". . . n n"),
    ("Diagnosis of [COPD] withdrawn", "nh"),
    ("The diagnosis of [lupus], made in 2010, stands.", "."),
    ("[Bipolar disorder] diagnosis has since been refuted.", "n"),
    ("Label of [asthma] removed.", "n"),
    ("She was told wrongly that she had [lupus].", "n"),
    ("Diagnosed with [sarcoidosis] but this was incorrect.", "n"),
    ("Diagnosed with [sarcoidosis] but this was treated.", "."),
    ("Diagnosis changed from [depression] to [bipolar disorder].", "nh ."),
    ("Carries an erroneous diagnosis of [epilepsy].", "n"),
    ("Thought to be [eczema], it proved to be [psoriasis].", "u ."),
    ("Criteria for [sepsis] not met", "n"),
    ("[Sepsis] criteria were not met.", "n"),
    ("Fails to meet diagnostic criteria for [dementia].", "n"),
    ("Criteria for [sepsis] met.", "."),
    ("Diagnosis of [ADHD] not supported", "n"),
    ("Diagnosis of [melanoma], removed in 2010.", "."),
    ("Diagnosis of [asthma] changed her life.", "."),
    ("Since the diagnosis of [cancer] he was wrong about nothing.", "n"),
    ("He has non-[epileptic attacks]", "n"),
    ("A non-[diabetic] man.", "n"),
    ("Non-[severe asthma].", "."),
    ("Non-[small cell lung cancer].", "."),
]
ALLERGIES = [
    ("Label of [penicillin] [allergy] removed", "n n"),
    ("Label of [penicillin allergy] removed", "n"),
    ("[Penicillin] allergy was de-labelled", "n"),
    ("[Penicillin] allergy delabelled", "n"),
    ("[Penicillin] allergy disproved", "n"),
    ("[Penicillin] allergy refuted by skin test", "n"),
    ("[Penicillin] allergy - removed", "n"),
    ("Reported [penicillin] [allergy] is not a true [allergy].", "n n n"),
    ("[Penicillin] [allergy] excluded", "n n"),
    ("Allergy to [amoxicillin] has been ruled out.", "n"),
    ("De-labelled from [penicillin] allergy.", "n"),
    ("[Penicillin] allergy, [tonsillitis].", ". ."),
    ("[Penicillin] allergy confirmed by skin test.", "."),
    ("Nut allergy, [polyp] removed.", "."),
    ("[Penicillin] [allergy], [MI] excluded.", ". . n"),
    ("[Penicillin] [allergy] and [polyp] removed.", ". . ."),
    ("[Asthma], [penicillin] allergy removed.", ". n"),
    ("[Penicillin] allergy to be removed after challenge.", "."),
]
PREVENTION = [
    ("Prophylaxis for [DVT] with [enoxaparin] 40 mg SC OD", "y ."),
    ("[DVT] prophylaxis: [enoxaparin]", "y ."),
    ("PCP prophylaxis: [co-trimoxazole]", "."),
    ("[DVT] prophylaxis with [heparin], [stroke] prevention with [apixaban].", "y . y ."),
    ("High risk of [preeclampsia], on [aspirin] 150 mg", "y ."),
    ("Prophylactic [enoxaparin] given.", "."),
    ("Prophylaxis: [DVT]", "y"),
    ("Prophylaxis for [malaria].", "y"),
    ("Consider prophylaxis for [DVT] with [enoxaparin].", "y y"),
    ("Risk of [bleeding] with [warfarin].", "y y"),
    ("Monitor for [bleeding], on [warfarin].", "y ."),
    ("If [fever], on [aspirin].", "y y"),
]
OVER = [
    ("[Fever] has settled", "h"),
    ("[Diarrhoea] has stopped", "h"),
    ("[Vomiting] and [diarrhoea] have now stopped.", "h h"),
    ("[Headache] has gone", "h"),
    ("[Fever] now gone.", "h"),
    ("[Jaundice] has disappeared", "h"),
    ("[Headache] abated", "h"),
    ("[rash] settled with steroids", "h"),
    ("Was in [AF], now in sinus rhythm", "h"),
    ("[Childhood asthma], outgrown", "h"),
    ("[AKI] resolving", "."),
    ("[Pneumonia] resolving", "."),
    ("[Rash] is resolving", "."),
    ("Resolving [pneumonia].", "."),
    ("[Rash] has resolved.", "h"),
    ("[Pain] has gone to his back.", "."),
    ("[Diarrhoea] has not stopped.", "."),
    ("Keep fasting until [vomiting] has stopped.", "."),
    ("Patient with [asthma] has stopped smoking.", "."),
    ("[Preeclampsia] in last pregnancy", "h"),
    ("[Gestational diabetes] in previous pregnancy", "h"),
    ("[Hyperemesis] with her first pregnancy", "h"),
    ("[Depression] after first child", "h"),
    ("[Preeclampsia] (severe) during the last two pregnancies.", "h"),
    ("In her last pregnancy she had [preeclampsia] and now has [hypertension].", "h ."),
    ("Previous pregnancy complicated by [gestational diabetes].", "h"),
    ("[Rheumatoid arthritis] since her second pregnancy.", "."),
    ("[Preeclampsia] in this pregnancy.", "."),
    ("Pregnant with [gestational diabetes].", "."),
]
CHINESE = [
    ("曾误诊为[支气管哮喘]", "nh"),
    ("误诊断为[系统性红斑狼疮]", "n"),
    ("误认为[心绞痛]", "n"),
    ("外院误诊为[肺炎]", "n"),
    ("外院误诊为[肺炎]、[支气管炎]，现有[发热]", "n n ."),
    ("由[肺炎]改为[肺结核]", "n ."),
    ("诊断由[肺炎]修正为[肺结核]。", "n ."),
    ("诊断由[葡萄胎]改为[孤立肾]。", "n ."),
    ("由[头孢曲松]更改为[美罗培南]。", ". ."),
    ("[哮喘]诊断不成立。", "n"),
    ("曾误诊为[肺炎]，后确诊为[肺结核]", "nh ."),
    ("[发热]已退3天", "h"),
    ("[呕吐]停止", "h"),
    ("[抽搐]停止，[发热]。", "h ."),
    ("[皮疹]未消退。", "."),
    ("坚信自己患有[癌症]", "u"),
    ("自认为得了[胃癌]。", "u"),
    ("[青霉素]过敏标签已取消", "n"),
    ("[青霉素]过敏。", "."),
    ("上次妊娠[子痫前期]，现[头痛]。", "h ."),
    ("[呕吐]未停止。", "."),
    ("[咳嗽]，停止吸烟。", "."),
]


@pytest.mark.parametrize(("marked", "expected"), CHINESE)
def test_chinese(marked, expected):
    assert read(marked, "zh") == expected


@pytest.mark.parametrize(("marked", "expected"), WITHDRAWN + ALLERGIES)
def test_a_diagnosis_that_is_withdrawn_is_denied(marked, expected):
    assert read(marked) == expected


@pytest.mark.parametrize(("marked", "expected"), PREVENTION)
def test_what_is_prevented_is_hypothetical_and_the_means_are_not(marked, expected):
    assert read(marked) == expected


@pytest.mark.parametrize(("marked", "expected"), OVER)
def test_what_is_over_is_of_the_past(marked, expected):
    assert read(marked) == expected


@pytest.mark.parametrize(("marked", "expected"), TOLD + VACCINES + BELIEFS)
def test_what_is_only_told_of_or_believed(marked, expected):
    assert read(marked) == expected


@pytest.mark.parametrize("joint", [", ", " and ", "/"])
def test_a_list_of_names_is_read_in_linear_time(joint):
    text = joint.join(["af"] * 5_000) + " diagnosis label criteria allergy outbreak settled in the last pregnancy"
    spans = [found.span() for found in re.finditer("af", text)]
    started = process_time()
    said = [withdrawn(text, spans), over(text, spans), of_source(text, spans)]
    assert process_time() - started < 5.0  # a quadratic one takes half a minute
    assert [any(one) for one in said] == [False, False, False]


def test_a_character_that_stands_for_names_may_stand_in_the_text():
    assert read("De-labelled of \uf8f0 with [allergy], [asthma].") == ". ."
    assert read("\uf8f0, [asthma] diagnosis was incorrect.") == "n"
    assert read("由\uf8f0改为[肺炎]。", "zh") == "."


@pytest.mark.parametrize(
    "unit",
    ["side effects ", "aware of risks ", "vaccines ", "flu and ", "flu vaccines, ", "advice on ", "potential x ",
     "risks, discussed ", "risks of ", "immunisations: flu, ", "misdiagnosed ", "diagnosis of flu ", "x and ", "flu, ",
     "has gone ", "in last pregnancy ", "was in x, now ", "criteria for ", "flu allergy ",
     "flu prophylaxis ", "prophylaxis with ", ", on "],
)  # fmt: skip
def test_no_expression_runs_away(unit):
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    spans = [(start, start + 3) for start in range(0, 40_000, 400)]
    assert len(assertion_engine("en").assess(text, (0, len(text)), spans)) == len(spans)
