"""Words for how severe an interaction is: they must be the cited facts' own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from api.facts import Fact, Language
from kg.severity import LEVELS, SEVERITY

_ENGLISH = {
    "contraindicated": r"contra-?indicated",
    "not_recommended": r"not recommended|inadvisable|to be avoided",
    "precaution": r"precautions?(?: for use)?|cautio(?:n|us)",
    "take_into_account": r"tak(?:e|en) into account|to be considered|to consider",
    "significant": r"significant",
    "critical": r"critical",
    "major": r"major|severe|serious",
    "moderate": r"moderate(?:ly)?",
    "minor": r"minor|mild",
}
_TOGETHER = r"(?:二者|两者|同时|联合)?(?:合用|联用|并用|同用|同服|使用|应用|服用|用药|用)?"
_CHINESE = {
    "contraindicated": rf"(?:配伍|合用|联用)?(?<!相对)禁忌{_TOGETHER}|禁用|忌用|禁合用"
    rf"|(?:禁止|严禁|不得|切勿|不可|不能){_TOGETHER}",
    "not_recommended": rf"相对禁忌|(?:不推荐|不建议|不宜|不提倡|(?:应|宜|需|尽量)?避免){_TOGETHER}",
    "precaution": rf"(?:使用时)?(?:需|应|要|须)*(?:(?<!值得)注意(?!到|力|缺)|谨慎|小心|当心|警惕){_TOGETHER}"
    "|慎用|慎合用|预防措施",
    "take_into_account": r"需?(?:加以|予以|要|纳入)?考虑|(?:应|需|须|要|予)+注意",
    "significant": r"显著|(?<!不)重要|有意义",
    "critical": r"严重(?!程度|度|性)|危急|危重|极?为?关键",
    "major": r"严重(?!程度|度|性)|重度|重大|较重",
    "moderate": r"中度|中等(?:程度)?",
    "minor": r"轻度|轻微|较轻",
}


def without_severity(text: str, cited: Iterable[Fact], language: Language) -> tuple[str, tuple[str, ...]]:
    """A text without the severities that its facts hold, and the severities in it that they do not.

    Args:
        text: folded and masked, about interactions.
        cited: the facts that it cites.
        language: of the text.
    """
    facts = tuple(cited)
    if not any(fact.predicate == "interacts_with" for fact in facts):
        return text, ()
    given = [one for fact in facts for one in fact.qualifiers if one.key in (SEVERITY, LEVELS)]
    said = {value for one in given for value in one.value.split(";")}
    table = _CHINESE if language is Language.CHINESE else _ENGLISH
    for severity in said & table.keys():
        text = re.sub(table[severity], " ", text)
    contraindicates = any(fact.predicate == "contraindicated_in" for fact in facts)
    others = [
        one for key, one in table.items() if key not in said and not (contraindicates and key == "contraindicated")
    ]
    wrong = re.findall("|".join(others), text) if others else []
    return text, tuple(wrong)
