"""Phrases of Chinese notes put together from parts, for training alone; see :mod:`tools.identifiers.grammar_en`."""

from __future__ import annotations

import random

_JOINTS = ("：", ":", "", " ", "　", "： ", "\t", " | ", "为", "（", "/", "——", "\n")
_LABELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("姓名|患者姓名|患者|病人|受检者|受检人|就诊人|病员|被保险人|申请人|本人|患儿|产妇|受试者|客户姓名|床旁|"
    "参保人|体检者|兹有患者|兹有|"
     "男性患者|女性患者|该患|患者签名|本人签名|病友|现有患者|我科患者|老人|同志",
     ("{FULL}", "{FULL}", "{FULL}，{sex}，{age}岁", "{FULL}（{sex}，{age}岁）", "{FULL} {sex} {age}岁", "{LAST}某",
     "{TITLELAST}",
      "{FULL}，{AGE90}岁", "{FULL}({MRN})", "{FULL}\t{sex}\t{age}", "{FULL}{sex}{age}岁")),
    ("医师|医生|主治医师|住院医师|主任医师|经治医师|经治医生|接诊医生|送检医生|送检医师|申请医师|报告医师|"
    "审核医师|主刀|术者|一助|麻醉师|检验者|"
     "审核者|记录者|签名|医师签名|科主任|上级医师|会诊医师|接收医师|转诊医师|报告人|诊断医师|操作者|检查医师|"
     "开单医生|责任医师|管床医生|带组教授|"
     "复核者|随访医生|处方医师|家庭医生|实习医师|规培医师|主管医师|主诊|首席专家|值班医师|导师|院长|书写者|"
     "核对者|撰写|校对|医务科",
     ("{DOCTOR}", "{DOCTOR}", "{DOCTOR2}", "{DOCTOR}/{DOCTOR2}", "{DOCTOR}、{DOCTOR2}", "{DOCTOR}  {DATE}",
     "{DOCTORLAST}主任", "{DOCTORLAST}教授")),
    ("护士|责任护士|护士长|值班护士|交班|接班|巡回护士|器械护士|护理员|药师|技师|营养师|康复师|社工|随访人|"
    "接诊护士|分诊护士|执行者|核对|陪检|"
     "采样者|采血|发药人|审方|配药|宣教人|评估人|签收人|导医|心理师|助产士|志愿者|护工|录入|登记人",
     ("{NURSE}", "{NURSE}", "{NURSELAST}护士", "{NURSE} {DATE}")),
    ("联系人|联系人姓名|家属|紧急联系人|监护人|代理人|陪护|陪同|病史陈述者|接听者|家长|配偶|代诉者|见证人|委托人"
    "|法定代理人|其{relation}|{relation}|"
     "患者{relation}|供史者|与患者关系|代签人|家属签名|来电者|房东|邻居|同事|担保人|陪人|接电话者|照料者|被委托人",
     ("{RELATIVE}", "{RELATIVE}", "{RELATIVE}（{relation}）", "{RELATIVE}({relation})", "{RELATIVE} {PHONE}",
     "{RELATIVE}，{PHONE}")),
    ("住院号|病案号|门诊号|病历号|登记号|卡号|就诊卡|编号|条码|检查号|影像号|标本号|ID|MRN|病理号|体检号|"
    "申请单号|流水号|样本号|报告编号", ("{MRN}", )),
    ("身份证|身份证号|身份证号码|证件号|证件号码|公民身份号码|护照", ("{SSN}",)),
    ("账号|银行卡|卡号|收据号|发票|账户|缴费号|订单号|押金单", ("{ACCOUNT}",)),
    ("医保号|医保卡号|社保卡号|医疗证号|保险号|农合号|参保号|保单号|医保", ("{PLAN}",)),
    ("执业证号|执业证书|资格证|医师编码|证书编号", ("{LICENCE}",)),
    ("序列号|设备号|起搏器|植入物编号|支架|批号|设备编号|器械编码|泵号", ("{DEVICE}",)),
    ("车牌|车牌号|车辆|肇事车|号牌|救护车", ("{PLATE}",)),
    ("车架号|VIN|识别代码", ("{VIN}",)),
    ("电话|手机|联系电话|手机号|Tel|号码|联系方式|传真|家庭电话|座机|随诊电话|咨询电话|致电|急救电话|热线|呼叫",
    ("{PHONE}", )),
    ("邮箱|Email|电子邮箱|电邮", ("{EMAIL}",)),
    ("网址|链接|报告网址|官网", ("{URL}",)),
    ("IP|IP地址|终端|登录地址", ("{IP}", "{IP}，", "{IP}，操作{DOCTOR}")),
    ("用户名|微信|微信号|账户|登录名|QQ", ("{USERNAME}",)),
    ("出生日期|出生|生日|出生年月|出生于", ("{DOB}",)),
    ("日期|入院日期|入院时间|出院日期|时间|就诊时间|检查日期|报告时间|采样时间|手术日期|签名日期|复诊日期|预约|"
    "记录时间|打印时间|送检日期|发病时间|末次月经|首诊|死亡时间|随访|有效期至",
     ("{DATE}", "{DATE}", "{DATE} {clock}")),
    ("地址|住址|家庭住址|现住址|户口地址|通讯地址|家住|居住地|现居|住所|寄往|迁至|搬到|送药至|邮寄|发病地点|住|"
    "居住于", ("{ADDRESS}", "{ADDRESS}，{PHONE}")),
    ("籍贯|出生地|来自|户籍|生于|到过|途经|居住地|自|家乡|原籍|现居|疫区|旅居|工作地|长居|长于|祖籍|赴|前往|去过"
    "|返自|在",
     ("{CITY}", "{CITY}", "{CITY}人", "{CITY}，{DATE}", "{CITY}、{CITY}")),
    ("单位|工作单位|工作单位及地址|职业|就职于|供职|原单位|退休前在|原在|曾在|参保单位|任职于|雇主|开具给",
    ("{EMPLOYER}", "{EMPLOYER}工作", "{EMPLOYER}职工")),
    ("学校|就读|毕业于|就读于|在读|学历|教育|所在学校", ("{SCHOOL}", "{SCHOOL}学生", "{SCHOOL}老师")),
    ("医院|医疗机构|送检单位|就诊于|转自|转往|外院|转入医院|转出医院|由|在|曾在|来院途径|报告单位|委托单位|经|赴"
    "|首诊|检查单位|曾住",
     ("{HOSPITAL}", "{HOSPITAL}", "{HOSPITAL}就诊", "{HOSPITAL}转往{HOSPITAL2}", "{HOSPITAL}{ward}", "{HOSPITAL}住院")),
    ("诊断|初步诊断|主要诊断|既往史|既往|印象|出院诊断|病理|考虑|疑|排除|因", ("{disease}", "{eponym}",
    "1.{disease} 2.{eponym}", "{disease}、{disease2}", "{TRAP}")),
    ("用药|药物|处方|带药|医嘱|过敏|过敏药物|予|给予|长期服用|停|改用|遵医嘱予|静滴|口服", ("{drug}",
    "{drug}{dose}", "{drug}、{drug}", "{drug}{dose}，{drug}{dose}")),
    ("血压|结果|检验|评分|化验|数值|范围|基因|查体", ("{bp}", "{TABLE}", "{gene}", "{NUMBER}", "{NUMBER}", "{TRAP}",
    "{TABLE}")),
    ("年龄|现年|享年", ("{AGE90}岁", "{age}岁", "{AGE90}周岁")),
)  # fmt: skip
_WHO = (
    "{FULL}", "{TITLELAST}", "{LAST}某", "患者{FULL}", "{relation}{RELATIVE}", "家属{RELATIVE}", "{RELATIVE}",
    "{NURSE}", "护士{NURSE}", "{NURSE}护士",
    "{DOCTOR}医师", "{DOCTOR}", "{DOCTORLAST}主任", "{DOCTORLAST}大夫", "{DOCTORLAST}医生", "{DOCTOR}教授",
    "{DOCTOR}主任医师", "{NURSELAST}护士长",
    "病人{FULL}", "{sex}性患者{FULL}", "{FULL}先生", "{FULL}女士", "{LAST}先生", "{DOCTOR}医生", "{DOCTORLAST}教授",
    "{FULL}之{relation}{RELATIVE}",
    "老病人{FULL}", "产妇{FULL}", "邻居{RELATIVE}", "其{relation}{RELATIVE}", "住院医{DOCTOR}", "药师{NURSE}",
    "{DOCTOR}、{DOCTOR2}", "{DOCTOR}与{NURSE}",
)  # fmt: skip
_BEFORE = (
    "由", "请", "经", "与", "给", "向", "告知", "通知", "遵", "予", "转告", "已告知", "电话告知", "汇报", "术后由",
    "今日", "现", "陪同", "联系", "询问", "和", "据", "嘱", "同意",
    "为", "送", "接", "致电", "已通知", "尊敬的", "此致", "兹有", "随", "配合", "代", "建议", "拟请", "协助", "约",
    "感谢", "委托", "交由", "转", "查看", "夜班", "晨起", "三床", "床旁",
)  # fmt: skip
_AFTER = (
    "查房。", "诉{symptom}。", "入院。", "出院。", "签字。", "会诊。", "主刀行手术。", "值班。", "陪护。", "来电。",
    "复查{drug}。", "已知情。", "表示理解。", "称{symptom}好转。", "执行医嘱。", "测血压{bp}。",
    "，{sex}，{age}岁。", "（{sex}，{age}岁）", "于{DATE}手术。", "来诊。", "自{CITY}返回。", "在{EMPLOYER}工作。",
    "近日{symptom}。", "因{disease}入院。", "指导用药。", "建议{drug}{dose}。", "实施手术。",
    "负责。", "接班。", "护送。", "复诊。", "随访。", "因{symptom}{duration}来院。", "代诉{symptom}。",
    "，{PHONE}。", "已迁至{ADDRESS}。", "医嘱", "处", "确认。", "。", "，", "；", "转往{HOSPITAL}。", "拒绝住院。",
    "开具处方。", "同意转院。", "完成检查。", "予{drug}静滴。", "核对。", "报告{DATE}。", "术后第2天。", "平稳。",
    "夜间{symptom}。", "{DATE}", "说：好转。", "家属在场。", "转上，请接诊。", "联系不上。",
)  # fmt: skip
_TRAPS = (
    "{trap}", "{trap}", "{disease}{duration}", "{symptom}、{symptom2}", "{drug}{dose}", "{eponym}可能", "{TABLE}",
    "{TABLE}", "{NUMBER}", "{gene}基因突变", "{gene}(+)", "{PROSE}", "{PROSE}", "{PROSE}", "{PROSE}",
    "无{symptom}。", "查{disease}。", "{drug}、{drug}。", "对症{drug}。", "术后{disease}", "{eponym}待排",
    "服{drug}后{symptom}",
)  # fmt: skip
_PROSE = (
    "于次日复查", "时有头晕", "高度怀疑肿瘤", "安装起搏器", "常有夜间憋气", "向左侧放射", "方便时复诊", "全程无痛",
    "应激性溃疡", "温和冲洗", "白带增多", "黄绿色痰", "石蜡切片", "金属异物", "水合氯醛灌肠", "马尾综合征",
    "牛皮癣", "毛细支气管炎", "胡萝卜素", "谢绝探视", "许可范围", "何种药物", "江湖医生", "余下肢正常", "汤匙",
    "连日发热", "段性狭窄", "雷诺现象阴性", "钱币样", "万分紧急", "柏油样便", "宣教完成", "成形便", "解除隔离",
    "冷敷",
    "明显好转", "强直", "单侧", "祝早日康复", "项强", "屈曲位", "双侧", "路途劳累", "和解少阳", "平卧位",
    "管道通畅", "房颤律", "容量不足", "乐观", "伏案工作", "熊去氧胆酸", "丁苯酞", "苏醒", "范围扩大", "沈阳",
    "姜汤", "蓝斑",
    "白介素升高", "高密度脂蛋白", "孟德尔遗传", "苗条", "黎明现象", "龙胆泻肝汤", "华法林", "韦格纳肉芽肿",
    "康复训练", "贺氏", "严密观察", "武汉", "乔布综合征", "程度较轻", "季节性", "季肋部", "童年", "关注", "葛根汤",
    "甘露醇", "甘草", "艾灸", "艾滋病", "古典", "易感", "莫西沙星", "麦氏点压痛", "史密斯骨折", "宫缩", "时间",
    "党参", "车祸", "代谢", "左旋多巴", "皮疹", "皮肤", "幸未", "展望", "花粉", "终末期", "能力", "包膜", "水样便",
    "包扎",
    "步态", "曲霉菌", "卓越", "洪脉", "景深", "席汉综合征", "海马", "阳性", "阴阳", "施术", "安定", "池塘", "项目",
    "计划", "管理", "房间隔缺损", "边界", "井喷", "盛夏", "农药中毒", "常温", "常见", "文献", "文化", "安全",
    "高兴",
)  # fmt: skip
_TESTS = (
    "血红蛋白",
    "白细胞",
    "血小板",
    "肌酐",
    "尿素氮",
    "总胆红素",
    "白蛋白",
    "谷丙转氨酶",
    "谷草转氨酶",
    "钾",
    "钠",
    "血糖",
    "甘油三酯",
    "促甲状腺激素",
    "C反应蛋白",
    "降钙素原",
    "D-二聚体",
    "肌钙蛋白",
    "糖化血红蛋白",
    "尿酸",
    "癌胚抗原",
    "甲胎蛋白",
    "游离T4",
    "凝血酶原时间",
    "高密度脂蛋白",
)
_UNITS = ("g/L", "mmol/L", "μmol/L", "U/L", "mIU/L", "ng/mL", "%", "×10^9/L", "mg/L", "s", "")
_EXPANSIONS = 6


