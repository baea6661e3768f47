"""Rules for Chinese names where a role says that a name follows: lists of who took part, a doctor before his deed."""

from __future__ import annotations

import re

from extraction.deidentify.chinese import is_person
from extraction.deidentify.rules import Rule, after, both, gated, rule
from extraction.deidentify.surnames import DOUBLE_SURNAMES, SURNAMES

_HAN = r"[\u4e00-\u9fff]"
_NAME = rf"{_HAN}{{2,4}}?(?:·{_HAN}{{1,8}})*"
_TITLE = (
    r"(?:副?主任医师|主治医师|住院医师|副?主任|医师|医生|大夫|副?教授|副?护士长|主管护师|护师|护士|药师|技师|同志|老师)"
)
_MEETING = r"(?:参加|参与|出席|参会|与会|讨论|到场|会诊|抢救)(?:人员|医师|医生|者|专家)"
_WARD = rf"(?:{_HAN}{{1,8}}?科)?"
_RARE = frozenset("普邝宾官玉诸乐海盖支干国满班冼储元和丛修粟招原利由云明权师但区薄占户丰旦位呼麻孟亓亢闾郇")
_DOUBLE = frozenset(DOUBLE_SURNAMES.split("|"))
_COMMON = frozenset(SURNAMES)
_NO_NAME = re.compile(
    r"[病患问我您其本该各某均皆已仍未不再可需应拟予对给被将并的地得了着过后前时中内外上下人员科室院组班等]"
    r"|家属|主治|责任|值班|经治|管床|主管|主任|医师|医生|医护|大夫|教授|护士|护师|护理|药师|技师|老师|同志|同事|学生|实习|规培|进修|专家|领导"
    r"|全体|全程|全部|所有|相关|有关|一同|一起|一直|共同|轮流|自行|自述|代为|在旁|床旁|床边|现场|电话|多次|今日|今晨|昨日|及时|立即|详细|仔细|亲自"
    r"|陪同|陪护|代诉|查房|查看|详述|宣教|同意|要求|口头|口服|平稳|和解|国产|国家|国际|明确|明显|原因|原发|利尿|海绵|平时|平素|平卧|元素"
)
_NO_SURNAME = frozenset("来能经平求师查当")


def _is_name(found: re.Match[str]) -> bool:
    """Whether it begins with a surname and holds no word of a note."""
    name = found["x"]
    first = name[0] in _COMMON or name[0] in _RARE or name[:2] in _DOUBLE
    return first and is_person(name) and _NO_NAME.search(name) is None


def _is_surname(found: re.Match[str]) -> bool:
    name = found["x"]
    return len(name) > 1 or name not in _NO_SURNAME


CHINESE_ROLE_RULES: tuple[Rule, ...] = (
    rule(
        "name",
        rf"(?<=[:：、,，科 \t])(?P<x>{_NAME})(?={_TITLE}?(?:[、,，。；;\s]|$))",
        both(_is_name, after(rf"{_MEETING}[ \t]*[:：][ \t]*(?:{_WARD}{_NAME}{_TITLE}?[、,，][ \t]*)*{_WARD}", 240)),
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
        rf"(?:(?<=[由请遵])|(?<=护士长)|(?<=尊敬的))(?P<x>{_HAN}{{1,3}}?)"
        r"(?=医师主管|医生复查|医嘱|护士长|教授|医[师生]会诊|主任会诊)",
        both(_is_name, _is_surname),
        place=gated("由|请|遵|护士长|尊敬的"),
    ),
)
