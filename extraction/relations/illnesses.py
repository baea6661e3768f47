"""Illnesses of their own, for which a drug is held or given for a while, and which no drug is blamed for."""

from __future__ import annotations

import re

from extraction.annotations import Mention
from extraction.relations.sentence import CONDITION, DRUG

_INFECTION = re.compile(
    r"\b(?:(?!\w*difficile)\w*infecti(?:on|ous|ons)|(?:broncho)?pneumonia|sep(?:sis|tic\w*)|uro-?sepsis|bacter(?:a)?emia"
    r"|uti|urti|utis|cystitis|pyelonephritis|cellulitis|abscess\w*|osteomyelitis|endocarditis|sinusitis|pharyngitis"
    r"|tonsillitis|otitis media|strep throat|lyme disease|influenza|flu|covid(?:-19)?|tuberculosis|tb|zoster|shingles"
    r"|malaria|gonorrh\w*|chlamydia\w*|syphilis|diverticulitis|appendicitis|cholecystitis)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:(?:kidney|renal) (?:\w+ )?(?:failure|injury|insufficiency|impairment|dysfunction|disease|damage)|arf"
    r"|aki|ckd|esrd|pregnan\w*|surger(?:y|ies)|operation)\b",
    re.IGNORECASE,
)
_DIFFICILE = re.compile(r"difficile|\bc\.? ?diff\b|\bcdi\b|injection site", re.IGNORECASE)
_STOPPED_FOR = re.compile(
    r"\b(?:stop\w*|discontinu\w*|withdr\w+|held|hold|off|d/c'?d?|dc'd|switched|changed|transitioned)\b"
    rf"[^{CONDITION}]*\b(?:because of|due to|owing to|for)\b[^{CONDITION}{DRUG}]*{CONDITION}"
)


def is_infection(mention: Mention) -> bool:
    """Whether a condition is an infection that passes; not the one that antibiotics bring about."""
    named = (mention.text, mention.name)
    return any(map(_INFECTION.search, named)) and not any(map(_DIFFICILE.search, named))


def is_reason_of_its_own(words: str, condition: Mention) -> bool:
    """Whether words stop a drug for an illness that tells of no reaction: a failing kidney, infection, pregnancy.

    Args:
        words: of a match, reduced: ``held for`` and the condition.
        condition: for which the drug was stopped.
    """
    if _STOPPED_FOR.search(words) is None:
        return False
    return is_infection(condition) or any(map(_OTHER.search, (condition.text, condition.name)))
