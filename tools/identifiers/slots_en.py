"""What fills the slots of English notes."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from extraction.deidentify_gold import CLINICAL_TERM
from tools.identifiers import numbers, terms
from tools.identifiers.people import People, Person
from tools.identifiers.places import Places
from tools.identifiers.slots_charts import chart_slots
from tools.identifiers.terms import Terms

Fill = Callable[[], tuple[str, str]]
_RELATIONS = ["wife", "husband", "daughter", "son", "mother", "father", "sister", "brother", "partner", "niece"]
_DOSES = [
    "5 mg daily",
    "10 mg BID",
    "1/2 tablet at night",
    "5/10 mg",
    "250 mcg IV",
    "40 mg SC every 2 weeks",
    "2-3 tablets",
    "0.5 mL",
    "1 g q8h",
]
_LABS = [
    "TSH 2.1",
    "ESR 14",
    "CRP 3.2 mg/L",
    "A1c 6.9%",
    "ALT 34",
    "ferritin 210",
    "LDL 82 mg/dL",
    "CD4 410",
    "WBC 7.8",
]
_DURATIONS = ["3 days", "10-12 weeks", "2 months", "a year", "4 hours"]
_WARDS = ["4B", "ICU", "Cardiology", "Oncology"]
_OLDEST = 89


def english_slots(generator: random.Random, people: People, places: Places, words: Terms, day: date) -> dict[str, Fill]:
    """Slots for one note; the same person in all of it."""
    patient, doctor = people.latin(), people.latin()
    choose = generator.choice
    age = generator.randrange(18, _OLDEST)
    born = date(day.year - age, generator.randrange(1, 13), generator.randrange(1, 29))
    record = numbers.one_of(generator, "########", "######", "#######", "??-######", "##-##-##", "?#######", "###-####")

    def near() -> date:
        return day + timedelta(days=generator.randrange(-900, 200))

    def number(kind: str, *shapes: str) -> Fill:
        return lambda: (numbers.one_of(generator, *shapes), kind)

    def mail(someone: Person) -> Fill:
        return lambda: (numbers.email(generator, someone.given, someone.surname), "EMAIL")

    return {
        **_names(generator, people, patient, doctor),
        "MRN": lambda: (record, "MRN"),
        "SSN": number("NATIONAL_ID", "###-##-####", "#########", "??######?"),
        "ACCOUNT": number("ACCOUNT", "##########", "????-########", "######-###"),
        "PLAN": number("PLAN", "???#########", "W#########", "#?##-??#-??##", "#########-##"),
        "LICENCE": number("LICENCE", "?#######", "??######", "?##-####-####", "#######"),
        "DEVICE": number("DEVICE", "???######?", "##?-#####", "SN########", "#######-###"),
        "VIN": lambda: (numbers.vin(generator), "VIN"),
        "PLATE": number("PLATE", "#???###", "??? ####", "??## ???", "???-####"),
        "IP": lambda: (numbers.address_ip(generator), "IP"),
        "URL": lambda: (
            choose(
                (
                    f"https://www.{patient.surname.lower().replace(' ', '')}health.org/info",
                    "http://portal.carenet.edu/p?id=88123",
                    f"www.{doctor.surname.lower().replace(' ', '')}-clinic.com",
                )
            ),
            "URL",
        ),
        "USERNAME": lambda: (
            choose(
                (
                    f"{patient.given[:1]}{patient.surname}{generator.randrange(99)}".lower().replace(" ", ""),
                    f"{patient.given}_{generator.randrange(1950, 2009)}".lower().replace(" ", ""),
                )
            ),
            "USERNAME",
        ),
        "PHONE": lambda: (numbers.phone(generator), "PHONE"),
        "PHONE2": lambda: (numbers.phone(generator), "PHONE"),
        "FAX": lambda: (numbers.phone(generator), "FAX"),
        "EMAIL": mail(doctor),
        "EMAIL2": mail(patient),
        "DATE": lambda: (numbers.date_en(generator, near()), "DATE"),
        "DOB": lambda: (
            choose(
                (
                    f"{born:%m/%d/%Y}",
                    f"{born:%d-%b-%Y}",
                    f"{born:%Y-%m-%d}",
                    f"{born:%B} {born.day}, {born.year}",
                    f"{born:%d/%m/%y}",
                )
            ),
            "DATE_OF_BIRTH",
        ),
        "STREET": lambda: (places.street(), "STREET_ADDRESS"),
        "CITY": lambda: (places.city(), "CITY"),
        "CITY2": lambda: (places.city(), "CITY"),
        "STATE": lambda: (places.state(), ""),
        "POSTCODE": lambda: (places.postcode(), "POSTCODE"),
        "HOSPITAL": lambda: (places.hospital(), "HOSPITAL"),
        "SCHOOL": lambda: (places.school(), "SCHOOL"),
        "EMPLOYER": lambda: (places.employer(), "EMPLOYER"),
        "AGE90": lambda: (str(generator.randrange(90, 106)), "AGE"),
        "SURNAMELIKE": lambda: (people.latin().surname, CLINICAL_TERM),
        **_plain(generator, words, patient, age),
        **chart_slots(generator, words),
    }


def _names(generator: random.Random, people: People, patient: Person, doctor: Person) -> dict[str, Fill]:
    choose = generator.choice
    second, nurse, relative = people.latin(), people.latin(), people.latin()
    title = choose(("Mr.", "Mr") if patient.gender == "m" else ("Mrs.", "Ms.", "Ms", "Miss"))
    last_first = choose(
        (
            f"{patient.surname}, {patient.given} {patient.middle}.",
            f"{patient.surname}, {patient.given}",
            f"{patient.surname.upper()}, {patient.given.upper()}",
            f"{patient.surname.upper()}, {patient.given}",
        )
    )

    def name(kind: str, *texts: str) -> Fill:
        return lambda: (choose(texts), kind)

    return {
        "FULL": name("PATIENT", patient.full, patient.full, f"{patient.given} {patient.middle}. {patient.surname}"),
        "FULLCAPS": name("PATIENT", patient.full.upper()),
        "FULLLOWER": name("PATIENT", patient.full.lower()),
        "FIRST": name("PATIENT", patient.given),
        "LAST": name("PATIENT", patient.surname),
        "MIDDLE": name("PATIENT", patient.middle),
        "LASTFIRST": name("PATIENT", last_first),
        "TITLELAST": name("PATIENT", f"{title} {patient.surname}"),
        "INITIALS": name(
            "INITIALS", f"{doctor.given[:1]}{doctor.surname[:1]}".lower(), f"{doctor.given[:1]}.{doctor.surname[:1]}."
        ),
        "DOCTOR": name("DOCTOR", f"Dr. {doctor.full}", doctor.full, f"{doctor.full}, MD"),
        "DOCTORFULL": name("DOCTOR", doctor.full, f"{doctor.given} {doctor.middle}. {doctor.surname}"),
        "DOCTORFULL2": name("DOCTOR", second.full),
        "DOCTORLAST": name("DOCTOR", doctor.surname),
        "DOCTORFIRST": name("DOCTOR", doctor.given),
        "DOCTORLASTDR": name("DOCTOR", f"Dr. {doctor.surname}", f"Dr {doctor.surname}"),
        "DOCTORCAPS": name("DOCTOR", doctor.full.upper()),
        "DOCTORINITIAL": name("DOCTOR", f"{doctor.given[:1]}. {doctor.surname}"),
        "NURSE": name("NURSE", nurse.full),
        "NURSELAST": name("NURSE", nurse.surname),
        "TITLENURSE": name("NURSE", f"Ms. {nurse.surname}", f"Mr. {nurse.surname}"),
        "RELATIVE": name("RELATIVE", relative.full, f"{relative.given} {patient.surname}"),
        "RELATIVEFIRST": name("RELATIVE", relative.given),
    }


def _plain(generator: random.Random, words: Terms, patient: Person, age: int) -> dict[str, Fill]:
    choose = generator.choice
    male = patient.gender == "m"

    def term(kind: str) -> Fill:
        return lambda: (words.of(kind), CLINICAL_TERM)

    def drawn(names: list[str]) -> Fill:
        return lambda: (words.choice(names), CLINICAL_TERM)

    def word(text: str) -> Fill:
        return lambda: (text, "")

    return {
        "disease": term("disease"),
        "disease2": term("disease"),
        "drug": term("drug"),
        "drug2": term("drug"),
        "gene": term("gene"),
        "eponym": drawn(terms.EPONYMS),
        "trap": drawn(terms.TRAPS),
        "dose": drawn(_DOSES),
        "dose2": drawn(_DOSES),
        "lab": drawn(_LABS),
        "symptom": drawn(terms.SYMPTOMS),
        "symptom2": drawn(terms.SYMPTOMS),
        "duration": drawn(_DURATIONS),
        "bp": lambda: (f"{generator.randrange(95, 180)}/{generator.randrange(50, 100)}", CLINICAL_TERM),
        "age": lambda: (str(age), CLINICAL_TERM),
        "clock": lambda: (f"{generator.randrange(24):02}:{generator.randrange(60):02}", ""),
        "ward": lambda: (choose(_WARDS), ""),
        "relation": lambda: (choose(_RELATIONS), ""),
        "sex": word("man" if male else "woman"),
        "sexletter": word("M" if male else "F"),
        "HeShe": word("He" if male else "She"),
        "heshe": word("he" if male else "she"),
        "HisHer": word("His" if male else "Her"),
        "hisher": word("his" if male else "her"),
    }