def phrase(generator: random.Random) -> str:
    """One phrase with slots."""
    choose = generator.choice
    drawn = generator.random()
    if drawn < 0.36:
        return _expanded(generator, "，".join(_labelled(generator) for _ in range(choose((1, 1, 2)))))
    if drawn < 0.7:
        return _expanded(generator, choose((choose(_BEFORE), "")) + choose(_WHO) + choose(_AFTER))
    return _expanded(generator, choose(_TRAPS) + choose(("", "。", "，", "；")))


def form(generator: random.Random) -> str:
    """Some labelled values in one style."""
    joint = generator.choice(_JOINTS)
    between = generator.choice(("\n", "　", " ", "  ", "，", "\t", "；"))
    return _expanded(generator, between.join(_labelled(generator, joint) for _ in range(generator.randrange(3, 8))))


def _labelled(generator: random.Random, joint: str | None = None) -> str:
    labels, values = generator.choice(_LABELS)
    between = generator.choice(_JOINTS) if joint is None else joint
    return f"{generator.choice(labels.split('|'))}{between}{generator.choice(values)}{'）' if between == '（' else ''}"


def _expanded(generator: random.Random, text: str) -> str:
    for _ in range(_EXPANSIONS):
        for slot, texts in (("TRAP", _TRAPS), ("PROSE", _PROSE)):
            text = text.replace(f"{{{slot}}}", generator.choice(texts), 1)
        text = text.replace("{TABLE}", _table(generator), 1).replace("{NUMBER}", _number(generator), 1)
    return text


