"""Words with which a note says what became of a drug, and what may stand between them and its name."""

from __future__ import annotations

import re

from extraction.relations.sentence import CONDITION, DRUG

COMPLETED, ON_HOLD, STOPPED, NOT_TAKEN = "completed", "on-hold", "stopped", "not-taken"

_HELD = ("held", "withheld", "put on hold", "on hold", "hold", "withhold", "omit", "omitted", "paused")
_ENDED = (
    "stopped", "discontinued", "ceased", "d/c'd", "dc'd", "d/ced", "withdrawn", "held", "withheld", "put on hold",
    "on hold", "paused", "omitted", "completed", "finished",
)  # fmt: skip
_ORDERED = ("stop", "cease", "discontinue", "d/c", "hold", "withhold", "omit")
_PARTS = (
    r"\d[\d.,/%-]*(?:mg|mcg|g|ml|units?|iu|meq)?", "mg", "mcg", "micrograms?", "grams?", "g", "ml", "units?", "meq",
    "iu", "po", "iv", "im", "sc", "s/c", "sl", "oral", "orally", "by mouth", "daily", "nightly", "weekly", "monthly",
    "hourly", "bid", "tid", "qid", "qd", "qhs", "od", "bd", "tds", "qds", "om", "on", "ow", "mane", "nocte", "midi",
    "hs", "prn", r"q\d{1,2}h", r"\d{1,2}-hourly", "once", "twice", "three times", "every", "each", "a", "per", "day",
    "week", "month", "night", "morning", "evening", "at night", "at bedtime", "in the morning", "in the evening",
    "as needed", "as required", "infusion", "drip", "gtt", "tablets?", "tabs?", "capsules?", "caps?", "puffs?", "patch",
    "drops?", "cream", "inhaler", "therapy", "treatment", "course", "xr", "er", "sr", "xl", "mr", "ec", "la",
)  # fmt: skip


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


DOSE = rf"(?:[ ,|]{{1,3}}(?:{_any(_PARTS)})\b%?){{0,8}}"
"""What may stand of a dosage behind the name of its drug, or nothing."""
LATER = (
    r"(?:then |later |also |now |soon |subsequently |therefore |temporarily |since |just |recently |again "
    r"|already ){0,2}"
)
BE = rf"(?:was |were |is |are |has been |have been |had been |had to be )?(?:being )?(?:self-)?{LATER}"
OFF = rf"(?P<off>{_any(_ENDED)})"
ORDERED = rf"(?P<off>{_any(_ORDERED)})"
END = (
    r"(?=[.,;:)\]>*|]|$| [–—•*-] | (?:because|due|after|when|before|by|on|in|at|for|since|as|last|two|three"
    r"|\d[\d/.-]*|a|within|this|yesterday|today|given|secondary|owing|without|once|upon|early|about|and|pending"
    r"|following|prior|until)\b)"
)
"""What stands behind such a word where it speaks of the drug, and of no other thing."""
NO_CONDITION = r"(?! (?:if|unless|when|until) )(?! for [^.;]{0,24}(?:[<>≤≥]|\bif\b|less|greater|below|above))"
NO_DRUG = rf"(?! ?(?:{CONDITION}|levels?|allergy|toxicity))"
RESUMED = (
    r"(?:resumed|restarted|re-started|re-?initiated|re-?introduced|re-?commenced|re-?instated"
    r"|re-?challenged(?![^.;]{0,60}\b(?:recur|fail|unsuccess|react|intoler|again)))"
)
"""That a drug is taken again, in words of the past."""
GAP = rf"(?:[^{DRUG};.。；]|\.(?=\d))"

_HOLDS = re.compile(rf"(?:{_any(_HELD)})")


def status_of_end(word: str) -> str:
    """The status of a drug of which such a word is said.

    >>> [status_of_end(one) for one in ("held", "finished", "ceased")]
    ['on-hold', 'completed', 'stopped']
    """
    if _HOLDS.fullmatch(word):
        return ON_HOLD
    return COMPLETED if word in ("completed", "finished") else STOPPED
