"""Chinese expressions of each predicate."""

from __future__ import annotations

from api.verify.words import Words

_USED = (
    r"(?<!的)治疗(?!药|方|手|选|用|措|作用|效果|中|时|反应|靶|对)"
    r"|(?<!禁)用于|用来|适用于|可用来|应用于|用在|适合|用药|对抗|缓解"
)
_BY = (
    r"(?<![禁忌慎停作应使])用(?!于|来|药)|以(?!及)|采用|使用(?!于)|选用(?!于)"
    r"|服用|给予|应用(?!于)|接受|从|经|通过|靠|借助|由"
)
_DRUG = (
    r"(?:治疗)?药物?|疗法|治疗(?:手段|方法|选择|方案|用药|措施|作用|效果|药物|意义)|治疗(?=包括|有|为|是|可|中|用|选|首)|用药|疗效|候选(?:药物?|治疗)?|作用|有效"
    r"|选择|方案|手段"
)
_HARM = r"引起|导致|造成|诱发|引发|致使|所致|产生|带来|招致|促发"
_CULPRIT = r"病因|原因|诱因|起因"
_LINK = r"相关|有关|关联|联系|涉及|致病基因|易感基因|相关基因|风险基因|关系|牵涉|参与|联系在一起"
_SHOW = (
    r"表现为|可见|见到|出现|可有|有(?!可能|望|效|关|助|证)|伴有|伴随|伴|具有|存在|呈现|呈|特征为|特征是|特点为|包括|包含|诉|发生|表现出|主诉|否认|无|未见"
    r"|没有|患有?|发现|见|累及|为特征|为特点|为表现|为主要表现"
)
_FEATURE = r"(?:临床|主要|典型|常见|特征性)*(?:表现|体征|症状|特征|表型|征象|特点|并发症|异常|改变)|临床表现"
_RESPONSE = r"反应|疗效|药效|应答|效果|作用|敏感性?|代谢|疗效|治疗效果|毒性"
_UP = r"上调|升高|增加|提高|诱导|增强|促进|上升|激活|增多|抬高"
_DOWN = r"下调|降低|减少|抑制|减弱|下降|压低|减低"

