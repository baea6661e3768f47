"""Diagnoses that were made and are withdrawn: ``misdiagnosed as epilepsy``, ``diagnosis of COPD withdrawn``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.assertion_names import LIST, NAME, named

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
    rf"|(?P<first>{LIST}) (?:diagnosis|label){_BETWEEN}"
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
    rf"|\blabels? of {_ASIDE}(?P<fourth>{LIST}){_REMOVED}|(?P<fifth>{LIST}) label{_REMOVED}"
)
_REVISED = re.compile(
    rf"(?P<names>{LIST})(?: diagnosis)?(?: (?:has|have|had|was|were|is|been|later|subsequently|since|then|now))*"
    rf" (?:revised|re-?classified|re-?diagnosed|re-?label+ed|amended) (?:to|as) (?:be )?(?:\w+ ){{0,2}}{NAME}"
)
_UNMET = (
    r"(?: (?:is|are|was|were|have|has|been|currently|definitely|clearly))*"
    r" (?:not (?:been |currently |yet |fully |quite )?(?:met|fulfilled|satisfied)|unmet|unfulfilled)\b"
)
_CRITERIA = re.compile(
    rf"\bcriteria (?:for|of) (?:(?:a|an|the|diagnosis|of|acute|current) ){{0,4}}(?P<names>{LIST}){_UNMET}"
    rf"|(?P<first>{LIST}) (?:[a-z]+ )?criteria{_UNMET}"
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
_DRUGS = rf"{NAME}(?:(?: and | or | ?/ ?){NAME})*"
_ALLERGY = re.compile(
    rf"(?P<names>{_DRUGS}(?: (?:{NAME}|allerg(?:y|ies)))?){_STATED}"
    rf"|\b(?P<first>allerg(?:y|ies) to {_DRUGS}){_STATED}"
    rf"|\b(?:de-?label+ed|outgrew|outgrown)(?: (?:of|from|for|his|her|the|as|having|reported|a))* "
    rf"(?P<last>{_DRUGS}(?: (?:{NAME}|allerg(?:y|ies)))?)"
)
_CHANGED_CHINESE = re.compile(
    rf"[由从将把](?P<names>{LIST})(?:的?诊断)?(?:改|修正|更正|修改|更改|修订|变更)(?:诊断)?[为成]{NAME}"
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
            if form is _REVISED and _CARE.search(sentence.text, 0, found.start()):
                continue
            numbers = [one for group in found.groupdict() for one in sentence.within(*found.span(group))]
            if form is _ALLERGY and not _is_allergy(found[0], text[slice(*spans[numbers[-1]])]):
                continue
            for number in numbers:
                said[number] = True
    return said


def _is_allergy(said: str, last: str) -> bool:
    return "allerg" in last or "allerg" in said.partition(" not ")[0]


def withdrawn_chinese(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name is that of a diagnosis which was changed into another: ``由肺炎改为肺结核``."""
    said = [False] * len(spans)
    if "为" not in text and "成" not in text:
        return said
    sentence = named(text, spans)
    for found in _CHANGED_CHINESE.finditer(sentence.text):
        for number in sentence.within(*found.span("names")):
            said[number] = True
    return said
