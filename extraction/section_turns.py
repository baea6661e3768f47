"""Where a section that is not about the patient's own state ends, because a sentence within it speaks of the patient.

Notes are often written without line breaks: ``Family history: mother with breast cancer. He takes metformin.`` The
heading holds as far as its subject does. What would follow from a wrong end is a false fact of the patient. So a
pronoun that fits a living relative whom the section names, and a drug without anybody who takes it, stay with that
relative; among allergies a drug is the patient's only where a dose is all that is said of it; and what a patient
reports or denies stays an answer to the question that the heading asks.
"""

from __future__ import annotations

import re

from extraction.assertion_people import FEMALE, MALE, PEOPLE
from extraction.section_lines import ALLERGIES, FAMILY

_MALE = MALE | {"mgf", "pgf", "ggf", "gf", "bro"}
_FEMALE = FEMALE | {"mgm", "pgm", "ggm", "gm", "sis"}
_NAMED = "|".join(sorted(map(re.escape, {*PEOPLE, *_MALE, *_FEMALE, "child", "twin", "baby"}), key=len, reverse=True))
_PERSON = re.compile(rf"\b(?:{_NAMED})s?\b", re.IGNORECASE)
_SIDES = frozenset(("maternal", "paternal"))  # of the relative named next
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
    rf"(?:{_STARTS}|(?<=[,;] ))(?P<who>{_PATIENT}){_ADVERBS} {_TAKING} {_NO_REACTION}"
    rf"|{_STARTS}{_BARE_TAKING} {_NO_REACTION}",
    re.IGNORECASE,
)
_LIVES = re.compile(rf"{_STARTS}{_PATIENT}{_ADVERBS} {_LIVING}\b", re.IGNORECASE)
_REACTION = (
    r"(?:rash\w*|hives?|urticari\w*|itch\w*|prurit\w*|anaphyla\w*|swell\w*|swollen|angioed\w*|nause\w*|vomit\w*"
    r"|diarrh\w*|cough\w*|wheez\w*|caus\w*|develop\w*|result\w*|react\w*|broke|intoler\w*|allerg\w*|gets?|got|gives?"
    r"|gave|made|makes?|had|has|have|having|experienc\w*|led|leads|sick|upset|shock|dyspn\w*|hypoten\w*|blister\w*)"
)
_DOSE = (
    r"(?:\d[\d.,]* ?(?:mg|mcg|µg|g|units?|iu|ml|meq|puffs?|tablets?|tabs?|caps?(?:ules?)?)|daily|nightly|weekly|monthly"
    r"|(?:once|twice)(?: (?:a day|daily|weekly))?|bid|tid|qid|qd|qhs|q\d+h|prn|at bedtime|every (?:\w+ )?\w+"
    r"|(?:a|per) day|in the (?:morning|evening))"
)
_ITEM = (
    rf"(?:(?!(?:and|or|but|with|which|that|for|when|after|because|no|not|{_REACTION})\b)[\w/-]+ ){{1,4}}?{_DOSE}"
    rf"(?: (?:{_DOSE}|po|by mouth|orally|oral|iv|im|sc|sq|subcutaneously))*"
)
_PLAINLY = re.compile(
    rf"{_ITEM}(?:(?:,| and|, and) {_ITEM})* ?(?:\n|\Z|\.(?=\s|\Z)(?!\s+[^.\n]{{0,80}}\b{_REACTION}\b))", re.IGNORECASE
)
_SENTENCE_START = re.compile(r"(?<=[.;!?] )(?=\S)|(?<=\n)(?=\S)")
_GOES_ON = re.compile(
    rf"(?:(?:{_PATIENT}|{_BARE_TAKING})\b)(?!(?:[^.\n]{{0,80}}\b{_REACTION}\b))|{_ITEM}[.\n]", re.IGNORECASE
)
_SPEAKS = r"(?:says?|said|states?|stated|reports?|reported|notes?|noted|brought|brings|called|is (?:here|present|at))\b"
_RELATIVE = re.compile(
    rf"(?:(?<=[.;!?] )|(?<=\n)|(?<=\n- ))(?:(?:his|her|the|patient['’]s|pt['’]s|one|a|an|\d) )?"
    rf"(?:(?:maternal|paternal|older|younger|elder) )*(?:{_NAMED})s?\b(?! {_SPEAKS})",
    re.IGNORECASE,
)
_SELF_ZH = r"(?:患者|病人|患儿|本人)"
_AFTER_ZH = r"(?:(?<=[。；;，,\n])|(?<=[。；;，,\n][ \u3000]))"
_OFTEN_ZH = r"(?:目前|现|平素|平时|长期|规律|一直|现在|每日|每天|按时|在)"
_DRUG_ZH = r"(?:口服|服用|使用|注射|吸入|皮下注射)"
_REACTION_ZH = r"(?:后|致|引起|过敏|疹|痒|休克|水肿|肿胀|恶心|呕吐|不适|反应|出现|发生|喘|胸闷|治疗|腹泻)"
_DOSE_ZH = (
    r"(?:\d ?(?:mg|g|ug|μg|ml|iu|u|毫克|克|片|粒|单位)|每日|每天|每晚|每周|\bqd|\bbid|\btid"
    r"|\bqn|次[/／]日|日[一二三\d]次)"
)
_TAKES_ZH = re.compile(rf"{_AFTER_ZH}{_SELF_ZH}{_OFTEN_ZH}*{_DRUG_ZH}(?![^。；;\n]{{0,20}}(?:后|致|引起|过敏))")
_PLAINLY_ZH = re.compile(
    rf"(?:(?<=[。；;\n])|(?<=[。；;\n][ \u3000])){_SELF_ZH}?{_OFTEN_ZH}*{_DRUG_ZH}(?![^。；;\n]*{_REACTION_ZH})"
    rf"(?=[^。；;\n]*{_DOSE_ZH})",
    re.IGNORECASE,
)
_KIN_ZH = (
    r"(?:父|母|兄|弟|姐|妹|哥|祖|外公|外婆|爷|奶|姑|姨|叔|舅|伯|表|堂|配偶|丈夫|妻|爱人|儿|女|双亲|孙|侄|亲属|家族|家属"
    r"|家人)"
)
_LIVES_ZH = re.compile(
    rf"(?<=[。；;\n]){_SELF_ZH}(?![^，。；;\n]{{0,8}}{_KIN_ZH}|否认|诉|之|的|无|有[一二三四两\d]|子|亲)"
)
_RELATIVE_ZH = re.compile(rf"(?<=[。；;\n])(?:{_SELF_ZH}|其)?的?(?:有)?{_KIN_ZH}")
_DIED = re.compile(r"\b(?<!almost )(?<!nearly )(?:died|deceased|passed away|expired)\b", re.IGNORECASE)
_LATE = re.compile(r"\b(?:deceased|late) $", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.;\n]*")
_NOBODY = ""
_MOST = 40  # turns of a section, so that one of many is read in linear time; the last is back to its subject
_NEAR = 400  # characters in which a relative of whom something else is told may be named
_DIFFERENTIAL = "differential_diagnosis"
_FOREIGN = frozenset(
    (FAMILY, ALLERGIES, _DIFFERENTIAL, "return_precautions", "patient_education")
)  # of somebody else, or of what is not there


