"""Whose finding it is, in English: what a word for another person does in its sentence.

``Her mother has asthma`` speaks of the mother, ``asthma in her mother`` too, but ``her mother says he has asthma`` and
``lives with her mother`` speak of the patient. The role follows from the words directly before and after.
"""

from __future__ import annotations

import re

from extraction.assertion_roles import ROLES, has_finding
from extraction.assertion_rules import Bearing, Direction

_MALE = """
father dad daddy stepfather stepdad grandfather grandpa granddad brother half-brother stepbrother son stepson grandson
uncle nephew husband boyfriend fiance fiancé godfather godson great-grandfather father-in-law son-in-law
brother-in-law great-uncle ex-husband
"""
_FEMALE = """
mother mom mum mommy stepmother stepmom grandmother grandma granny nana sister half-sister stepsister daughter
stepdaughter granddaughter aunt niece wife girlfriend fiancee fiancée godmother goddaughter great-grandmother
mother-in-law daughter-in-law sister-in-law great-aunt ex-wife
"""
_NEUTRAL = """
parent sibling cousin spouse partner grandparent grandchild great-grandparent roommate housemate flatmate coworker
co-worker colleague neighbor neighbour friend classmate teammate relative donor fetus foetus
landlord landlady cellmate bunkmate ex-partner flat-mate
"""
_PLURAL = """
parents siblings cousins grandparents grandchildren brothers sisters sons daughters uncles aunts nephews nieces children
kids roommates coworkers co-workers colleagues neighbors neighbours friends classmates relatives grandmothers
grandfathers great-grandparents twins donors in-laws flatmates housemates cellmates
"""
_GROUPS = (
    "family member|family members|household member|household members|household contact|household contacts|sick contact"
    "|sick contacts|maternal|paternal|identical twin|fraternal twin|twin brother|twin sister|her child|his child"
    "|her baby|his baby|her newborn|her infant|their child|their baby|everyone at home|everyone in the household"
    "|her boss|his boss|fetal|twin a|twin b|co-twin|other twin|her dog|his dog|her cat|his cat|the dog"
    "|several relatives|next of kin"
)

MALE = frozenset(_MALE.split())
FEMALE = frozenset(_FEMALE.split())
PEOPLE = tuple(sorted({*MALE, *FEMALE, *_NEUTRAL.split(), *_PLURAL.split(), *_GROUPS.split("|")}))
"""Words for people other than the patient, in lower case."""

