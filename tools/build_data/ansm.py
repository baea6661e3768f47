"""The French thesaurus of interactions: its names brought to drugs, its rules to pairs of drugs with a severity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from inputs import Inputs
from links import Links, english_of_french, rxnorm_number
from names import key

MILDEST_FIRST = ("take_into_account", "precaution", "not_recommended", "contraindicated")


class AnsmPair(NamedTuple):
    """Two drugs, the qualifiers of their interaction, and the rule that speaks of them."""

    ends: tuple[str, str]
    qualifiers: tuple[str, ...]
    record: str


@dataclass
class AnsmNames:
    """What the names of the thesaurus stand for.

    Attributes:
        members: the drugs of each substance and of each class, by name key.
        classes: name keys of the classes.
        aliases: English names of French substances, written by hand, by name key.
    """

    members: dict[str, set[str]]
    classes: set[str]
    aliases: dict[str, str]


def ansm_pairs(inputs: Inputs, links: Links) -> Iterator[AnsmPair]:
    """Every rule as pairs of drugs; a name that leads to no drug is counted in ``links.unmapped``."""
    names = _names(inputs, links)
    for rule in inputs.json_lines("clinical", "ansm_ddi", "interactions_2020-10.jsonl"):
        sides = [names.members.get(_key(rule[side])) or _alone(rule[side], names, links) for side in "ab"]
        for side, found in zip("ab", sides, strict=True):
            if not found:
                links.unmapped["ANSM"][rule[side]] += 1
        of_class = any(_key(rule[side]) in names.classes for side in "ab")
        pairs = {(min(one, other), max(one, other)) for one in sides[0] for other in sides[1] if one != other}
        for qualifiers in rule_qualifiers({severity["level"] for severity in rule["severity"]}, of_class):
            for ends in pairs:
                yield AnsmPair(ends, qualifiers, f"{rule['a']}|{rule['b']}")


def rule_qualifiers(levels: set[str], of_class: bool) -> list[tuple[str, ...]]:
    """The qualifiers that each pair of a rule gets, one tuple for each row of the pair.

    A rule on a class with several levels says in words which members each level holds for; only its mildest level is
    sure of all of them. Between two substances the levels depend on dose or use, and all stand.

    >>> rule_qualifiers({"contraindicated", "take_into_account"}, of_class=True)
    [('levels=contraindicated;take_into_account', 'severity=take_into_account')]
    >>> rule_qualifiers({"precaution", "contraindicated"}, of_class=False)
    [('severity=contraindicated',), ('severity=precaution',)]
    """
    if of_class and len(levels) > 1:
        return [(f"levels={';'.join(sorted(levels))}", f"severity={min(levels, key=MILDEST_FIRST.index)}")]
    return [(f"severity={level}",) for level in sorted(levels)]


def _key(name: str) -> str:
    return key(name.replace("’", "'"))


def _alone(name: str, names: AnsmNames, links: Links) -> set[str]:
    """A substance that the thesaurus names in a rule only."""
    found = links.chemicals.by_name.get(names.aliases.get(key(name), ""))
    return {found} if found else set()


def _names(inputs: Inputs, links: Links) -> AnsmNames:
    aliases = {key(row["french"]): row["english"] for row in inputs.own_table("ansm_names.tsv")}
    numbers = {row["substance"]: row["RxNorm"] for row in inputs.table("clinical", "ansm_ddi", "rxnorm_mappings.tsv")}
    entries: list[dict[str, Any]] = list(inputs.json_lines("clinical", "ansm_ddi", "substances_classes_2020-10.jsonl"))
    members: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        name = entry["substance"]
        drug = _drug(name, numbers.get(name, ""), aliases, links)
        if drug:
            for group in (name, *entry["drug_classes"]):
                members[_key(group)].add(drug)
    classes = {_key(group) for entry in entries for group in entry["drug_classes"]}
    return AnsmNames(members, classes - {_key(entry["substance"]) for entry in entries}, aliases)


def _drug(name: str, number: str, aliases: dict[str, str], links: Links) -> str | None:
    spellings = [aliases[key(name)]] if key(name) in aliases else english_of_french(name)
    by_number = links.rxnorm.get(rxnorm_number(number))
    if by_number and key(name) not in aliases:
        return by_number
    for spelling in spellings:
        if found := links.chemicals.by_name.get(spelling):
            return found
    links.unmapped["ANSM substances"][name] += 1
    return None
