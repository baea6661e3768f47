"""Scopes as notes need them: lists, exceptions, templates, sections, wrapped lines, drugs that are planned or stopped.

Letters: n negated, u uncertain, h historical, y hypothetical, p planned, o of another person, a dot for none of them.
"""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.assertion import assertion_engine
from extraction.assertion_engine import _fold, _to_folded
from extraction.sections import find_sections, section_at
from extraction.sentences import split_sentences
from kg.records import Assertion, Certainty, Experiencer, Temporality

_MARKED = re.compile(r"\[([^\[\]]{2,})\]")
_LETTERS = {
    Temporality.HISTORICAL: "h", Temporality.HYPOTHETICAL: "y", Temporality.PLANNED: "p", Temporality.RECENT: "",
}  # fmt: skip


def letters(said: Assertion) -> str:
    found = "n" * said.negated + "u" * (said.certainty == Certainty.UNCERTAIN)
    return found + _LETTERS[said.temporality] + "o" * (said.experiencer == Experiencer.OTHER) or "."


def read(marked: str, language: str = "en") -> str:
    """The assertions of the names in square brackets, after sections and sentences have been found."""
    text, spans = "", []
    for number, piece in enumerate(_MARKED.split(marked)):
        if number % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    sections, said = find_sections(text, language), {}
    for start, end in split_sentences(text, language, sections):
        here = [span for span in spans if start <= span[0] < end]
        if here:
            bounds, section = (start, max(end, here[-1][1])), section_at(sections, here[0][0])
            results = assertion_engine(language).assess(text, bounds, here, section)
            said.update(zip(here, map(letters, results), strict=True))
    return " ".join(said[span] for span in spans)