_WINDOW = 60  # characters looked at on either side
_NAMED = "|".join(sorted(map(re.escape, PEOPLE), key=len, reverse=True))
_KIN = (
    r"(?:(?:his|her|the|patient'?s|pt'?s|their|a|an|my|our|this|one|two|three|four|five|both|several|multiple|many|some"
    r"|other|another|first|second|third|first-degree|second-degree|maternal|paternal|older|younger|elder|oldest"
    r"|youngest|little|big|late|identical|twin|close|distant|biological|birth|adoptive|foster|elderly|sick|living"
    r"|deceased|\d+) ){0,4}"
)
_IN = re.compile(rf"\b(?:in|among|affects|affecting|affected) {_KIN}$")
_GIVEN = re.compile(rf"\b(?:given|prescribed|administered|dispensed|belongs|belonging|donated) to {_KIN}$")
_ASIDE = re.compile(r"(?:[(\[]|\w [-–—] ?|\w: ?)(?:(?:maternal|paternal|older|younger|and|&|,|\d+|x\d) ?){0,3}$")
_ASIDE_END = re.compile(
    rf"(?:'s side| side)?(?:(?:,| and| &|/|,? age\w*| at| in his| in her|'?s| \d+s?| x ?\d) ?(?:{_NAMED}|\d+)?){{0,6}}"
    r"\s*(?:[)\].;]|$)"
)
_SIDE = re.compile(r"(?:'s)? (?:side|line|branch)\b")
_SIDE_HAS = re.compile(r"(?:'s)? (?:side|line|branch)(?: of the family)?(?: has| have| had| with| is|:)")
_IN_FIRST = re.compile(rf"in {_KIN}$")
_SIDE_FIRST = re.compile(rf"(?:(?:on|from) {_KIN})?$")
_COMPANY = re.compile(
    r"\b(?:with|by|bib|from|per|to|via|without|accompanied by|according to|told|asked|informed|called|visiting|visits"
    r"|near|at|misses|(?<!one )(?<!two )(?<!three )(?<!some )(?<!both )(?<!all )(?<!most )(?<!several )of"
    r"|for|like"
    r"|takes?|took|taking|drives?|drove|driving|picks?|sees?|saw|seeing|loves?|helps?|helping|calls?|raises?|raising"
    r"|feeds?|feeding|carrying|carried|holding|lifting|lifted|lost|losing|buried|married|divorced|left"
    r"|joined|met|meeting"
    r"|chasing|playing with|argued|arguing) "
    rf"{_KIN}$"
)
_DESCRIBED = re.compile(
    r"(?:,? (?:who|whom|whose)\b(?! (?:say|state|report|note|brought|bring|live|help|drove|call|gave|witness|is "
    r"(?:present|here|at)))|'s\b|,? (?:with|has|had|having|diagnosed|suffer\w*|died|positive|affected|carrying|is|was"
    r"|recently|recovering|both|all|tested|being treated|on dialysis)\b| \((?!\d))"
)
_SPEAKS = (
    r"(?:reports?|reported|reporting|states?|stated|stating|notes|noted(?! to)|noting|says?|said|saying"
    r"|den(?:y|ies|ied)|endorses?d?|thinks?|thought|feels? (?:that|he|she|the)|felt (?:that|he|she|the)"
    r"|believes?d?|notices?|noticed"
    r"|observes?|observed|witness\w*|sees?|saw|heard|hears|found(?! out (?:he|she) ha[sd])|finds|calls?|called|gives?"
    r"|gave|brings?|brought|drove|drives|tells?|told|mentions?|mentioned|describe[sd]?|describing|worri(?:es|ed)"
    r"|fears?|feared|asks?|asked|requests?|requested|wants?|wanted|would like|wish\w*|recalls?|recalled|remembers?"
    r"|remembered|confirms?|confirmed|agrees?|agreed|adds?|added|explains?|explained|express\w*|indicates?|indicated"
    r"|claims?|claimed|relates?|related(?! to)|estimates?|wonders?|wondered|provides?|provided|helps?|helped|assist\w*"
    r"|manages?|administer\w*|appl(?:y|ies|ied)|tried|treated (?:him|her|it|the)|checks|checked|measured|records"
    r"|recorded|reads|translat\w*|interpret\w*|accompan\w*|visits|visited|arrived (?:with (?:him|her)|to)"
    r"|c[ao]mes? (?:with (?:him|her)|in)|insists?|insisted|urged"
    r"|encouraged|convinced|persuaded|made|let|sent|picked|dropped|left|stays?|lives?|works?|cares|attributes?"
    r"|attributed|suspects?|suspected|lets|keeps|kept|corroborat\w*|verif\w+|assures?|clarif\w+|videotaped|filmed|drops"
    r"|supports?|supervises?|prepares?|monitors?|declines?|refuses?|consents?|consented|contacted|phoned|texted"
    r"|complain(?:s|ed) that|discovered (?:him|her)|woke|rushed|took (?:him|her|the)|carried|pulled|started (?:him|her)"
    r"|performed|initiated|picks|attends|attended|serves|acts|raised concern\w*|voiced|hopes|rubbed|bathes)"
)
_STATES = (
    r"(?:is|was|are|were|remains?|very|also|quite|been|being|seems?|became) (?:\w+ly )?(?:very |also |quite |still )?"
    r"(?:concerned|worried|anxious about|present|here|at (?:the )?bedside|in the room|unsure|uncertain|certain|sure"
    r"|tired of|sick of|upset|frustrated|annoyed|scared|happy|pleased|in agreement|agreeable|updated|notified|informed"
    r"|convinced|afraid|aware|able to|available|unaware|involved|supportive|helping|giving|caring|calling|asking"
    r"|the (?:historian|informant|primary|main|health|healthcare|caregiver|carer|power|legal)"
    r"|(?:his|her|the patient's) \w+)"
)
_TO_PATIENT = (
    r"(?:(?!is |was |has |had )\w+(?:s|ed|d|t|ck|ve|w|ug\w+)(?: up| in| out)? (?:him|the patient|patient|pt"
    r"|her(?= (?:to|in|on|with|at|home|because|and|over|for|from|after|up|out|when|while|that)\b|[,.;]|$))"
    r"|(?:at (?:the )?bedside|present|in the room|on the phone|here|updated|notified|informed|in agreement|aware))"
)
_ADVERBS = (
    r"(?:also|then|first|again|additionally|further|later|now|today|has|have|had|does|did|not|recently|reportedly|who"
    r"|initially|only|always|often|usually|just|already|consistently|both)"
)
_ACTS = re.compile(
    rf"(?:(?: and| or|,) {_KIN}(?:{_NAMED})){{0,3}}(?: \([^()]{{1,30}}\)| at (?:the )?bedside| on the phone"
    rf"|, (?!who (?:has|had|is|was)\b)[^,;.]{{1,40}},)?(?: {_ADVERBS}){{0,3}} (?:{_SPEAKS}|{_STATES}|{_TO_PATIENT})\b"
)
_RELATIVE_CLAUSE = re.compile(r", who [^,;.]{1,60},")
_ACTS_LATER = re.compile(rf"(?: {_ADVERBS}){{0,3}} (?:{_SPEAKS}|{_STATES}|{_TO_PATIENT})\b")
_WHO_ACTS = re.compile(rf",? who (?:{_ADVERBS} ){{0,3}}(?:{_SPEAKS}|{_STATES}|{_TO_PATIENT})\b")
_HERSELF = re.compile(r"\b(?:(?:her|his|their) own|(?:she|he) (?:herself|himself) (?:has|had|is|was)) ")
_OWNED = re.compile(r"\b(?:his|her|their|patient's|pt's) (?:[\w-]+ ){0,2}$")
_OF_CHILDREN = re.compile(r",? of (?:\d|an?\b|one|two|three|four|five|six|twins|several)")
_OTHERS_SUBJECT = re.compile(rf"\b(?:{_NAMED})\b(?:'s)? (?:is|was) an? (?:[\w-]+ ){{0,3}}$")
_HAS = re.compile(
    rf"\b(?:(?:she|he|patient|pt|and|who) (?:has|had|have)|has|without|there are) (?:no |no living )?{_KIN}$"
)
_NO_PERSON = re.compile(
    r"'s (?:(?:main|only|primary|chief|biggest|recent|sudden) )?(?:concerns?|worr(?:y|ies)|death|passing"
    r"|reports?|account"
    r"|opinion|request|house|home|car|boyfriend|girlfriend|insurance|phone|visit|help|advice|permission|wish(?:es)?"
    r"|observations?|impression|statement|funeral|birthday|illness,|behalf|care)\b"
    r"| (?:site|in law|city|language|tongue|pregnan\w+|gestation|heart (?:rate|tones?|sounds))\b"
)
_MAIN_VERB = re.compile(r"(?:\band|,) (?:has|had|is|was|now|presents|presented|reports|denies|takes)\b")
_AGAIN = re.compile(
    r"(?:[,;] |\b(?:and|but|so|while|whereas|when|although|because|since|as|that|then) )+(?P<who>he|she|the patient"
    r"|patient|pt|this patient|we|i)\b"
)


