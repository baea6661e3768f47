"""Chinese notes: which drug of a sentence is stopped and why, what is taken still, not borne, or only conditional."""

from __future__ import annotations

import time

import pytest

from extraction.conditions_zh import conditional_spans
from extraction.documents import Document
from extraction.pipeline import Pipeline
from kg.records import DocumentKind
from kg.status import Statement, statuses_of


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


def told(pipeline, text):
    """The relations of a Chinese note."""
    return pipeline.annotate(Document.make("note.txt", text, DocumentKind.NOTE, language="zh"))._.medkg_relations


def statuses(pipeline, text):
    """The status of each drug of a Chinese note."""
    said: dict[str, list[Statement]] = {}
    for one in told(pipeline, text):
        if one.predicate == "takes":
            historical = one.object.assertion.temporality == "historical"
            statement = Statement("note", one.object.start, one.negated, historical, "x", one.qualifiers)
            said.setdefault(one.object.text, []).append(statement)
    return {name: status for name, given in said.items() for status, _ in statuses_of(given)}


STOPPED = {
    "长期服用羟氯喹0.2g bid，泼尼松已停用2年。": {"羟氯喹": "active", "泼尼松": "stopped"},
    "长期服用缬沙坦，氨氯地平已停用1年": {"缬沙坦": "active", "氨氯地平": "stopped"},
    "患者服用华法林，阿司匹林已停用": {"华法林": "active", "阿司匹林": "stopped"},
    "阿司匹林、氯吡格雷已停用": {"阿司匹林": "stopped", "氯吡格雷": "stopped"},
    "阿司匹林及氯吡格雷停用": {"阿司匹林": "stopped", "氯吡格雷": "stopped"},
    "阿司匹林100mg qd，氯吡格雷75mg qd均已停用": {"阿司匹林": "stopped", "氯吡格雷": "stopped"},
    "长期服用羟氯喹，泼尼松、甲氨蝶呤均已停用": {
        "羟氯喹": "active", "泼尼松": "stopped", "甲氨蝶呤": "stopped",
    },
    "泼尼松、甲氨蝶呤已停，现口服羟氯喹。": {"泼尼松": "stopped", "甲氨蝶呤": "stopped", "羟氯喹": "active"},
    "甲氨蝶呤因肺部感染停用，泼尼松继续口服。": {"甲氨蝶呤": "stopped", "泼尼松": "active"},
    "服用缬沙坦，氨氯地平，1年前自行停药": {"缬沙坦": "stopped", "氨氯地平": "stopped"},
}  # fmt: skip
HISTORY = {
    "既往史：2型糖尿病10年，口服二甲双胍、阿卡波糖，血糖控制可。": {"二甲双胍": "active", "阿卡波糖": "active"},
    "既往史：高血压10年，服用氨氯地平。脑梗死5年，口服阿司匹林，阿托伐他汀。": {
        "氨氯地平": "active", "阿司匹林": "active", "阿托伐他汀": "active",
    },
    "既往史：曾服用二甲双胍，现口服阿卡波糖。": {"二甲双胍": "completed", "阿卡波糖": "active"},
    "既往史：既往曾服用二甲双胍。": {"二甲双胍": "completed"},
    "既往服用阿司匹林。": {"阿司匹林": "completed"},
    "既往史：5年前患肺结核，口服异烟肼。": {"异烟肼": "completed"},
    "既往史：高血压，间断口服氨氯地平。": {"氨氯地平": "completed"},
    "既往史：肺炎，口服阿莫西林7天。": {"阿莫西林": "completed"},
    "既往史：高血压，口服氨氯地平，已停。": {"氨氯地平": "stopped"},
}  # fmt: skip
CONDITIONAL = {
    "如血钾低于5可加用氯化钾": {},
    "如血钾低于5，可加用氯化钾。": {},
    "若血压高可加用氨氯地平": {},
    "倘血压仍高则加用氨氯地平。": {},
    "一旦出现出血，应停用华法林，并予维生素K1。": {},
    "如血压升高时，应加用氨氯地平。": {},
    "现已停用螺内酯。如血钾<5.0可加用螺内酯。": {"螺内酯": "stopped"},
    "目前服用阿司匹林，如无出血，可加用氯吡格雷。": {"阿司匹林": "active"},
    "如血钾低可加用氯化钾，目前服用缬沙坦。": {"缬沙坦": "active"},
    "用药如下：口服阿司匹林，可继续。": {"阿司匹林": "active"},
    "服用多种药物，如阿司匹林、华法林，需监测。": {"阿司匹林": "active", "华法林": "active"},
    "饮食如常，服用阿司匹林，可耐受。": {"阿司匹林": "active"},
    "服用抗血小板药，诸如阿司匹林，需定期复查。": {"阿司匹林": "active"},
}


