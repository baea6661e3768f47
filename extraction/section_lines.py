"""Where a section whose text stands on its heading's own line ends, though no further heading follows.

``FH: father died of MI.`` is one line of a list of lines; the next one (``INR 2.6, K 4.1.``) speaks of something else.
A heading alone on its line keeps all that follows. What would follow from a wrong end is a false fact of the patient.
So the line must end with a stop well before the margin, or the next one must name the patient; and the next one must be
a statement that neither stands under the heading (indented, a bullet) nor tells of its subject (a relative, a reaction,
a sentence without subject, a bare list of names).
"""

from __future__ import annotations

import re

from extraction.assertion_people import PEOPLE

FAMILY, ALLERGIES, SOCIAL = "family_history", "allergies", "social_history"
_ONE_LINE = frozenset((FAMILY, ALLERGIES, SOCIAL))
_LINE = re.compile(r"[^\n]*")
_MARGIN = {"en": 60, "zh": 30}  # shorter lines are broken on purpose
_STOP = re.compile(r"[.!?。！？][)\]\"'”’）]?\s*$")
_ANNOUNCES = re.compile(r"\b(?:below|follow(?:s|ing)|include(?:s|d)?|see)\b[^.]*\.?\s*$|如下|以下|见下", re.IGNORECASE)
_MARKS = " \t\r\u3000:：*#_=】])-–—"
_ASIDE = re.compile(r"\([^()\n]{0,60}\)")
_NEAR = 1500  # characters around a heading that tell where lines are wrapped
_LONGEST = 300  # characters of a line that are looked at
_BULLET = re.compile(r"(?:[-*•·>+]|[(（]?(?:\d{1,2}|[a-zA-Z])[.)、）])[ \t\u3000]?(?!\d)")
_INDENT = re.compile(r"[ \t\u3000]*")
_FIRST_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"[^.;\n。；]*")
_OWN = re.compile(
    r"(?:(?:currently |he |she |patient |the patient |pt )?(?:denie[sd]|complains)|(?:the )?(?:patient|pt)(?!['’]s)"
    r"|presents|presenting|c/o|admitted|seen|here for|today|yesterday|this (?:morning|visit|week)|on exam\w*"
    r"|on (?:arrival|admission)|afebrile|alert|continue|start|check|recheck|refer|follow|order|increase|decrease"
    r"|discharge|admit|return)\b",
    re.IGNORECASE,
)
_OWN_OF = {ALLERGIES: re.compile(r"(?:currently |now )?(?:takes|taking|on)\b", re.IGNORECASE)}
_SUBJECTLESS = re.compile(
    r"(?:he|she|they|his|her|their|it|this|that|these|those|both|all|some|one|another|others?|several|multiple|none|no"
    r"|not|also|and|or|with|died|had|has|have|was|were|is|are|deceased|diagnosed|developed|positive|negative"
    r"|significant|remarkable|unknown|otherwise|maternal\w*|paternal\w*|strong|healthy|alive)\b",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"\w[ ,](?:[^.;\n]* )?(?:denie[sd]|reports?|reported|complains?|presents?|presented|has|is|are|was|were|will"
    r"|shows?|showed|started|continues?|remains?|given)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
_AGE = re.compile(r"\b(?:age|aged|at|in (?:his|her|their))\b[^.;\n]{0,8}\d|\d0['’]?s\b|\by/?o\b|\bx ?\d", re.IGNORECASE)
_KIN = re.compile(
    r"\b(?:famil\w+|relatives?|heredit\w*|genetic\w*|inherit\w*|gene|side|mgm|mgf|pgm|pgf|fh|fhx|child\w*)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, PEOPLE), key=len, reverse=True))})s?\b", re.IGNORECASE)
_REACTS = re.compile(
    r"\b(?:allerg\w*|react\w*|rash\w*|hives?|urticari\w*|itch\w*|prurit\w*|anaphyla\w*|swell\w*|swollen|angioed\w*"
    r"|intoler\w*|caus\w*|develop\w*|broke|gives?|gave|gets?|got|makes?|made|sensitiv\w*|tolerat\w*|nkda|latex)\b",
    re.IGNORECASE,
)
_HABITS = re.compile(
    r"\b(?:smok\w*|tobacco|cigar\w*|alcohol\w*|etoh|drink\w*|drugs?|illicit|lives?|living|work\w*|married|single|sexual\w*"
    r"|occupation\w*|retired|beers?|wine|marijuana|cannabis|cocaine|heroin|ppd|packs?|vap\w*)\b",
    re.IGNORECASE,
)
_SUBJECT = {FAMILY: _KIN, ALLERGIES: _REACTS, SOCIAL: _HABITS}
_SUBJECT_ZH = {
    FAMILY: re.compile(
        "父|母|兄|弟|姐|妹|哥|祖|外公|外婆|爷|奶奶|姑|姨|叔|舅|伯|[表堂][哥弟姐妹兄]|配偶|丈夫|妻|爱人|儿子|女儿|子女|双亲|孙"
        "|侄|亲属|家族|家属|家人|近亲|遗传|类似"
    ),
    ALLERGIES: re.compile(r"过敏|皮疹|荨麻疹|痒|休克|水肿|不良反应|皮试|不耐受|后|致|引起|食物|花粉"),
    SOCIAL: re.compile(r"烟|酒|居住|生于|婚|职业|疫|嗜好|冶游|接触|毒"),
}
_OWN_ZH = re.compile(r"(?:患者|病人|患儿|本人)?(?:否认|诉|目前|现|入院|查体|体检)|患者|病人|患儿|本人")
_STATES_ZH = re.compile(
    r"否认|诉|查|示|予|服用|口服|使用|体温|血压|心率|因|出现|患有|伴|\d(?!岁)\s*[a-zA-Zμµ/%％×]|[a-zA-Z]+\s*[\d.]"
)


def line_end(name: str, title: str, text: str, start: int, end: int, language: str) -> int:
    """Where what stands on the heading's own line ends the section, else ``end``.

    Args:
        name: canonical name of the section.
        title: its heading as written; without one the section has no line of its own.
        text: of the document; the section is ``text[start:end]``.
        language: ``en`` or ``zh``.

    >>> text = "FH: father died of MI.\\nINR 2.6, K 4.1."
    >>> text[line_end("family_history", "FH", text, 0, len(text), "en"):]
    'INR 2.6, K 4.1.'
    """
    if name not in _ONE_LINE or not title:
        return end
    place = text.find("\n", start, end)
    said = text.find(title, start, end) + len(title)
    if place < 0 or _is_alone(text[said:place]) or _ANNOUNCES.search(text, max(said, place - _LONGEST), place):
        return end
    head = text.rfind("\n", 0, start) + 1
    line = head, place
    margin = 0
    while place < end:
        following = _next_line(text, place, end)
        if following is None:
            return end
        if _STOP.search(text, max(line[0], line[1] - _LONGEST), line[1]) and _is_apart(
            text, head, following, name, language
        ):
            margin = margin or _margin(text, head, language)
            if _is_own(text, following, name, language) or not _is_full(text, line, following, margin, language):
                return following[0]
        line, place = following, following[1]
    return end


def _margin(text: str, head: int, language: str) -> int:
    """How long lines get around a heading's line, which starts at ``head``."""
    near = text[max(0, head - _NEAR) : head + _NEAR].split("\n")
    return max(_MARGIN[language], *map(len, near))


def _is_alone(after: str) -> bool:
    """Whether a heading stands alone on its line, but for marks and an aside."""
    rest = after.strip(_MARKS)
    return not rest or _ASIDE.fullmatch(rest) is not None


def _next_line(text: str, place: int, end: int) -> tuple[int, int] | None:
    """The next line that is not empty, after the end of one."""
    while place < end:
        found = _LINE.match(text, place + 1, end)
        if found is None:
            return None
        if found[0].strip():
            return found.span()
        place = found.end()
    return None


def _is_apart(text: str, head: int, line: tuple[int, int], name: str, language: str) -> bool:
    """Whether a line neither stands under the heading's line, which starts at ``head``, nor tells of its subject."""
    above, below = _INDENT.match(text, head), _INDENT.match(text, *line)
    if above is None or below is None or len(below[0]) > len(above[0]):
        return False
    listed = _BULLET.match(text, below.end(), line[1])
    if listed and not _BULLET.match(text, above.end()):
        return False
    start = listed.end() if listed else below.end()
    said = _sentence(text, start, min(line[1], start + _LONGEST))
    if language == "zh":
        about = _SUBJECT_ZH[name].search(said)
        return not about and bool(_OWN_ZH.match(said) or _STATES_ZH.search(said))
    if _SUBJECT[name].search(said) or (name == FAMILY and _PERSON.search(said)):
        return False
    if _is_own(text, (start, line[1]), name, language):
        return True
    if said[:1].islower() or _SUBJECTLESS.match(said):
        return False
    return bool(
        _STATES.search(said) or (_NUMBER.search(text, start, line[1]) and not _AGE.search(text, start, line[1]))
    )


def _sentence(text: str, start: int, end: int) -> str:
    found = _SENTENCE.match(text, start, end)
    return found[0] if found else ""


def _is_own(text: str, line: tuple[int, int], name: str, language: str) -> bool:
    """Whether a line begins by naming the patient, or what only patients do."""
    own = _OWN_ZH if language == "zh" else _OWN
    start = line[0] + len(text[slice(*line)]) - len(text[slice(*line)].lstrip())
    other = _OWN_OF.get(name)
    return bool(own.match(text, start, line[1]) or (other and other.match(text, start, line[1])))


def _is_full(text: str, line: tuple[int, int], following: tuple[int, int], margin: int, language: str) -> bool:
    """Whether the first word of the next line would not have stood on a line too: it may be wrapped."""
    word = _FIRST_WORD.search(text, *following)
    width = len(word[0]) + 1 if word and language == "en" else 1
    return line[1] - line[0] + width > margin
