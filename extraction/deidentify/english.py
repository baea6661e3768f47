"""Rules for English notes: names by their context, dates in words, ages over 89, addresses, institutions."""

from __future__ import annotations

import re

from extraction.deidentify.rules import (
    Place,
    Rule,
    Start,
    after,
    both,
    gated,
    in_line,
    number,
    rule,
    spelt,
    words,
)
from extraction.deidentify.tagger import shipped_tagger
from extraction.deidentify.tokens import word_hash

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈČĎĐĒĘĚĜĞĢĤĪİĶĹĽŁŃŇŌŐŒŔŘŚŜŞŠŢŤŪŮŰŲŴŶŹŻŽ"
LOWER = "a-zß-öø-ÿāăąćĉčďđēęěĝğģĥīıķĺľłńňōőœŕřśŝşšţťūůűųŵŷźżž"
_PREFIX = r"(?:Mc|Mac|O['’]|D['’]|[Dd]e|[Vv]an|[Vv]on|[Ll]a|[Dd]i)?"
WORD = rf"(?:{_PREFIX}[{UPPER}][{LOWER}]+(?:[-'’][{UPPER}]?[{LOWER}]+){{0,3}})"
_INITIAL = rf"[{UPPER}]\."
_PARTICLE = r"(?:van|von|de|der|den|del|della|la|da|dos|di|bin|al|el)"
_CAPITALS = rf"[{UPPER}]{{2,}}(?:[-'’][{UPPER}]{{2,}})?"
CAPITAL = re.compile(rf"(?<!\w)(?:[{UPPER}]|(?:de|van|von|la|di)(?=[{UPPER}]))")
_HOUSE_START = re.compile(rf"(?<!\w)(?:[{UPPER}&]|(?:of|and|the)(?=[ \t])|(?:de|van|von|la|di)(?=[{UPPER}]))")
_BEGINS = r"(?!(?:He|Her|His|In|It|On|She|That|The|They|This|We|Who)\b)"  # another sentence, behind an initial
FULL = rf"(?:(?:{WORD}|{_INITIAL})(?:[ \t]{{1,2}}{_BEGINS}(?:{_PARTICLE}[ \t]){{0,2}}(?:{WORD}|{_INITIAL})){{0,3}})"
_SURNAME_FIRST = rf"(?:{WORD}|{_CAPITALS}),[ \t]*(?:{WORD}|{_CAPITALS})(?:[ \t]+(?:{_INITIAL}|{WORD}))?"
_ANY = rf"(?:{_SURNAME_FIRST}|{_CAPITALS}(?:[ \t]+{_CAPITALS}){{1,2}}|{FULL})"
_DEGREE = (
    r"(?:M\.?D\.?|D\.?O\.?|R\.?N\.?|N\.?P\.?|PA-?C|Ph\.?D\.?|MBBS|MBChB|MRCP|FRCPC?|FRCS|FACC|FACP|FACS|PharmD|DDS"
    r"|DMD|LPN"
    r"|CRNP|APRN|FNP|BSN|LCSW|DPM|DPT|CNM|RPh|MSN|OD|DNP|PsyD|MPH|CRNA)"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_SURE_MONTH = r"(?:January|February|April|June|July|August|September|October|November|December)"
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec"
)
_ON_MONTH = words(_MONTHS, first=True)
_STREET = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Place|Pl|Terrace|Circle|Cir"
    r"|Highway|Hwy"
    r"|Parkway|Pkwy|Square|Sq|Yard|Close|Crescent|Row|Walk|Mews|Gardens|Grove|Trail|Alley|Quay|Wharf|Hill|Path|Crossing"
    r"|Loop|Bank|Ridge|Park|Green|Rise|View|Turnpike|Pike|Plaza)"
)
_UNIT = r"(?:,?[ \t\n]+(?:Apt|Apartment|Suite|Ste|Unit|Flat|Room|Rm|#)\.?[ \t]*#?[A-Za-z0-9\-]+)"
_TOWN = rf"(?:,[ \t\n]*{WORD}(?:[ \t]{WORD}){{0,2}})"
_STATE = r"(?:,?[ \t\n]+[A-Z]{2}\b)?(?:,?[ \t\n]+\d{5}(?:-\d{4})?)?"
_HOUSE = (
    r"(?:Hospital|Medical Center|Medical Centre|Clinic|Health Center|Health Centre|Infirmary|Hospice|Nursing Home"
    r"|Healthcare"
    r"|Health System|Medical Group|University|College|Institute|Surgery Center|Cancer Center|Cancer Centre"
    r"|Medical Practice"
    r"|Rehabilitation Center|Care Home|Family Practice|Family Medicine|Internal Medicine|Pharmacy|High School"
    r"|Elementary"
    r"|Elementary School|Associates|Pediatrics|Physicians)"
)
_GENERIC = frozenset(
    re.findall(
        r"\w+",
        "Cardiology Neurology Pain Heart Failure Clinic Emergency Outpatient Inpatient General Medical Surgical "
        "Oncology Memory "
        "Diabetes Dialysis Rheumatology Gastroenterology Nephrology Pulmonary Hypertension Movement Disorders "
        "Joint Urgent "
        "Care Walk In Dermatology Endocrinology Hematology Hepatology Infectious Diseases Disease Psychiatry Pediatric "
        "Obstetric Urology Ophthalmology Orthopedic Geriatric Medicine Family The A An This Our Your Same Day Primary "
        "Anticoagulation Wound Foot Eye Sleep Stroke Headache Epilepsy Fracture Allergy Asthma Genetics Transplant "
        "Community "
        "Local Day Private Public Teaching Children Womens Women Mental Health Hospital Department Section At To "
        "From In Of "
        "Internal Cystic Fibrosis Travel Surgery Preoperative Preadmission Follow Up Physical Therapy Practice "
        "Nurse Group "
        "Associates For Attending Antenatal Prenatal Sexual Specialty Discharge Return Visit Progress Note Skilled "
        "Nursing",
    )
)
_NOT_NAMES = frozenset(
    re.findall(
        r"\w+",
        "The This That She He They We It Her His No Not Yes Patient Denies Reports Has Had Was Were Is Are And Or "
        "In On At For "
        "With Date Age Sex Male Female Gender Unknown None Known Presents Presented States Able Alert Awake Stable "
        "Seen "
        "Visit History Medical Record Number Name Address Phone Status Admitted Discharged Return See Will Education "
        "Instructions Care Information Initials Room Bed Allergies Medications Plan Doctor Nurse Surgery Medicine "
        "Today "
        "Cardiology Neurology Internal Emergency Department Attending Resident Referred Self Complains Chart "
        "Identification",
    )
)


