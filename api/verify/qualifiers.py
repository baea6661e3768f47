"""Words for how severe an interaction is: they must be the cited facts' own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from api.facts import Fact, Language

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
_CHINESE = {
    "contraindicated": r"禁忌(?:合用)?|禁止合用|禁用",
    "not_recommended": r"不推荐(?:合用)?|不建议(?:合用)?",
    "precaution": r"(?:使用时)?需?(?:要)?(?:注意|谨慎|警惕)|慎用|预防措施",
    "take_into_account": r"需?(?:加以|予以|要)?考虑|应?予?注意",
    "significant": r"显著|重要|有意义",
    "critical": r"严重|危急|危重|极?为?关键",
    "major": r"严重|重度|重大",
    "moderate": r"中度|中等",
    "minor": r"轻度|轻微",
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
    said = {qualifier.value for fact in facts for qualifier in fact.qualifiers if qualifier.key == "severity"}
    table = _CHINESE if language is Language.CHINESE else _ENGLISH
    for severity in said & table.keys():
        text = re.sub(table[severity], " ", text)
    contraindicates = any(fact.predicate == "contraindicated_in" for fact in facts)
    others = [
        one for key, one in table.items() if key not in said and not (contraindicates and key == "contraindicated")
    ]
    wrong = re.findall("|".join(others), text) if others and language is Language.ENGLISH else []
    return text, tuple(wrong)
