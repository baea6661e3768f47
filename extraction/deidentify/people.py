"""English people, practices and record numbers that only their place betrays: no colon, no title, or spaces within."""

from __future__ import annotations

import re

from extraction.deidentify.english import CAPITAL, FULL, UPPER, WORD
from extraction.deidentify.no_names import WIDE
from extraction.deidentify.rules import Place, Rule, Start, after, both, in_line, number, rule, words
from extraction.deidentify.tagger import shipped_tagger
from extraction.deidentify.tokens import word_hash

_NO_PERSON = frozenset(
    re.findall(
        r"\w+",
        "The This That She He They We It Her His No Not Denies Reports Has Had Was Were Is And Or In On At For "
        "With Date "
        "Age Sex Male Female Unknown None Presents Presented States Seen Visit History Medical Record Number "
        "Name Phone "
        "Address Status Admitted Discharged Return Will Education Instructions Care Information Room Bed Allergies "
        "Medications Plan Doctor Nurse Surgery Medicine Today Case Manager Management Coordinator Educator Supervisor "
        "Portal Safety Satisfaction Summary Outcome Outcomes Reported Health Questionnaire Clinic Practitioner "
        "Controlled "
        "Global Assessment Self Activation Specific Functional Scale Position Population Characteristics Data "
        "Note Notes "
        "Cardiology Neurology Internal Emergency Department Attending Resident Coli Pylori Aureus Difficile Albicans "
        "Pneumoniae Faecalis Faecium Influenzae Burgdorferi Falciparum Vivax",
    )
)
_NO_HOUSE = frozenset(
    re.findall(
        r"\w+",
        "The A An Our Your This Her His Day Same General Hip Knee Spine Spinal Back Neck Hand Foot Ankle Shoulder Eye "
        "Cataract Sinus Breast Vein Heart Brain Valve Bypass Hernia Plastic Cosmetic Weight Loss Joint "
        "Transplant Robotic "
        "Open Major Minor Previous Prior Recent Past Oral Family Private Group Medical Clinical Nursing Best Standard "
        "Trauma Vascular Bowel Gallbladder Thyroid Sports Kidney Lung Skin Laser Elective Urgent Emergency Primary",
    )
)
_SPECIALTY = re.compile(r"(?:[ao]logy|[ai]tric|ic|al|ary|ive|ous|oid|iatry)$")

_ROLE = (
    r"(?:[A-Za-z]{2,20}(?:logy|ics?|al|ine|ry)[ \t]+)?"
    r"(?:[A-Z]{2,5}[ \t]+)?(?i:(?:senior|chief|consultant|liaison|attending|clinical|specialist|staff|charge"
    r"|medical|duty)"
    r"[ \t]+){0,2}(?i:fellow|registrar|resident|consultant|attending|nurse|physician|intern|surgeon|midwife|pharmacist"
    r"|dietitian|therapist|psychologist|psychiatrist|paramedic|house officer|SHO|scribe|student|technician|counsellor"
    r"|counselor|social worker|case manager)"
)
_CAPITALS = rf"[{UPPER}]{{2,}}(?:[-'’][{UPPER}]{{2,}})?"
_INITIALS_NAME = rf"(?:[{UPPER}]\.[ \t]?){{1,3}}{WORD}"
_CHART_LABEL = (
    r"\b(?:MRN|M\.R\.N\.?|(?:medical |hospital |health )?record|chart|file|hospital|clinic|accession|NHS|CHI"
    r"|ref|reference"
    r"|account|acct|case|unit|policy|member|insurance|SSN|social security|identifier|patient|specimen"
    r"|encounter|ID|HN|URN"
    r"|UR|PID)\b\s?(?:identifier|id|no\.?|num(?:ber)?|nr)?[ \t]*(?:\(\w+\))?[ \t]*(?:is|[:#=])?[ \t#:]*"
)
_SURE_LABEL = (
    r"\b(?:MRN|M\.R\.N\.?|NHS|SSN|social security|URN|PID|identifier|(?:ID|HN)(?=[ \t]*[:#])"
    r"|(?:(?:medical |hospital |health )?record|chart|file|hospital|accession|ref|reference|account|acct|case|policy"
    r"|member|insurance|patient|specimen|encounter|ID)(?=\b\s?(?:no\b|num|nr\b|id\b|#|:)))"
    r"\s?(?:identifier|id|no\.?|num(?:ber)?|nr)?[ \t]*(?:\(\w+\))?[ \t]*(?:is|[:#=])?[ \t#:]*"
)
_NO_UNIT = r"(?![\w%]|[./]\d|[ \t]?(?:mg|mcg|ml|kg|cm|mm|units?|years?|days?|weeks?|months?|hours?|mmol|beats|bpm)\b)"
_NO_INWARD = "st|nd|rd|th|[unpfd]g|gr|ng|yr|hr|hs|wk|[df]l|ul|pt|ft|yd|lb|dw|ds|gy|hz|wt|ph|au|db|tb|qd|xd|pp|px"
"""Units and endings that follow a figure, in small letters."""
_DIALLED = (
    r"\b(?:phone|tel\w*|call(?:ed)?|cell|fax|mobile|contact|pager|beeper|ext\w*|chart|MRN|record|account|acct|id"
    r"|no\.?|number)\b[^\n]{0,24}"
)
_ON_LINE = Place(Start.LINES)
_TOO_FEW = 4
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LABELLED = number(rf"[{UPPER} \t\-]\d{{2}}", before=rf"[{UPPER}]{{1,5}}[ \t\-]?")