@pytest.mark.parametrize("text", STOPPED | HISTORY | CONDITIONAL)
def test_what_is_taken(pipeline, text):
    assert statuses(pipeline, text) == (STOPPED | HISTORY | CONDITIONAL)[text]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("如血钾<5.0可加用螺内酯。", []),
        ("血钾3.5mmol/L，如血钾<3.0应复查。", ["3.5"]),
        ("精神如常，血钾3.5mmol/L，可出院。", ["3.5"]),
    ],
)
def test_a_condition_is_no_result(pipeline, text, values):
    found = [dict(one.qualifiers) for one in told(pipeline, text) if one.predicate == "has_attribute"]
    assert [one["has_quantitative_value"] for one in found] == values


DENIED = {
    "头孢类药物不过敏": {"头孢": False},
    "头孢类不过敏。": {"头孢": False},
    "磺胺类药物不过敏": {"磺胺": False},
    "对头孢类药物无过敏。": {"头孢": False},
    "青霉素类药物不过敏": {"青霉素": False},
    "对青霉素不过敏": {"青霉素": False},
    "青霉素、头孢类药物均不过敏": {"青霉素": False, "头孢": False},
    "过敏史：青霉素过敏，头孢类药物不过敏。": {"青霉素": True, "头孢": False},
    "过敏史：磺胺类药物不过敏。": {"磺胺": False},
    "青霉素过敏": {"青霉素": True},
    "对头孢类药物过敏": {"头孢": True},
}


@pytest.mark.parametrize("text", DENIED)
def test_who_is_not_allergic(pipeline, text):
    found = {one.object.text: not one.negated for one in told(pipeline, text) if one.predicate == "allergic_to"}
    assert {name[:2] for name in found} == {name[:2] for name in DENIED[text]}
    assert {name[:2]: said for name, said in found.items()} == {name[:2]: said for name, said in DENIED[text].items()}


@pytest.mark.parametrize(
    ("text", "reacted"),
    [
        ("因肾功能不全停用二甲双胍", False),
        ("因肺炎停用甲氨蝶呤", False),
        ("甲氨蝶呤因肺部感染停用。", False),
        ("因脓毒症停用甲氨蝶呤", False),
        ("因间质性肺炎停用甲氨蝶呤", True),
        ("服用甲氨蝶呤后出现肺炎，停用甲氨蝶呤", True),
        ("因咳嗽停用依那普利", True),
        ("因皮疹停用青霉素", True),
        ("因低血糖停用格列美脲", True),
    ],
)
def test_an_illness_of_its_own_is_a_reason_and_no_reaction(pipeline, text, reacted):
    relations = told(pipeline, text)
    assert any(one.predicate == "had_adverse_reaction_to" for one in relations) == reacted
    assert any(one.predicate == "takes" and one.negated for one in relations)


def test_what_comes_instead_has_done_nothing(pipeline):
    relations = told(pipeline, "曾服用卡托普利，因咳嗽停用，改为缬沙坦。")
    assert [one.object.text for one in relations if one.predicate == "had_adverse_reaction_to"] == ["卡托普利"]


@pytest.mark.parametrize("part", ["如", "，如", "若可", "，如血压高，", "一旦"])
def test_conditions_are_found_in_linear_time(part):
    text = part * 20_000
    begun = time.perf_counter()
    conditional_spans(text, [(place, place + 1) for place in range(1, len(text), 3)])
    assert time.perf_counter() - begun < 5
