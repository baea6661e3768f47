"""Places and houses: streets and towns of Faker's lists, hospitals, schools and employers made from them."""

from __future__ import annotations

import random

from tools.identifiers.people import LATIN, People

_HOUSES = (
    "{x} Hospital",
    "{x} General Hospital",
    "{x} Medical Center",
    "{x} Regional Medical Center",
    "{x} Clinic",
    "{x} Health Centre",
    "St. {s}'s Hospital",
    "{x} Community Hospital",
    "{x} Memorial",
    "{x} Nursing Home",
    "{x} Family Practice",
    "University of {x} Hospital",
    "{x} Children's Hospital",
    "{x} Rehabilitation Center",
    "{x} Cancer Institute",
    "{s} and {t} Dental Associates",
    "{x} Infirmary",
    "{x} Hospice",
    "{x} Surgical Associates",
    "{x} VA Medical Center",
    "{x} Dialysis Center",
    "{x} Pharmacy",
)
_SCHOOLS = (
    "{x} High School",
    "{x} Elementary School",
    "University of {x}",
    "{x} Community College",
    "{s} Academy",
    "{x} Middle School",
    "{x} State University",
)
_EMPLOYERS = (
    "{s} Logistics",
    "{s} & {t}",
    "{s} Steel Works",
    "{x} Fire Department",
    "{s} Construction",
    "{s} Foods Inc.",
    "{s}, {t} and Partners",
    "{x} Police Department",
    "{s} Brothers Bakery",
)
_STREETS = [
    "Street",
    "Avenue",
    "Road",
    "Lane",
    "Drive",
    "Court",
    "Way",
    "Boulevard",
    "St.",
    "Ave",
    "Rd.",
    "Blvd",
    "Place",
    "Terrace",
    "Crescent",
    "Close",
]
_STATES = ["CA", "TX", "NY", "FL", "OH", "MA", "WA", "IL", "PA", "GA"]
_HOUSES_ZH = (
    "{x}人民医院",
    "{x}第一人民医院",
    "{x}中医院",
    "{x}妇幼保健院",
    "{x}中心医院",
    "{x}第二医院",
    "{x}大学附属医院",
    "{s}氏骨科医院",
    "{x}肿瘤医院",
    "{x}社区卫生服务中心",
    "{x}儿童医院",
    "{x}镇卫生院",
    "{x}协和医院",
    "{x}医科大学第三附属医院",
)
_SCHOOLS_ZH = ("{x}第一中学", "{x}实验小学", "{x}大学", "{x}职业技术学院", "{x}中心幼儿园")
_EMPLOYERS_ZH = ("{x}机械厂", "{x}纺织有限公司", "{x}供电局", "{x}建筑工程公司", "{x}税务局")
_STREETS_ZH = [
    "中山",
    "解放",
    "建设",
    "新华",
    "光明",
    "文昌",
    "滨河",
    "迎宾",
    "学府",
    "环城",
    "长江",
    "和平",
    "友谊",
    "胜利",
]
_CITY_ZH = ["沙", "溪", "桥", "林", "阳", "江", "海", "宁", "安", "州", "清", "泉", "湖", "石", "龙", "云"]


