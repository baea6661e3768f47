"""What fills the slots of Chinese notes."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from extraction.deidentify_gold import CLINICAL_TERM
from tools.identifiers import numbers, terms
from tools.identifiers.people import People, Person
from tools.identifiers.places import Places
from tools.identifiers.terms import Terms

Fill = Callable[[], tuple[str, str]]
_RELATIONS = ["妻子", "丈夫", "女儿", "儿子", "母亲", "父亲", "姐姐", "哥哥"]
_DOSES = ["5mg每日1次", "0.5g每日3次", "1/2片睡前", "100mg每日2次", "2-3片", "10mg"]
_DURATIONS = ["3天", "2周", "半年", "1月余", "10年"]
_WARDS = ["心内科", "神经内科", "呼吸科", "骨科", "消化内科"]
_OLDEST = 89


def chinese_slots(generator: random.Random, people: People, places: Places, words: Terms, day: date) -> dict[str, Fill]:
    """Slots for one note; the same person in all of it."""
    patient = people.chinese()
    choose = generator.choice
    age = generator.randrange(18, _OLDEST)
    born = date(day.year - age, generator.randrange(1, 13), generator.randrange(1, 29))
    record = numbers.one_of(generator, "########", "######", "ZY########", "?######", "0#######")

    def near() -> date:
        return day + timedelta(days=generator.randrange(-900, 200))

    def number(kind: str, *shapes: str) -> Fill:
        return lambda: (numbers.one_of(generator, *shapes), kind)

    return {
        **_names(generator, people, patient),
        "MRN": lambda: (record, "MRN"),
        "SSN": lambda: (numbers.chinese_id(generator, born), "NATIONAL_ID"),
        "ACCOUNT": number("ACCOUNT", "##########", "6222###############", "????########"),
        "PLAN": number("PLAN", "?########", "##########", "YB########"),
        "LICENCE": number("LICENCE", "1##############", "110##########"),
        "DEVICE": number("DEVICE", "???######?", "SN########", "##?-#####"),
        "VIN": lambda: (numbers.vin(generator), "VIN"),
        "PLATE": lambda: (numbers.plate_zh(generator), "PLATE"),
        "IP": lambda: (numbers.address_ip(generator), "IP"),
        "URL": lambda: (
            choose(("https://www.jiankang120.cn/bg", "http://his.yiyuan.com.cn/report?id=2231", "www.zhongxinyy.com")),
            "URL",
        ),
        "USERNAME": lambda: (numbers.one_of(generator, "wx_######", "user####", "li##xm"), "USERNAME"),
        "EMAIL": lambda: (numbers.email(generator, "wei", "zhang"), "EMAIL"),
        "PHONE": lambda: (numbers.phone_zh(generator), "PHONE"),
        "DATE": lambda: (numbers.date_zh(generator, near()), "DATE"),
        "DOB": lambda: (numbers.date_zh(generator, born), "DATE_OF_BIRTH"),
        "ADDRESS": lambda: (places.street_zh(), "STREET_ADDRESS"),
        "CITY": lambda: (places.city_zh(), "CITY"),
        "HOSPITAL": lambda: (places.hospital_zh(), "HOSPITAL"),
        "HOSPITAL2": lambda: (places.hospital_zh(), "HOSPITAL"),
        "SCHOOL": lambda: (places.school_zh(), "SCHOOL"),
        "EMPLOYER": lambda: (places.employer_zh(), "EMPLOYER"),
        "AGE90": lambda: (str(generator.randrange(90, 106)), "AGE"),
        **_plain(generator, words, patient, age),
    }


def _names(generator: random.Random, people: People, patient: Person) -> dict[str, Fill]:
    doctor, second, nurse, relative = (people.chinese() for _ in range(4))
    title = "先生" if patient.gender == "m" else generator.choice(("女士", "阿姨"))

    def name(kind: str, text: str) -> Fill:
        return lambda: (text, kind)

    return {
        "FULL": name("PATIENT", patient.surname + patient.given),
        "LAST": name("PATIENT", patient.surname),
        "TITLELAST": lambda: (patient.surname + title, ""),
        "DOCTOR": name("DOCTOR", doctor.surname + doctor.given),
        "DOCTOR2": name("DOCTOR", second.surname + second.given),
        "DOCTORLAST": name("DOCTOR", doctor.surname),
        "NURSE": name("NURSE", nurse.surname + nurse.given),
        "NURSELAST": name("NURSE", nurse.surname),
        "RELATIVE": name("RELATIVE", relative.surname + relative.given),
    }


def _plain(generator: random.Random, words: Terms, patient: Person, age: int) -> dict[str, Fill]:
    choose = generator.choice

    def term(kind: str) -> Fill:
        return lambda: (words.of(kind), CLINICAL_TERM)

    def drawn(names: list[str]) -> Fill:
        return lambda: (words.choice(names), CLINICAL_TERM)

    return {
        "disease": term("disease_zh"),
        "disease2": term("disease_zh"),
        "drug": term("drug_zh"),
        "gene": term("gene"),
        "eponym": drawn(terms.EPONYMS_ZH),
        "trap": drawn(terms.TRAPS_ZH),
        "dose": drawn(_DOSES),
        "symptom": drawn(terms.SYMPTOMS_ZH),
        "symptom2": drawn(terms.SYMPTOMS_ZH),
        "duration": drawn(_DURATIONS),
        "bp": lambda: (f"{generator.randrange(95, 180)}/{generator.randrange(50, 100)}", CLINICAL_TERM),
        "age": lambda: (str(age), CLINICAL_TERM),
        "clock": lambda: (f"{generator.randrange(24):02}:{generator.randrange(60):02}", ""),
        "ward": lambda: (choose(_WARDS), ""),
        "relation": lambda: (choose(_RELATIONS), ""),
        "sex": lambda: ("男" if patient.gender == "m" else "女", ""),
    }
