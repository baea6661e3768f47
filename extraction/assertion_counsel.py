"""What English sentences only tell the patient of: side effects, complications, red flags, leaflets, vaccines.

``Side effects (nausea, rash) discussed`` and ``measles and rubella vaccines given`` name what nobody has.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

_NOUN = (
    r"(?:(?:adverse|side)[ -](?:effects?|events?|reactions?)|complications?|toxicit(?:y|ies)|risks?"
    r"|red[ -]flags?(?: (?:symptoms?|signs?|features?))?|(?:warning|alarm) (?:signs?|symptoms?)|contra-?indications?)"
)
_TOLD = (
    r"(?:discuss(?:ed|ing)|explain(?:ed|ing)|review(?:ed|ing)|outlin(?:ed|ing)|covered|counsell?(?:ed|ing)"
    r"|advis(?:ed|ing)|warn(?:ed|ing)|inform(?:ed|ing)|told|(?:made )?aware|understands|understood|caution(?:ed|ing)"
    r"|educat(?:ed|ion|ing)|went over|gone (?:over|through)|(?:dis)?cussion|consented|mentioned|described)"
)
_BETWEEN = (
    r"(?:of|about|on|re|regarding|for|with|the|all|any|some|potential|possible|common|serious|severe|rare|main|major|known"
    r"|usual|other|their|its|his|her|him|them|patient|pt|family|parents|associated|benefits?|alternatives?|and|&"
    r"|including|short-term|long-term|operative|surgical|procedural|postoperative)"
)
_TURN = re.compile(
    r"[.;!?•]|\b(?:but|however|although|though|has|had|have|reports?|reported|developed|develops|experienced"
    r"|experiences|experiencing|presents?|presented|complain\w*|den(?:y|ies|ied)|now|currently|suffer\w*|she|he"
    r"|(?<!with )(?<!to )(?<!with the )(?<!to the )patient"
    r"|diagnosed|because|since|due to)\b"
)
_SUFFERED = re.compile(
    r"\b(?:experienc\w*|developed|suffer\w*|due to|because of|owing to|stopped|complain\w*|reports?|reported|having|had"
    r"|has|with|from|secondary to)(?: [\w-]+){0,2} $"
)
_TOLD_BEFORE = re.compile(rf"\b{_TOLD}\b(?:,? {_BETWEEN}){{0,8}}:? {_NOUN}\b")
_TOLD_BEHIND = re.compile(
    rf"\b(?P<noun>{_NOUN})\b(?P<named>[^.;!?•]{{0,160}}?)"
    r"(?<!not )(?<!never )(?<!, )\b(?:discussed|explained|outlined|counsell?ed|advised|mentioned|understood"
    r"|gone (?:over|through)|reviewed(?= with\b|[ .]*$))\b"
)
_NAMED_BEHIND = re.compile(
    r"(?: (?:with|to|in|detail|at|length|the|patient|pt|family|parents|mother|father|carer|him|her|them|today|again|and"
    r"|fully|verbally))*[ ,]*(?:includ(?:e[sd]?|ing)|such as|e\.?g\.?|i\.?e\.?|like|namely|specifically|:|\(|[-–])"
)
_LATENT = re.compile(rf"\b(?:potential|theoretical|expected)(?: (?:and|or|\w+)){{0,2}} {_NOUN}\b")
_ADVICE = r"(?:advice|education|counsell?ing|teaching|information|guidance|safety[ -]netting)"
_GIVEN_OF = re.compile(
    rf"\b(?:given|gave|provided|offered|received)(?: \w+){{0,2}} {_ADVICE}(?: (?:given|provided))?"
    r" (?:on|about|re|regarding)\b"
    rf"|\b{_ADVICE}(?: given| provided)? (?:on|about|re|regarding)\b(?=[^.;!?•]{{1,100}}\b(?:given|provided|offered)\b)"
    rf"|\b{_ADVICE} (?:given|provided) (?:on|about|re|regarding)\b"
)
_HINT = re.compile(
    r"effect|event|reaction|complication|toxicit|risk|flag|sign|symptom|indication|advice|education|counsel|teaching"
    r"|information|guidance|safety"
)
_OF_DRUG = re.compile(r" ?(?:of|with|from|to)(?: (?:the|his|her|this|her new|his new|starting|taking))* $")

_VACCINE = re.compile(r"\b(?:vaccin|immuni[sz]|booster|jab|shot|inocul|toxoid)")
_PREVENTED = re.compile(
    r"\b(?:mmr|measles|mumps|rubella|varicella|chicken ?pox|hepatitis|hep [ab]|influenza|flu|h1n1|covid\S*|coronavirus"
    r"|sars-cov-2|pertussis|whooping cough|tetanus|diphtheria|polio\w*|pneumococc\w+|pneumonia|meningococc\w+"
    r"|meningitis|hpv|human papilloma ?virus|rabies|yellow fever|typhoid|cholera|zoster|shingles|rotavirus|rsv"
    r"|respiratory syncytial virus|tuberculosis|tb|encephalitis|h(?:a?emophilus|ib)|smallpox|mpox|monkeypox|anthrax"
    r"|dengue|malaria|td|tdap|dtap)\b"
)
_HEAD = re.compile(
    r"\b(?:vaccin(?:e|es|ation|ations|ated)|immuni[sz](?:ations?|ed)|boosters?|jabs?|shots|inoculat(?:ed|ions?))\b"
    r"(?:(?:[ ,-]+(?:status|history|record|given|received|due|needed|up[ -]to[ -]date|today|against|for|with|to"
    r"|include|includes|including|completed?|are|is|were|was|the|all|both|fully|and))*) ?[:(-]?"
)
_HEAD_END = re.compile(
    r"[.;!?•]|\b(?:but|however|had|has|have|contracted|developed|caught|despite|den(?:y|ies|ied)|diagnosed|presents?"
    r"|presented|with|due to|infection|admitted|admission|hospitali[sz]ed|treated|shows?|showed|showing|reveal\w*|seen"
    r"|found|came|comes|referred|x-?ray|cxr|ct|mri|scan|started)\b"
)
_TAIL = re.compile(
    r"\b(?:vaccin(?:es?|ations?)|immuni[sz]ations?|boosters?|jabs?|shots?|inoculations?|toxoids?"
    r"|vaccinated|immuni[sz]ed)\b"
)
_GAP = re.compile(r"(?: ?(?:,|/|&|\+|\band\b|\bor\b|\bmmr\b|\bhib\b|\bhpv\b|\btdap\b|\btd\b|\bcombined\b) ?| )*")
_REACH = 160  # characters that an announcement reaches
_MOST = 20  # names of one list of vaccines


def counselled(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name is told of as what may come, or of a leaflet; not where its side effects were suffered.

    Args:
        text: the sentence in lower case with single spaces.
        spans: the mentions in it, characters, end excluded.
    """
    if not _HINT.search(text):
        return [False] * len(spans)
    held = [_behind(text, found.end()) for found in _TOLD_BEFORE.finditer(text)]
    held += [_behind(text, one.end()) for one in _LATENT.finditer(text) if not _is_suffered(text, one.start())]
    held += [_behind(text, found.end()) for found in _GIVEN_OF.finditer(text)]
    for found in _TOLD_BEHIND.finditer(text):
        if not _is_suffered(text, found.start()) and not _TURN.search(found["named"]):
            held.append(found.span("named"))
            if not found["named"].strip(" :,") or _NAMED_BEHIND.match(text, found.end()):
                held.append(_behind(text, found.end()))
    held.sort()
    return [any(not _is_drug(text, start, at) for start in _holding(held, at)) for at, _ in spans]


