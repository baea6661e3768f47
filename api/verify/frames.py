"""The ways in which a sentence may join a subject and an object, built from the expressions of a predicate.

A frame is a regular expression over a clause in which the subject's name is one sign, the object's another, and every
other name a third. Between the parts of a frame no other name may stand, so that a claim is not read across another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from api.facts import Fact, Language
from api.verify.words import Words
from api.verify.words_en import ENGLISH
from api.verify.words_zh import CHINESE, CLOSING
from kg.schema import Category

SUBJECT, OBJECT, OTHER = "\uf001", "\uf002", "\uf003"
_NAME = f"{SUBJECT}{OBJECT}{OTHER}"
_G = rf"[^{_NAME}]{{0,80}}?"
_Z = rf"[^{_NAME}]{{0,30}}?"
_C = rf"[^{_NAME}，；,;]{{0,30}}?"
_FEW = r"(?:[\w'\-]+ ){0,6}?"
_PLAIN = r"(?:(?!(?:that|which|of|in|for|to|with|by)\b)[\w'\-]+ ){0,4}?"
_BUT = rf"(?:{OTHER},? (?:but|rather than|and|yet)\b[^{_NAME}]{{0,25}})?"
_BUT_ZH = rf"(?:{OTHER}[，,]?(?:但|而|却)[^{_NAME}]{{0,12}})?"
_FRONT = r"\b(?:for|in|of|to|with|among|against|under|on|at|from|by|during)"
_PREPOSITION = r"\b(?:of|at|for|in|to|with|against|from|under|among|on|during|that comes? with)\b"
_AGENT = r"\b(?:with|by|after|following|under|upon|through|via|due to|owing to|in response to|on exposure to)\b"
_TAKING = (
    r"\b(?:taking|takes?|took|on|given|treated with|receiv(?:e|es|ed|ing)|us(?:e|es|ed|ing)|users of|expos(?:ed|ure) to"
    r"|prescribed|during|under|started on|maintained on|administered)\b"
)
_OWNS = (
    r"(?:'s?|\bwhose|\bhas|\bhave|\bhad|\bwith|\bits|\btheir|\binclud|\bcarr|\bshow|\blist|\bknow|\bamong|\bof which)"
)


_TAKEN = frozenset((Category.DRUG, Category.CHEMICAL_ENTITY))


def wording_of(fact: Fact) -> str:
    """The predicate whose expressions a fact may be worded in: what a drug causes is a side effect of it."""
    if fact.predicate == "causes" and fact.subject.category in _TAKEN:
        return "has_side_effect"
    return fact.predicate


def words_of(predicate: str, language: Language) -> Words:
    """The expressions of a predicate; none for one that the language has no words for."""
    table = CHINESE if language is Language.CHINESE else ENGLISH
    return table.get(predicate, Words())


@lru_cache(maxsize=256)
def frames_of(predicate: str, language: Language) -> tuple[re.Pattern[str], ...]:
    """The frames of a predicate."""
    words = words_of(predicate, language)
    made = _chinese(words, CLOSING.get(predicate, "")) if language is Language.CHINESE else _english(words)
    return tuple(re.compile(one) for one in made)


@lru_cache(maxsize=256)
def expressions_of(predicate: str, language: Language) -> re.Pattern[str] | None:
    """Any expression of a predicate; None when there is none."""
    given = words_of(predicate, language).expressions()
    return re.compile("|".join(given)) if given else None


def _english(words: Words) -> Iterator[str]:
    s, o = SUBJECT, OBJECT
    if words.active:
        act = f"(?:{words.active})"
        yield f"{s}{_G}{act}{_G}{_BUT}{o}"
        yield f"{o}{_G}\\b(?:that|which|whom|where){_G}{s}{_G}{act}"
        yield f"{_FRONT} {_FEW}{o}{_G}{s}{_G}{act}"
        yield f"{act}{_G}{o}{_G}\\b(?:with|by|using|through|via|on)\\b{_G}{s}"
        yield rf"\b(?:among|one of)\b{_G}{act}{_G}{o}{_G}\b(?:is|are)\b\s*{_FEW}{s}"
    if words.passive:
        passive = f"(?:{words.passive})"
        yield f"{o}{_G}{passive}{_G}{_BUT}{s}"
        yield f"{_FRONT} {_FEW}{s}{_G}{o}{_G}{passive}"
    if words.doer:
        yield from _english_noun(s, o, f"(?:{words.doer})")
    if words.thing:
        yield from _english_noun(o, s, f"(?:{words.thing})")
    if words.event:
        event = f"(?:{words.event})"
        yield f"{s}{_G}{event}{_G}{o}"
        yield rf"{event}\s*{_FEW}{o}{_G}{_AGENT}\s*{_FEW}{s}"
    if words.user:
        yield rf"{_TAKING}\s*{_FEW}{s}{_G}(?:{words.user}){_G}{o}"
    if words.handled:
        yield rf"(?:{words.handled})\s*{_FEW}{s}{_G}\b(?:for|in|against|to (?:treat|manage|relieve)|by)\b\s*{_FEW}{o}"
    yield from _mutual(words, _G)
    if words.found:
        found = f"(?:{words.found})"
        yield rf"\bthere (?:is|are|was|were|has been|have been) {_FEW}{o}{_G}\b(?:in|on)\b\s*{_FEW}{s}"
        yield f"\\b(?:in|among|with|at|of) {_FEW}{s}{_G}{o}{_G}{found}"
        yield f"\\b(?:in|among|with|at|of) {_FEW}{s}{_G}{found}{_G}{o}"
    if words.is_a:
        article = r"(?:an?|the|one of the|among the|some)"
        linked = r"\s*,?\s*(?:which |that |itself )?(?:\(|is|are|being|remains)?\s*(?:also |itself )?"
        yield f"{s}{linked}{article} {_PLAIN}{o}"
        yield rf"\b(?:as |like )?(?:an?|the|other|another) (?:[\w']+ ){{0,2}}{o}(?: drug| agent)?\s*,?\s*{s}"
        yield rf"\b(?:among|one of) {_FEW}{o}{_G}\b(?:is|are)\b\s*{_FEW}{s}"
        yield rf"{o}s?\s*,?\s*(?:such as|like|including|namely|among them)\s+{_FEW}{s}"


def _english_noun(role: str, other: str, noun: str) -> Iterator[str]:
    """``role`` is the noun of ``other``: "role is a noun of other" and its turns."""
    plain = rf"(?:(?!\bwhose\b|\bits\b)[^{_NAME}]){{0,80}}?"
    yield rf"{role}{plain}{noun}{_G}{_PREPOSITION}{_G}{_BUT}{other}"
    yield rf"{noun}\s*{_FEW}{_PREPOSITION}\s*{_FEW}{other}{_G}{role}"
    yield rf"{other}{_G}{role}{_G}\b(?:as|its|their|for it|of it|among)\b\s*{_FEW}{noun}"
    yield rf"{_FRONT} {_FEW}{other}{_G}{role}{_G}{noun}(?!{_G}{_PREPOSITION}\s*{_FEW}[{_NAME}])"
    yield rf"{other}{_G}{_OWNS}{_G}{noun}(?!\s*{_PREPOSITION}\s*{_FEW}{role}){_G}{role}"
    yield rf"{role}{_G}\b(?:among|of|is|are|as)\b {_FEW}{other}(?:'s?)?\s+{_FEW}{noun}"
    yield rf"{other}{_G}\bas {_FEW}{noun}\s*,{_G}{role}"
    yield rf"{other}{_G}{_OWNS}\b\s*{_FEW}{role}\s+{noun}"
    yield rf"{other}\s+(?:\w+ )?{noun}(?!\s*{_PREPOSITION}\s*{_FEW}{role}){_G}{role}"


def _mutual(words: Words, gap: str) -> Iterator[str]:
    if not words.mutual or words.response:
        return
    both = f"(?:{words.mutual})"
    for one, two in ((SUBJECT, OBJECT), (OBJECT, SUBJECT)):
        yield f"{one}{gap}{both}{gap}{two}"
        yield f"{one}{gap}{two}{gap}{both}"
        yield f"{both}{gap}{one}{gap}{two}"


def _chinese(words: Words, closing: str) -> Iterator[str]:
    s, o = SUBJECT, OBJECT
    if words.response:
        yield from _chinese_response(words)
        return
    if words.active:
        act = f"(?:{words.active})"
        yield f"(?<!用于)(?<!治疗){s}{_Z}{act}{_Z}{_BUT_ZH}{o}"
        yield f"{act}{_Z}{o}{_Z}(?:的|时|可|用|选|有|包括){_Z}{s}"
        yield f"{s}{_Z}(?:使|令|让|致|对|在|于|与|和|同|跟|把|将){_C}{o}{_C}(?:{act}{'|' + closing if closing else ''})"
        yield f"(?:对于?|在|就|针对|关于){_Z}{o}{_Z}{s}{_Z}{act}"
        if words.own_negation:
            yield f"{s}{_Z}(?:对|在){_Z}{o}{_Z}(?:{words.passive})"
    if words.passive:
        behind = f"(?=[^{SUBJECT}]*(?:{closing}))" if closing else ""
        yield f"{o}{behind}[^{_NAME}]{{0,30}}?(?:{words.passive}){_Z}{_BUT_ZH}{s}"
        yield f"{o}{_Z}(?:{words.passive}){_Z}{s}" + (f"(?={_Z}(?:{closing}))" if closing else "")
        if closing:
            yield f"(?:由|因|被){_Z}{s}{_Z}(?:{closing}){_Z}{o}"
    if words.doer:
        yield from _chinese_noun(s, o, f"(?:{words.doer})", fronted=not words.is_a)
        yield f"{s}{_Z}对{_Z}{o}{_Z}(?:{words.doer})"
    if words.thing:
        yield from _chinese_noun(o, s, f"(?:{words.thing})")
    yield from _mutual(words, _Z)
    if words.found:
        yield f"{s}{_Z}(?:{words.found}){_Z}{o}"
        yield f"{s}{_Z}{o}{_Z}(?:{words.found})"
    if words.is_a:
        yield f"{s}[^{_NAME}]{{0,12}}?(?:是|为|属|作为|系|即){_Z}{o}(?!(?:患者)?的(?!一|亚|类|子|特))"
        yield f"作为{_Z}{o}{_Z}{s}"
        yield f"{o}类?(?:药物?|剂)?{s}"
        yield f"{s}(?:等|这[一种类])+{_Z}{o}"


def _chinese_noun(role: str, other: str, noun: str, fronted: bool = True) -> Iterator[str]:
    """``role`` is the noun of ``other``: R是Q的N, Q的N是R, Q…R这一N, 对Q，R是N."""
    is_ = r"(?:是|为|属|系|作为|即|成为|列为|充当|可作|当作|称为)"
    yield f"{role}{_Z}{is_}{_Z}{other}{_Z}{noun}"
    yield f"{role}{_Z}在{_Z}{other}{_Z}{noun}"
    yield f"{other}(?:(?!是|为|属于)[^{_NAME}]){{0,30}}?{noun}{_Z}{role}"
    short = f"(?:(?!的)[^{_NAME}]){{0,8}}?(?:这|等|其|该|是|为|之)"
    yield f"{other}(?:(?!是|为|属于|即|系)[^{_NAME}]){{0,30}}?{role}{short}{_Z}{noun}"
    if fronted:
        yield f"(?:对于?|在|就|针对|关于){_Z}{other}{_Z}{role}{_Z}(?:是|为|属|作为|有|可){_Z}{noun}"


def _chinese_response(words: Words) -> Iterator[str]:
    """影响…的疗效: what responds must be the object's."""
    s, o = SUBJECT, OBJECT
    response = f"(?:{o}[^{_NAME}]{{0,8}}?(?:{words.response}))"
    ways = f"(?:{words.active}|{words.mutual})"
    yield f"{s}{_Z}{ways}{_Z}{response}"
    yield f"{s}{_Z}{response}{_Z}{ways}"
    yield f"{response}{_Z}(?:{words.passive}){_Z}{s}"
