"""Phrases of English notes put together from parts, for training alone: labels by values, people by deeds, traps."""

from __future__ import annotations

import random
from collections.abc import Callable

_JOINTS = (": ", ":", " ", " - ", "=", " : ", ":  ", "\t", " | ", "....... ", ":\n", "; ", " -- ", "  ", ",")
_LABELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "patient|pt|patient name|pt name|name|full name|name of patient|client|subject|re|regarding|resident|examinee|"
        "test subject|donor|recipient|customer|insured|subscriber|mother of|Name and Surname|participant|proband",
        ("FULL", "LASTFIRST", "FULLCAPS", "FULL", "TITLELAST", "FULLLOWER"),
    ),
    ("surname|last name|family name|maiden name|last", ("LAST",)),
    ("forename|first name|given name|first|preferred name|goes by|nickname", ("FIRST",)),
    (
        "mrn|record number|chart no|medical record no.|unit no|unit number|hospital no|hosp. no.|file no|case "
        "no|id|patient id|"
        "identifier|PID|UR number|NHS no|CHI|hospital number|wristband|barcode|registration no|folder|Unit #|"
        "Chart #|ID#|"
        "Hosp ID|encounter|visit no|admission no|study ID|screening number|sample|Acc#|requisition|label",
        ("MRN",),
    ),
    ("account|acct no|claim no|claim|case|invoice|accession|accession no|order no|specimen|billing|authorization"
    " no|IBAN|receipt|"
     "reference|our ref|your ref|incident|report no|docket", ("ACCOUNT",)),
    ("ssn|social security|national id|passport|passport no|identity card|NI number|tax id|SIN|citizen number",
    ("SSN", )),
    ("insurance|insurance no|policy|member id|member|plan|plan id|subscriber id|health card|medicare no|medicaid id|"
     "group|payer id|beneficiary|coverage|insurer id|cover no", ("PLAN",)),
    ("licence|license no|dea|npi|gmc|gmc no|registration|state license|cert no|driver license|lic.|permit|board no",
    ("LICENCE", )),
    ("serial|serial no|s/n|device|device id|implant id|lot|model no|generator|pump serial|lead serial|UDI|"
    "prosthesis no", ("DEVICE", )),
    ("plate|license plate|registration plate|number plate|tag|reg|vehicle reg", ("PLATE",)),
    ("vin|chassis|vehicle id|vehicle", ("VIN",)),
    ("dob|date of birth|born|birth date|birthday|d.o.b.|birthdate|b.", ("DOB",)),
    ("date|admitted|discharged|seen|date of service|visit|collected|received|reported|signed|printed|dos|doa|dod"
    "|transferred|"
     "performed|scan date|exam date|next visit|last seen|onset|expires|dictated|date of surgery|faxed|updated|D"
     "|T|written",
     ("DATE", "DATE", "DATE", "DATE} {clock")),
    ("phone|tel|telephone|mobile|cell|home|work|contact no|pager|beeper|call|direct line|contact|Tel. No|ext line|ring",
     ("PHONE", "PHONE2")),
    ("fax|fax no|facsimile", ("FAX",)),
    ("email|e-mail|mail|contact", ("EMAIL", "EMAIL2")),
    ("web|website|link|url", ("URL",)),
    ("ip|ip address|host|device ip", ("IP",)),
    ("user|username|login|portal|portal id|handle|skype|user id|screen name", ("USERNAME",)),
    ("address|addr|home address|residence|lives at|mailing address|street|domicile|addr.|pickup",
     ("STREET", "STREET}, {CITY", "STREET}, {CITY}, {STATE} {POSTCODE", "STREET}\n{CITY} {POSTCODE",
      "STREET}, {CITY} {POSTCODE", "STREET} {CITY")),
    ("city|town|place of birth|birthplace|hometown|village|suburb|origin|travel|from|place", ("CITY", "CITY}, {STATE")),
    ("zip|postcode|postal code|zip code", ("POSTCODE",)),
    ("employer|work|workplace|company|occupation|works for|employed by|insured through", ("EMPLOYER",)),
    ("school|college|education|attends|studies at", ("SCHOOL",)),
    ("hospital|facility|site|institution|location|clinic|practice|transferred from|transferred to|referring "
    "facility|pharmacy|"
     "nursing home|lab|performed at|center|outside hospital|from|to|provider site", ("HOSPITAL",)),
    ("doctor|physician|attending|provider|surgeon|consultant|PCP|GP|ordering|ordered by|referring|radiologist|"
    "pathologist|"
     "dictated by|signed|signed by|e-signed|author|verified by|read by|authorised by|approved by|resident|"
     "fellow|intern|"
     "anaesthetist|assistant|primary surgeon|cc|to|from|reported by|seen by|reviewed by|seen with|co-signed|"
     "responsible clinician|"
     "requested by|interpreted by|cardiologist|oncologist|on call|covering",
     ("DOCTORFULL", "DOCTOR", "DOCTORFULL2", "DOCTORINITIAL", "DOCTORCAPS", "DOCTORLAST", "DOCTORLASTDR",
      "DOCTORLAST}, {DOCTORFIRST", "DOCTORFULL}, MD", "DOCTORINITIAL}, MD")),
    ("nurse|rn|triage nurse|triage rn|charge nurse|scribe|witness|interpreter|social worker|therapist|dietitian|"
    "pharmacist|"
     "technician|tech|RT|phlebotomist|medical student|midwife|given by|entered by|taken by|message taken by|caller|"
     "case worker|coordinator|chaperone|translator|collected by|received by|performed by|typist|secretary",
     ("NURSE", "NURSE", "NURSELAST", "TITLENURSE", "NURSE}, RN", "NURSELAST}, RN")),
    ("next of kin|nok|emergency contact|guardian|relative|contact person|proxy|healthcare proxy|poa|informant|"
    "caregiver|mother|"
     "father|spouse|wife|husband|daughter|son|partner|parent|carer|family|sibling|sponsor|decision maker|"
     "accompanied by",
     ("RELATIVE", "RELATIVE", "RELATIVE} ({relation}", "RELATIVEFIRST", "RELATIVE}, {PHONE", "RELATIVE} {PHONE")),
    ("typed by|transcribed by|initials|tr|dd|by|checked|signed|scribe|entered|sig|given|T|nurse init.|verified|"
    "Dict/Tran",
     ("INITIALS", "INITIALS", "INITIALS}/{INITIALS", "DATE} {INITIALS", "INITIALS} {DATE")),
    ("age", ("AGE90", "AGE90} y", "AGE90}{sexletter", "age")),
    ("diagnosis|dx|impression|problem|indication|history|pmh|reason|cc|hx|assessment|comment|finding",
     ("disease", "eponym", "disease2", "symptom", "disease} / {disease2", "MADE")),
    ("medication|drug|rx|meds|allergy|allergies|current meds|given|started|premedication",
     ("drug", "drug} {dose", "drug}, {drug2", "drug} {dose}, {drug2} {dose2", "dose")),
    ("gene|variant|genotype|mutation|test", ("gene", "gene} c.{n3}{B}>{B", "gene} {V", "lab", "TABLE")),
    ("bp|score|lab|labs|result|value|range|vitals|total|ratio|level|size|grade|settings", ("bp", "lab", "NUM",
    "NUM", "NUM", "TABLE")),
)  # fmt: skip
_NAMES = (
    "FULL", "FIRST", "TITLELAST", "LAST", "LASTFIRST", "DOCTORFULL", "DOCTORLASTDR", "DOCTORLAST", "NURSE", "NURSELAST",
    "TITLENURSE", "RELATIVE", "RELATIVEFIRST", "DOCTORFIRST", "DOCTORFULL2", "DOCTORINITIAL", "FULLCAPS", "FULLLOWER",
    "FIRST} {LAST", "FIRST} and {RELATIVEFIRST", "DOCTORLASTDR} and {NURSE", "DOCTORFIRST} {DOCTORLAST",
    "RELATIVE} ({relation}",
    "relation} {RELATIVE", "relation} {RELATIVEFIRST", "hisher} {relation} {RELATIVEFIRST", "relation}, {RELATIVE",
    "DOCTORFULL}, MD", "NURSE}, RN", "LAST} family", "FULL} ({age}{sexletter}", "relation} ({RELATIVE",
    "DOCTORFULL} ({LICENCE",
)  # fmt: skip
_BEFORE = (
    "seen with", "discussed with", "spoke to", "called", "paged", "per", "d/w", "as told by", "with", "and", "by",
    "from", "to", "for",
    "I met", "we saw", "dear", "hello", "thank you", "thanks to", "on behalf of", "signed by", "brought by",
    "accompanied by", "asked",
    "according to", "together with", "staffed with", "message from", "call from", "letter to", "referred to",
    "care of", "visited by",
    "lives with", "married to", "son of", "mother of", "examined by", "assisted by", "supervised by", "wife of",
    "regards,", "re",
    "patient", "pt", "Mr. and Mrs.", "nurse", "doctor", "resident", "fellow", "surgeon", "sister", "colleague",
    "our patient", "the late",
    "case of", "note by", "appointment with", "follow up with", "see", "cc", "attn", "notify", "informed",
    "reviewed with", "handover to",
    "consent from", "witnessed by", "family of", "result to", "this is", "I,", "we,", "undersigned", "signature",
    "sincerely,", "ask",
)  # fmt: skip
_AFTER = (
    "reports {symptom}.", "was seen today.", "is stable.", "denies {symptom}.", "agrees.", "aware.",
    "notified at {clock}.", "called back.",
    "will follow.", "has {disease}.", "takes {drug}.", "went home on {DATE}.", "is a {age}-year-old {sex}.",
    "and family were told.",
    "said {heshe} was fine.", "stopped {drug}.", "(patient)", "at bedside", "on {DATE}", "/ {MRN}", ", {age}",
    "consented.", "to see.",
    "performed the procedure.", "gave {drug} {dose}.", "tolerated it well.", "may go home.", "will call.",
    "'s clinic", "'s note of {DATE}",
    "'s {relation}", "came in with {symptom}.", "attended.", "lives in {CITY}.", "works at {EMPLOYER}.",
    "died on {DATE}.", ";", ".", ",",
    "found the patient confused.", "asks about {drug}.", "rang on {PHONE}.", "has moved to {CITY}.", "was advised.",
    "MD", "RN", "PhD",
    "is on {drug} {dose}, bp {bp}.", "failed to attend.", "saw {FIRST} {clock}.", "walked in.",
    "cleared {FIRST} for surgery.",
)  # fmt: skip
_ABOUT = (
    "{BEFORE} {NAME} {AFTER}", "{NAME} {AFTER}", "{BEFORE} {NAME}.", "{BEFORE} {NAME}, {BEFORE} {NAME}.", "{NAME}",
    "-- {NAME}", "/{NAME}",
    "{NAME}\n{NAME}", "{DATE} {NAME} {AFTER}", "({NAME})", "{NAME}: {symptom}", "{BEFORE} {NAME} at {HOSPITAL}.",
    "{clock} {NAME} {AFTER}",
    "{PLACED}", "{PLACED}", "{PLACED} {AFTER}", "- {INITIALS}", "-{INITIALS}", "/{INITIALS}", "{DATE} {INITIALS}",
    "{INITIALS}\n",
    "{DATE}\t{drug}\t{dose}\t{NURSE}", "{FULL};{MRN};{DOB};{PHONE}", "{DATE} | {NURSE} | {drug} | {dose}",
    "{LAST}\t{FIRST}\t{DOB}\t{MRN}",
    "{DATE},{drug},{dose},{INITIALS}", "{drug}\t{dose}\t{DATE}\t{DOCTORLAST}",
    "{MRN} {LASTFIRST} {age} {sexletter}", "{FULL}, {DOB}, {PLAN}",
    "lived to {AGE90}", "died at {AGE90}", "now {AGE90}", "{relation} ({AGE90}) has {disease}", "reached {AGE90}",
    "{AGE90} years", "{AGE90} yo",
)  # fmt: skip
_PLACED = (
    "lives in {CITY}", "from {CITY}", "grew up in {CITY}", "flew to {CITY}", "back from {CITY}",
    "in {CITY} on {DATE}", "moved to {CITY}",
    "near {CITY}", "at home ({STREET})", "to {STREET}", "lives at {STREET}, {CITY}",
    "{STREET}, {CITY}, {STATE} {POSTCODE}", "works at {EMPLOYER}",
    "driver for {EMPLOYER}", "transferred from {HOSPITAL}", "seen at {HOSPITAL}", "went to {SCHOOL}",
    "{SCHOOL} student", "{HOSPITAL}, {CITY}",
    "{HOSPITAL}\n{STREET}\n{CITY}, {STATE} {POSTCODE}\nTel {PHONE}", "{CITY} {POSTCODE}",
    "attends {SCHOOL} in {CITY}", "ED at {HOSPITAL}",
    "nursing home run by {EMPLOYER}", "pharmacy on {STREET}", "fell at {STREET}", "signed in {CITY} on {DATE}",
    "{HOSPITAL} {ward}", "of {CITY}",
    "care transferred to {HOSPITAL} in {CITY}", "insured via {EMPLOYER}", "{sex} from {CITY}",
    "taken by ambulance from {STREET} to {HOSPITAL}",
    "trip to {CITY} and {CITY2}", "{EMPLOYER} called", "parcel to {STREET}", "visiting {CITY}",
    "mailed to {STREET}, {CITY} {POSTCODE}",
)  # fmt: skip
_HEADS = (
    "sign", "test", "syndrome", "disease", "procedure", "score", "scale", "index", "classification", "fracture",
    "catheter", "clamp", "stain",
    "maneuver", "reflex", "criteria", "stage", "line", "node", "cyst", "phenomenon", "operation", "bodies", "cells",
    "staging", "retractor",
    "drain", "tube", "method", "formula", "grade", "type", "palsy", "hernia", "triad", "ulcer", "gait", "position",
    "contracture", "agar",
    "anastomosis", "incision", "repair", "scan", "lymphoma", "sarcoma", "tumor", "units", "risk score", "law",
    "murmur", "spots", "lines",
)  # fmt: skip
_TRAPS = (
    "{MADE} negative.", "{MADE} and {MADE}.", "{NUM}", "{lab}, {lab}.", "{drug} {dose}, {drug2} {dose2}.",
    "{TABLE}", "{TABLE}", "{eponym}, {disease}.",
    "Will start {drug} {dose}.", "May need {drug2}.", "may repeat {drug} x{n1}", "Rose to {n2}.", "Known {MADE}.",
    "bleed at {MADE} site", "{MADE} {n1}", "pH 7.{n2}", "{disease} at {n2}.",
    "pT{n1}c N{n1} M0", "{n1}/{n1} strength", "{n2}/{n2}/{n2}", "ratio 1:{n2}0", "titer 1:{n2}",
    "{n2} mm x {n2} mm", "L{n1}-L{n1}", "C{n1}/{n1} and T{n1}",
    "{gene} {V}", "NM_000{n3}.{n1}", "rs{n3}{n3}", "{B}{n1}.{n1} coded", "ICD {B}{n2}.{n1}", "{n2} pack-years",
    "{n2}th percentile", "{n1} in {n3}",
    "{n3} mL", "{n1}-{n2} weeks", "{n2}%", "POD#{n1}", "HD {n1}", "q{n1}h", "{n1}.{n2} mg/kg", "T {n1} N {n1}",
    "{n3}/{n2}", "{n2}.{n1}", "{n3} units SC",
    "{n1} V at 0.{n1} ms", "FiO2 0.{n1}", "vent {n2}/{n1}", "{symptom} x {duration}",
    "{disease}; {gene}; {lab}; {bp}", "{disease}\n{drug}\n{eponym}",
    "{n3} beats in {n2} s", "{n2}-{n2}%", "grade {n1}/6", "{n1}+{n1}={n1}", "{n2}:{n2}", "class {R}", "type {R}",
    "stage {R}{B}", "{n2} kg/m2", "#{n1} {disease}",
)  # fmt: skip
_TESTS = (
    "Hemoglobin", "Creatinine", "TSH", "ALT", "AST", "Glucose", "Sodium", "WBC", "Platelets", "CRP", "Ferritin",
    "INR", "Calcium", "Albumin", "LDH", "pH",
    "Bilirubin", "HbA1c", "Urea", "Potassium", "Troponin I", "NT-proBNP", "Vitamin D", "Free T4", "Lactate", "HDL",
    "MCV", "ANA titer", "PSA", "Uric acid",
)  # fmt: skip
_UNITS = ("g/dL", "mg/dL", "mmol/L", "U/L", "mIU/L", "ng/mL", "%", "10^9/L", "pg", "", "fL", "mg/L")
_EXPANSIONS = 6