def inoculated(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each name is that of an illness for its vaccine, alone or in a list: ``MMR and varicella vaccines``."""
    if not _VACCINE.search(text):
        return [False] * len(spans)
    heads = [_until(_HEAD_END, text, found.end()) for found in _HEAD.finditer(text)]
    names = [bool(_PREVENTED.search(text, *span)) for span in spans]
    said = [name and bool(_holding(heads, span[0])) for name, span in zip(names, spans, strict=True)]
    order = sorted(range(len(spans)), key=lambda one: spans[one][1])
    ends = [spans[one][1] for one in order]
    for tail in _TAIL.finditer(text):
        at = bisect_left(ends, tail.end())
        within = at < len(order) and spans[order[at]][0] <= tail.start()  # "rubella vaccines" may be one name
        place = spans[order[at]][0] if within else tail.start()
        for number in reversed(order[max(0, bisect_right(ends, place) - _MOST) : bisect_right(ends, place)]):
            start, end = spans[number]
            if not names[number] or not _GAP.fullmatch(text, end, place):
                break
            said[number], place = True, start
    return said


def _holding(held: list[tuple[int, int]], at: int) -> list[int]:
    """Where the ranges begin, given in ascending order, that hold a place."""
    first, last = bisect_left(held, (at - 2 * _REACH, 0)), bisect_right(held, (at, 1 << 62))
    return [start for start, end in held[first:last] if start <= at < end]


def _behind(text: str, place: int) -> tuple[int, int]:
    return _until(_TURN, text, place)


def _until(ends: re.Pattern[str], text: str, place: int) -> tuple[int, int]:
    limit = min(len(text), place + _REACH)
    end = ends.search(text, place, limit)
    return place, end.start() if end else limit


def _is_suffered(text: str, noun: int) -> bool:
    return _SUFFERED.search(text, max(0, noun - 60), noun) is not None


def _is_drug(text: str, start: int, name: int) -> bool:
    """Whether a name is what has the side effects: ``side effects of X``."""
    return name - start < 40 and _OF_DRUG.fullmatch(text, start, name) is not None