PROBES = [
    ("She has [asthma] and allergies: none.", "."),
    ("She has [asthma], allergies: none.", "."),
    ("[Asthma], [diabetes]: none.", "n n"),
    ("We discussed whether she has [pneumonia] or not.", "u"),
    ("Unclear whether or not he has [sepsis].", "u"),
    ("Denies [fever], [chills] except for mild [cough].", "n n ."),
    ("Denies [nausea] except [vomiting] once.", "n ."),
    ("? [TIA]", "u"),
    ("No [tremor], mild [gait ataxia], [hyperreflexia].", "n . ."),
    ("No [fever], severe [headache], or [rash].", "n n n"),
    ("Net negative 6 L. Metformin was held for [AKI].", "."),
    ("Ddx: [asthma] vs [bronchiolitis] vs [aspiration] (unlikely).", "u u nu"),
    ("[Pneumonia] was initially suspected but chest X-ray was clear.", "u"),
    ("Seen today.\n1. ? [stroke]\n- ? [migraine]", "u u"),
    ("Impression: [pneumonia] vs ? [embolism]", "u u"),
    ("DDx: [pneumonia], [PE], [CHF], [asthma].", "u u u u"),
    ("Differential diagnosis: [PE], [CHF], [COPD], [pericarditis].", "u u u u"),
    ("DDx includes [PE], [CHF] and [COPD] but she has [asthma].", "u u u ."),
    ("No [fever], [chills] or [cough] but has [headache].", "n n n ."),
    ("ROS: Constitutional: negative for [fever]. Positive for [fatigue].", "n ."),
    ("ROS: positive for [fatigue], negative for [fever].", ". n"),
    ("[ ] [fever] [x] [cough]", "u ."),
    ("( ) [gout] (x) [asthma] ( ) [stroke]", "u . u"),
    ("[Fever] [ ] Yes [x] No   [Cough] [x] Yes [ ] No", "n ."),
    ("[Rash]: ☐ yes ☑ no, [edema]: ☑ yes ☐ no", "n ."),
    ("[Chest pain] Yes [ ] No [x]", "n"),
    ("[Chest pain] Yes [ ] No [ ]", "u"),
    ("Neuro: + [headaches], - [seizures]", ". n"),
    ("Knee: [pain] - [swelling] noted, - [redness]", ". . ."),
    ("[Bell's palsy] suspected.", "u"),
    ("[Anemia] and suspected [GI bleed].", ". u"),
    ("she denies [fever] or [chest pain] he uses [oxygen] daily", "n n ."),
    ("Denies that he uses [cocaine].", "n"),
    ("Denies he uses [cocaine].", "n"),
    ("Denies that she uses [ibuprofen] or [aspirin].", "n n"),
    ("No evidence he uses [alcohol] or [heroin].", "n n"),
    ("Denies [cough], he uses [oxygen].", "n ."),
    ("Denies [cough] but she uses [oxygen].", "n ."),
    ("No [chest pain], his current medications include [warfarin].", "n ."),
    ("[Appendicitis] is not suspected.", "n"),
    ("[Appendicitis] is suspected.", "u"),
    ("MRI for [back pain] was not done.", "."),
    ("Planned surgery for [fibroids].", "."),
    ("[Fever]: no. [Cough]: yes.", "n ."),
    ("[CP] -, [SOB] +", "n ."),
    ("[CP] -, [SOB] +, [cough] -", "n . n"),
    ("[N/V]: denies. [Diarrhea]: denies.", "n n"),
    ("(-) [rash] (+) [cough]", "n ."),
    ("-[rash], +[cough]", "n ."),
    ("-[fever] -[chills] +[cough]", "n n ."),
    ("Negative except as in HPI: [cough].", "."),
    ("Rule out [sepsis].", "u"),
    ("r/o [MI].", "u"),
    ("Concern for [cellulitis].", "u"),
    ("Cannot exclude [fracture].", "u"),
    ("[Pulmonary embolism] unlikely.", "nu"),
    ("Return if [fever] develops.", "y"),
    ("If [fever] develops, take acetaminophen.", "y"),
    ("If she gets [fever], call; she has [cough] today.", "y ."),
    ("At risk of [stroke].", "y"),
    ("Screening for [colon cancer] is due.", "y"),
    ("Consider starting [lisinopril].", "y"),
    ("If no better, start [prednisone].", "y"),
    ("We could add [metformin] next visit.", "y"),
    ("Recommend [aspirin] 81 mg daily.", "y"),
    ("Will start [lisinopril] 10 mg daily.", "p"),
    ("Start [lisinopril] 10 mg daily.", "p"),
    ("Plan to begin [sertraline] tomorrow.", "p"),
    ("We will start her on [metformin] for [diabetes].", "p ."),
    ("He was started on [lisinopril] in May.", "."),
    ("Started [lisinopril] today.", "."),
    ("[Metformin] was stopped last year.", "h"),
    ("She stopped [metformin] in 2019.", "h"),
    ("[Lisinopril] was discontinued due to cough.", "h"),
    ("[Lisinopril] was discontinued due to [cough].", "h ."),
    ("Her [warfarin] was held before surgery.", "h"),
    ("Stop [naproxen].", "n"),
    ("Discontinue [naproxen].", "n"),
    ("Hold [warfarin] until Monday.", "n"),
    ("Stop [lisinopril] and start [losartan] 50 mg daily.", "n p"),
    ("She was switched from [lisinopril] to [losartan].", "h ."),
    ("Switch from [lisinopril] to [losartan].", "n p"),
    ("Will change [carbamazepine] to [gabapentin].", "n p"),
    ("Continue [metformin].", "."),
    ("Increase [metformin] to 1000 mg.", "."),
    ("Continue [aspirin] and [atorvastatin].", ". ."),
    ("She did not stop [metformin].", "."),
    ("She has not stopped taking [metformin].", "."),
    ("Consider stopping [metformin].", "."),
    ("She does not have [asthma].", "n"),
    ("She does have [asthma].", "."),
    ("[Asthma] is not well controlled.", "."),
    ("Possibly [gout].", "u"),
    ("Her [edema] has not recurred.", "n"),
    ("No [nausea], no [vomiting], and no [diarrhea].", "n n n"),
    ("No [nausea] today, however [vomiting] persists.", "n ."),
    ("Patient is without [pain].", "n"),
    ("[Pain] without radiation.", "."),
    ("No relief of [pain] with ibuprofen.", "."),
    ("[Cough] not relieved by honey.", "."),
    ("Abdomen: soft, no [tenderness].", "n"),
    ("HEENT: no [icterus], no [adenopathy].", "n n"),
    ("GI: denies [nausea], [vomiting], [melena].", "n n n"),
    ("GI: no [nausea]. Neuro: [headache].", "n ."),
    ("Negative [Murphy sign].", "n"),
    ("[Murphy sign] negative.", "n"),
    ("[Murphy sign] negative, [rebound] positive.", "n ."),
    ("[COVID] positive.", "."),
    ("[COVID] test came back negative.", "n"),
    ("[DVT] was excluded by ultrasound.", "n"),
    ("Ultrasound to exclude [DVT].", "u"),
    ("CT to evaluate for [abscess].", "u"),
    ("CT confirmed [abscess].", "."),
    ("Prior [stroke].", "h"),
    ("Prior [stroke], now with [weakness].", "h ."),
    ("[Stroke] in 2015.", "h"),
    ("[Appendicitis] as a child.", "h"),
    ("[Headache] for three days.", "."),
    ("Two days ago she developed [headache].", "."),
    ("S/p [cholecystectomy] in 2010.", "h"),
    ("History of [gout]. Denies [joint pain].", "h n"),
    ("No history of [seizures].", "n"),
    ("Vaccinated against [influenza].", "y"),
    ("To prevent [stroke].", "y"),
    ("Call us for [redness], swelling.", "y"),
    ("Watch for [bleeding] or [bruising].", "y y"),
    ("Side effects include [nausea].", "y"),
    ("Side effects: she had [nausea] with it.", "."),
    ("Likely [viral syndrome].", "u"),
    ("[Cellulitis] versus [stasis dermatitis].", "u u"),
    ("More likely than not she is well; [cough] present.", "."),
    ("Should [chest pain] recur, go to the ED.", "y"),
    ("Never had [chest pain].", "n"),
    ("[Chest pain]: never.", "n"),
    ("[Diabetes] (no), [asthma] (yes).", "n ."),
    ("[Fever]? No. [Cough]? Yes. [Rash]? No.", "n . n"),
    ("He takes nothing for his [migraine].", "."),
    ("No change in [cough] or [dyspnea].", ". ."),
]
MORE = [
    ("PMH: [HTN], [DM]. Meds: [metformin].", "h h ."),
    ("FAMILY HISTORY:\n[Asthma]", "o"),
    ("A/P: 1. [Pneumonia], improving. 2. [Hypertension], stable.", ". ."),
    ("A/P: 1. No [fever]. 2. [Cough].", "n ."),
    (
        "She denies fever, chest pain, hemoptysis, night sweats and any weight\nloss or [chills] during the last days.",
        "n",
    ),
    ("No [fever]\nPLAN\n[Cough]", "n ."),
    ("RETURN PRECAUTIONS: [fever], [chest pain].", "y y"),
    ("Patient education:\n- signs of [hypoglycemia]", "y"),
    ("- No [fever]\n- [Cough]", "n ."),
    ("ASSESSMENT AND PLAN:\n[Asthma]", "."),
    ("ROS: Denies [fever], [chills],\nor [cough].", "n n n"),
    ("□ [fever]  ☑ [cough]", "u ."),
    ("[x] [fever] [ ] [cough]", ". u"),
    ("Pertinent negatives: no [fever], [chills], [nausea], [vomiting]. Pertinent positives: [rash].", "n n n n ."),
    ("Negative for [fever] and [chills]; positive for [cough].", "n n ."),
    ("No improvement in [cough]; [fever] persists.", ". ."),
    ("No doubt this is [gout].", "."),
    ("Not only [cough] was reported.", "."),
    ("Question of [osteomyelitis].", "u"),
    ("Findings suggestive of [appendicitis].", "u"),
    ("Possible [UTI]; has [dysuria].", "u ."),
    ("[UTI] confirmed.", "."),
    ("Has [cough] without [fever].", ". n"),
    ("Without [fever] but with [cough].", "n ."),
    ("Except for [cough], no [fever].", ". n"),
    ("Neither [fever] nor [cough].", "n n"),
    ("Not [pneumonia] but [bronchitis].", "n ."),
    ("Rather than [pneumonia] she has [bronchitis].", "n ."),
    ("She was free of [pain].", "n"),
    ("Pain free interval then [pain].", "."),
    ("Her [ear pain] is gone.", "h"),
    ("Previously treated for [syphilis].", "h"),
    ("History of [asthma], presents with [cough].", "h ."),
    ("History of present illness: [cough].", "."),
    ("For the past week [cough].", "."),
    ("In case of [bleeding], stop apixaban.", "y"),
    ("Educated about [hypoglycemia].", "y"),
    ("If [wheezing] worsens return. Currently [wheezing] mild.", "y ."),
    ("Came because of [cough].", "."),
    ("[Appendicitis] has been ruled out.", "n"),
    ("[Appendicitis] has not been ruled out.", "u"),
    ("[Appendicitis] needs to be ruled out.", "u"),
    ("CT ruled out [appendicitis].", "n"),
    ("She is able to walk without difficulty despite [arthritis].", "."),
    ("Low risk; no [stroke].", "n"),
    ("Completed [amoxicillin]; [rash] today.", "h ."),
    ("Order: begin [apixaban] 5 mg BID.", "p"),
    ("Would benefit from [physical therapy].", "y"),
    ("She takes [aspirin] 81 mg.", "."),
    ("Aspirin may be replaced by [clopidogrel] if he bleeds.", "uy"),
    ("After starting [lisinopril] she coughed.", "."),
    ("After stopping [lisinopril] the cough went away.", "h"),
    ("Avoid [NSAIDs].", "n"),
    ("Do not start [warfarin].", "n"),
    ("[Warfarin] should be held for five days.", "n"),
    ("[Apixaban] to be started on Monday.", "p"),
    ("[Apixaban] could be started.", "y"),
    ("[Apixaban] was started.", "."),
    ("Increase [insulin] at night.", "."),
    ("Transitioned from [heparin] to [warfarin].", "h ."),
    ("Off [prednisone] since May.", "h"),
    ("No longer takes [digoxin].", "h"),
    ("[Fever] absent; [chills] present.", "n ."),
    ("[Cough]: yes, [fever]: no, [rash]: yes", ". n ."),
    ("[Fever], [chills]: denies", "n n"),
    ("[Hypertension]: well controlled, no changes.", "."),
    ("[Hypertension]: no complaints.", "."),
    ("[Diabetes]: a1c 7, no change in [metformin].", ". ."),
    ("[Suicidal ideation]: denied.", "n"),
]
CHINESE = [
    ("否认[高血压]、[糖尿病]病史。", "nh nh"),
    ("无[发热]、[咳嗽]，有[头痛]。", "n n ."),
    ("否認[胸痛]。", "n"),
    ("無[發熱]、[咳嗽]。", "n n"),
    ("沒有[頭痛]。", "n"),
    ("家族史：[糖尿病]。", "o"),
    ("父親患[高血壓]。", "o"),
    ("母親有[乳癌]病史。", "ho"),
    ("懷疑[肺炎]。", "u"),
    ("不能排除[肺栓塞]。", "u"),
    ("疑似[肺結核]。", "u"),
    ("若出現[胸痛]，請立即就診。", "y"),
    ("既往有[中風]。", "h"),
    ("曾患[肺結核]。", "h"),
    ("過去有[氣喘]。", "h"),
    ("未見[腫塊]，但有[壓痛]。", "n ."),
    ("[墨菲氏征]陰性。", "n"),
    ("無力，[頭暈]三天。", "."),
    ("排除[心肌梗塞]。", "n"),
    ("無[噁心]、[嘔吐]。", "n n"),
    ("建議接種[流感]疫苗。", "y"),
    ("其父有[糖尿病]。", "o"),
    ("無明顯誘因出現[胸痛]。", "."),
]