def phrase(generator: random.Random) -> str:
    """One phrase with slots; ``{MADE}`` and the like are already expanded."""
    choose = generator.choice
    drawn = generator.random()
    if drawn < 0.36:
        return _expanded(generator, ", ".join(_labelled(generator) for _ in range(choose((1, 1, 1, 2)))))
    return _expanded(generator, choose(_ABOUT) if drawn < 0.74 else choose(_TRAPS))


def form(generator: random.Random) -> str:
    """Some labelled lines in one style, as the heads of forms and reports have them."""
    joint = generator.choice(_JOINTS)
    between = generator.choice(("\n", "\n", "   ", " | ", "; ", "\t", "\n| "))
    lines = [_labelled(generator, joint) for _ in range(generator.randrange(3, 8))]
    return _expanded(generator, between.join(lines))


def _labelled(generator: random.Random, joint: str = "") -> str:
    labels, values = generator.choice(_LABELS)
    label = generator.choice(labels.split("|"))
    label = generator.choice((label, label.capitalize(), label.title(), label.upper(), label))
    value = generator.choice(values)
    return f"{label}{joint or generator.choice(_JOINTS)}{_braced(value)}"


def _braced(value: str) -> str:
    """The value with the marks that were left out at its ends."""
    text = f"{{{value}"
    text += "}" * (text.count("{") - text.count("}"))
    return text + ")" * (text.count("(") - text.count(")"))


