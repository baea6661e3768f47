"""Diagnoses that were made and are withdrawn: ``misdiagnosed as epilepsy``, ``diagnosis of COPD withdrawn``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.assertion_names import LIST, NAME, WHOLE_LIST, first_of, named

_ASIDE = r"(?:(?:having|had|have|being|suffering from|a|an|the|his|her|she|he|that|possible|case of) ){0,4}"
_WORD = rf"(?!(?:and|but|which|who|later|then)\b)[\w'’{NAME}-]+"
_WRONGLY = re.compile(
    rf"\b(?:mis-?diagnos(?:ed|is)|mis-?label+ed|mistaken|misinterpreted|(?:wrongly|incorrectly|erroneously|falsely"
    rf"|mistakenly|inappropriately) (?:been )?(?:diagnosed|label+ed|coded|thought|told|treated|given|recorded"
    rf"|identified|assumed|classified))"
    rf"(?:(?: {_WORD}){{0,6}}? (?:as|with|for|to have|to be|s?he had|they had|diagnosis of)"
    rf" {_ASIDE}| of {_ASIDE})(?P<names>{LIST})"
)
_GONE = (
    r"(?:incorrect|wrong|in error|erroneous|an? error|a mis-?diagnosis|false|withdrawn|retracted|rescinded|revoked"
    r"|revised|changed to|amended|refuted|disproved|disproven|overturned|unfounded|reclassified|mistaken"
    r"|removed from (?:the |his |her )?(?:problem|medical|record|chart|notes|list)"
    r"|not (?:been |currently |felt to be )?(?:supported|upheld|correct|accurate|valid|substantiated)"
    r"|unsupported|no longer (?:supported|held|valid|applies))\b"
)
_REMOVED = r"(?: (?:was|has|been|is|now))* removed\b"
_BETWEEN = rf"(?: (?!(?:and|but|not|who|no|without)\b)[\w'’-]+){{0,6}}?(?: -| –|:)? {_GONE}"
_WITHDRAWN = re.compile(
    rf"\b(?:diagnos[ei]s|labels?|impression) of {_ASIDE}(?P<names>{LIST}){_BETWEEN}"
    rf"|(?P<first>{WHOLE_LIST}) (?:diagnosis|label){_BETWEEN}"
)
_THEN_WRONG = re.compile(
    rf"\b(?:diagnosed|label+ed|treated)(?: \w+)? (?:with|as|for) {_ASIDE}(?P<names>{LIST})"
    r"(?:,? (?:but|however|which|although)| -)(?: (?:this|it|that|the|diagnosis|later|was|is|has|been|since|turned|out"
    r"|to|be|proved|proven|found)){1,8} (?:incorrect|wrong|a mis-?diagnosis|in error|erroneous|false|refuted|disproved"
    r"|withdrawn|overturned|mistaken|ruled out|excluded|revised)\b"
    rf"|\bdiagnos[ei]s (?:\w+ ){{0,3}}?(?:changed|revised|amended|corrected|updated) from {_ASIDE}(?P<first>{LIST})"
    rf"|\b(?:erroneous|incorrect|wrong|false|mistaken) (?:\w+ )?(?:diagnos[ei]s|labels?) of {_ASIDE}(?P<second>{LIST})"
    rf"|\b(?:diagnosed|told|label+ed|treated) (?:wrongly|incorrectly|erroneously|mistakenly) (?:as|with|for|that)"
    rf" {_ASIDE}(?P<third>{LIST})"
    rf"|\blabels? of {_ASIDE}(?P<fourth>{LIST}){_REMOVED}|(?P<fifth>{WHOLE_LIST}) label{_REMOVED}"
)
_AFTER_ANOTHER = "|".join(rf"(?<= (?:to|as) {NAME}{joint})" for joint in (", ", " and ", ", and "))
_REVISED = re.compile(
    rf"(?P<names>{WHOLE_LIST}|(?:{_AFTER_ANOTHER}){LIST})(?: diagnosis)?"
    r"(?: (?:has|have|had|was|were|is|been|later|subsequently|since|then|now))*"
    rf" (?:revised|re-?classified|re-?diagnosed|re-?label+ed|amended) (?:to|as) (?:be )?(?:\w+ ){{0,2}}{NAME}"
)
_UNMET = (
    r"(?: (?:is|are|was|were|have|has|been|currently|definitely|clearly))*"
    r" (?:not (?:been |currently |yet |fully |quite )?(?:met|fulfilled|satisfied)|unmet|unfulfilled)\b"
)
_CRITERIA = re.compile(
    rf"\bcriteria (?:for|of) (?:(?:a|an|the|diagnosis|of|acute|current) ){{0,4}}(?P<names>{LIST}){_UNMET}"
    rf"|(?P<first>{WHOLE_LIST}) (?:[a-z]+ )?criteria{_UNMET}"
    rf"|\b(?:fail(?:s|ed)?|unable) to (?:meet|fulfill?|satisfy) (?:[\w-]+ ){{0,3}}criteria for"
    rf" (?:(?:a|an|the|diagnosis|of) ){{0,4}}(?P<last>{LIST})"
)
_CARE = re.compile(r"\b(?:treatment|therapy|management|regimen|dose|plan|medications?) (?:of|for) $")
_STATED = (
    r"(?: (?:labels?|alerts?|flags?|entry|status))?"
    r"(?:,? (?:has|have|had|was|were|is|are|been|now|since|successfully|formally|subsequently|later|recently))*"
    r"(?: ?[-–:(]{1,2} ?| )(?:de-?label+ed|removed|disproved|disproven|refuted|excluded|ruled[ -]out|not confirmed"
    r"|withdrawn|retracted|revoked|cleared|resolved|outgrown|false|incorrect|erroneous|in error"
    r"|not an? (?:\w+ )?allergy|not (?:an? )?(?:true|real|genuine)|not allergic"
    r"|negative on (?:skin|testing|challenge)|unfounded)\b"
)
_DRUGS_MORE = rf"(?:(?: and | or | ?/ ?){NAME})*"
_DRUGS = NAME + _DRUGS_MORE
_ALL_DRUGS = first_of((" and ", " or ", " / ", " /", "/ ", "/")) + _DRUGS_MORE
_ALLERGY = re.compile(
    rf"(?P<names>{_ALL_DRUGS}(?: (?:{NAME}|allerg(?:y|ies)))?){_STATED}"
    rf"|\b(?P<first>allerg(?:y|ies) to {_DRUGS}){_STATED}"
    rf"|\b(?:de-?label+ed|outgrew|outgrown)(?: (?:of|from|for|his|her|the|as|having|reported|a))* "
    rf"(?P<last>{_DRUGS}(?: (?:{NAME}|allerg(?:y|ies)))?)"
)
_CHANGED_CHINESE = re.compile(
    rf"(?:诊断[^，,。；;由从将把]{{0,4}})?[由从将把](?P<names>{LIST})(?:的?诊断)?"
    rf"(?:改|修正|更正|修改|更改|修订|变更)(?:诊断)?[为成]{NAME}"
)
_DIAGNOSIS = re.compile(
    r"[病症癌瘤征疹痒咳喘泻吐晕毒烧疸癣痔疝疡斑疮疣痣聋盲]|(?<!消)炎|(?<![退扑])热|(?<![止消镇息炎])痛"
    r"|感染|结核|肿|血[压糖脂钾钠钙]?$|损伤|梗[死塞阻]|衰竭|紊乱|异常|增[生多高厚大]|减[少低退]|不[全足良齐]|狭窄"
    r"|畸形|缺[陷损失乏如]|骨折|破裂|脱[位垂离]|结石|息肉|硬[化结]|萎缩|栓|积[液水]|休克|抑郁|焦虑|痴呆|颤|扑动|过[速缓]"
    r"|阻滞|[中卒]风|麻痹|瘫|反流|返流|穿孔|过敏|失[眠常语聪]|早搏|扩张|肥[大厚胖]|妊娠|流产|早产|变性|变$|疏松|无力"
    r"|慢阻肺|闭[塞锁]|痫|障|房扑|便秘|散光|[斜弱近远]视|尿$|缺血|痉挛|依赖|纤维化"
)
_HINT = re.compile(
    r"mis-?diag|mis-?lab|mistaken|misinter|ly (?:been )?[cdgiart]|diagnos|label|impression|treated|re-?cl|revised"
    r"|re-?diag|amended|criteria"
)
_NO_NEGATION = re.compile(
    r"(?:insulin|small|st\b|stemi|hodgkin|alcohol|specific|severe|acute|critical|classical|displaced|obstructive"
    r"|occlusive|secretory|functioning|steroid|q\b|rem\b|verbal|motor|healing|union|invasive|prescription)"
)


def withdrawn(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether the sentence says of each name that it was a wrong diagnosis, or is one no more.

    Args:
        text: the sentence in lower case with single spaces.
        spans: the mentions in it, characters, end excluded.
    """
    said = [text.endswith("non-", 0, start) and not _NO_NEGATION.match(text, start) for start, _ in spans]
    if not (_HINT.search(text) or "allerg" in text):
        return said
    sentence = named(text, spans)
    for form in (_WRONGLY, _WITHDRAWN, _THEN_WRONG, _REVISED, _CRITERIA, _ALLERGY):
        for found in form.finditer(sentence.text):
            if form is _REVISED and _CARE.search(sentence.text, max(0, found.start() - 20), found.start()):
                continue
            numbers = sentence.numbers_of(found)
            if form is _ALLERGY and not _is_allergy(found[0], text[slice(*spans[numbers[-1]])]):
                continue
            for number in numbers:
                said[number] = True
    return said


def _is_allergy(said: str, last: str) -> bool:
    return "allerg" in last or "allerg" in said.partition(" not ")[0]


def withdrawn_chinese(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name is that of a diagnosis which was changed into another: ``由肺炎改为肺结核``.

    A drug is changed in the same words (``由头孢曲松改为美罗培南``): one of the names must look like that of a
    condition, or 诊断 stand there.
    """
    said = [False] * len(spans)
    if "为" not in text and "成" not in text:
        return said
    sentence = named(text, spans)
    for found in _CHANGED_CHINESE.finditer(sentence.text):
        names = [text[slice(*spans[number])] for number in sentence.within(*found.span())]
        if "诊断" in found[0] or any(map(_DIAGNOSIS.search, names)):
            for number in sentence.within(*found.span("names")):
                said[number] = True
    return said
