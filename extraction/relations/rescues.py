"""Drugs that an entry of allergies names for what is done about a reaction: ``peanuts - anaphylaxis (has EpiPen)``."""

from __future__ import annotations

import re

from extraction.relations.sentence import CONDITION, DRUG, ReducedSentence

_HEAD = re.compile(r"^[\w ]{0,30}allerg[\w ]{0,20}[:=] ?")
_DRUGS = rf"(?:{DRUG}(?: and | or |/| & | \+ ))*$"
_OF_IT = (
    r"(?:(?:an?|her|his|the|their|two|2|iv|im|po|oral|sc|subcutaneous|intramuscular|topical|emergency|rescue|own"
    r"|daily|prn|dose|doses|course|of|for|by|only|also|now|always|currently|with|to|on|home|[\d.]+|mg) ){0,5}"
)
_KEEPS = re.compile(
    r"\b(?:(?:carr(?:y|ies|ied|ying)|keeps?|kept|keeping|(?:pre)?medicat\w+ with|(?:treated|managed|rescued) with"
    r"|(?:resolv\w+|improv\w+|respond\w*|reliev\w+|settl\w+|recover\w+|revers\w+) (?:with|to|by|after)"
    rf"|(?:has|have|had) (?:been )?(?:given|prescribed)|requir(?:es?|ed|ing)|needs?|needed) {_OF_IT}|rx:? ){_DRUGS}"
)
_HAS = re.compile(
    r"\b(?:has|have|had|having|was|were|is|got|gets|received|given|prescribed|uses?|used|using|takes?|taking|took|with"
    rf"|treated:?|rx'?d?|treatment:?|treat) (?:been )?(?:given |prescribed |carrying )?{_OF_IT}{_DRUGS}"
)
_WHEN = re.compile(
    r"\b(?:after|when|while|upon|on|once|if|from|since|following|with|to|by|whenever|each time|every time|because)"
    r"(?: (?:she|he|they|being|was|were|pt|patient|the|having|has|had|been|is|first|last)){0,4} ?$"
)
_KEPT = re.compile(
    r" (?:was |were |is |has been )?(?:carried|given|prescribed|provided|available|on hand"
    r"|in (?:her|his|the) (?:bag|purse)|at hand|kept|to hand|administered)\b"
)
_ALLERGEN = re.compile(
    r" ?(?:allerg|hypersens|sensitiv|intoleran|anaphyl|reaction)"
    rf"|[^{DRUG}{CONDITION};.,]{{0,40}}(?:->|→|=>|[-–—:=(>]|\b(?:and|then|caus\w+|g[ia]ve\w*|develop\w*|result\w*|produc\w+"
    rf"|led|gets?|got|had|with|which)\b)[^{DRUG};.]{{0,25}}{CONDITION}"
    rf"|,? (?:which|and|then) [^{DRUG};.]{{0,25}}{CONDITION}"
)
_OTHER = re.compile(r"[a-z]{3,}")
_NEXT_ENTRY = re.compile(r"[;.]\s")
_PEN = re.compile(r"epi-? ?pen|auto-? ?inject|auvi-?q|jext|emerade|anapen", re.IGNORECASE)
_INJECTOR = re.compile(r" ?(?:\([^()]{0,12}\) ?)?(?:auto-? ?inject|pens?\b)")


def rescues(sentence: ReducedSentence) -> set[int]:
    """The places of the drugs that are had, carried, given or used against a reaction, and so are no allergens.

    A drug that was had or given may be an allergen (``given codeine -> rash``, ``rash after she took codeine``): it is
    none where another allergen with its reaction stands before it in its entry, and no reaction behind it.
    """
    found: set[int] = set()
    for place, mention in sentence.mentions.items():
        if sentence.text[place] == DRUG and _is_rescue(sentence.text, place, mention.text):
            found.add(place)
    return found


def _is_rescue(text: str, place: int, name: str) -> bool:
    after = text[place + 1 : place + 121]
    if _PEN.search(name) or _INJECTOR.match(after):
        return not after.startswith(" allerg")
    if _ALLERGEN.match(after):
        return False
    entry = _entry(_HEAD.sub("", text[max(0, place - 160) : place]))
    keeps = _KEEPS.search(entry)
    if keeps is not None:
        return _WHEN.search(entry, 0, keeps.start()) is None
    if _KEPT.match(after) and (_told_before(entry) or "allergy" in entry):
        return True
    has = _HAS.search(entry)
    return has is not None and _told_before(entry[: has.start()]) and _WHEN.search(entry, 0, has.start()) is None


def _entry(before: str) -> str:
    """What stands before a drug in its own entry; a bracket is of one entry."""
    start = 0
    for one in _NEXT_ENTRY.finditer(before):
        if before.count("(", start, one.start()) <= before.count(")", start, one.start()):
            start = one.end()
    return before[start:]


def _told_before(entry: str) -> bool:
    """Whether an entry names an allergen and, behind it, what it does."""
    at = entry.rfind(CONDITION)
    return at > 0 and (DRUG in entry[:at] or _OTHER.search(entry, 0, at) is not None)
