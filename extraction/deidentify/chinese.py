"""Rules for Chinese notes: names after labels and before titles, hospitals, addresses, numbers, ages over 89."""

from __future__ import annotations

import re

from extraction.deidentify.rules import Rule, gated, rule
from extraction.deidentify.surnames import DOUBLE_SURNAMES, SURE_SURNAMES

_SURNAMES = SURE_SURNAMES
_DOUBLE = DOUBLE_SURNAMES
_HAN = r"[\u4e00-\u9fff]"
_NAME = rf"(?:(?:{_DOUBLE}){_HAN}{{1,2}}|[{_SURNAMES}]{_HAN}{{1,2}}?)"
_LABEL_NAME = rf"(?:{_HAN}{{2,4}}(?:·{_HAN}{{1,8}})*|[A-Za-z]+(?:[ ·][A-Za-z]+){{0,3}})"
_TITLE = (
    r"(?:主任医师|副主任医师|主治医师|住院医师|主任|副主任|医师|医生|大夫|教授|护士长|护士|药师|先生|女士|小姐"
    r"|太太|老师)"
)
_NOT_NAMES = frozenset(("全科", "申请", "常规", "管床", "时任", "应诊", "安排", "从事", "于内", "向上"))
_NO_GIVEN = re.compile(
    r"[热血压糖痛咳肿胀脂病症炎晕吐泻烧疲疼急性龄癌虑卒胖瘦痒痰喘药量院科诊术检测病染瘤疹瘫哑聋盲孕产娩今昨午因疸]"
    r"|主任|医师|医生|护士|时常|康复|安静|从未|清醒|常规|高度|高危|高空|成年|左侧|右侧|左下|左上|向来|单纯|单身|全身|应用|时有|曾有|曾在|曾经|关节|万分"
    r"|易激|易怒|尚可|尚好|尚未|白天|安排|温和|平素|管理|解除|解便|游走|连续|包括|简单|应激|付费|须于|来自|于我|于外|于本"
)
_LABEL = (
    r"(?:患者姓名|病人姓名|姓名|患者|病人|患儿|孕妇|产妇|孕产妇|父亲|母亲|丈夫|妻子|配偶|儿子|女儿|家属|家长|监护人|联系人"
    r"|陪护人?|陪同人?|代诉人?|签名|签字|主诊医?师?|主治医?师?|经治医?师?|管床医?师?|接诊医?师?|首诊医?师?|记录者|记录人"
    r"|病史陈述者|供史者)"
)
_VERB = (
    r"(?:陪同|陪伴|陪护|陪诊|代诉|代述|告知|签字|签署|签名|知情|同意|今日|今天|今晨|昨日|昨天|近日|来院|来诊|来我院|入院|出院|复查|复诊"
    r"|就诊|随诊|自述|诉|主诉|否认|表示|要求|于\d|于今|于昨|因|男|女|现?年?\d|系|性别|电话|手机)"
)
_END = r"(?=$|[\s，,。；;、（()）/|／]"
_UNIT = r"(?:[\d一二三四五六七八九十百\-－甲乙丙A-Za-z]{1,8}(?:号楼?|弄|栋|幢|座|单元|室|组|层|楼|房)){0,5}"
_UNITS = rf"{_UNIT}(?:{_HAN}{{1,8}}?(?:小区|苑|花园|公寓|大厦|家园|新村|里))?{_UNIT}(?:\d{{1,5}}(?![\d.%年月]))?"
_GENERIC = re.compile(
    r"(?:外|我|本|当地|某|上级|社区|综合|专科|其他|他|该|基层|地方|原|同级|三甲|大|多家|各|妇幼|转|来|到|出|入|住"
    r"|一家|附近|县|市|区|镇|乡|村|个体|私人|私立)+(?:医院|诊所|卫生院|院)$"
)


def is_person(name: str) -> bool:
    """Whether it holds no word of a note, as 高热 does after 患者."""
    return name not in _NOT_NAMES and _NO_GIVEN.search(name) is None


def _is_person(found: re.Match[str]) -> bool:
    return is_person(found["x"])


def _named_house(found: re.Match[str]) -> bool:
    return _GENERIC.fullmatch(found["x"]) is None


