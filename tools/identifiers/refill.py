"""The same text about other people: identifiers of an annotated document replaced by made-up ones of their type."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from extraction.corpora.presidio import document_name
from extraction.corpora.records import AnnotatedDocument, Entity
from tools.identifiers import numbers
from tools.identifiers.people import People, Person
from tools.identifiers.places import Places

_COUNTRIES = [
    "Norway",
    "Canada",
    "Estonia",
    "Brazil",
    "Uruguay",
    "Austria",
    "Japan",
    "Kenya",
    "Iceland",
    "Slovenia",
    "Belgium",
    "Tunisia",
]
_WORDS = [
    "Civic",
    "Summit",
    "Pave",
    "Nova",
    "Harbor",
    "Data",
    "Green",
    "Vertex",
    "Bright",
    "Atlas",
    "Cloud",
    "Quantum",
    "Orbit",
    "Metro",
    "Civis",
    "Open",
    "Trans",
    "Gradi",
    "Micro",
    "Planet",
]
_TAILS = [
    "ly",
    "ify",
    "soft",
    "bit",
    "made",
    "labs",
    "works",
    "systems",
    "hub",
    "point",
    "gov",
    "ware",
    "cat",
    "base",
    "shift",
]
_FORMS = [
    "LLC",
    "Inc",
    "Corporation",
    "Research",
    "Group",
    "Partners",
    "Holdings",
    "Analytics",
    "Technologies",
    "Solutions",
]


class Refiller:
    """Makes variants of annotated documents.

    Args:
        generator: draws.
        people, places: where the new identifiers come from.
    """

    def __init__(self, generator: random.Random, people: People, places: Places) -> None:
        self._random, self._people, self._places = generator, people, places
        self._makers: dict[str, Callable[[], str]] = {
            "PERSON": self._person,
            "GPE": self._place,
            "ORGANIZATION": self._organisation,
            "STREET_ADDRESS": self._street,
            "PHONE_NUMBER": lambda: numbers.phone(generator),
            "ZIP_CODE": lambda: self._random.choice(
                (numbers.one_of(generator, "####", "#####", "###"), places.postcode())
            ),
            "DATE_TIME": self._date,
            "CREDIT_CARD": lambda: numbers.one_of(
                generator, "################", "###############", "#### #### #### ####"
            ),
            "US_DRIVER_LICENSE": lambda: numbers.one_of(generator, "?#######", "#######", "?############"),
            "US_SSN": lambda: numbers.pattern(generator, "###-##-####"),
            "IP_ADDRESS": lambda: numbers.address_ip(generator),
            "AGE": lambda: str(generator.randrange(18, 89)),
        }

    def variant(self, document: AnnotatedDocument) -> AnnotatedDocument:
        """One variant; identifiers of other types stay as they are."""
        parts: list[str] = []
        entities: list[Entity] = []
        done = length = 0
        for entity in document.entities:
            if entity.start < done:
                continue
            maker = self._makers.get(entity.type)
            value = maker() if maker else entity.text
            before = document.text[done : entity.start]
            length += len(before)
            parts += [before, value]
            entities.append(Entity(entity.id, length, length + len(value), value, entity.type))
            length += len(value)
            done = entity.end
        parts.append(document.text[done:])
        text = "".join(parts)
        return AnnotatedDocument(document_name(document.name.rsplit("-", 1)[0], text), text, tuple(entities))

    def _someone(self) -> Person:
        return self._people.latin()

    def _person(self) -> str:
        one = self._someone()
        middle = f"{one.given} {one.middle}. {one.surname}"
        drawn = self._random.choice(
            (one.full, one.full, one.given, one.given, one.surname, middle, f"{one.given} {one.middle} {one.surname}")
        )
        return self._cased(drawn)

    def _cased(self, text: str) -> str:
        chance = self._random.random()
        changed = text.lower() if chance < 0.1 else text.upper() if chance < 0.15 else text
        return changed if len(changed) == len(text) else text

    def _place(self) -> str:
        if self._random.random() < 0.3:
            return self._random.choice(_COUNTRIES)
        town = self._places.city()
        return self._cased(
            self._random.choice(
                (
                    town,
                    town,
                    f"{town} {self._random.choice('KNVS')}",
                    f"{town} ({self._someone().surname})",
                    f"{town} de {self._someone().surname}",
                )
            )
        )

    def _organisation(self) -> str:
        choose = self._random.choice
        word, tail = choose(_WORDS), choose(_TAILS)
        first, second = self._someone().surname, self._someone().surname
        return choose(
            (
                word + tail,
                (word + tail).lower(),
                f"{word} {choose(_FORMS)}",
                f"{first} {choose(_FORMS)}",
                f"{first}-{second}",
                f"{first}, {second} and {self._someone().surname}",
                f"{first} {second} {word}",
                f"{word} {choose(_WORDS)}",
                word,
                f"{first} Van Lines",
                f"{first} and {second}s",
                f"The {word} {choose(_WORDS)} {choose(_FORMS)}",
                self._places.employer(),
                f"{choose('ABCDEFGH')}{choose('KLMNOP')}{choose('RSTUVW')}",
                f"Bank of {self._places.city()}",
                f"{first} & Co",
            )
        )

    def _street(self) -> str:
        number, name = self._random.randrange(1, 9900), self._someone().surname
        choose = self._random.choice
        unit = f"{choose(('Suite', 'Apt.', 'Unit'))} {self._random.randrange(1, 999)}"
        faker = self._people.faker()
        return choose(
            (
                self._places.street(),
                f"{number} {name}{choose(('straße', 'vej', 'gatan', 'weg', 'katu', 'laan'))} {number % 90}",
                f"{name}{choose(('tie', 'gata', 'ulica', 'utca'))} {number % 300}",
                unit,
                str(number),
                self._places.postcode(),
                (
                    f"{number} {name} {choose(('Avenue', 'Road', 'Lane', 'Street'))}\n {unit}\n "
                    f"{self._places.city()}\n {choose(_COUNTRIES)} {self._places.postcode()}"
                ),
                f"Via {name} {number % 200}",
                f"Rua {name} {number}",
                f"ul. {name} {number % 99}",
                f"{number % 99} {name} Road",
                f"{number} {number % 90} {name} {unit} {self._places.city().upper()}",
                str(faker.street_address()).replace("\n", " "),
                (
                    f"{number} {name} {number % 100}\n{unit}\n{self._places.city()}, {self._places.state()} "
                    f"{self._places.postcode()}"
                ),
                f"PSC {number}, Box {number}",
                f"{name} {number % 120}",
                name,
            )
        )

    def _date(self) -> str:
        day = date(1950, 1, 1) + timedelta(days=self._random.randrange(26000))
        return self._random.choice(
            (
                str(day.year),
                f"{day:%Y-%m-%d} 12:20:39",
                numbers.date_en(self._random, day),
                "Tuesday",
                "Saturday",
                str(day.year),
            )
        )