CHINESE: dict[str, Words] = {
    "treats": Words(active=_USED, passive=_BY, doer=_DRUG, thing=r"适应[证症]"),
    "applied_to_treat": Words(
        active=_USED + r"|用过|服过|给予", passive=_BY + r"|用过", doer=_DRUG, thing=r"适应[证症]|用药原因|原因"
    ),
    "ameliorates_condition": Words(
        active=r"缓解|改善|减轻|好转|舒缓",
        passive=r"用|以|由|经|在|通过|服用|使用",
        doer=r"缓解作用|改善作用|的(?:缓解|改善)",
    ),
    "contraindicated_in": Words(
        active=r"(?:禁|忌|慎|不宜|不应|不可|不得|不能|避免|禁止)(?:使|应)?用于|禁忌(?:用于|于)?",
        passive=r"禁用|忌用|不宜(?:使用|服用|应用|用)?|不应(?:使用|服用|用)?|不可(?:使用|服用|用)?|不得(?:使用|服用|用)?"
        r"|不能(?:使用|服用|用)|禁止(?:使用|服用)?|避免(?:使用|服用)?|禁忌(?:使用)?|禁服",
        thing=r"禁忌(?:证|症|疾病|人群|情况|之一)?",
        own_negation=True,
    ),
    "causes": Words(active=_HARM, passive=r"由|因|被|缘于|源于|归因于", doer=_CULPRIT, thing=r"后果|结果"),
    "has_side_effect": Words(
        active=_HARM + r"|出现|发生|可见",
        passive=r"由|因|被|见于|出现于|发生于|在",
        doer=_CULPRIT,
        thing=r"不良(?:反应|事件|作用|影响)|副作用|副反应|毒副(?:作用|反应)|毒性反应|毒性",
    ),
    "has_phenotype": Words(
        active=_SHOW,
        passive=r"见于|出现于|发生于|存在于|多见于|常见于|可见于|属于|为|是|在",
        thing=_FEATURE,
        found=r"可见|出现|发现|存在|见到|发生|有|见",
    ),
    "gene_associated_with_condition": Words(mutual=_LINK + r"|基因"),
    "binds": Words(
        active=r"结合|作用于|靶向|作用靶点|靶点",
        passive=r"被|可被|由|受|可与|能被",
        doer=r"配体|结合物",
        thing=r"(?:结合|作用|分子|药物)*(?:靶点|靶标|位点|靶蛋白|靶分子|对象|伙伴|蛋白)",
    ),
    "interacts_with": Words(mutual=r"相互作用|相互影响|交互作用|互相作用|互相影响|药物相互作用"),
    "physically_interacts_with": Words(mutual=r"相互作用|结合|互作|相互结合|复合物|交互作用|互相结合"),
    "participates_in": Words(
        active=r"参与|涉及|属于|介入|参加|起作用|发挥|在|是",
        passive=r"需要|有|由|包括|涉及|离不开|依赖",
        doer=r"参与者|成员|基因|参与基因|组成部分|一员",
        thing=r"通路|过程|途径",
    ),
    "affects_response_to": Words(
        active=r"影响|改变|决定|左右|关系到|调节|关乎",
        passive=r"受|取决于|与|由|因|随|被",
        response=_RESPONSE,
        mutual=r"有关|相关|关联|影响",
    ),
    "has_chemical_role": Words(
        active=r"属于|归为|归于|归入|充当|作为|起|发挥|具有|列为|归类",
        doer=r"成员|代表|一员|代表药物?|之一",
        thing=r"角色|类别|作用类别",
        is_a=True,
    ),
    "subclass_of": Words(
        active=r"属于|归为|归于|归入|归属|列入|归类|划入|划归|隶属",
        passive=r"(?<!中)(?<!药)(?<!物)(?:包括|包含|涵盖|下有|下属)",
        doer=r"一种|一类|亚型|类型|子类|一型|分型|特殊类型|下位|一员",
        thing=r"上位(?:概念|类别|分类)?|大类",
        is_a=True,
    ),
    "located_in": Words(
        active=r"位于|累及|发生于|发生在|侵犯|侵及|定位于|病变在|在|影响|见于",
        passive=r"受|被|是|为",
        thing=r"(?:病变|受累|发病|发生|病灶)*(?:部位|器官|位置|所在)",
    ),
    "expressed_in": Words(
        active=r"表达于|表达|在|活跃",
        passive=r"表达|有",
        thing=r"表达部位|表达组织",
        found=r"表达|活跃",
    ),
    "upregulates": Words(active=_UP, passive=r"被|受|由|因|在", doer=r"诱导剂|激活剂|诱导物"),
    "downregulates": Words(active=_DOWN, passive=r"被|受|由|因|在", doer=r"抑制剂|抑制物"),
    "regulates": Words(
        active=r"调控|调节|控制|支配",
        passive=r"受|被|由",
        doer=r"调控因子|调节因子|调控基因|调节基因",
        thing=r"(?:调控|调节)?靶(?:点|标|基因)",
    ),
    "coexpressed_with": Words(mutual=r"共表达|共同表达|一同表达|同时表达|协同表达"),
    "has_condition": Words(
        active=r"患有?|罹患|有|诊断为|确诊|合并|既往|伴有?|患者|存在|病史|否认|无|没有",
        passive=r"见于|为|是|的",
        thing=r"诊断|疾病|病症|所患|病史|基础疾病",
        found=r"有|见|诊断|确诊|存在",
    ),
    "takes": Words(
        active=r"服用|使用|用药|接受|口服|正在用|在用|应用|用|服|给予|注射",
        passive=r"被|由|给|用于|是|为",
        thing=r"(?:所用|用药|服用的?|在用)?(?:药物?|用药|治疗药物)|用药清单|用药",
    ),
    "underwent": Words(
        active=r"接受过?|行过?|做过?|经历过?|进行过?|施行过?|有",
        passive=r"被|已?行|完成|进行",
        thing=r"手术|操作|检查|治疗|术式",
    ),
    "has_attribute": Words(
        active=r"有|测得|记录|的?测量值|的?结果",
        passive=r"被测|测量|记录",
        thing=r"测量值|检查结果|结果|数值",
    ),
    "allergic_to": Words(
        active=r"(?:药物)?(?:过敏|变态)(?:反应|史)?",
        passive=r"使|令|致",
        thing=r"过敏原|过敏药物?|(?:药物)?过敏史?",
        found=r"(?:药物)?(?:过敏|变态)(?:反应|史)?",
    ),
    "had_adverse_reaction_to": Words(
        active=r"(?:不良)?反应|不耐受|不能耐受|未能耐受|发生|出现|对",
        passive=r"引起|导致|使|令|在|给|引发",
        thing=r"不良反应|不良反应药物",
    ),
    "mentions": Words(
        active=r"提到|提及|涉及|记载|谈到|论及|述及|记录|讨论",
        passive=r"见于|出现于|被|在|由",
        found=r"提到|提及|涉及|出现",
    ),
    "occurs_together_in_literature_with": Words(
        mutual=r"共同出现|共现|同时出现|一同出现|一起出现|一并出现|同时提到|同时提及|共同提及|共同提到|一并提及|一起提及|并提|同现|一起被提及|同时被提及|相提并论"
        r"|共同被提及|同一(?:篇|些)?(?:文献|文章|论文)|同时见于|并列出现|共同见于"
    ),
    "related_to": Words(mutual=r"相关|有关|关联|联系|关系"),
    "similar_to": Words(mutual=r"相似|类似|相近|相像|近似"),
}

CLOSING: dict[str, str] = {
    "treats": r"治疗|获益|控制|缓解|用药|疗效|管理|受益",
    "applied_to_treat": r"治疗|获益|控制|缓解|用药|管理|用",
    "ameliorates_condition": r"缓解|改善|减轻|好转",
    "causes": _HARM + r"|而起|而致|所引起",
    "has_side_effect": _HARM + r"|而起|而致|使用|治疗|患者|用药|服用|时|者|后",
    "binds": r"结合|靶向|作用|识别",
    "participates_in": r"参与|起作用|介导|发挥|涉及|作用|完成",
    "affects_response_to": r"影响|有关|相关|决定|关联|调节|而异|而不同|改变|变化|左右|关系",
    "upregulates": _UP,
    "downregulates": _DOWN,
    "regulates": r"调控|调节|控制|支配",
    "located_in": r"累及|侵犯|部位|受累|病变|影响|发生",
    "mentions": r"提到|提及|记载|出现|讨论|记录",
    "takes": r"使用|服用|用药|药物|使用的|接受|用|清单",
    "allergic_to": r"过敏",
    "had_adverse_reaction_to": r"反应|耐受|不适",
    "has_phenotype": r"表现|症状|体征|患者|中|上|身上|特征|出现|见到|可见|有",
    "expressed_in": r"表达",
    "has_condition": r"诊断|疾病|患|病史",
}
"""What must stand behind a passive's agent, such as 由…引起: the passive word alone says little."""