def _expanded(generator: random.Random, text: str) -> str:
    choose = generator.choice
    for _ in range(_EXPANSIONS):
        parts = {
            "NAME": _braced(choose(_NAMES)),
            "BEFORE": choose((choose(_BEFORE), choose(_BEFORE).capitalize())),
            "AFTER": choose(_AFTER),
            "PLACED": choose(_PLACED),
            "TABLE": table(generator),
            "NUM": choose(_TRAPS),
            "MADE": "{SURNAMELIKE} " + choose(_HEADS),
            "V": choose(("{B}{n3}{B}", "p.{B}{n2}{B}", "c.{n3}del{B}", "exon {n2}")),
        }
        for slot, value in parts.items():
            text = text.replace(f"{{{slot}}}", value, 1)
    draws: tuple[tuple[str, Callable[[], str]], ...] = (
        ("n1", lambda: str(generator.randrange(1, 9))),
        ("n2", lambda: str(generator.randrange(10, 99))),
        ("n3", lambda: str(generator.randrange(100, 999))),
        ("B", lambda: choose("ABCDEGKMRTV")),
        ("R", lambda: choose(("I", "II", "III", "IV"))),
    )
    for slot, draw in draws:
        while f"{{{slot}}}" in text:
            text = text.replace(f"{{{slot}}}", draw(), 1)
    return text.replace(" '", "'").replace(" ,", ",").replace(" ;", ";").replace(" .", ".")


def table(generator: random.Random) -> str:
    """Some lines of a laboratory report."""
    joint = generator.choice(("\t", "  ", " | ", " ", ","))
    rows = []
    for _ in range(generator.randrange(1, 5)):
        low, high = generator.randrange(1, 40), generator.randrange(41, 200)
        value = generator.choice(
            (f"{generator.randrange(1, 150)}.{generator.randrange(10)}", str(generator.randrange(2, 400)))
        )
        rows.append(joint.join((generator.choice(_TESTS), value, generator.choice(_UNITS), f"{low}-{high}")))
    return "\n".join(rows)