class Places:
    """Draws places and institutions; ``people`` gives the names in them."""

    def __init__(self, generator: random.Random, people: People) -> None:
        self._random = generator
        self._people = people

    def city(self) -> str:
        """A town with a Latin name."""
        for _ in range(100):
            town = str(self._people.faker(self._random.choice(LATIN)).city())
            if self._people.kept(town) and town.replace(" ", "").isalpha() and not town.startswith("San "):
                return " ".join(word if word[0].isupper() else word.capitalize() for word in town.split())
        return self._people.latin().surname + "ville"

    def street(self) -> str:
        """Number and street, in American, British or continental order, at times with a unit."""
        number, name = self._random.randrange(1, 9800), self._people.latin().surname
        road = self._random.choice(_STREETS)
        unit = self._random.choice(
            (
                "",
                "",
                "",
                f", Apt {self._random.randrange(1, 99)}",
                f" Unit {self._random.choice('ABCD')}",
                f", Suite {self._random.randrange(100, 900)}",
            )
        )
        return self._random.choice(
            (
                f"{number} {name} {road}{unit}",
                f"{number} {name} {road}{unit}",
                f"{number % 200 + 1} {name} {road}",
                f"{number} {self._random.choice(('North', 'S.', 'West', 'E'))} {name} {road}{unit}",
                f"{name}straße {number % 200}",
                f"{number % 99 + 1} rue {name}",
                f"P.O. Box {number}",
                f"{number} {self._random.randrange(2, 99)}th {road}",
            )
        )

    def postcode(self) -> str:
        """A postal code of the United States, Britain, Canada or the continent."""
        digits = f"{self._random.randrange(10000, 99999)}"
        letter = self._random.choice
        return letter(
            (
                digits,
                digits,
                f"{digits}-{self._random.randrange(1000, 9999)}",
                f"{letter('BLMNSW')}{letter('1234')} {letter('123456')}{letter('ABDEFGH')}{letter('JLNPQRST')}",
                f"{letter('KLMV')}{letter('1234')}{letter('ABCEG')} {letter('1234')}{letter('ABCEG')}{letter('1234')}",
            )
        )

    def state(self) -> str:
        """The letters of a state, which may stay."""
        return self._random.choice(_STATES)

    def hospital(self) -> str:
        """A hospital, clinic or practice."""
        return self._named(_HOUSES)

    def school(self) -> str:
        """A school or university."""
        return self._named(_SCHOOLS)

    def employer(self) -> str:
        """An employer."""
        if self._random.random() < 0.4:
            company = str(self._people.faker(self._random.choice(("en_US", "en_GB"))).company())
            if self._people.kept(company.split()[0].strip(",")):
                return company
        return self._named(_EMPLOYERS)

    def _named(self, shapes: tuple[str, ...]) -> str:
        town = self._random.random() < 0.5
        first, second = self._people.latin().surname, self._people.latin().surname
        return self._random.choice(shapes).format(x=self.city() if town else first, s=first, t=second)

    def city_zh(self) -> str:
        """A Chinese town."""
        first, second = self._random.sample(_CITY_ZH, 2)
        faker = self._people.faker("zh_CN")
        return self._random.choice(
            (f"{first}{second}市", f"{first}{second}县", str(faker.city()), f"{first}{second}区")
        )

    def street_zh(self) -> str:
        """A Chinese address within a town."""
        road, number = self._random.choice(_STREETS_ZH), self._random.randrange(1, 600)
        town = self.city_zh()
        choose = self._random.choice
        return town + choose(
            (
                f"{road}路{number}号",
                f"{road}街{number}号{number % 20 + 1}栋{number % 30 + 101}室",
                f"{choose(_CITY_ZH)}{choose(_CITY_ZH)}镇{choose(_CITY_ZH)}家村{number % 12 + 1}组",
                f"{road}大道{number}号{choose(_CITY_ZH)}苑小区{number % 9 + 1}单元{number % 20 + 201}",
                f"{road}巷{number % 90 + 1}弄{number % 50 + 1}号",
            )
        )

    def hospital_zh(self) -> str:
        """A Chinese hospital."""
        return self._random.choice(_HOUSES_ZH).format(x=self.city_zh(), s=self._people.chinese().surname)

    def school_zh(self) -> str:
        """A Chinese school."""
        return self._random.choice(_SCHOOLS_ZH).format(x=self.city_zh())

    def employer_zh(self) -> str:
        """A Chinese employer."""
        if self._random.random() < 0.4:
            return str(self._people.faker("zh_CN").company())
        return self._random.choice(_EMPLOYERS_ZH).format(x=self.city_zh())
