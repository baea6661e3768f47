"""Chinese sentence patterns."""

from __future__ import annotations

from extraction.relations.patterns import Meaning, compile_patterns

_GIVEN_FOR = r"""
{T}{x30}(?:治疗|用于治疗|用于|控制|改善|缓解){x8}{C}
{C}{x10}(?:予|给予|口服|服用|应用|使用|采用|加用|予以){x10}{D}{x10}(?:治疗|控制)
"""
_GIVEN_FOR_IN_NOTES = r"""
{C}(?:病?\d+年)?[，,](?:平时|平素|目前|现|一直|长期)?(?:按需|规律|长期|间断)?(?:口服|服用|吸入|注射|皮下注射){x6}{D}
因{x4}{C}{x8}(?:口服|服用|予|给予|使用|应用|长期服用|规律服用){x8}{D}
{C}{x14}[，,：:]?(?:目前|现|平素|长期|规律|一直|继续|予|给予){x4}(?:口服|服用|予|给予|使用|应用|吸入|注射|皮下注射){x6}{D}
{C}[：:]{x6}(?:继续|予|给予|加用|口服){x6}{D}
(?:予|给予|加用|口服|继续){x4}{D}{x20}(?:降压|降糖|调脂|抗感染|止痛|抗凝|平喘|退热|对症)?治疗(?!后|期间|过程|时){x4}{C}
"""
_CAUSES = r"""
{C}{x8}{D}{x4}(?:所致|引起|导致的?可能)
{C}{x14}考虑{x6}{D}{x4}(?:不良反应|副作用|过敏)
{D}{x6}(?:引起|导致|诱发|所致|致|相关性|诱导){x8}{C}
{C}{x8}(?:由|系|为|因|考虑|考虑为|考虑由|考虑系){x4}{D}{x6}(?:引起|导致|所致|诱发)
{C}{x10}与{x6}{D}{x10}(?:有关|相关)
(?:服用|口服|使用|应用|注射|静滴|静脉滴注|用){x4}{D}{x16}(?:后|期间|时)?[，,]?{x8}(?:出现|发生|诱发|引起|发现|有){x8}{C}
(?:予|给予|予以){x4}{D}{x12}(?:后|期间|过程中)[，,]?{x4}(?:出现|发生|诱发|引起){x8}{C}
{D}{x8}(?:不良反应|副作用){x8}{C}
因{x4}{C}{x6}(?:停用|停服|停)(?=[^，,改换DRUG]{0,4}DRUG){x4}{D}
{D}{x8}因{x6}{C}{x6}(?:停用|停服|停药)
"""
_CONTRAINDICATED = r"""
{C}{x6}(?:患者|者|病人)?{x4}(?:禁用|忌用|禁止使用|不宜使用){x4}{D}
{D}{x6}(?:禁用于|忌用于|不宜用于){x6}{C}
"""
_INTERACTS = r"""
{D}与{x4}(?P<e>DRUG){x10}(?:相互作用|合用|联用){x10}(?:增加|降低|升高|相互作用|禁忌|风险)
"""
_HAS_PHENOTYPE = r"""
{C}{x10}(?:表现为|主要表现为|症状包括|临床表现有|特征为){x10}{C2}
"""
_TAKES = r"""
(?:口服|服用|自服|予|给予|予以|使用|应用|继续|加用|改用|改为|静滴|静脉滴注|静点|静脉注射|皮下注射|肌注|注射|吸入|外用|泵入|联合|开始|加服|续用|换用|维持|带药|含服|\
    (?:现|目前|目前仍|仍|正|一直|长期|平素|平时|规律|每日|每天)服(?!药)){x12}{D}
{D}(?:缓释片|肠溶片|分散片|片|胶囊|注射液|颗粒|滴剂|软膏)? ?\d[\d.]* ?(?:mg|g|ug|μg|ml|片|粒|单位|u|iu|支|\
    毫克|克)(?![a-z]| ?/(?! ?(?:kg ?/ ?)?(?:日|天|周|次|晚|d(?![a-z])|day|week)))
{D}{x3}由{x12}(?:增至|增加至|增加到|加至|加量至|减至|减量至|减为|减少至|调整为|调至|改为){x3}\d
{D}{x2}(?:加量|减量|增量)(?:至|为|到)
{D}可?(?:继续|续用)(?:服用|使用|口服|治疗|应用)?(?=[，。；,;]|$)
{D}{x6}(?:口服|静滴|静脉滴注|皮下注射|吸入|治疗|肌注|抗血小板|降压|降糖)
"""
_TAKES_NOT = r"""
(?:停用|停服|停止服用|停(?![用服止])|未服用|未使用|未用|未服|没服|未口服|不再服用|暂停|拒绝服用|拒绝|自行停用|否认服用|否认使用)(?![，,]?(?:后|并|遂|即|现)?(?:改|换|予|加))(?=[^，,DRUG]{0,6}DRUG){x6}{D}
{D}{x8}(?:已停用|已停|停用|停服|停药|暂停)
{D}[^；;。DRUG]{0,30}(?:自行停用|停药)
{D}[^；;。DRUG]{0,12}因[^；;。DRUG]{0,20}(?:停用|停服)(?=[，,。；;、）)]|$)
"""
_ALLERGIC = r"""
对{x4}{D}{x8}过敏
{D}{x4}(?:过敏史|过敏|皮试阳性)
过敏史[：:]{x6}{D}
"""
_DRUG_SYMBOL = "\ue000"

CHINESE_PATTERNS = (
    *compile_patterns(_GIVEN_FOR, Meaning.GIVEN_FOR, 0.7, "zh"),
    *compile_patterns(_CAUSES.replace("DRUG", _DRUG_SYMBOL), Meaning.CAUSES, 0.7, "zh"),
    *compile_patterns(_HAS_PHENOTYPE, Meaning.HAS_PHENOTYPE, 0.7, "zh"),
    *compile_patterns(_CONTRAINDICATED, Meaning.CONTRAINDICATED, 0.75, "zh"),
    *compile_patterns(_INTERACTS.replace("DRUG", _DRUG_SYMBOL), Meaning.INTERACTS, 0.65, "zh"),
)
"""Patterns for any text."""

CHINESE_NOTE_PATTERNS = (
    *compile_patterns(_GIVEN_FOR_IN_NOTES, Meaning.GIVEN_FOR, 0.65, "zh"),
    *compile_patterns(_ALLERGIC, Meaning.ALLERGIC, 0.85, "zh"),
    *compile_patterns(_TAKES_NOT.replace("DRUG", _DRUG_SYMBOL), Meaning.TAKES_NOT, 0.75, "zh"),
    *compile_patterns(_TAKES, Meaning.TAKES, 0.7, "zh"),
)
"""Further patterns for clinical notes."""
