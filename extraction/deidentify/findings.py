"""Findings written as a few capitals, which look like initials: ``c/o CP, SOB``; initials that sign are none."""

from __future__ import annotations

import re

from extraction.deidentify.rules import Span

FINDINGS = frozenset(
    re.findall(
        r"\w+",
        "CP SOB HA NV NVD ABD LE UE LLE RLE RUE LUE BLE BUE LUQ RUQ RLQ LLQ BP HR RR DOE PND ROM LOC URI UTI LBP CAD"
        " CHF COPD DVT PE MI CVA TIA HTN HLD DM GERD CKD AF AFIB BRBPR JVD SI HI AH VH AVH SZ PNA WNL NAD RRR CTA CTAB"
        " NT ND NTND EOMI DTR DTRS ETOH IVDU THC FTT AMS OA RA LH FC",
    )
)
"""Short forms of findings, systems and diseases."""

_WORD = re.compile(r"[^\W\d_]+")
_CUE = re.compile(
    r"\b(?:c/o|w/o?|denie[sd]|denying|has|had|having|endorse[sd]|complains of|reports|reported|no|neg for)[ \t]+"
    r"(?:[^.;:\n]{0,80}(?:[,/+&]|\b(?:and|or))[ \t]*)?\Z",
    re.IGNORECASE,
)
_LISTED_BEFORE = re.compile(r"(?<![^\W_])([A-Z]{2,5})[ \t]*(?:[,/+&]|[ \t](?:and|or))[ \t]*\Z")
_LISTED_AFTER = re.compile(r"[ \t]*(?:[,/+&]|[ \t](?:and|or)[ \t])[ \t]*([A-Z]{2,5})(?![^\W_])")
_SIGNS = re.compile(
    r"(?:^[ \t]*(?:--|[—–])|\b(?:signed|initials|initialled|initialed|by|sig)\b)[^\n]{0,12}\Z", re.I | re.M
)
_DEGREE = re.compile(r",?[ \t]+(?:M\.?D|D\.?O|R\.?N|N\.?P|PA-?C?|LPN|CNA|RT|PT|OT|PharmD|MBBS|DNP)\b")
_REACH = 120


def is_finding(text: str, span: Span) -> bool:
    """Whether a span holds findings in capitals alone: behind a cue as ``denies``, or in a list of such, unsigned."""
    words = _WORD.findall(text, span.start, span.end)
    known = [word for word in words if word in FINDINGS]
    if not known or any(word not in FINDINGS and len(word) > 1 for word in words):
        return False
    before = text[max(0, span.start - _REACH) : span.start]
    if _SIGNS.search(before) or _DEGREE.match(text, span.end):
        return False
    if len(known) > 1 or _CUE.search(before):
        return True
    beside = (_LISTED_BEFORE.search(before), _LISTED_AFTER.match(text, span.end))
    return any(one is not None and one[1] in FINDINGS for one in beside)
