"""The means of prevention, in English: ``DVT prophylaxis: enoxaparin`` tells of a drug that is given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.assertion_names import LIST, NAME, named

_MEANS = re.compile(
    rf"\b(?:prophylaxis|prevention|to prevent|preventing)(?: (?:for|of|against))?(?: (?:\w+ )?{LIST})?"
    rf" (?:with|using|by means of) (?:(?!risk|history)[\w-]+ ){{0,3}}?(?P<names>{LIST})"
    rf"|(?:{NAME}|[\w/-]) (?:prophylaxis|prevention)(?: ?: ?| ?[-–] | (?:is|was|on|includes|consists of) )"
    rf"(?:[\w-]+,? ){{0,3}}?(?P<first>{LIST})"
    rf"|\bprophylactic (?P<second>{LIST})"
)
_TAKEN = re.compile(
    r"(?:, (?:(?:so|therefore|hence|now|currently|already|and|he is|she is|is|was) )*"
    r"| and (?:is|was) (?:now |currently )?|\b(?:he|she|patient) is (?:now |currently |already )?| - (?:is )?)"
    rf"(?:on|taking|takes|started on|commenced on|receiving|treated with) (?:(?:low|high)[ -]dose )?(?P<names>{LIST})"
)
_CONDITIONAL = re.compile(
    r"\b(?:if|unless|whether|should|consider\w*|may|might|could|would|when|while|recommend\w*|discuss\w*|suggest\w*|offer\w*)\b"
)
_PREVENTED = re.compile(r" (?:prophyla|prevention)")
_HINT = re.compile(r"prophyla|prevent|risk|monitor|screen|watch|precaution")


def is_means(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name is what is given or taken in prevention, whatever it is to prevent.

    Args:
        text: the sentence in lower case with single spaces.
        spans: the mentions in it, characters, end excluded.
    """
    said = [False] * len(spans)
    if not _HINT.search(text):
        return said
    sentence = named(text, spans)
    conditional = _CONDITIONAL.search(sentence.text)
    limit = conditional.start() if conditional else len(sentence.text)
    for form in (_MEANS, _TAKEN):
        for found in form.finditer(sentence.text, 0, limit):
            for number in sentence.numbers_of(found):
                said[number] = not _PREVENTED.match(text, spans[number][1])
    return said
