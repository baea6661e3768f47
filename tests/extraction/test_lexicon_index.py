"""Names found by how they begin are those that stand in the text as whole words."""

from __future__ import annotations

import random

import pytest

from extraction.lexicon_index import NameIndex

NAMES = (
    "ache", "ca2+", "ca2+ overload", "type 2 diabetes", "type 2", "diabetes", "vitamin d", "2型糖尿病", "糖尿病",
    "(r) carnitine", "ψ ephedrine", "ii", "n,n dimethyl x", "as", "gas",
)  # fmt: skip


def named(text: str) -> set[str]:
    return {text[start:end] for start, end, _ in NameIndex(NAMES).find(text)}


def slowly(text: str) -> set[tuple[int, int, int]]:
    """Every name at every place, by the definition of a whole word."""
    found = set()
    for number, name in enumerate(NAMES):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            latin_first = name[0].isascii() and name[0].isalnum()
            before = latin_first and start > 0 and joins(text[start - 1])
            after = name[-1].isascii() and end < len(text) and joins(text[end])
            if after and text[end] == "s" and len(name) >= 4 and not (end + 1 < len(text) and joins(text[end + 1])):
                end, after = end + 1, False
            if not before and not after:
                found.add((start, end, number))
            start = text.find(name, start + 1)
    return found


def joins(letter: str) -> bool:
    return letter.isalnum() and not "\u3400" <= letter <= "\u9fff"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type 2 diabetes", {"type 2 diabetes", "type 2", "diabetes"}),
        ("aches, vitamin ds and gass", {"aches", "vitamin ds"}),
        ("stomachache", set()),
        ("ca2+ overload and ca2+x", {"ca2+ overload", "ca2+"}),
        ("患2型糖尿病", {"2型糖尿病", "糖尿病"}),
        ("(r) carnitine, ψ ephedrine", {"(r) carnitine", "ψ ephedrine"}),
        ("жache acheж ache病", {"ache"}),
        ("n,n dimethyl x", {"n,n dimethyl x"}),
        ("", set()),
    ],
)
def test_names_stand_as_whole_words(text, expected):
    assert named(text) == expected


def test_finds_what_trying_every_name_at_every_place_finds():
    chance = random.Random(7)
    pieces = [*NAMES, " ", " ", "s", "s ", "x", "ж", "病", "(", "-", "2"]
    index = NameIndex(NAMES)
    for _ in range(400):
        text = "".join(chance.choice(pieces) for _ in range(9))
        assert set(index.find(text)) == slowly(text), text


def test_without_names_nothing_is_found():
    empty = NameIndex(())
    assert (len(empty), empty.find("type 2"), empty.number("type 2")) == (0, [], None)