def turns(name: str, text: str, start: int, end: int, language: str) -> tuple[int, ...]:
    """Where a section turns to the patient, where from there back to its subject, and so on in turn.

    Args:
        name: canonical name of the section.
        text: of the document; the section is ``text[start:end]``.
        language: ``en`` or ``zh``.

    >>> text = "Family history: mother with breast cancer. He takes metformin. Father: gout."
    >>> [text[place:][:6] for place in turns("family_history", text, 0, len(text), "en")]
    ['He tak', 'Father']
    """
    places: list[int] = []
    place = start
    while place < end and name in _FOREIGN and len(places) < _MOST:
        find = _return_of if len(places) % 2 else turn_of
        place = find(name, text, place, end, language)
        places.append(place)
    return tuple(one for one in places if one < end)


def turn_of(name: str, text: str, start: int, end: int, language: str) -> int:
    """Where a section first turns to the patient; ``end`` when it never does; arguments as in ``turns``.

    >>> text = "Family history: mother with breast cancer. He takes metformin."
    >>> turn_of("family_history", text, 0, len(text), "en") == text.index("He")
    True
    """
    if name not in _FOREIGN:
        return end
    if language == "zh":
        own = {FAMILY: (_TAKES_ZH, _LIVES_ZH), ALLERGIES: (_PLAINLY_ZH,)}.get(name, (_TAKES_ZH,))
        return min((found.start() for one in own if (found := one.search(text, start, end))), default=end)
    living = _living(text, start, end) if name == FAMILY else {}
    taken = (one.start() for one in _TAKES.finditer(text, start + 1, end) if _is_taken(one, name, text, end, living))
    lived = (one.start() for one in _LIVES.finditer(text, start + 1, end) if not _is_of_relative(one, text, start))
    return min(next(taken, end), next(lived, end) if name == FAMILY else end)


