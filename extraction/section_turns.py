"""Where a section that is not about the patient's own state ends, because a sentence within it speaks of the patient.

Notes are often written without line breaks: ``Family history: mother with breast cancer. He takes metformin.`` The
heading holds as far as its subject does. What would follow from a wrong end is a false fact of the patient, so a
pronoun that fits a relative of whom a whole sentence tells (``Her mother has diabetes. She takes insulin.``) stays with
that relative, and what a patient reports or denies stays an answer to the question that the heading asks.
"""

from __future__ import annotations

import re

from extraction.assertion_people import FEMALE, MALE, PEOPLE

_NAMED = "|".join(sorted(map(re.escape, PEOPLE), key=len, reverse=True))
_PERSON = re.compile(rf"\b(?:{_NAMED})s?\b", re.IGNORECASE)
_STARTS = r"(?:(?<=[.!?] )|(?<=\n)|(?<=\n- ))"
_PATIENT = r"(?:(?P<pronoun>he|she)|(?:the |this )?(?:patient|pt)(?!['’]s))"
_ADVERBS = r"(?: (?:also|currently|now|still|himself|herself|regularly|routinely|otherwise|then|only|has been))*"
_TAKING = (
    r"(?:takes|(?:is )?taking|uses|is (?:\w+ )?on|on|was started on|is (?:being )?treated with|remains on"
    r"|continues (?:on|to take))"
)
_IS_OF_FAMILY = rf"(?:\w+[ -]){{0,4}}(?:{_NAMED}|family|history|hx|risk|children|kids)\b"
_LIVING = (
    rf"(?:has (?!{_IS_OF_FAMILY}|been\b|had\b|not\b)|had (?:an?|his|her) (?!{_IS_OF_FAMILY})|underwent|presents"
    r"|presented|complains|was (?:seen|admitted|diagnosed|referred|brought|hospitali[sz]ed|discharged)"
    r"|is (?:an? )?\d{1,3}[- ]years?|is here|smokes|drinks|is (?:afebrile|alert|awake|in no acute)|appears|weighs)"
)
_BARE_TAKING = (
    r"(?:currently |now |regularly )?(?:takes|taking|on(?! both| his\b| her\b| the\b| either| maternal| paternal))"
)
_NO_REACTION = r"(?![^.;\n]{0,60}\b(?:caus|develop|result|react|broke|intoler)\w*)"
_TAKES = re.compile(
    rf"(?:{_STARTS}|(?<=[,;] )){_PATIENT}{_ADVERBS} {_TAKING} {_NO_REACTION}|{_STARTS}{_BARE_TAKING} {_NO_REACTION}",
    re.IGNORECASE,
)
_LIVES = re.compile(rf"{_STARTS}{_PATIENT}{_ADVERBS} {_LIVING}\b", re.IGNORECASE)
_TAKES_ZH = re.compile(
    r"(?<=[。；;，,\n])(?:(?:患者|病人|患儿|本人)?(?:目前|现|平素|平时|长期|规律|一直|现在){1,3}"
    r"|(?:患者|病人|患儿|本人))(?:长期|规律|每日|按时|一直|在)*(?:口服|服用|使用|注射|吸入|皮下注射)(?![^。；;\n]{0,20}(?:后|致|引起|过敏))"
)
_LIVES_ZH = re.compile(
    r"(?<=[。；;\n])(?:患者|病人|患儿|本人)(?!家族|家属|父|母|兄|弟|姐|妹|否认|诉|之|的|无|有(?:家族|[一二三四两\d])|儿|女|子|亲)"
)
_TOLD = re.compile(r" (?:has|had|have|is|was|takes|took|suffers|developed|got|lives|uses|needs)\b", re.IGNORECASE)
_DEAD = re.compile(r"\b(?:died|deceased|dead|passed|death)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.;\n]*")
_NEAR = 400  # characters in which a relative may be named
_TELLING = "family_history"
_FOREIGN = frozenset(
    (_TELLING, "allergies", "differential_diagnosis", "return_precautions", "patient_education")
)  # of somebody else, or of what is not there


def turn_of(name: str, text: str, start: int, end: int, language: str) -> int:
    """Where a section turns to the patient; ``end`` when it never does.

    Args:
        name: canonical name of the section.
        text: of the document; the section is ``text[start:end]``.
        language: ``en`` or ``zh``.

    >>> text = "Family history: mother with breast cancer. He takes metformin."
    >>> turn_of("family_history", text, 0, len(text), "en") == text.index("He")
    True
    """
    if name not in _FOREIGN:
        return end
    if language == "zh":
        patterns = (_TAKES_ZH, _LIVES_ZH) if name == _TELLING else (_TAKES_ZH,)
        places = [found.start() for pattern in patterns if (found := pattern.search(text, start, end))]
        return min(places, default=end)
    patterns = (_TAKES, _LIVES) if name == _TELLING else (_TAKES,)
    return min(
        next(
            (one.start() for one in pattern.finditer(text, start + 1, end) if not _is_of_relative(one, text, start)),
            end,
        )
        for pattern in patterns
    )


def _is_of_relative(found: re.Match[str], text: str, start: int) -> bool:
    """Whether a pronoun may mean a relative whom the section, which begins at ``start``, names shortly before.

    Of those who take a drug the nearest counts, when a living one that the text tells of in a sentence with a verb.
    """
    if not found["pronoun"]:
        return False
    before = text[max(start, found.start() - _NEAR) : found.start()]
    other = FEMALE if found["pronoun"].lower() == "he" else MALE
    named = list(_PERSON.finditer(before))
    if found.re is not _TAKES:
        return any(one[0].lower() not in other for one in named)
    if not named or named[-1][0].lower() in other:
        return False
    said = _SENTENCE.match(before, named[-1].end())
    return said is not None and bool(_TOLD.match(said[0])) and not _DEAD.search(said[0])
