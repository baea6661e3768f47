"""Chinese cue phrases."""

from __future__ import annotations

from extraction.assertion_chinese import correct_chinese
from extraction.assertion_rules import Direction, Effect, RuleSet, phrases

_N, _U, _H, _Y, _O = Effect.NEGATED, Effect.UNCERTAIN, Effect.HISTORICAL, Effect.HYPOTHETICAL, Effect.OTHER
_BEFORE = Direction.BEFORE

_NEGATED_WIDE = "否认 | 均否认 | 排除了 | 已排除 | 除外了 | 排除： | 排除: | 除外： | 除外:"
_NEGATED_AFTER = """
无 | 均无 | 并无 | 从无 | 未见 | 未见明显 | 未见明确 | 未闻及 | 未闻 | 未触及 | 未扪及 | 未及 | 未查及 | 未探及
| 未引出 | 未出现 | 未再出现 | 未再 | 未再诉 | 未再次 | 未诉 | 未提示 | 未发现 | 未检出 | 未发生 | 没有 | 没 | 不伴
| 不伴有 | 无伴 | 不存在
| 不支持 | 不符合 | 排除 | 不考虑 | 暂不考虑 | 非 | 未患 | 不是 | 未服用 | 未使用 | 未用 | 不含 | 缺乏 | 不予 | 禁用
| 忌用 | 避免使用 | 避免服用 | 从未 | 未曾
"""
_NEGATED_BEFORE = """
(-) | （-） | （－） | (－) | （—） | （阴性） | (阴性) | 阴性 | 均阴性 | 未见 | 未引出 | 未闻及 | 未触及 | 不明显
| 均未见 | 均无 | 已排除 | 被排除 | 可排除 | 基本排除 | 可除外 | 已除外 | ：无 | :无 | ：否认 | :否认 | 均否认
| 不支持 | 未出现
"""
_NOT_A_NEGATION = """
无明显诱因 | 无诱因 | 无明显原因 | 无力 | 无尿 | 无明显缓解 | 无缓解 | 无好转 | 无明显好转 | 未缓解 | 未好转
| 未见好转 | 未见缓解 | 未见明显好转 | 未予重视 | 未重视 | 未治疗 | 未予治疗 | 未系统治疗 | 未规律 | 未诊治 | 未就诊
| 未控制 | 无法 | 无关 | 无效 | 非常 | 无规律 | 无变化 | 无明显变化 | 无特殊 | 没事 | 除了 | 除此 | 未愈 | 未治愈
| 未见减轻 | 未减轻 | 无减轻 | 不规律 | 非甾体 | 非处方 | 非胰岛素 | 非小细胞 | 非霍奇金 | 非ST | 非st | 非酒精
| 非特异 | 非瓣膜 | 非典型 | 非布司他 | 非诺贝特 | 非那雄胺 | 非洛地平 | 未分化 | 无症状 | 无痛性 | 未明确 | 未分类
| 发现 | 病因 | 表现 | 未服药 | 没服药 | 是不是
"""
_WITHDRAWN = (
    "误诊为 | 误诊断为 | 误诊成 | 误认为 | 误以为 | 误判为 | 误当作 | 误作 | 错诊为 | 误当成 | 曾误诊为 | 错误诊断为"
)
_WITHDRAWN_BEFORE = """
诊断不成立 | 的诊断不成立 | 诊断有误 | 的诊断有误 | 诊断错误 | 的诊断错误 | 诊断被推翻 | 的诊断被推翻 | 诊断已推翻
| 诊断已撤销 | 的诊断已撤销 | 诊断撤销 | 系误诊 | 为误诊 | 属误诊
| 过敏标签已取消 | 过敏标签取消 | 过敏标签已移除 | 过敏标签移除 | 过敏标签已去除
"""
_UNCERTAIN_AFTER = """
可能 | 可能为 | 可能是 | 疑似 | 疑 | 怀疑 | 疑为 | 可疑 | 考虑 | 考虑为 | 拟诊 | 初步考虑 | 首先考虑 | 倾向于 | 倾向
| 不能排除 | 不除外 | 不能除外 | 不排除 | 未除外 | 未排除 | 尚不能排除 | 待排 | 待排除 | 待除外 | 或为 | 似为 | 似有
| 似乎 | 疑诊 | 大概 | 也许 | 需排除 | 需除外 | 需鉴别 | 鉴别诊断 | 鉴别 | 以排除 | 以除外 | 警惕 | 注意排除
| 暂考虑 | 除外 | 提示可能 | 有待
"""
_UNCERTAIN_BEFORE = """
待排 | 待排除 | 待除外 | 待查 | 待诊 | 待确诊 | 不除外 | 不能除外 | 不能排除 | 不排除 | 可能 | 可能性大 | 可能大
| 可能性 | 的可能 | ？ | ? | （？） | (?) | 待定 | 可疑 | 未除外 | 未排除 | 尚不能排除 | 待明确
"""
_UNCERTAIN_LIST = """
不能排除： | 不能排除: | 尚不能排除： | 尚不能排除: | 待排除： | 待排除: | 未排除： | 未排除: | 不除外： | 不除外:
| 不能除外： | 不能除外: | 待除外： | 待除外: | 未除外： | 未除外: | 需排除： | 需排除: | 不排除： | 不排除:
| 需除外： | 需除外: | 以排除： | 以排除:
"""
_PLANNED_AFTER = """
拟加用 | 拟用 | 拟予 | 拟予以 | 拟给予 | 拟使用 | 拟应用 | 拟换用 | 拟改用 | 拟启用 | 拟开始 | 拟服用 | 拟口服 | 拟联用
| 拟联合 | 计划加用 | 计划使用 | 计划予 | 计划给予 | 计划改用 | 计划换用 | 计划开始 | 准备加用 | 准备使用 | 准备改用
"""
_HISTORICAL_AFTER = """
既往 | 既往有 | 既往史 | 既往病史 | 曾 | 曾经 | 曾患 | 曾有 | 曾因 | 病史 | 有过 | 患过 | 得过 | 既往曾 | 过去
| 以前 | 以往 | 从前 | 幼年 | 儿时 | 陈旧性 | 陈旧 | 既往诊断
"""
_HISTORICAL_BEFORE = "病史 | 史 | 既往史 | 年前 | 病史多年 | 术后 | 已愈 | 已治愈 | 治愈 | 已缓解 | 已消失 | 消失"
_ENDED = "已退 | 已消退 | 消退 | 停止 | 已停止 | 已止 | 已停 | 已平息 | 已终止"  # straight behind the name
_NOT_HISTORY = """
未停止 | 未消退 | 未完全消退 | 不停止 | 没有停止 | 停止吸烟 | 停止饮酒 | 停止使用 | 停止服用
| 现病史 | 病史采集 | 病史陈述 | 病史同前 | 家族史 | 婚育史 | 月经史 | 个人史 | 过敏史 | 用药史 | 接触史 | 吸烟史
| 饮酒史 | 史密斯 | 不能消失 | 未消失 | 生育史 | 旅居史 | 疫区
"""
_HYPOTHETICAL_AFTER = """
若 | 如出现 | 如有 | 如发生 | 如再 | 如果 | 如伴 | 如症状 | 如体温 | 一旦 | 假如 | 倘若 | 若出现 | 若有 | 若发生
| 预防 | 防止 | 以防 | 谨防 | 避免 | 监测 | 观察有无 | 注意有无 | 有无 | 是否 | 警惕发生 | 以免 | 风险 | 可引起
| 可导致 | 担心 | 担忧 | 害怕 | 恐惧 | 可能引起 | 可能导致 | 可能出现 | 可诱发 | 筛查 | 疫苗 | 必要时 | 告知
"""
_HYPOTHETICAL_BEFORE = """
时随诊 | 时请 | 时联系 | 时需 | 时应 | 时来院 | 时随时 | 时就诊 | 时及时就诊 | 时立即就诊 | 风险 | 的风险 | 高危
| 疫苗 | 加强针 | 筛查 | 的发生 | 标志物 | 标记物 | 抗原正常 | 抗体正常 | 指标正常
"""
_NOT_HYPOTHETICAL = "如下 | 如前 | 例如 | 如常 | 若干 | 是否有效"
_RELATIVES = """
父亲 | 母亲 | 父母 | 其父 | 其母 | 爸爸 | 妈妈 | 兄弟 | 姐妹 | 哥哥 | 姐姐 | 弟弟 | 妹妹 | 一兄 | 一姐 | 一弟 | 一妹
| 祖父 | 祖母 | 外祖父 | 外祖母 | 爷爷 | 奶奶 | 外公 | 外婆 | 姥姥 | 姥爷 | 叔叔 | 伯父 | 姑姑 | 姑母 | 舅舅 | 姨妈
| 姨母 | 表哥 | 表姐 | 堂兄 | 儿子 | 女儿 | 丈夫 | 妻子 | 配偶 | 其兄 | 其弟 | 其姐 | 其妹 | 其子 | 其女 | 家族
| 家族中 | 家族史 | 家人 | 家庭成员 | 直系亲属 | 室友 | 同事 | 近亲 | 亲属 | 亲戚 | 之父 | 之母 | 之兄 | 之弟 | 之姐
| 之妹 | 之子 | 之女 | 之妻 | 之夫 | 患者父 | 患者母 | 邻居 | 朋友 | 同学 | 男友 | 女友 | 伴侣 | 性伴 | 爱人 | 伯母
| 婶婶
| 侄子 | 侄女 | 外甥 | 孙子 | 孙女 | 外孙 | 岳父 | 岳母 | 公公 | 婆婆 | 继父 | 继母 | 养父 | 养母 | 大哥 | 二哥
| 大姐 | 二姐
| 长子 | 次子 | 长女 | 次女 | 表弟 | 表妹 | 堂弟 | 堂姐 | 堂妹 | 父： | 父: | 母： | 母: | 兄： | 兄: | 弟： | 弟:
| 姐：
| 姐: | 妹： | 妹: | 父患 | 母患 | 父有 | 母有 | 父因 | 母因 | 父死于 | 母死于 | 密切接触 | 接触过
"""
_OTHERS = """
同病房患者 | 同病室患者 | 邻床患者 | 邻床病人 | 同室患者 | 同病房病人 | 同室病人 | 邻床 | 舍友 | 前夫 | 前妻 | 前男友
| 前女友 | 房东 | 公婆 | 岳父母 | 其他患者 | 另一患者 | 另一名患者 | 其他病人 | 狱友 | 工友 | 队友
"""
_ROLES = "护工 老师 班主任 保姆 教师 月嫂 教练 老板 领导 客户 乘客 学生 照顾者 看护 翻译 社工 助产士 同乘者"
_HAVE = "患 患有 有 确诊 感染 得了 得过 被诊断 死于 被确诊 近日确诊 近期确诊 也有 亦有 曾患"
_OTHER_BEFORE = """
家族史 | 家族病史 | 家族遗传史 | 接触史 | 密切接触 | 接触者 | 暴露史 | 患者接触 | 病人接触 | 患者密切接触 | 患者有接触
"""
_SPEAKERS = """
母亲代诉 | 父亲代诉 | 家属代诉 | 妻子代诉 | 母亲诉 | 父亲诉 | 妻子诉 | 丈夫诉 | 女儿诉 | 儿子诉 | 家人诉 | 家人发现
| 家人送 | 母亲发现 | 父亲发现 | 妻子发现 | 丈夫发现 | 家人陪同 | 女儿陪同 | 儿子陪同 | 丈夫陪同 | 妻子陪同
| 母亲陪同 | 父亲陪同 | 被家人 | 由家人 | 家族性 | 亲属代诉
| 朋友陪同 | 朋友发现 | 同事发现 | 同事陪同 | 邻居发现 | 爱人陪同 | 爱人代诉 | 同学陪同 | 亲属陪同
"""
_ENDS = """
但 | 但是 | 然而 | 不过 | 伴 | 伴有 | 伴随 | 出现 | 可见 | 见 | 可闻及 | 可触及 | 提示 | 诊断为 | 诊断 | 确诊 | 患有
| 患者有 | 因 | 由于 | 目前 | 现 | 仅有 | 仅 | 尚有 | 仍有 | 给予 | 予 | 予以 | 服用 | 口服 | 自服 | 应用 | 长期
| 有
"""
_HISTORY_ENDS = "目前 | 现 | 现有 | 本次 | 此次 | 今 | 今日 | 入院后 | 近日 | 近来 | 近期 | 查体 | 否认"
_BELIEVED = " | ".join(
    f"{who}{own}{has}"
    for who in ("坚信", "自认为", "自以为", "认定", "深信")
    for own in ("", "自己", "本人")
    for has in ("患有", "患", "得了", "有", "是")
)
_TURNS = "后确诊 | 后确诊为 | 后诊断为 | 后证实为 | 最终确诊 | 最终诊断 | 现确诊 | 现诊断"
_PATIENT_AGAIN = "患者 | 本人 | 病人 | 患儿"

