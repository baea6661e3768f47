"""What of an annotated identifier the law wants gone: Safe Harbor's kinds for the types of annotated corpora."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.corpora.records import Entity

CLINICAL_TERM = "CLINICAL_TERM"
"""Type of an annotated place that must stay readable."""

_KINDS: dict[str, frozenset[str]] = {
    "name": frozenset(("PERSON", "NAME", "PATIENT", "DOCTOR", "NURSE", "RELATIVE", "PER", "INITIALS")),
    "date": frozenset(("DATE_TIME", "DATE", "BIRTHDAY", "DATE_OF_BIRTH", "DOB")),
    "age": frozenset(("AGE",)),
    "address": frozenset(
        ("STREET_ADDRESS", "ADDRESS", "GPE", "LOCATION", "CITY", "ZIP_CODE", "ZIP", "POSTCODE", "STREET", "LOC")
    ),
    "phone": frozenset(("PHONE_NUMBER", "PHONE", "FAX", "FAX_NUMBER")),
    "email": frozenset(("EMAIL_ADDRESS", "EMAIL")),
    "url": frozenset(("DOMAIN_NAME", "URL", "DOMAIN")),
    "ip": frozenset(("IP_ADDRESS", "IP")),
    "id": frozenset(
        ("CREDIT_CARD", "IBAN_CODE", "IBAN", "US_SSN", "SSN", "US_DRIVER_LICENSE", "NATIONAL_ID", "MRN", "RECORD",
         "ACCOUNT", "LICENCE", "LICENSE", "PLAN", "DEVICE", "VIN", "PLATE", "VEHICLE", "USERNAME", "ID",
         "US_BANK_NUMBER", "US_PASSPORT")
    ),
    "institution": frozenset(("ORGANIZATION", "ORG", "HOSPITAL", "INSTITUTION", "SCHOOL", "EMPLOYER")),
}  # fmt: skip
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}

_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d{2}(?!\d)\s?年?|[二一][〇零○一二三四五六七八九]{3}年")
_DAY = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|[一二三四五六七八九十]月", re.IGNORECASE
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?", re.IGNORECASE)
_OLDEST_KEPT = 89
_COUNTRIES = (
    "Afghanistan|Albania|Algeria|Andorra|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahamas|Bahrain|"
    "Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bhutan|Bolivia|Bosnia and Herzegovina|Botswana|Brazil|Brunei|"
    "Bulgaria|Burundi|Cambodia|Cameroon|Canada|Chad|Chile|China|Colombia|Congo|Costa Rica|Croatia|Cuba|Cyprus|"
    "Cyprus (Anglicized)|Czech Republic|Czechia|Denmark|Dominican Republic|Ecuador|Egypt|El Salvador|England|Eritrea|"
    "Estonia|Ethiopia|Fiji|Finland|France|Gabon|Gambia|Georgia|Germany|Ghana|Greece|Greenland|Guatemala|Guinea|Guyana|"
    "Haiti|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|Jamaica|Japan|Jordan|"
    "Kazakhstan|Kenya|Korea|Kosovo|Kuwait|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|Lithuania|Luxembourg|"
    "Macedonia|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Mauritania|Mauritius|Mexico|Moldova|Monaco|Mongolia|"
    "Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua|Niger|Nigeria|North Korea|"
    "Northern Ireland|Norway|Oman|Pakistan|Palestine|Panama|Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|"
    "Qatar|Romania|Russia|Rwanda|Saudi Arabia|Scotland|Senegal|Serbia|Sierra Leone|Singapore|Slovakia|Slovenia|Somalia|"
    "South Africa|South Korea|South Sudan|Spain|Sri Lanka|Sudan|Suriname|Swaziland|Sweden|Switzerland|Syria|Taiwan|"
    "Tajikistan|Tanzania|Thailand|Togo|Trinidad and Tobago|Tunisia|Turkey|Turkmenistan|Uganda|Ukraine|United Arab "
    "Emirates|United Kingdom|United States|United States of America|Uruguay|USA|UK|Uzbekistan|Vatican|Venezuela|"
    "Vietnam|Wales|Yemen|Zambia|Zimbabwe"
)
_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|"
    "Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|"
    "Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|"
    "Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|"
    "West Virginia|Wisconsin|Wyoming"
)
_WIDE = frozenset(f"{_COUNTRIES}|{_STATES}".lower().split("|"))
_STATE_CODE = (
    r"A[AEKLPRZ]|C[AOT]|D[CE]|FL|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|P[ARW]|RI|S[CD]|T[NX]|UT"
    r"|V[AIT]|W[AIVY]"
)
_ADDRESS_STAYS = re.compile(
    rf"(?<!\w)(?i:{_COUNTRIES.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}|{_STATES})(?!\w)"
    rf"|(?<!\w)(?:{_STATE_CODE})(?!\w)|[\u4e00-\u9fff]{{2,3}}(?:省|自治区)"
)
_MARK = re.compile(r"[^\W_]")


def kind_of_type(name: str) -> str:
    """Safe Harbor's kind for a corpus's type; empty for one that it does not name (a title, a nationality).

    >>> kind_of_type("US_SSN"), kind_of_type("NRP")
    ('id', '')
    """
    return _KIND_OF.get(name.upper(), "")


def must_go(entity: Entity) -> tuple[int, ...]:
    """Places of the letters and digits that have to be masked; empty when nothing has to.

    Stay: years, weekdays and times of day; ages up to 89; countries and states (they are wider than what the law
    protects), alone or within an address.
    """
    kind = kind_of_type(entity.type)
    if not kind or (kind == "age" and not _old(entity.text)):
        return ()
    if kind == "address" and entity.text.strip().lower() in _WIDE:
        return ()
    stays = {place for start, end in _staying(kind, entity.text) for place in range(start, end)}
    if kind == "date" and _DAY.search(_without(entity.text, stays)) is None:
        return ()
    marks = (found.start() for found in _MARK.finditer(entity.text))
    return tuple(entity.start + place for place in marks if place not in stays)


def _staying(kind: str, text: str) -> Iterator[tuple[int, int]]:
    patterns = {"date": (_YEAR, _CLOCK), "address": (_ADDRESS_STAYS,)}.get(kind, ())
    for pattern in patterns:
        for found in pattern.finditer(text):
            yield found.span()


def _without(text: str, stays: set[int]) -> str:
    return "".join(" " if place in stays else letter for place, letter in enumerate(text))


def _old(text: str) -> bool:
    digits = "".join(filter(str.isdigit, text))
    return int(digits) > _OLDEST_KEPT if digits else text.startswith(("九十", "一百", "ninety"))
