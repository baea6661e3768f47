"""De-identification: what goes, what stays, and that nothing moves."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.deidentify import MASK, mask
from extraction.deidentify.chinese import CHINESE_RULES
from extraction.deidentify.chinese_roles import CHINESE_ROLE_RULES
from extraction.deidentify.common import COMMON_RULES
from extraction.deidentify.english import ENGLISH_RULES
from extraction.deidentify.people import PEOPLE_RULES
from extraction.deidentify.rule_set import RuleSet


def _masked(text, language="en"):
    """The masked pieces of the text with their kinds."""
    return [(text[start:end], kind) for start, end, kind in mask(text, language).spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patient: Beatrix Calloway-Nunn    MRN 00912774", [("Beatrix Calloway-Nunn", "name"), ("00912774", "id")]),
        ("Seen by Dr. O'Hara on 03/14/2025.", [("O'Hara", "name"), ("03/14/", "date")]),
        ("Martha Collins is a 50-year-old female.", [("Martha Collins", "name")]),
        ("DOB: 03/14/1931, aged 94 years", [("03/14/1931", "date"), ("94", "age")]),
        ("Call (555) 013-4472 or a.b@mail.example", [("(555) 013-4472", "phone"), ("a.b@mail.example", "email")]),
        ("Lives at 350 W 42nd St until June.", [("350 W 42nd St", "address"), ("June", "date")]),
        ("Lives at 77 Fennel Court, Ostley.", [("77 Fennel Court, Ostley", "address")]),
        ("Admitted to Northgate Regional Hospital.", [("Northgate Regional Hospital", "institution")]),
        ("SSN 460-89-9847; host 10.2.33.4", [("460-89-9847", "id"), ("10.2.33.4", "ip")]),
        ("Signed: Tobias Venner, MD, 12 March 2024", [("Tobias Venner", "name"), ("12 March", "date")]),
        ("See https://portal.example/u/7 today", [("https://portal.example/u/7", "url")]),
        ("Since March 2021 he is worse.", [("March", "date")]),
    ],
)
def test_identifiers_are_found(text, expected):
    assert _masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Parkinson disease, Crohn's disease, Hodgkin lymphoma and Wilson disease were discussed.",
        "She may take metformin 1000 mg BID; BRCA1 and CYP2C19*2 tested.",
        "BP 142/84, HR 76, Temp 98.2 F, SpO2 98% on room air, BMI 31.2, strength 5/5, murmur 2/6.",
        "Potassium 4.6 mmol/L, LDL 82 mg/dL, D-dimer 1840 ng/mL, platelets 150-4000.",
        "A 66-year-old woman, diagnosed in 2014; pain 7/10 for 3 months.",
        "Glasgow Coma Scale 15, Foley catheter, Allen test normal, Babinski sign absent.",
        "Flat 4 mm polyp in the sigmoid colon. APT 35 sec. Flat 5 x 3 cm lesion.",
        "Cardiology Clinic follow-up. Pain Clinic. Emergency Department.",
    ],
)
def test_medicine_stays(text):
    assert _masked(text) == []


def test_a_name_goes_wherever_it_comes_again():
    text = "Patient: Ignatius Barrowmore. Mr. Barrowmore feels well. Barrowmore has Barrowmore syndrome in his family."
    masked = mask(text, "en").text
    assert masked.count("Barrowmore") == 1
    assert "Barrowmore syndrome" in masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("姓名：顾念霖  性别：女", [("顾念霖", "name")]),
        ("患者张伟，男，45岁，因胸痛入院。", [("张伟", "name")]),
        ("身份证号：330199196904123513", [("330199196904123513", "id")]),
        ("联系电话：13800005521", [("13800005521", "phone")]),
        ("入院日期：2025年3月7日", [("3月7日", "date")]),
        ("患者，93岁，女", [("93", "age")]),
        ("住址：霞浦镇柳荫巷27号", [("霞浦镇柳荫巷27号", "address")]),
        ("曾就诊于云栖湾人民医院，予阿司匹林。", [("云栖湾人民医院", "institution")]),
        ("主治医师：温如舟", [("温如舟", "name")]),
        ("参加人员：张三主任医师、普凤兰、邝欢护士长。", [("张三", "name"), ("普凤兰", "name"), ("邝欢", "name")]),
        ("今日上级医师官杰查看患者，由乐医生复查。", [("官杰", "name"), ("乐", "name")]),
        ("参加人员：张三，讨论：肺炎、心衰、高血压。", [("张三", "name")]),
        ("送检标本A1234567检测EGFR突变阳性。", [("A1234567", "id")]),
        ("家属宾建军代诉：头晕。遵潘瑞医嘱。", [("宾建军", "name"), ("潘瑞", "name")]),
    ],
)
def test_chinese_identifiers_are_found(text, expected):
    assert _masked(text, "zh") == expected


@pytest.mark.parametrize(
    "text",
    [
        "患者高热3天，否认高血压病史。",
        "患者房颤5年，患者包块3天，患者白癜风，病人麻木半年。",
        "患者因胸痛来我院就诊，外院予二甲双胍0.5g。",
        "帕金森病、桥本甲状腺炎，BRCA1突变。",
        "全科医师会诊。",
        "父亲死于新生儿糖尿病，母亲死于心力衰竭。既往于外院行胃镜检查。",
        "建议完善PDE11A检测，GRID2IP基因检测阳性。",
        "参加人员：全体医护人员、患者家属。遵医嘱服药。请眼科医生会诊，家属全程陪护。由主治医师主管。",
        "上级医师今日查看患者，上级医师指示：继续抗感染。遵循医嘱。遵口头医嘱。责任护士宣教。上级医师同意。",
        "会诊专家：血压、心率平稳，无发热。抢救人员：胸外按压、气管插管。请神经医生会诊，家属要求陪护。",
    ],
)
def test_chinese_medicine_stays(text):
    assert _masked(text, "zh") == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "zh"]))
def test_nothing_moves(text, language):
    masked = mask(text, language)
    assert len(masked.text) == len(text)
    kept = 0
    for start, end, _ in masked.spans:
        assert kept <= start < end
        assert masked.text[kept:start] == text[kept:start]
        assert all(new == MASK or new.isspace() for new in masked.text[start:end])
        kept = end
    assert masked.text[kept:] == text[kept:]


def test_synthetic_identifiers():
    corpora = os.environ.get("MEDKG_CORPORA")
    if not corpora:
        pytest.skip("Set MEDKG_CORPORA to the folder of the corpora.")
    rows = json.loads((Path(corpora) / "pii-synth" / "synth_dataset_v2.json").read_text(encoding="utf-8"))
    sure = {"EMAIL_ADDRESS", "IP_ADDRESS", "US_SSN", "IBAN_CODE", "CREDIT_CARD", "DOMAIN_NAME", "US_DRIVER_LICENSE"}
    found = total = 0
    for row in rows:
        spans = [span for span in row["spans"] if span["entity_type"] in sure]
        masked = mask(row["full_text"], "en").text if spans else ""
        for span in spans:
            total += 1
            found += MASK in masked[span["start_position"] : span["end_position"]]
    assert total > 250
    assert found / total > 0.98


PIECES = [
    "John", "Lee-Smith", "vanDyke", "O'Neil", "MD", "the", "of", "Willow", "Hospital", "&", "12", "+44", "(617)",
    "555-1234", "2020", "03/14/2025", "May", "St.", "Street", "Apt 4", "is a", "45", "year", "Inc", "A1B2", ",", ".",
    "\n", "-", "/", "90 years", "月", "日", "年", "Émile", "wife", "named", "lives in", "ZIP",
    "R. Dunn", "fellow", "MRN", "K 88", "Dr", "signed", "plate", "7ABC12",
    "pharmacy:", "aged", "93", "re:", "january", "::", "2001:db8", "mm/dd", "on", "3/4", "NP", "patient", "name:",
    "RN", "Practice", "GP", "\t", "@", "a.org", "DOB", "(93)", "SW1A 2AA", "617-555-0123", "tel.", "1HGCM82633A004352",
    "GB82WEST12345698765432", "seen", "Boston, MA 02115", "P.O. Box 12", "www.a.b", "born", "M.D.", "1.2.3.4", "9", "0",
    "123", "4567", "8/", "(", ")", "+", "NAME", "Yu, R.N.", "HOME ADDRESS:", "  ", "Smith Family Practice", "BROWN, AL",
]  # fmt: skip


ALL_RULES = (*COMMON_RULES, *ENGLISH_RULES, *PEOPLE_RULES, *CHINESE_RULES, *CHINESE_ROLE_RULES)
RULE_SET = RuleSet(ALL_RULES)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([" ", ""]))
def test_where_a_rule_can_match_only_saves_time(pieces, between):
    text = between.join(pieces)
    everywhere = [span for rule in ALL_RULES for span in rule.find(text)]
    assert list(RULE_SET.spans(RULE_SET.glance(text))) == everywhere