def _number(generator: random.Random) -> str:
    one, two, three = generator.randrange(1, 9), generator.randrange(10, 99), generator.randrange(100, 400)
    shapes = (
        f"{one}/{two}", f"{three}ml", f"1/{three}", f"{one}.{two}×10^9/L", f"评分{two}分", f"VAS {one}分",
        f"肌力{one}级", f"L{one}-{one + 1}", f"{two}%", f"{one}级", f"第{one}天",
        f"P {two}次/分", f"T 3{one}.{one}℃", f"({'+' * (one % 3 + 1)})", f"pT{one}N{one % 3}M0", f"{one}-{two}mg",
        f"Ki-67 {two}%", f"{one}×{one}cm", f"INR {one}.{one}", f"{two}分", f"{three}mg q{one}h",
    )  # fmt: skip
    return generator.choice(shapes)


def _table(generator: random.Random) -> str:
    joint = generator.choice(("\t", "  ", " | ", " ", "", "："))
    rows = []
    for _ in range(generator.randrange(1, 5)):
        low, high = generator.randrange(1, 40), generator.randrange(41, 200)
        value = generator.choice(
            (f"{generator.randrange(1, 150)}.{generator.randrange(10)}", str(generator.randrange(2, 400)))
        )
        rows.append(
            f"{generator.choice(_TESTS)}{joint}{value}{generator.choice(_UNITS)}"
            + generator.choice(("", f"{joint}{low}-{high}"))
        )
    return generator.choice(("\n", "，", "；")).join(rows)