def _person(found: re.Match[str]) -> bool:
    """Whether no word of it belongs to forms and headings."""
    words = re.findall(r"[^\W\d_]+", found["x"])
    return bool(words) and not any(word.capitalize() in _NO_PERSON for word in words)


def _house(found: re.Match[str]) -> bool:
    """Whether some word before ``Surgery`` is a name and no kind of operation or specialty."""
    words = [word for word in re.findall(r"[\w'’\-]+", found["before"]) if word not in _NO_HOUSE]
    return bool(words) and not any(_SPECIALTY.search(word) for word in words)


def _record(found: re.Match[str]) -> bool:
    """Whether it is long enough for a record number and no year."""
    return sum(letter.isdigit() for letter in found["x"]) >= _TOO_FEW and _YEAR.fullmatch(found["x"]) is None


def _staff(found: re.Match[str]) -> bool:
    """Whether it is a person, and no service or specialty of a hospital or other words of prose."""
    spelt = re.findall(r"[^\W\d_]+", found["x"])
    return _person(found) and not any(_SPECIALTY.search(word) for word in spelt) and not _prose(spelt)


def _prose(spelt: list[str]) -> bool:
    """Whether some word is one of prose alone; what follows a given name is a name."""
    lists = shipped_tagger("en").lists
    checksums = [word_hash(word.lower()) for word in spelt]
    if checksums[0] in lists.given:
        return False
    return any(
        one in lists.ordinary and one not in lists.given and one not in lists.common_surnames for one in checksums
    )


def _town(found: re.Match[str]) -> bool:
    """Whether it is no country and no people."""
    return found["x"].lower() not in WIDE and found["x"].lower() not in _NO_TOWN


def _seven(found: re.Match[str]) -> bool:
    """Whether two numbers are no range, which goes up and mostly ends with a nought."""
    return found["b"][-1] not in "05" or int(found["a"]) > int(found["b"])


def _mixed(found: re.Match[str]) -> bool:
    """Whether letters and at least two digits stand in it."""
    digits = sum(letter.isdigit() for letter in found["x"])
    return digits > 1 and any(map(str.isalpha, found["x"]))


_NO_TOWN = frozenset(("easter", "christmas", "clinic", "icu", "home", "rehab", "hospice", "theatre", "recovery"))