CHINESE_RULES: tuple[Rule, ...] = (
    rule(
        "name",
        rf"(?:患者姓名|病人姓名|姓名|患者|病人|联系人|紧急联系人|家属|陪护人?|签名|签字|记录者|记录人|报告者|审核者"
        rf"|医师签名|主治医师|住院医师|主任医师|经治医师"
        rf"|管床医师|责任护士|手术者|术者|麻醉师|医师|医生|接诊医师|首诊医师|护士|书写者|病史陈述者|监护人"
        rf"|配偶)[ \t\u3000]*[:：][ \t\u3000]*(?P<x>{_LABEL_NAME})(?=$|[\s，,。；;、（(/|／]|{_TITLE})",
    ),
    rule(
        "name",
        rf"(?:患者|病人|患儿|产妇|孕妇|家属)(?P<x>{_NAME})(?=[，,、\s（(]{{1,2}}(?:男|女|现?年?\d|系|因|性别)"
        rf"|{_TITLE})",
        _is_person,
    ),
    rule("name", rf"{_LABEL}[ \t\u3000]*[:：][ \t\u3000]*(?P<x>{_NAME}){_END}|{_TITLE})", _is_person, re.MULTILINE),
    rule("name", rf"{_LABEL}[ \t\u3000]+(?P<x>{_NAME}){_END}|{_TITLE})", _is_person, re.MULTILINE),
    rule("name", rf"{_LABEL}(?P<x>{_NAME})(?={_VERB})", _is_person),
    rule(
        "name",
        rf"(?:^|[\s。；:：]|\d床)(?P<x>{_NAME})(?=[，,、 \t\u3000]{{1,6}}(?:男|女)(?:性)?(?:[，,、\s\d]|$))",
        _is_person,
        re.MULTILINE,
    ),
    rule("name", rf"(?<![科管值班家庭乡村专全主经治责任的位名请与和])(?P<x>{_NAME})(?={_TITLE})", _is_person),
    rule("name", rf"(?<![主管责专时实见首公病产药查])(?P<x>[{_SURNAMES}])(?=(?:某某?|{_TITLE}))"),
    rule("name", rf"(?P<x>[{_SURNAMES}](?:某某?|[×xX*＊]{{1,2}}))(?!{_HAN}*科)"),
    rule("age", r"(?<![\d.])(?P<x>9\d|1[0-3]\d)(?=\s?(?:周?岁|y/?o))"),
    rule(
        "age",
        r"(?P<x>九十[一二三四五六七八九]?|一百[零〇一二三四五六七八九十]{0,4})(?=[多余]?\s?周?岁)",
        place=gated("九十|一百"),
    ),
    rule("date", r"(?<!\d)(?P<x>(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])[日号])"),
    rule(
        "id",
        r"(?:住院号|门诊号|病案号|病历号|登记号|床号|社保卡?号|医保卡?号|编号|病理号|检查号|影像号|标本号"
        r"|身份证号?码?|证件号码?|护照号|就诊卡号|卡号|工号|执业证号"
        r"|车牌号|设备序列号|序列号|账号|CT号|MR号|X线号|超声号|ID号?|QQ号?|微信号?"
        r"|用户名|登录名|账户|昵称|条码|流水号)[ \t]*(?:为"
        r"|是)?[\s:：/|（(—\-]{0,4}(?P<x>[A-Za-z0-9][A-Za-z0-9\-_]{1,30})",
    ),
    rule("id", r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·.]?[A-Z0-9]{5,6}(?![A-Z0-9])"),
    rule("id", r"[\u4e00-\u9fff]{1,6}号[ \t]*[:：]?[ \t]*(?P<x>[A-Za-z]{0,4}-?\d[A-Za-z0-9\-_]{3,24})"),
    rule("name", rf"(?:医师|医生|护士|主任)[ \t\u3000]+(?P<x>{_NAME})[ \t]*$", flags=re.MULTILINE),
    rule("phone", r"(?<!\d)(?:400|800)-?\d{3}-?\d{4}(?!\d)"),
    rule(
        "address",
        r"(?:家庭住址|现住址|住址|地址|家庭地址|联系地址|通讯地址|籍贯|户籍地?址?|出生地|居住地)[ \t]*[:：][ \t]*"
        r"(?P<x>[^\s，,。；;\n]{2,50})",
    ),
    rule(
        "address",
        rf"(?:(?:{_HAN}{{2,7}}(?:省|自治区|自治州))?{_HAN}{{2,5}}?(?:市|县|区|州|旗))(?:{_HAN}{{1,10}}?(?:区|县|镇"
        rf"|乡|街道))?"
        rf"(?:{_HAN}{{1,12}}?(?:路|街|大道|巷|弄|村|小区|苑|花园|里)){_UNITS}",
    ),
    rule(
        "address",
        rf"{_HAN}{{2,8}}?(?:路|街|大道|巷|弄|胡同)\d{{1,5}}(?:号|弄){_UNITS}",
    ),
    rule(
        "address",
        rf"(?:家住|居住于|居住在|现居|现住|来自|暂住|久居)(?P<x>{_HAN}{{2,12}}?(?:省|市|县|区|镇|乡|村)"
        rf"(?:{_HAN}{{1,8}}?(?:市|县|区|镇|乡|村))?)",
    ),
    rule(
        "institution",
        rf"(?:(?<=[于在到至往从经由赴院自：:，,。；;\s])|^)(?P<x>(?:(?![于在到至往赴])[\u4e00-\u9fff]){{2,16}}?(?:医院"
        rf"(?:{_HAN}{{1,6}}分院)?|(?:医学院|大学){_HAN}{{0,4}}附属{_HAN}{{0,8}}?医院|保健院|保健所|医疗中心|医学中心|门诊部|卫生院|诊所|卫生服务中心|医学院"
        rf"|大学|研究所|有限公司|公司|中学|小学|疗养院|养老院"
        rf"|体检中心))",
        _named_house,
        re.MULTILINE,
    ),
    rule(
        "institution",
        r"(?:工作单位|单位|学校|医院名称|就诊医院|医疗机构)[ \t]*[:：][ \t]*(?P<x>[^\s，,。；;\n]{2,30})",
    ),
)