def _return_of(name: str, text: str, start: int, end: int, language: str) -> int:
    """Where what speaks of the patient from ``start`` on returns to the subject of the heading, else ``end``."""
    if name == FAMILY:
        found = (_RELATIVE_ZH if language == "zh" else _RELATIVE).search(text, start + 1, end)
        return found.start() if found else end
    if name != ALLERGIES:
        return end
    if language == "zh":
        stops = (one.end() for one in re.finditer(r"[。；;\n]\s*", text[start:end]))
        places = (start + one for one in stops if start + one < end)
        return next((one for one in places if not _PLAINLY_ZH.match(text, one, end)), end)
    starts = (one.start() for one in _SENTENCE_START.finditer(text, start + 1, end))
    return next((one for one in starts if not _GOES_ON.match(text, one, end)), end)


def _is_taken(found: re.Match[str], name: str, text: str, end: int, living: dict[str, int]) -> bool:
    """Whether a drug is the patient's: of nobody named before, and among allergies with its dose and no reaction."""
    if name == ALLERGIES:
        return _PLAINLY.match(text, found.end(), end) is not None
    if name == FAMILY:
        who = (found["pronoun"] or "patient").lower() if found["who"] else _NOBODY
        return living[who] > found.start()
    return name == _DIFFERENTIAL or bool(found["who"])


def _living(text: str, start: int, end: int) -> dict[str, int]:
    """Where the first living relative is named whom ``he``, ``she``, or a sentence without subject may mean."""
    first = dict.fromkeys(("he", "she", "patient", _NOBODY), end)
    named = list(_PERSON.finditer(text, start, end))
    for number, one in enumerate(named, 1):
        after = named[number].start() if number < len(named) else end
        word = one[0].lower()
        if word in _SIDES and after - one.end() <= 1:
            continue
        said = _SENTENCE.match(text, one.end(), after)
        if (said and _DIED.search(said[0])) or _LATE.search(text, max(start, one.start() - 10), one.start()):
            continue
        singular = word.removesuffix("s")
        first[_NOBODY] = min(first[_NOBODY], one.start())
        if singular not in _FEMALE:
            first["he"] = min(first["he"], one.start())
        if singular not in _MALE:
            first["she"] = min(first["she"], one.start())
    return first


def _is_of_relative(found: re.Match[str], text: str, start: int) -> bool:
    """Whether a pronoun may mean a relative whom the section, which begins at ``start``, names shortly before."""
    if not found["pronoun"]:
        return False
    before = text[max(start, found.start() - _NEAR) : found.start()]
    other = _FEMALE if found["pronoun"].lower() == "he" else _MALE
    return any(one[0].lower() not in other for one in _PERSON.finditer(before))
