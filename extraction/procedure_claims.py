"""What a note says of a procedure: that it was done, that it was not, that it is to be done, or none of these.

``underwent`` is claimed on evidence alone: a verb of having had it, its result, a date in the past, or its place in a
history or among results. Whatever has none of them is open, and is only mentioned. The cues are English.
"""

from __future__ import annotations

import re
from enum import StrEnum

_REACH = 80
_UNIT = r"(?:days?|weeks?|months?|years?)"
_DATE = (
    rf"(?<!\d)(?:19|20)\d\d(?!\d)|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|\b{_UNIT} (?:ago|prior|earlier|previously)\b"
    rf"|\byesterday\b|\blast (?:night|week|month|year|spring|summer|fall|autumn|winter)\b"
    r"|\bas an? (?:young )?(?:child|teenager|infant|baby|toddler|newborn|adolescent|kid|boy|girl|adult)\b"
    r"|\bat (?:the )?age\b|\bin (?:early |late )?(?:child|boy|girl|adult)hood\b|\bin (?:infancy|adolescence)\b"
    r"|\bin (?:his|her|their) (?:(?:early|mid|late)[ -])?(?:teens|twenties|thirties|forties|fifties|sixties|seventies"
    r"|youth|[1-9]0['’]?s)\b"
)
_SAID_BEFORE = r"(?<!\bis )(?<!\bwas )(?<!\bare )(?<!\bwere )(?<!\bbeen )(?<!\bbeing )"
_ORDERED = r"(?:recommended|advised|ordered|scheduled|arranged|requested|planned)"
_ADVISED = (
    rf"recommend(?!ed)\w*|advis(?!ed)\w+|order(?:ing)?|schedul(?!ed)\w+|refer(?:red|ral|ring)?|arrang(?!ed)\w+"
    rf"|request(?:ing)?|{_SAID_BEFORE}{_ORDERED}|{_ORDERED} (?:for|to|that)"
)
_DO = r"get|have|undergo|do|perform|order|obtain|send|start"
_PLANNED = re.compile(
    rf"\b(?:{_ADVISED}|plan(?:s|ning)?|awaiting|pending|due for|overdue for|obtain"
    r"|(?<!\bhad a )(?<!\bunderwent )(?<!\bunderwent a )repeat(?= )|proceed with"
    rf"|let['’]s (?:{_DO})|will return (?:\w+ ){{0,4}}for"
    rf"|will (?:\w+ ){{0,2}}(?:{_DO}|need|try)|need(?:s|ed)? (?:an?|to|another)|set (?:\w+ )?up"
    rf"|going to (?:\w+ ){{0,2}}(?:{_DO})|(?:like|want) (?:\w+ ){{0,3}}to (?:{_DO}))\b[^.;:]{{0,40}}$",
    re.IGNORECASE,
)
_PLANNED_AFTER = re.compile(
    r":? ?[^.;:,]{0,30}\b(?:(?:is|was|are|has been|have been)? ?"
    r"(?:scheduled|ordered|planned|recommended|pending|requested)"
    r"|(?:will|to) be (?:done|performed|ordered|obtained|scheduled))\b",
    re.IGNORECASE,
)
_PERHAPS = re.compile(r"\b(?:if|unless|may|might|could|would|consider\w*|possibl[ey]|discuss\w*)\b", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:underwent|was done|were done|showed|shows|revealed|demonstrated|status post|s/p)\b", re.IGNORECASE
)