PEOPLE_RULES: tuple[Rule, ...] = (
    rule(
        "name",
        rf"(?<!\w)(?:Patient|PATIENT|Pt|PT|Child|Client|Name|NAME)[ \t]+(?P<x>{WORD}(?:[ \t](?:{WORD}"
        rf"|[{UPPER}]\.)){{1,2}})"
        rf"(?=[ \t]*(?:[,(|/;]|$|(?:is|was|has|had|presents|presented|came|DOB|MRN)\b))",
        _person,
        re.MULTILINE,
        place=words("patient|pt|child|client|name", first=True),
    ),
    rule(
        "name",
        rf"(?<!\w)(?i:patient|pt|child|client|name)[ \t]+(?P<x>{_CAPITALS},[ \t]*{_CAPITALS})(?!\w)",
        _person,
        place=words("patient|pt|child|client|name", first=True),
    ),
    rule(
        "name",
        r"(?i:\b(?:patient(?:['’]s)?|full|legal|first|last|maiden|family|given|middle)[ \t]name[ \t]*[:=]"
        r"|^[ \t]*name[ \t]*[:=])[ \t]*(?P<x>(?!(?:unknown|none|not|withheld|redacted|confirmed|same|see|is)\b)[a-z]"
        r"[a-z'’\-]+(?:[ \t](?!(?:is|was|has|had|and|with|presents|age|aged|dob|mrn|sex|male|female|a|an|who)\b)"
        r"[a-z][a-z'’\-]*\.?){0,2})",
        flags=re.MULTILINE,
        place=words("name"),
    ),
    rule(
        "name",
        rf"(?<!\w)(?:NP|RN|PA-C|LPN|CNM|CRNP|APRN|ARNP|FNP|PharmD|LCSW|SHO|CNA|EMT)[ \t]+"
        rf"(?P<x>{WORD}(?:[ \t](?:{WORD}|[{UPPER}]\.)){{1,2}}|{_INITIALS_NAME})",
        _person,
        place=words("np|rn|pa|lpn|cnm|crnp|aprn|arnp|fnp|pharmd|lcsw|sho|cna|emt", first=True),
    ),
    rule(
        "name",
        rf"(?<!\w)(?i:Dr|Prof|PD)\.?[ \t]+(?:(?:med|phil|rer|nat|sc|univ|habil|h\.c|Dr)\.?[ \t]+){{1,4}}(?P<x>{FULL})",
        _person,
        place=words("dr|prof|pd", first=True),
    ),
    rule(
        "name",
        r"^[ \t]*(?:--|[—–])[ \t]*(?P<x>[A-Z]{2,3})"
        r"(?=,?[ \t]+(?:M\.?D|D\.?O|R\.?N|N\.?P|PA|LPN|CNA|PharmD|MBBS)\b)",
        flags=re.MULTILINE,
        place=_ON_LINE,
    ),
    rule(
        "name",
        r"(?i:\b(?:signed|cosigned|initials|initialed|initialled)(?:[ \t]by)?[ \t]*:[ \t]*)"
        r"(?P<x>(?!(?:MD|DO|RN|NP|PA|NO|YES|LPN|NA|ON|BY|AT)\b)[A-Z]{2,3})(?![\w./\-])",
        place=words("signed|cosigned|initials|initialed|initialled", first=True),
    ),
    rule("name", rf"^[ \t]*(?P<x>{_INITIALS_NAME})[ \t]*(?=,[ \t]*{_ROLE}\b|$)", _person, re.MULTILINE, _ON_LINE),
    rule(
        "name",
        rf"(?<![\w.])(?P<x>{_INITIALS_NAME})(?=,[ \t]*{_ROLE}\b)",
        _person,
        place=in_line(rf"\.(?<=[{UPPER}]\.)(?<!\w\w\.)", CAPITAL),
    ),
    rule(
        "name",
        rf"^[ \t]*(?P<x>{WORD}[ \t]+(?:[{UPPER}]\.[ \t]*)?{WORD}),[ \t]*(?={_ROLE}\b)",
        _person,
        re.MULTILINE,
        _ON_LINE,
    ),
    rule(
        "id",
        rf"(?<![\w.,/\-])(?P<x>[{UPPER}]{{1,4}}[ \t\-]?\d{{2,8}}(?:[ \t\-]\d{{2,8}}){{0,3}}"
        rf"(?:-[A-Z\d]{{1,5}})?){_NO_UNIT}",
        both(_record, after(_CHART_LABEL)),
        place=_LABELLED,
    ),
    rule(
        "id",
        rf"(?<![\w.,/\-])(?P<x>\d{{1,8}}(?:-[A-Z\d]{{1,8}}){{1,4}}){_NO_UNIT}",
        both(_record, after(_CHART_LABEL)),
        place=number(r".\d{1,8}-[A-Z\d]"),
    ),
    rule(
        "id",
        rf"(?<![\w.,/\-])(?P<x>\d{{1,6}}(?:[ \t\-]\d{{2,6}}){{1,4}}){_NO_UNIT}",
        both(_record, after(_SURE_LABEL)),
        place=number(r".\d{1,6}[ \t\-]\d"),
    ),
    rule(
        "id",
        r"\b(?:(?:licen[cs]e |number |registration )?plate(?: number| no\.?)?|vehicle reg\w*|registration|tag|reg)"
        r"[\s:=|.,;\-(#]{1,9}(?P<x>(?=[A-Z\d \-]{0,4}\d)[A-Z\d]{2,4}[ \-]?[A-Z\d]{2,4})(?![\w\-])",
        _mixed,
        flags=re.IGNORECASE,
        place=words("license|licence|number|plate|reg|registration|tag|vehicle", first=True),
    ),
    rule(
        "institution",
        rf"(?<=[ \t\n])(?P<x>(?P<before>(?:The[ \t]+)?{WORD}(?:[ \t]+{WORD}){{0,2}})[ \t]+(?:Practice|Surgery"
        rf"|Pharmacy))\b",
        both(
            _house, after(r"(?:\b(?:at|from|with|to|via)|\b(?:Dr|GP|PCP|doctor|physician)\b[^\n]{0,60},)[ \t\n]*", 80)
        ),
        place=in_line(r"[ \t](?:Practice|Surgery|Pharmacy)\b", CAPITAL, "Practice|Surgery|Pharmacy"),
    ),
    rule(
        "institution",
        rf"\b(?i:(?:preferred |local )?pharmacy(?: name)?|facility|employer|insurer|health plan|hospital name"
        rf"|practice name)"
        rf"[ \t]*:[ \t]*(?P<x>{WORD}(?:[ \t](?:(?:and|&|of)[ \t])?{WORD}){{0,4}})",
        _person,
        place=words("preferred|local|pharmacy|facility|employer|insurer|health|hospital|practice", first=True),
    ),
    rule(
        "name",
        rf"(?i:\b(?:assistant|scrub(?: nurse)?|circulator|surgeon|anesthetist|counsell?or|midwife|proband|pathologist"
        rf"|radiologist|registrar))[ \t]+(?P<x>{WORD}(?:[ \t](?:{WORD}|[{UPPER}]\.)){{1,2}})(?![\w'’])",
        _staff,
        place=words(
            "assistant|scrub|circulator|surgeon|anesthetist|counsellor|counselor|midwife|proband|pathologist|radiologist"
            "|registrar",
            first=True,
        ),
    ),
    rule(
        "name",
        rf"(?i:\b(?:placed|confirmed|verified|performed|signed|checked|entered|witnessed|back|given|assisted|interpreted"
        rf"|authenticated|removed|inserted|taken|repaired|obtained|administered|cosigned|countersigned|faxed|called"
        rf"|notified|supervised|staffed) by)[ \t]+(?P<x>{WORD}(?:[ \t](?:{WORD}|[{UPPER}]\.)){{1,2}})(?![\w'’])",
        _staff,
        place=words(
            "placed|confirmed|verified|performed|signed|checked|entered|witnessed|back|given|assisted|interpreted"
            "|authenticated|removed|inserted|taken|repaired|obtained|administered|cosigned|countersigned|faxed|called"
            "|notified|supervised|staffed",
            first=True,
        ),
    ),
    rule(
        "name",
        rf"^[ \t]*(?:PATIENT|ATTENDING|SURGEON|ASSISTANT|PHYSICIAN|PROVIDER|RESIDENT|NURSE|DOCTOR|AUTHOR|CLIENT)[ \t]+"
        rf"(?P<x>{_CAPITALS}(?:[ \t](?:{_CAPITALS}|[{UPPER}]\.?)){{1,2}})[ \t]*$",
        _staff,
        re.MULTILINE,
        _ON_LINE,
    ),
    rule(
        "address",
        rf"(?i:\b(?:travel(?:s|ed|led|l?ing)?|trip|flew|drove|driving|flying|relocated|emigrated|immigrated"
        rf"|raised(?= in\b)|vacation(?:s|ed|ing)?|native|commutes|stationed|resident) (?:to|in|from|near|of))[ \t]+"
        rf"(?P<x>{WORD}(?:[ \t]{WORD}){{0,2}})(?![\w'’])",
        both(_person, _town),
        place=words(
            "travel|travels|traveled|travelled|traveling|travelling|trip|flew|drove|driving|flying|relocated|emigrated"
            "|immigrated|raised|vacation|vacations|vacationed|vacationing|native|commutes|stationed|resident",
            first=True,
        ),
    ),
    rule(
        "address",
        rf"(?<![\w.])\d{{1,2}}[ \-]?(?:y/?o[ \t]?)?[MF] from[ \t]+(?P<x>{WORD}(?:[ \t]{WORD}){{0,2}})(?![\w'’])",
        _town,
        place=number(r".\d{1,2}[ \-MFy]"),
    ),
    rule(
        "address",
        r"(?<!\w)(?![Tt]\d[Nn])(?:[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d"
        r"|[abceghj-nprstvxy]\d[abceghj-nprstv-z] \d[abceghj-nprstv-z]\d"
        rf"|(?!q\d)[a-z]{{1,2}}\d[a-z\d]? \d(?!{_NO_INWARD})[abd-hjlnp-uw-z]{{2}})(?!\w)",
        place=number(r"[A-Za-z]\d{1,2}[A-Za-z ]", before="[A-Za-z]{1,3}"),
    ),
    rule("phone", r"(?<![\w.,/\-])0\d{4}[ \-]\d{6}(?![\d\-])", place=number(r".\d{5}[ \-]\d")),
    rule(
        "id",
        rf"(?<![\w.,/\-])(?P<x>(?P<a>\d{{3}})-(?P<b>\d{{4}})){_NO_UNIT}(?![\-,/]\d)",
        both(_seven, after(_DIALLED, 60)),
        place=number(r".\d{3}-\d"),
    ),
)
