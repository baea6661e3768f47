"""What a sentence without its document says of time: bare names of lasting conditions, and headings of a history.

Annotated sentences come one at a time (``HYPERTENSION.``), and a reader who meets a lasting condition as the whole of
a sentence takes it for an item of a past history; an acute finding in that place is one of the present. Within a
document the section says it, and nothing here is asked.
"""

from __future__ import annotations

import re

HISTORY_SECTIONS = frozenset(("past_medical_history", "past_surgical_history", "allergies", "social_history"))
"""Sections whose findings readers of single sentences call historical."""

_LASTING = re.compile(
    r"\b(?:hypertension|htn|diabetes(?: mellitus)?|diabetic|dm2?|t[12]dm|iddm|niddm|hyper\w*lipid\w*|dyslipid\w*"
    r"|hypercholesterol\w*|(?:high|elevated|increased) (?:cholesterol|lipids|blood pressure)|hyp(?:o|er)thyroid\w*"
    r"|coronary (?:artery|heart) disease|cad|chd|ischemic heart disease|(?:congestive )?heart failure|chf"
    r"|cardiomyopathy"
    r"|old mi|mi|myocardial infarct\w*|cva|stroke|tia|atrial fibrillation|afib|a-?fib|peripheral (?:vascular"
    r"|arterial|artery) disease|pvd|pad|carotid (?:artery )?(?:disease|stenosis)|pulmonary hypertension"
    r"|asthma|copd|chronic \w+(?: \w+)? disease|emphysema|chronic bronchitis|(?:obstructive )?sleep apnea|osa"
    r"|gastro-?o?esophageal reflux(?: disease)?|gerd|peptic ulcer disease|hiatal hernia|diverticulosis|cirrhosis"
    r"|hepatitis [bc]|chronic (?:kidney|renal) (?:disease|failure|insufficiency)|ckd|esrd"
    r"|end[- ]stage renal disease|benign prostatic \w+|bph|nephrolithiasis|kidney stones?|gout|osteo(?:porosis"
    r"|penia|arthritis)|degenerative joint disease|rheumatoid arthritis|arthritis|fibromyalgia|lupus"
    r"|(?:chronic )?anemia|thrombocytosis|sickle cell \w+|epilepsy|seizure disorder|migraines?|multiple sclerosis"
    r"|parkinson\S* disease|alzheimer\S* disease|dementia|depression|anxiety|bipolar disorder|schizophrenia"
    r"|glaucoma|cataracts?|psoriasis|eczema|obesity|hiv|measles|mumps|rubella|varicella|chicken ?pox|scarlet fever"
    r"|rheumatic fever|polio|\w+ectomy|cabg|hernia repair|(?:current|former|ex)?-?smoker|smoking|tobacco(?: use)?"
    r"|alcohol(?: (?:use|abuse))?|alcoholism|(?:drug|substance|cocaine|opioid) (?:use|abuse))\b",
)
_EVENT = re.compile(
    r"\b(?:mi|myocardial infarct\w*|cva|stroke|tia|\w+ectomy|cabg|hernia repair|measles|mumps|rubella|varicella"
    r"|chicken ?pox|scarlet fever|rheumatic fever|polio)\b"
)
_OF_NOW = re.compile(
    r"\b(?:acute|mild|moderate|severe|trace|trivial|minimal|borderline|new|worsening|possible|probable|likely|normal"
    r"|exacerbation|crisis|flare|uncontrolled|decompensated|thickened|due to|secondary to|urgency|emergency"
    r"|left|right|bilateral)\b"
)
_WORD = re.compile(r"\w+")
_ITEM = re.compile(r"\s*[-*•]?\s*")


def is_background(sentence: str, span: tuple[int, int]) -> bool:
    """Whether a sentence is nothing but the bare name of a lasting condition, a past operation or a habit.

    A numbered item counts as a finding of the present: diagnoses and impressions are numbered.

    >>> is_background("HYPERTENSION.", (0, 12)), is_background("CHEST PAIN.", (0, 10))
    (True, False)
    """
    start, end = span
    item = _ITEM.match(sentence)
    if item is None or start > item.end() or _WORD.search(sentence, end):
        return False
    name = " ".join(sentence[start:end].lower().split())
    return is_lasting(name) and not _OF_NOW.search(name)


def is_lasting(name: str) -> bool:
    """Whether a name, in lower case, holds that of a condition that stays, a past operation or a habit."""
    return _LASTING.search(name) is not None


def is_event(name: str) -> bool:
    """Whether a lasting name is that of something that happened once: a stroke, an operation, a childhood illness."""
    return _EVENT.search(name) is not None