def _named_house(found: re.Match[str]) -> bool:
    """Whether some word before ``Hospital`` is a name and no department."""
    return any(word not in _GENERIC and word[0].isupper() for word in re.findall(r"[\w'’&]+", found["before"]))


def _is_name(found: re.Match[str]) -> bool:
    words = re.findall(r"[^\W\d_]+", found["x"])
    return bool(words) and words[0].capitalize() not in _NOT_NAMES


def _no_answer(found: re.Match[str]) -> bool:
    """Whether it is no word that somebody says: ``Patient: Yeah, it hurts.``"""
    said = _SAID.fullmatch(found["x"])
    if said is None or not _GOES_ON.match(found.string, found.end("x")):
        return True
    lists, checksum = shipped_tagger("en").lists, word_hash(said[1].lower())
    return checksum not in lists.ordinary or checksum in lists.given or checksum in lists.common_surnames


_SAID = re.compile(rf"([{UPPER}][{LOWER}]+)(?:['’][{LOWER}]+)?")
_GOES_ON = re.compile(r"[ \t]*[,.!?]|[ \t]+[a-z]")
_PERSON_LABEL = (
    r"\b(?:patient(?:'s)?(?: full)? name|patient|name|pt|attending(?: physician)?|physician|provider|surgeon|author"
    r"|(?:electronically )?signed(?: by)?|dictated by|transcribed by|referring (?:physician|provider|doctor)"
    r"|referred by"
    r"|primary care (?:physician|provider)|PCP|emergency contact|next of kin|spouse|guardian|seen by|reviewed by"
    r"|consultant"
    r"|consulting physician|nurse|witness|informant|caregiver|interpreter|assistant|anesthesiologist|resident"
    r"|identification|mother|father|husband|wife|son|daughter|user|contact|child|parent|parents|GP|nanny|pharmacist"
    r"|therapist)[ \t]*"
)

_FINDING = (
    r"[ \t]+(?:cancer|lymphoma|disease|syndrome|carcinoma|melanoma|leuk[a-z]+|diabetes|stroke|tumou?r|heart|kidney"
    r"|failure)\b"
)