_FAMILY_END = re.compile(
    r"(?:\b(?:but|and)|[;,]) (?:(?:he|she|the patient|pt|patient) )?"
    r"(?:has|had|does have|is|was|takes|reports|presents|endorses|does|denies)\b"
)
_FAMILY_UNKNOWN = re.compile(
    r"(?: (?:is|was|history))*[ :]+(?:\w+ly )?(?:unknown|non-?contributory|not contributory|unremarkable(?! for)"
    r"|negative(?! for)|not obtained|unavailable|not available|unobtainable|limited|reviewed|none|deferred|benign)\b"
)


_PEOPLE = frozenset(PEOPLE)


def bearing_of(text: str, start: int, end: int) -> Bearing | None:
    """The role of any phrase for another person: a word for one, ``family history``, or one that just reaches on."""
    phrase = text[start:end]
    if phrase in ROLES:
        side = has_finding(text, start, end)
        return Bearing(Direction(side), _end(text, start, end)) if side else None
    if phrase in _PEOPLE or phrase.partition(" of ")[0] in _PEOPLE:
        return bearing(text, start, end)
    return (
        family_bearing(text, end)
        if phrase.startswith(("fam", "fh"))
        else Bearing(Direction.AFTER, _family_end(text, end))
    )


def bearing(text: str, start: int, end: int) -> Bearing | None:
    """The role of the word for a person at ``start`` to ``end``; None where the sentence stays with the patient.

    Args:
        text: the sentence in lower case with single spaces.
        start, end: the word in it, characters, end excluded.

    >>> text = "asthma in her mother"
    >>> bearing(text, 14, 20).direction.value
    'before'
    >>> bearing("mother says he has asthma", 0, 6) is None
    True
    """
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + 2 * _WINDOW]
    if _NO_PERSON.match(after) or _is_patient(before, after):
        return None
    if _GIVEN.search(before):
        return Bearing(Direction.BOTH, _end(text, start, end))
    if (_SIDE.match(after) and _SIDE_FIRST.match(before)) or _SIDE_HAS.match(after):
        return Bearing(Direction.AFTER, _end(text, start, end))
    if _IN_FIRST.match(before) and after.startswith(","):
        return Bearing(Direction.AFTER, _end(text, start, end))
    if (_IN.search(before) and not after.startswith("'s ")) or _SIDE.match(after):
        return Bearing(Direction.BEFORE, end)
    if _ASIDE.search(before) and _ASIDE_END.match(after):
        return Bearing(Direction.BEFORE, end)
    if _acts(after):
        return None
    if _HAS.search(before) and not _DESCRIBED.match(after):
        return None
    if _COMPANY.search(before):
        if not _DESCRIBED.match(after) or after.startswith(", with ") or _WHO_ACTS.match(after):
            return None
        turn = _MAIN_VERB.search(text, end) if after.startswith(" with ") else None
        return Bearing(Direction.AFTER, min(turn.start() if turn else len(text), _end(text, start, end)))
    return Bearing(Direction.AFTER, _end(text, start, end))