@pytest.mark.parametrize(("marked", "expected"), PROBES + MORE)
def test_english(marked, expected):
    assert read(marked) == expected


@pytest.mark.parametrize(("marked", "expected"), CHINESE)
def test_chinese_simplified_and_traditional(marked, expected):
    assert read(marked, "zh") == expected


@pytest.mark.parametrize(
    "unit",
    ["no ", "(", "- ", "a, ", "mother ", "mother, who is ", "start ", "if ", "should ", "in his ", ": no ", "[ ] ", "x",
     "A B ", "PMH: ", " ", "1. ", "?", "was started ", "switch to ", "+a ", "not ", "her ", "2015 ", "A", "否认", "無"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_expression_runs_away(unit, language):
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    started = time.process_time()
    sections = find_sections(text, language)
    bounds = split_sentences(text, language, sections) or [(0, len(text))]
    assert time.process_time() - started < 5  # linear: a runaway takes minutes
    started = time.process_time()
    for start, end in bounds[:50]:
        assertion_engine(language).assess(text, (start, end), [(start, min(start + 3, end))])
    assert time.process_time() - started < 5  # linear: a runaway takes minutes


@given(st.text("aB. \n\t\u00a0", max_size=14))
def test_places_follow_the_white_space_that_goes(sentence: str) -> None:
    folded, moved = _fold(sentence)
    assert folded == re.sub(r"\s+", " ", sentence.lower())
    for word in re.finditer(r"\S+", sentence):
        start, end = _to_folded(word.span(), 0, moved)
        assert folded[start:end] == word[0].lower()
