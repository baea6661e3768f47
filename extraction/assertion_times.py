"""Times that no fixed phrase gives, in English: years, former pregnancies, what has ended, and ``should``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.assertion_background import is_event, is_lasting
from extraction.assertion_names import LIST, WHOLE_LIST, named

_YEAR = re.compile(
    r"(?: (?:x ?\d|of the \w+(?: \w+)?))?(?: \(| in| back in|,| around| circa)? ?"
    r"(?:(?:early|late|mid|january|february|march|april|may|june|july|august|september|october|november|december)[ -])?"
    r"(?:in )?(?:19|20)\d\d\b(?! ?(?:mg|ml|units|/))"
)
_YEAR_ANY = re.compile(r"\b(?:19|20)\d\d\b")
_SHOULD = re.compile(r"(?:^|[.,;:] |\band )should (?!be |have |not |also |take )(?P<rest>[^,.;:]{1,80})")

_ORDINAL = r"(?:last|previous|prior|past|earlier|first|second|third|1st|2nd|3rd|former|preceding|most recent)"
_PREGNANCY = (
    rf"(?:(?:her|the|a|their) )?{_ORDINAL} (?:two |three |2 |3 )?(?:pregnanc(?:y|ies)|deliver(?:y|ies)|labou?rs?"
    r"|child(?:birth)?|baby|birth|gestations?)\b"
)
_OF_PREGNANCY = re.compile(
    rf"(?P<names>{WHOLE_LIST})(?: \([^()]{{1,30}}\))?(?: (?!and\b|but\b|who\b|she\b)[\w-]+){{0,2}}? "
    rf"(?:in|with|during|after|following|complicating|throughout) {_PREGNANCY}"
)
_IN_PREGNANCY = re.compile(
    rf"\b(?:in|with|during|after|following) {_PREGNANCY},?(?: (?:she|they|patient|there|was|were|had|developed"
    rf"|experienced|also|complicated|by|a|an|the|she'd)){{0,5}} (?P<names>{LIST})"
    rf"|\b{_PREGNANCY}(?: (?:was|were|had been|also))*(?: (?:complicated by|affected by|with|had)|:) (?:an? )?"
    rf"(?P<first>{LIST})"
)
_AUXILIARY = r"(?: (?:has|have|had|is|are|was|were)(?: been)?)"
_FULLY = (
    r"(?: (?:now|since|all|both|completely|fully|entirely|soon|then|also|finally|spontaneously|eventually|quickly))*"
)
_ENDED = re.compile(
    rf"(?P<names>{WHOLE_LIST})(?: (?:symptoms?|episodes?|attacks?))?(?:,? (?:which|that|this|it))?"
    rf"(?:{_AUXILIARY}?{_FULLY} (?:settled|stopped|disappeared|abated|ceased|vanished|dissipated|worn off|wore off)"
    rf"|(?:{_AUXILIARY}{_FULLY}| now| all) (?:gone|passed)|,?{_AUXILIARY}?{_FULLY} (?:outgrown|outgrew|grown out of))"
    r"(?=\s*(?:[.,;:()\]]|$)| (?:and|but|now|since|after|with|by|within|over|on|completely|spontaneously|today"
    r"|yesterday|when|following|overnight|in|before|for|without|once|quickly|as|soon|\d\S*)\b)"
)
_REVERTED = re.compile(
    rf"\b(?:was|were|had been|initially|previously) (?:found |noted )?(?:in|having|with) (?P<names>{LIST}),?"
    r"(?: (?:but|and|then|is|are|was|has|been|now|since|currently|back|reverted|converted|cardioverted|in|to)){1,6}"
    r" (?:nsr|sr|(?:normal )?sinus|remission|resolved|settled|recovered)\b"
)
_ONCE_OVER = re.compile(r"\b(?:until|till|once|if|unless|with|whether)\b[^,.;:]{0,30}$")
_PAST_HINT = re.compile(
    r"pregnan|deliver|labou?r|child|baby|birth|gestation|settled|stopped|disappeared|abated|ceased|vanished|dissipated"
    r"|w[oe]rn?e? off|gone|passed|outgr|grown out|sinus|nsr| sr\b|remission|resolved|recovered"
)
_NO_NAMES = frozenset(("pregnancy", "pregnancies", "delivery", "labor", "labour", "birth", "sinus rhythm", "sinus"))


def past_years(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name is dated by a year and no lasting condition: ``stroke in 2015``; not ``diabetes (2014)``.

    Args:
        text: the sentence in lower case with single spaces.
        spans: the mentions in it, characters, end excluded.
    """
    if not ("19" in text or "20" in text) or not _YEAR_ANY.search(text):
        return [False] * len(spans)
    return [bool(_YEAR.match(text, end)) and _is_over(text[start:end]) for start, end in spans]


def over(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name is of a former pregnancy or has ended: ``asthma in last pregnancy``, ``rash settled``."""
    said = [False] * len(spans)
    if not _PAST_HINT.search(text):
        return said
    sentence = named(text, spans, _NO_NAMES)
    for form in (_OF_PREGNANCY, _IN_PREGNANCY, _ENDED, _REVERTED):
        for found in form.finditer(sentence.text):
            if form is _ENDED and _ONCE_OVER.search(sentence.text, max(0, found.start() - 50), found.start()):
                continue
            for number in sentence.numbers_of(found):
                said[number] = True
    return said


def _is_over(name: str) -> bool:
    return is_event(name) or not is_lasting(name)


def conditions(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name stands in ``should chest pain recur, …``."""
    if "should" not in text:
        return [False] * len(spans)
    held = [(one.start("rest"), one.end()) for one in _SHOULD.finditer(text)]
    return [any(start <= span[0] < end for start, end in held) for span in spans]
