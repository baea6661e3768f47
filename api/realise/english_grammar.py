"""The little English grammar that the templates need."""

from __future__ import annotations

import re

# Words that end like a plural and are none, as the last word of a disease's or a finding's name.
_SINGULAR = frozenset((
    "diabetes", "herpes", "rabies", "measles", "mumps", "rickets", "ascites", "caries", "scabies", "shingles", "series",
    "species", "tabes", "lues", "aids", "lens", "biceps",
))  # fmt: skip
_SINGULAR_ENDINGS = ("ss", "us", "is", "as", "os", "ics", "'s")


def is_plural(name: str) -> bool:
    """Whether the name of a condition takes a plural verb.

    >>> [is_plural(name) for name in ("Seizures", "type 2 diabetes", "Febrile seizures", "psoriasis", "Night sweats")]
    [True, False, True, False, True]
    """
    head = re.split(r",|\(| (?:of|in|with|due|on|and|or|to|from|by) ", name, maxsplit=1)[0].strip()
    word = head.rsplit(" ", 1)[-1]
    if word.isupper() or len(word) < 4 or not word.endswith("s"):
        return False
    return word.lower() not in _SINGULAR and not word.lower().endswith(_SINGULAR_ENDINGS)


def capitalised(sentence: str) -> str:
    """The sentence with a capital first letter, where its first word is a plain word.

    >>> [capitalised(text) for text in ("metformin binds", "mTOR binds", "p-cresol binds", "4-aminobutyrate binds")]
    ['Metformin binds', 'mTOR binds', 'p-cresol binds', '4-aminobutyrate binds']
    """
    if re.match(r"a |[a-z]{2,}(?=[\s,;:.)-]|$)", sentence) is None:
        return sentence
    return sentence[0].upper() + sentence[1:]


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    >>> counted(1, "clinical note"), counted(3, "clinical note")
    ('1 clinical note', '3 clinical notes')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def listed(clauses: list[str]) -> str:
    """Clauses joined with semicolons, since names hold commas, and a last "and".

    >>> listed(["A binds B"]), listed(["A binds B", "B causes C"]), listed(["a", "b", "c"])
    ('A binds B', 'A binds B; and B causes C', 'a; b; and c')
    """
    if len(clauses) == 1:
        return clauses[0]
    return f"{'; '.join(clauses[:-1])}; and {clauses[-1]}"