_PERSON_ENDS = frozenset(re.findall(r"[a-z]+", re.sub(r"\\.|\(\?:", " ", _PERSON_LABEL.lower())))
_DEGREE_WORDS = "|".join(
    sorted(
        set(re.findall(r"[A-Za-z]+", _DEGREE))
        | {"M", "D", "O", "R", "N", "P", "Ph", "PA", "PAC", "FRCP", "MD", "DO", "RN", "NP", "PhD"}
    )
)
_HOUSE_NUMBER = number(r".\d{1,5}(?:[A-Za-z][ \t]|[ \t](?:[ \t]|[^\W\d_a-ce-km-uw-z]))")

ENGLISH_RULES: tuple[Rule, ...] = (
    rule(
        "name",
        rf"\b(?:RE|Re|CC|Cc|cc):[ \t]*(?P<x>{WORD}(?:[ \t](?:{WORD}|{_INITIAL})){{1,2}})(?=[,;\n]"
        rf"|$)",
        _is_name,
        place=words("re|cc", first=True),
    ),
    rule("name", rf"^[ \t]*(?:PATIENT )?NAME[ \t]+(?P<x>{_ANY})", _is_name, re.MULTILINE, spelt("NAME")),
    rule(
        "name",
        rf"\b(?:Dr|Drs|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Doctor|Nurse|Sir|Dame|Rev|Sgt|Capt|Lt)\b\.?[ \t\n]+"
        rf"(?P<x>(?:{_PARTICLE}[ \t]){{0,2}}{FULL}|{_CAPITALS})",
        _is_name,
        place=words("dr|drs|mr|mrs|ms|miss|mx|prof|professor|doctor|nurse|sir|dame|rev|sgt|capt|lt", first=True),
    ),
    rule(
        "name",
        rf"[:=][ \t]*(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.?[ \t]+)?(?P<x>{_ANY})"
        rf"(?![\w'’-])(?!{_FINDING})",
        both(after(_PERSON_LABEL), _is_name, _no_answer),
        place=Place(Start.COLONS, label=_PERSON_ENDS),
    ),
    rule(
        "name",
        rf"(?<![\w-])(?P<x>{FULL})(?=,?[ \t]+{_DEGREE}(?![\w'’]))",
        _is_name,
        place=in_line(rf"[ \t]{_DEGREE}(?![\w'’])", CAPITAL, _DEGREE_WORDS),
    ),
    rule(
        "name",
        rf"(?<![\w-])(?P<x>{WORD}(?:[ \t]+{WORD}|[ \t]+{_INITIAL}){{1,3}})"
        r"(?=,?[ \t]+(?:is|was)[ \t]{1,3}an?[ \t]{1,3}\d)",
        _is_name,
        place=Place(CAPITAL, number=re.compile(r"[ \t]\d"), before=re.compile(r"(?:is|was)[ \t]{1,3}an?[ \t]{1,3}\Z")),
    ),
    rule(
        "name",
        rf"(?<![\w-])(?P<x>{WORD}(?:[ \t]+(?:{WORD}|{_INITIAL})){{1,2}})(?=,?[ \t]+(?:an?[ \t]+)?\d{{1,3}}[ -]?"
        rf"(?:year|yr|y/?o|[MF]\b))",
        _is_name,
        place=Place(CAPITAL, number=re.compile(r"[ \t]\d{1,3}[ \-]?[yMF]")),
    ),
    rule(
        "name",
        rf"(?i:\b(?:my name is|name is|named|called|known as|goes by|i am|i'm|this is|hello,? i'm|signed))[ \t]+"
        rf"(?P<x>{FULL})",
        _is_name,
        place=words("my|name|named|called|known|goes|i|this|hello|signed", first=True),
    ),
    rule(
        "name",
        rf"\b(?i:wife|husband|son|daughter|mother|father|brother|sister|partner|aunt|uncle|friend|neighbor|grandson"
        rf"|granddaughter"
        rf"|niece|nephew|caregiver|guardian|fianc[eé]e?),?[ \t]+(?P<x>{WORD}(?:[ \t]{WORD})?)(?=[ ,.;)])",
        _is_name,
        place=words(
            "wife|husband|son|daughter|mother|father|brother|sister|partner|aunt|uncle|friend|neighbor|grandson"
            "|granddaughter|niece|nephew|caregiver|guardian|fianc|fiancee",
            first=True,
        ),
    ),
    rule(
        "date",
        rf"\b(?P<x>{_MONTH}[ \t\n]+\d{{1,2}}(?:st|nd|rd|th)?)(?=,?[ \t\n]+(?:19|20)\d{{2}}\b|[^\w/%]|$)(?!\s?(?:mg"
        rf"|ml|%))",
        place=_ON_MONTH,
    ),
    rule(
        "date",
        rf"(?<![\w./])(?P<x>\d{{1,2}}(?:st|nd|rd|th)?(?:[ \t\-]+|[ \t]*\n(?={_MONTH}[ \t]+\d{{4}}))"
        rf"(?:of[ \t]+)?{_MONTH})\b"
        r"(?![ \t]+\d{1,2},)",
        place=number(r".\d{1,2}(?:st|nd|rd|th|[ \t\n\-])"),
    ),
    rule(
        "date",
        rf"\b(?P<x>(?i:{_SURE_MONTH}|march|may))(?=,?(?:[ \t\n]+of)?[ \t\n\-]+(?:19|20)\d{{2}}\b)",
        place=_ON_MONTH,
    ),
    rule(
        "date",
        rf"\b(?P<x>(?i:{_SURE_MONTH})[ \t]+\d{{1,2}}(?:st|nd|rd|th)?)\b(?![/%]|\s?(?:mg|ml))",
        place=_ON_MONTH,
    ),
    rule("date", rf"\b(?P<x>{_MONTH})(?=,?(?:[ \t\n]+of)?[ \t\n\-]+(?:19|20)\d{{2}}\b)", place=_ON_MONTH),
    rule("date", rf"\b(?P<x>{_SURE_MONTH})\b", place=_ON_MONTH),
    rule(
        "date",
        r"\b(?:in|since|until|by|last|next|early|late|mid|from|this|during|of)[ \t\n-]+(?P<x>March|May)\b(?![ \t]+"
        r"(?:be|have|not))",
        place=spelt("March|May"),
    ),
    rule(
        "date",
        r"(?<![\w./\-])(?P<x>(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01]))"
        r"(?![\d/%]|\s?(?:mm|mg|systolic|murmur|strength|pain|in severity))",
        after(r"\b(?:on|since|dated?|from|until|before|after|seen|of|by)[ \t:]+", 12),
        flags=re.IGNORECASE,
        place=number(r".\d{1,2}/\d"),
    ),
    rule("age", r"[,(][ \t]?(?P<x>9\d|1[01]\d)(?=\))", place=number(r"[,( \t]\d{2,3}\)", before=r"[,(][ \t]?")),
    rule(
        "age", r"(?<![\d.,/])(?P<x>9\d|10\d)(?=[ \-]?(?:[MF]\b|yo\b|y/o\b|y\.o\.))", place=number(r".\d{2,3}[ \-MFy]")
    ),
    rule(
        "age",
        r"(?<![\d.])(?P<x>9\d|1[0-3]\d)(?=[ \-]?(?:years?|yrs?|y/?\.?o)\b)",
        flags=re.IGNORECASE,
        place=number(r".\d{2,3}[ \-yY]"),
    ),
    rule(
        "age",
        r"\b(?:aged?|age of|turned|turning|lived to|lived until|reached|died at|passed away at|survived to|until age"
        r"|is now)[\s:=|.,;\-]{1,9}(?:be[ \t]|the age of[ \t])?(?P<x>9\d|1[0-3]\d)\b(?![.,/]\d|\s?(?:%|°|mm|mg|bpm|kg"
        r"|cm|m?L\b"
        r"|beats|units|days|weeks|months|minutes|hours))",
        flags=re.IGNORECASE,
        place=words("age|aged|turned|turning|lived|reached|died|passed|survived|until|is", first=True),
    ),
    rule(
        "address",
        rf"(?<![\w.])\d{{1,5}}[A-Za-z]?[ \t]+(?:[NSEW]\.?[ \t]+)?"
        rf"(?:{WORD}[ \t]+){{1,4}}{_STREET}\b\.?{_UNIT}?{_TOWN}?{_STATE}",
        place=_HOUSE_NUMBER,
    ),
    rule(
        "address",
        rf"(?<![\w.])\d{{1,5}}[A-Za-z]?[ \t]+{WORD}(?:[ \t]+{WORD}){{0,3}}{_UNIT}{_TOWN}?{_STATE}",
        place=_HOUSE_NUMBER,
    ),
    rule(
        "address",
        rf"(?<![\w.])\d{{1,5}}[A-Za-z]?[ \t]+(?:[NSEW]\.?[ \t]+)?\d{{1,3}}(?:st|nd|rd|th)[ \t]+{_STREET}\b\.?{_UNIT}?",
        flags=re.IGNORECASE,
        place=gated(rf"\d(?:st|nd|rd|th)[ \t]+{_STREET}\b", re.IGNORECASE),
    ),
    rule(
        "address",
        r"\b(?:[Aa]pt|(?i:apartment|suite)|Ste|Flat|APT(?=[ \t]*#|\.))\.?[ \t]*#?\d{1,5}[A-Za-z]?\b"
        r"(?![ \t]*(?:[x×/%*.-]?[ \t]*\d|%|/|(?:[cm]?m|s|secs?|seconds|mg|ml|k?g|cc|units?|weeks?|days?|times)\b))",
        place=words("apt|apartment|suite|ste|flat", first=True),
    ),
    rule(
        "address",
        r"(?i:\bP\.?[ \t]?O\.?[ \t]?Box[ \t]+\d{1,6})(?:,[ \t\n]*[A-Z][a-z]+(?:[ \t][A-Z][a-z]+)?)?" + _STATE,
        place=words("box|pobox|obox"),
    ),
    rule(
        "address",
        r"(?i:\b(?<!ip )(?<!mail )(?<!web )(?:home |mailing |billing )?address(?:es)?)"
        r"[ \t]*[:=][ \t]*(?P<x>[^\n]{4,90}?)(?=[ \t]{3,}|\n|$|;)",
        place=words("home|mailing|billing|address|addresses", first=True),
    ),
    rule(
        "address",
        r"(?i:\bzip(?: ?code)?(?: is)?)[ \t:]+(?P<x>\d{3,5}(?:[ \-]\d{2,4})?)\b",
        place=words("zip|zipcode", first=True),
    ),
    rule(
        "address",
        rf"(?:,[ \t]*|\b){WORD}(?:[ \t]{WORD})?,[ \t]+[A-Z]{{2}},?[ \t]+\d{{5}}(?:-\d{{4}})?\b",
        place=Place(number=re.compile(r"[ \t]\d{5}(?!\d)"), gate=re.compile(r"[A-Z]{2},?[ \t]+\d{5}")),
    ),
    rule(
        "address",
        r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}(?!\w)",
        place=number(r"[A-Z]\d{1,2}[A-Z ]", before="[A-Z]{1,3}"),
    ),
    rule(
        "address",
        rf"(?i:\b(?:lives?|living|resid(?:es?|ing)|moved|home|born) (?:in|at|to|near|here from|from))[ \t\n]+"
        rf"(?:the[ \t]+)?(?P<x>{WORD}(?:[ \t]{WORD}){{0,2}}(?:,[ \t]*(?:{WORD}|[A-Z]{{2}}\b))?)",
        place=words("live|lives|living|reside|resides|residing|moved|home|born", first=True),
    ),
    rule(
        "institution",
        rf"(?<![\w'-])(?P<x>(?P<before>(?:(?:St\.|{WORD}|of|and|&|the)[ \t]+){{1,5}}){_HOUSE})\b",
        _named_house,
        place=in_line(
            rf"[ \t]{_HOUSE}\b",
            _HOUSE_START,
            "Hospital|Center|Centre|Clinic|Infirmary|Hospice|Home|Healthcare|System|Group|University|College"
            "|Institute|Practice|Medicine|Pharmacy|School|Elementary|Associates|Pediatrics|Physicians",
        ),
    ),
    rule(
        "institution",
        rf"(?<![\w'-])(?P<x>(?:{WORD},?[ \t]+(?:and[ \t]+|&[ \t]+)?){{1,4}}(?:Inc|LLC|Ltd|Corp|Corporation|PLC|GmbH"
        rf"|LLP|Group)\b\.?)",
        place=in_line(
            r"\b(?:Inc|LLC|Ltd|Corp|Corporation|PLC|GmbH|LLP|Group)\b",
            CAPITAL,
            "Inc|LLC|Ltd|Corp|Corporation|PLC|GmbH|LLP|Group",
        ),
    ),
)
