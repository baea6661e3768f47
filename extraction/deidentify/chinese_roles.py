"""Rules for Chinese names that stand where only a name can: in lists of who took part, between a role and its verb."""

from __future__ import annotations

import re

from extraction.deidentify.rules import Rule, after, both, gated, rule

_HAN = r"[\u4e00-\u9fff]"
_GIVEN = rf"{_HAN}{{2,4}}?(?:·{_HAN}{{1,8}})*"
_TITLE = (
    r"(?:副?主任医师|主治医师|住院医师|副?主任|医师|医生|大夫|副?教授|副?护士长|主管护师|护师|护士|药师|技师|同志|老师)"
)
_MEETING = r"(?:参加|参与|出席|参会|与会|讨论|到场|会诊|抢救)(?:人员|医师|医生|者|专家)"
_NO_NAME = re.compile(
    r"[病患问我您其本该各某均皆已仍未不再可需应拟予对给被将并的地得了着过后前时中内外上下人员科室院组班等时]"
    r"|家属|主治|责任|值班|经治|管床|主管|主任|医师|医生|医护|大夫|教授|护士|护师|护理|药师|技师|老师|同志|同事|学生|实习|规培|进修|专家|领导|全体|全程|全部|所有|相关|有关"
    r"|一同|一起|一直|共同|轮流|自行|自述|代为|在旁|床旁|床边|现场|电话|再次|多次|今日|今晨|昨日|及时|立即|详细|仔细|亲自|陪同|陪护|代诉|查房|查看|详述"
)
_NO_SURNAME = (
    "副本该女男军校队村厂牙法巫科原正各某此每名位其两三多专全主值经总组院外内儿妇骨眼带为是个省市县区在对从循照按守"
)


def _is_name(found: re.Match[str]) -> bool:
    return _NO_NAME.search(found["x"]) is None


def _is_surname(found: re.Match[str]) -> bool:
    return found["x"] not in _NO_SURNAME


CHINESE_ROLE_RULES: tuple[Rule, ...] = (
    rule(
        "name",
        rf"(?<=[:：、,，\s])(?P<x>{_GIVEN})(?={_TITLE}?(?:[、,，。；;\s]|$))",
        both(_is_name, after(rf"{_MEETING}[ \t]*[:：][^。；;\n]*", 240)),
        place=gated(_MEETING),
    ),
    rule(
        "name",
        rf"(?:上级医[师生]|经治医[师生]|管床医[师生]|责任护士|随访人[:：])(?P<x>{_HAN}{{2,4}}?)"
        r"(?=查看|查房|指示|[ \t]*(?:[，,。；;\n（(]|$))",
        _is_name,
        place=gated("上级医|经治医|管床医|责任护士|随访人"),
    ),
    rule(
        "name",
        rf"(?:家属|家长|陪护人?)(?P<x>{_HAN}{{2,3}}?)(?=代诉|代述|陪护|陪同|陪诊)",
        _is_name,
        place=gated("代诉|代述|陪护|陪同|陪诊"),
    ),
    rule(
        "name",
        rf"(?:(?<=[由请遵])|(?<=护士长)|(?<=尊敬的))(?P<x>{_HAN}{{1,3}}?)(?=医师主管|医生复查|医嘱|护士长|教授|医[师生]会诊|主任会诊)",
        both(_is_name, _is_surname),
        place=gated("由|请|遵|护士长|尊敬的"),
    ),
)
