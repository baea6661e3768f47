"""Other ways to say what a mention says: without modifiers and salts, part by part, toxicity as a disease."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.folding import fold_name


def _table(text: str) -> dict[str, str]:
    pairs = (row.partition("=") for row in text.replace("\n", "|").split("|"))
    return {key: value for key, _, value in pairs}


CHEMICAL = "chemical"
CONDITION = "disease"

_MODIFIERS = re.compile(
    r"^(?:(?:acute|chronic|subacute|severe|mild|moderate|progressive|recurrent|persistent|transient|primary|secondary|"
    r"sporadic|isolated|idiopathic|bilateral|unilateral|early|late|onset|juvenile|adult|congenital|advanced|metastatic|refractory|"
    r"spontaneous|experimental|symptomatic|asymptomatic|massive|fatal|reversible|irreversible|induced|associated|"
    r"related|"
    r"drug|new|diffuse|focal|generalized|left|right|sided|human|clinical|classical|typical|atypical|possible|"
    r"hereditary|familial|inherited|\S+ (?:induced|associated|related|mediated|dependent|type))\s+)+"
)
_SALTS = re.compile(
    r"\s+(?:hydrochloride|dihydrochloride|hcl|sodium|disodium|potassium|calcium|magnesium|sulfate|sulphate|phosphate|"
    r"acetate|citrate|maleate|mesylate|tartrate|bitartrate|fumarate|succinate|bromide|hydrobromide|chloride|nitrate|"
    r"gluconate|lactate|besylate|tosylate|pamoate|valerate|decanoate|hemisuccinate|monohydrate|dihydrate|hydrate|salts?|"
    r"free base|therapy|treatment|tablets?|capsules?|analogues?|derivatives?|compounds?)$"
)
_ISOMERS = re.compile(r"^(?:dl|l|d|r|s|rs|cis|trans|racemic|levo|dextro|\+|\( \)|plus|iv|oral|topical)\s+")
_JOINED = re.compile(r"\s+(?:and|or|and or|plus)\s+|\s*/\s*|,\s+(?:and\s+|or\s+)?")
_TOXIC = re.compile(r"([a-z]+?o)\s?toxic(?:ity|ities)?\b")
_ORGANS = _table("""hepato=drug induced liver injury|nephro=kidney diseases|neuro=neurotoxicity syndromes
cardio=cardiotoxicity|oto=ototoxicity|hemato=hematologic diseases|myelo=bone marrow diseases|pneumo=lung diseases
pulmono=lung diseases|gastro=gastrointestinal diseases|myo=muscular diseases|retino=retinal diseases
vestibulo=vestibular diseases|genito=urogenital diseases|immuno=immune system diseases|dermato=skin diseases
uro=urologic diseases""")
_TOXIC_OF = re.compile(
    r"(?:toxic(?:ity)? (?:of|to|in) (?:the )?)?(\w+) (?:toxicity|toxicities|damage|injury|lesions?|complications?|"
    r"dysfunction)$"
)
_PLACES = _table("""renal=kidney diseases|kidney=kidney diseases|hepatic=liver diseases|liver=liver diseases
cardiac=heart diseases|heart=heart diseases|pulmonary=lung diseases|lung=lung diseases
gastrointestinal=gastrointestinal diseases|cardiovascular=cardiovascular diseases
neurologic=nervous system diseases|neurological=nervous system diseases|cns=central nervous system diseases
hematologic=hematologic diseases|ocular=eye diseases|retinal=retinal diseases|vascular=vascular diseases
muscle=muscular diseases|cutaneous=skin diseases|skin=skin diseases|cerebral=brain diseases
brain=brain diseases|vestibular=vestibular diseases|bladder=urinary bladder diseases|digoxin=toxicity
drug=toxicity|chemical=toxicity|systemic=toxicity|acute=toxicity""")


def reduced(text: str, kind: str) -> Iterator[str]:
    """The mention without what qualifies it.

    >>> list(reduced("severe acute renal failure", CONDITION)), list(reduced("Propranolol hydrochloride", CHEMICAL))
    (['renal failure'], ['propranolol'])
    >>> list(reduced("nephrotoxicity", CONDITION))
    ['kidney diseases']
    """
    folded = fold_name(text)
    plain = folded
    if kind == CHEMICAL:
        plain = _ISOMERS.sub("", _SALTS.sub("", plain))
        plain = _SALTS.sub("", plain)
    else:
        plain = _MODIFIERS.sub("", plain)
        yield from _damaged(plain)
    if plain and plain != folded:
        yield plain


def parts(text: str) -> Iterator[str]:
    """What a mention of several things names, each completed by the last words.

    >>> list(parts("hepatic and renal failure"))
    ['hepatic', 'hepatic failure', 'renal failure']
    """
    pieces = [one for one in _JOINED.split(fold_name(text).replace(" and or ", " and ")) if one.strip()]
    if len(pieces) < 2:
        return
    tail = pieces[-1].split()
    for piece in pieces[:-1]:
        yield piece
        for shared in range(1, min(3, len(tail))):
            yield f"{piece} {' '.join(tail[-shared:])}"
    yield pieces[-1]


def _damaged(text: str) -> Iterator[str]:
    found = _TOXIC.search(text)
    if found and found[1] in _ORGANS:
        yield _ORGANS[found[1]]
    placed = _TOXIC_OF.search(text)
    if placed and placed[1] in _PLACES:
        yield _PLACES[placed[1]]