def family_bearing(text: str, end: int) -> Bearing | None:
    """The role of ``family history`` that ends at ``end``; None where nothing is known of the family."""
    if _FAMILY_UNKNOWN.match(text, end):
        return None
    return Bearing(Direction.AFTER, _family_end(text, end))


def _family_end(text: str, end: int) -> int:
    turn = _FAMILY_END.search(text, end)
    return turn.start() if turn else len(text)


def _is_patient(before: str, after: str) -> bool:
    """``She is a mother of two``: the word names the patient."""
    if _OTHERS_SUBJECT.search(before):
        return False
    if _OF_CHILDREN.match(after):
        return _OWNED.search(before) is None
    return bool(re.search(r"\b(?:she|he|patient) (?:is|was) an? (?:[\w-]+ ){0,2}$", before))


def _acts(after: str) -> bool:
    clause = _RELATIVE_CLAUSE.match(after)
    if clause is not None:
        return False
    acts = _ACTS.match(after)
    return acts is not None and not _HERSELF.search(after, acts.end())


def _end(text: str, start: int, end: int) -> int:
    """Where the sentence turns from this person to the patient: a pronoun of the other sex, or the patient's name."""
    word = text[start:end].partition(" of ")[0]
    other = "she" if word in MALE else "he" if word in FEMALE else ""
    clause = _RELATIVE_CLAUSE.match(text, end)
    if clause is not None and _ACTS_LATER.match(text, clause.end()):
        return clause.end()
    for again in _AGAIN.finditer(text, end):
        if again["who"] not in ("he", "she") or again["who"] == other or (not other and again["who"]):
            return again.start()
    return len(text)