_OTHER_SENSE = re.compile(
    r"[- ]?(?:technicians?|techs?|technologists?|staff|department|team|service|clinic|unit|ward|floor|suite|center"
    r"|nurses?|fellow|residents?|surgery|referrals?|appointment|instructions?|prep|preparation|consent|order|consult\w*|status"
    r"|(?:was|were|has been|is|are|to be) consulted)\b",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\b(?:employed|works?|worked|working|job|(?:is|was|as) an? (?:\w+ ){0,3}(?:surgeon|physician|doctor|nurse))\b"
    r"[^.;]*$",
    re.IGNORECASE,
)
_OFF = r"(?:cancell?ed|refused|declined|deferred|postponed|aborted)"
_NOT_DONE = re.compile(
    rf"(?: |: ?| [-–] ?)(?:{_OFF}|not (?:done|performed|obtained))\b"
    rf"|(?:(?!\b(?:is|was|were|are|has|have|had|show\w*|reveal\w*|order\w*|schedul\w*|plan\w*|done|because|but"
    rf"|although|since|while|when|so)\b)[^.;,]){{0,40}}?"
    rf"(?:\b(?:was|were|is|has been|had been|got) (?:then |subsequently )?(?:{_OFF}|cancelled|put off)"
    r"|(?:\b(?:was|were|is|are|has|have|had|could|can|did|does) ?)?(?:\b(?:not|never)|n['’]t) (?:yet )?(?:been |be )?"
    r"(?:done|performed|obtained|completed|attempted))\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\((?:(?:his|her|their|the|patient['’]s) )?(?:mother|father|sister|brother|son|daughter|wife|husband|aunt|uncle"
    r"|cousin|spouse|partner|grand\w+)\)[^.;]*$",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:no|not|never|without|denie[sd]|denying|declin\w+|refus\w+)\b|n['’]t\b", re.IGNORECASE)
_DENIES_OTHER = re.compile(
    r"\b(?:relat\w+|due|because|believ\w+|reveal\w*|show\w*|chang\w+|evidence|signs?|findings?|abnormal\w*|recall"
    r"|remember|complication\w*|response|relie\w+|improve\w*|help\w*|by|after|since|from|(?<!been )on)\b",
    re.IGNORECASE,
)
_AHEAD_WORDS = (
    r"will|would|should|could|might|may|must|can|cannot|if|unless|whether|once|until|ask\w*|consider\w*|discuss\w*"
    r"|options?|possib\w+|plan\w*|due|overdue|needs?|await\w*|pending|next|recommend\w*|advis\w+|order\w*|schedul\w+"
    r"|refer\w*|request\w*|contraindicat\w+|candidate|declin\w+|refus\w+|cancel\w*|defer\w*|postpone\w*|let['’]s"
    r"|typical\w*|(?:prior|leading) to|before|avoid\w*|eligible|hop(?:es?|ing)|want\w*|interested|scared|afraid|fear\w*"
    r"|about|regarding|concern\w*|questions?|no|not|never|without|denie[sd]"
)
_VETO = re.compile(rf"\b(?:{_AHEAD_WORDS})\b|\bin (?:\w+ ){{1,3}}?{_UNIT}\b", re.IGNORECASE)
_LED = re.compile(rf"\b(?:{_AHEAD_WORDS}|to|be)\b", re.IGNORECASE)
_TURN = re.compile(
    rf"\b(?:{_AHEAD_WORDS}|to|be|for|who|instead|presents?|presented|here|come[s]?|sent|visit|week|month|year|time"
    r"|appointment|seen)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|whether|once|until)\b|\bwhen (?:(?:the|his|her|their|we) )?$|\bafter we get\b", re.IGNORECASE
)
_UNDERWENT = re.compile(
    r"\b(?:underwent|undergone|undergoing|status[- ]post|s/p|h/o|(?:taken|brought|went) (?:back )?to (?:the )?"
    r"(?:operating (?:room|theat(?:re|er))|or|cath lab|theat(?:re|er)|surgery) for|had to (?:do|have|undergo|get)"
    r"|(?:history|hx) (?:is |was )?(?:also )?(?:of|significant for|notable for|remarkable for|positive for|includes?"
    r"|including))\b",
    re.IGNORECASE,
)
_HAD = re.compile(
    r"\b(?:had|got|received|receiving|complet(?:ed|ing)|tolerated|performed|attend(?:s|ed|ing)?|required"
    r"|progressed from"
    r"|(?:is|was|remains|been|currently|continues) on|(?:seen|noted|found|shown|visualized|evident|findings?) on"
    r"|(?:confirmed|proven|diagnosed|identified|ruled out|excluded|documented|established|detected) (?:on|by|with))\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\b(?:prior|previous|recent|last|past)(?! to\b)", re.IGNORECASE)
_POST = re.compile(r"\bpost\b(?![- ]?op)", re.IGNORECASE)
_CUES = ((_UNDERWENT, 10), (_HAD, 6), (_EARLIER, 3), (_POST, 1))
"""What says of the name after it that it was done, and how many words may stand between."""
_LINK = re.compile(r"\b(?:with|on|in|at|by|that|which|when|because|after|from|pain|trouble)\b", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:since|was|were|had|did|went|became|began|got|felt|\w{3,}ed|days?|weeks?|months?|years?)\b", re.IGNORECASE
)
_BIDS = re.compile(
    r"\b(?:return|follow\w*[- ]?up|resume|restart|start|continue|call|come|recheck|see|hold|stop|begin|take)\b",
    re.IGNORECASE,
)
_VERBAL = re.compile(r"(?:biopsied|intubated|transfused|ventilated)\Z", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|were|been|got) (?:\w+ )?$", re.IGNORECASE)
_LOOKS = (
    r"(?:ab)?normal|unremarkable|remarkable|negative|positive|benign|malignant|stable|unchanged|consistent|notable"
    r"|within (?:normal|the normal)|uneventful|uncomplicated|successful"
)
_REPORTED = re.compile(
    r"(?: (?:of|head|brain|chest|abdomen|pelvis|spine)\b[^:;.,\n]{0,25})?(?::| [-–])\s+"
    rf"(?:(?:grossly|essentially|completely|entirely|mildly|again) )?(?:{_LOOKS}|clear\b|wnl\b|nsr\b"
    r"|sinus\b|(?:lv)?ef\b|\d+(?:\.\d+)? ?(?:%|[cm]m\b)"
    r"|(?:mild|moderate|severe|small|large|trace|minimal|acute|multiple|diffuse|focal|bilateral) [a-z]"
    r"|no (?!known|prior|previous|history|hx|need|records?|results?|longer|more)[a-z]{3,})",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:after|following|since)(?: (?:a|an|the|his|her|their|this|having|undergoing|open|elective|emergency|urgent"
    r"|recent|successful|laparoscopic|left|right|bilateral|total|partial)){0,4} $",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:(?:was|were|has been|have been|had been) (?:(?:also|then|again|\w+ly) )?"
    r"(?:done|performed|completed|obtained|taken|carried out|repeated)"
    rf"|(?:was|were|is|are|appears?|appeared) (?:(?:also|not|all|again|otherwise|to be|\w+ly) ){{0,2}}(?:{_LOOKS})"
    r"|(?:performed|obtained|completed|done|taken) (?:on|in|at|today|yesterday|by|last|here)"
    r"|(?:did not |failed to )?(?:show|reveal|demonstrate)|show(?:s|ed|ing)|reveal(?:s|ed|ing)|demonstrat(?:es|ed|ing)"
    r"|suggests?|(?<!is )(?<!was )(?<!were )confirmed|confirms)\b",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(
    r"\b(?:but|while|although|labs?|exam\w*|who|patient|he|she|they|it|we|her mother|his father)\b", re.IGNORECASE
)
_DATED = re.compile(_DATE, re.IGNORECASE)
_DATED_ITEM = re.compile(rf"[^.,;\n]*?(?:{_DATE})[^.,;\n]*(?=[.,;\n]|\Z)", re.IGNORECASE)
_DATE_BEFORE = re.compile(r"(?<!\d)(?:19|20)\d\d\)?[:,–-]?\s*$")
_JOINED = re.compile(
    r"(?: x ?\d+)?(?:,|/| and| with| &| plus| as well as| followed by)+ ?(?:[\w-]+ ){0,3}$", re.IGNORECASE
)
_ITEM = re.compile(r"(?:(?! and | but )[^,])*\Z")
_LAST_CLAUSE = re.compile(r"[^.;:]*\Z")
_FIRST_CLAUSE = re.compile(r"[^.;\n]*")
_HISTORY = frozenset(("past_surgical_history", "past_medical_history", "results"))
_AHEAD = frozenset(("plan", "instructions", "return_precautions", "patient_education", "allergies"))


class Claim(StrEnum):
    """What is said of a procedure. ``OPEN`` is what has no evidence of either."""

    DONE = "done"
    NOT_DONE = "not done"
    PLANNED = "planned"
    OPEN = "open"


def claim_of(
    text: str, span: tuple[int, int], sentence: tuple[int, int], section: str = "", negated: bool = False
) -> Claim:
    """What a sentence of a note says of the procedure at ``span``.

    Args:
        text: of the note.
        span: the name; like ``sentence`` in code points, end excluded.
        sentence: what is looked at.
        section: canonical name of the section, or empty.
        negated: whether the rules of assertion find it denied; it is, where a word denies the having of it.

    >>> text = "She underwent colonoscopy."
    >>> claim_of(text, (14, 25), (0, 26)).value, claim_of("Colonoscopy.", (0, 11), (0, 12)).value
    ('done', 'open')
    """
    before = text[max(sentence[0], span[0] - _REACH) : span[0]]
    after = text[span[1] : min(sentence[1], span[1] + _REACH)]
    if _OTHER_SENSE.match(after) or _TRADE.search(before) or _RELATIVE.search(before):
        return Claim.OPEN
    if _NOT_DONE.match(after):
        return Claim.NOT_DONE
    clause = _part(_LAST_CLAUSE, before)
    if is_planned(text, span, sentence):
        return Claim.OPEN if negated and _DENIES.search(_part(_ITEM, clause)) else Claim.PLANNED
    if _CONDITION.search(clause):
        return Claim.OPEN
    if negated and _denies(clause):
        return Claim.NOT_DONE
    if (
        _had(clause)
        or _shown(after)
        or _REPORTED.match(after)
        or (_VERBAL.search(text[slice(*span)]) and _PASSIVE.search(before))
    ):
        return Claim.DONE
    item = _DATED_ITEM.match(after)
    ahead = section in _AHEAD or _VETO.search(clause) or _VETO.search(item[0] if item else _part(_FIRST_CLAUSE, after))
    if not ahead and (section in _HISTORY or _dated(before, after) or _is_past(before, after)):
        return Claim.DONE
    return Claim.OPEN


def is_planned(text: str, span: tuple[int, int], sentence: tuple[int, int]) -> bool:
    """Whether the sentence orders, schedules or advises what stands at ``span`` and does not say that it was done.

    >>> is_planned("I will order an MRI of the knee.", (16, 19), (0, 32))
    True
    >>> is_planned("The MRI was normal.", (4, 7), (0, 19)), is_planned("We may order an MRI.", (16, 19), (0, 20))
    (False, False)
    """
    before = text[max(sentence[0], span[0] - _REACH) : span[0]]
    after = text[span[1] : min(sentence[1], span[1] + _REACH)]
    asked = _PLANNED.search(before)
    if asked is None and not _PLANNED_AFTER.match(after):
        return False
    own = asked.end() if asked else before.rfind(",") + 1  # what another item of a list underwent says nothing of it
    done = _DONE.search(before, own) or _DONE.search(after) or _shown(after)
    return not done and not _PERHAPS.search(before)


def is_joined(between: str) -> bool:
    """Whether the words between two procedures make the second one of a series, so that what is said of one is of both.

    >>> is_joined(" and a "), is_joined(", then discussed ")
    (True, False)
    """
    return _JOINED.match(between) is not None and _TURN.search(between) is None


def _had(clause: str) -> bool:
    """Whether what says that it was done stands before the name, with nothing near that takes it back."""
    for cue, words in _CUES:
        for found in cue.finditer(clause):
            between = clause[found.end() :]
            led = " ".join(clause[: found.start()].split()[-2:])
            linked = cue is not _UNDERWENT and _LINK.search(between)
            if len(between.split()) <= words and not (linked or _TURN.search(between) or _LED.search(led)):
                return True
    return False


def _shown(after: str) -> bool:
    """Whether its result, or its being done, follows the name."""
    found = _RESULT.search(_part(_FIRST_CLAUSE, after))
    if found is None:
        return False
    between = after[: found.start()]
    return not (_LED.search(between) or _OTHER_SUBJECT.search(between))


def _dated(before: str, after: str) -> bool:
    return _DATED.search(_part(_FIRST_CLAUSE, after)) is not None or _DATE_BEFORE.search(before) is not None


def _is_past(before: str, after: str) -> bool:
    """Whether something is told that happened after it: ``following appendectomy she developed ileus``."""
    found = _AFTER.search(before)
    around = f"{_part(_LAST_CLAUSE, before)} {_part(_FIRST_CLAUSE, after)}"
    return found is not None and _BIDS.search(around) is None and _TOLD.search(around) is not None


def _denies(clause: str) -> bool:
    """Whether the word that denies is of the having of it, as in none of "no change after biopsy"."""
    found = list(_DENIES.finditer(clause))
    return bool(found) and not _DENIES_OTHER.search(clause[found[-1].end() :])


def _part(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""