_RULES = (
    *phrases(_NEGATED_WIDE, _N),
    *phrases(_NEGATED_AFTER, _N, commas=0),
    *phrases("未服 | 没服", _N, reach=2, commas=0),
    *phrases(_NEGATED_BEFORE, _N, _BEFORE, commas=0),
    *phrases("阴性 | (-) | （-） | （－） | (－) | ：无 | :无 | ：否认 | :否认", _N, _BEFORE, reach=4, commas=0),
    *phrases(_WITHDRAWN, _N, commas=0),
    *phrases("曾误诊为", _H, commas=0),
    *phrases(_WITHDRAWN_BEFORE, _N, _BEFORE, reach=2, commas=0),
    *phrases(_NOT_A_NEGATION, Effect.NONE),
    *phrases(_UNCERTAIN_AFTER, _U, commas=0),
    *phrases(_BELIEVED, _U, commas=0),
    *phrases(_UNCERTAIN_BEFORE, _U, _BEFORE, reach=3, commas=0),
    *phrases(_UNCERTAIN_LIST, _U),
    *phrases(_UNCERTAIN_LIST, _U, _BEFORE, reach=3, commas=0),
    *phrases(_PLANNED_AFTER, Effect.PLANNED, reach=3, commas=0),
    *phrases(_HISTORICAL_AFTER, _H, commas=2),
    *phrases("既往 | 既往有 | 既往史 | 既往病史 | 既往曾", _H),
    *phrases("病史 | 陈旧性 | 陈旧", _H, commas=0),
    *phrases(_HISTORICAL_BEFORE, _H, _BEFORE, reach=6, commas=0),
    *phrases("史 | 已愈 | 已治愈 | 治愈 | 已缓解 | 已消失 | 消失 | 术后", _H, _BEFORE, reach=1, commas=0),
    *phrases("上次妊娠 | 前次妊娠 | 上次怀孕 | 前次怀孕 | 上一胎 | 前一胎 | 第一胎", _H, commas=0),
    *phrases(_ENDED, _H, _BEFORE, reach=1, commas=0),
    *phrases(_NOT_HISTORY, Effect.NONE),
    *phrases(_HYPOTHETICAL_AFTER, _Y, commas=1),
    *phrases(_HYPOTHETICAL_BEFORE, _Y, _BEFORE, commas=0),
    *phrases(
        "高危 | 疫苗 | 加强针 | 筛查 | 标志物 | 标记物 | 抗原正常 | 抗体正常 | 指标正常 | 风险 | 的风险 | 的发生",
        _Y,
        _BEFORE,
        reach=2,
        commas=0,
    ),
    *phrases(_NOT_HYPOTHETICAL, Effect.NONE),
    *phrases(_RELATIVES, _O),
    *phrases(_OTHERS, _O),
    *phrases(" | ".join(f"{who}{has}" for who in _ROLES.split() for has in _HAVE.split()), _O),
    *phrases("护士患 | 护士患有 | 护士感染", _O),
    *phrases(
        " | ".join(f"{is_a}{who}{has}" for is_a in "系是为任" for who in _ROLES.split() for has in _HAVE.split()),
        Effect.NONE,
    ),
    *phrases("暴发 | 暴发疫情", _O, _BEFORE, reach=1, commas=0),
    *phrases("暴发性 | 暴发型", Effect.NONE),
    *phrases(_OTHER_BEFORE, _O, _BEFORE, commas=0),
    *phrases("接触史 | 密切接触 | 接触者 | 患者接触 | 病人接触 | 患者密切接触", _O, _BEFORE, reach=4, commas=0),
    *phrases(_SPEAKERS, Effect.NONE),
    *phrases(_ENDS, Effect.NONE, stops=(_N, _U)),
    *phrases(_HISTORY_ENDS, Effect.NONE, stops=(_H,)),
    *phrases(_TURNS, Effect.NONE, stops=(_N, _U, _H)),
    *phrases(_PATIENT_AGAIN, Effect.NONE, stops=(_O,)),
    *phrases("患者有 | 患者因 | 患者现 | 患者目前 | 患者诊断 | 患者确诊", Effect.NONE, stops=(_N, _U, _O)),
)

CHINESE = RuleSet(
    name="context-zh/2",
    rules=_RULES,
    word_boundaries=False,
    clause_commas="，,",
    stop_marks="；;。",
    correct=correct_chinese,
)
