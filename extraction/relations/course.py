"""What became of a drug within a sentence: it was ended, put off, replaced, or taken again."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise

from extraction.relations.course_words import (
    BE,
    DOSE,
    END,
    GAP,
    LATER,
    NO_CONDITION,
    NO_DRUG,
    NOT_TAKEN,
    OFF,
    RESUMED,
    STOPPED,
    status_of_end,
)
from extraction.relations.dated_past import in_dated_past
from extraction.relations.dosage import Dosage
from extraction.relations.illnesses import is_infection
from extraction.relations.intent import is_resumed
from extraction.relations.item_ends import item_end
from extraction.relations.past_courses import GOES_ON, is_of_past_episode
from extraction.relations.sentence import CONDITION, DRUG, ReducedSentence
from extraction.relations.switches import SWITCHED, switches

AGAIN = "again"
BORNE = "borne"
PAST = "past"

_REACH = 160  # characters of the reduced sentence on either side
_DOSED = frozenset(("dose_value", "dose_count", "frequency", "route"))
_OFF_BEHIND = re.compile(rf"{DOSE}[ ,(\-–—:]{{1,3}}{BE}{OFF}\b{NO_CONDITION}{END}")
_OFF_LATER = re.compile(
    rf"{GAP}{{0,100}}?(?:[,(\[<*|\-–—] ?|\b(?:and|but|then) ){BE}{OFF}\b{NO_CONDITION}{END}(?! (?:\w+ ){{0,3}}{DRUG})"
)
_OFF_OF_IT = re.compile(
    rf"(?:[^{DRUG}.。]|\.(?=\d)){{0,100}}?(?:[;,(–-]|\band|\bbut) ?(?:it|this|which|the (?:drug|medication)) "
    rf"(?:was|has been|had been|had to be|is) {LATER}{OFF}\b"
)
_NOT_USED = re.compile(
    rf"{DOSE}[^{DRUG};.]{{0,12}}[,(\-–] ?(?:currently |but )?not (?:used|taken|taking|using)\b"
    r"(?! (?:as|regularly|consistently|correctly|properly|reliably|any(?! ?more)|other|daily|every|enough)\b)"
)
_REPLACED = re.compile(
    rf"{DOSE} {BE}(?:(?:replaced|substituted|exchanged|swapped)\b[^{DRUG};.]{{0,30}}?\b(?:by|with|for)"
    rf"|(?:switched|changed|converted)(?: over| back)? to) (?:[a-z]+ ){{0,2}}(?P<new>{DRUG}){NO_DRUG}"
)
_REPLACED_ZH = re.compile(
    rf"[^{DRUG}。；;拟建考可若如待需计必]{{0,24}}?"
    rf"(?:改用|换用|改为|换为|更换为|换成|改成|替换为|调整为|序贯)[^{DRUG}，,。；;\d]{{0,6}}(?P<new>{DRUG})"
)
_WISHED_ZH = re.compile(r"(?:拟|建议|考虑|打算|计划|必要时|如|若|可)[^。；;，,]{0,12}$")
_ARROW = re.compile(rf"{DOSE} ?(?:->|-->|→|=>) ?(?:po |oral |iv )?(?P<new>{DRUG}){NO_DRUG}")
_BRIEFLY = re.compile(
    rf"{GAP}{{0,60}}?\bfor (?:(?:just|only) (?:an?|one|two|three|\d{{1,2}}) (?:day|week|month|dose)s?"
    r"|(?:an?|one|two|three|\d{1,2}) (?:day|week|month|dose)s? only)\b"
)
_AGO = (
    rf"{GAP}{{0,80}}?(?:\b(?:in|during|until|till) (?:\w+ )?(?:19|20)\d\d\b|\b(?:years?|months?) ago\b"
    r"|\blast (?:month|year)\b|\bas a child\b)"
)
_AGO_BEHIND = re.compile(_AGO)
_YEARS_AGO = re.compile(rf"{GAP}{{0,60}}?\b(?:years?|months?|weeks?|days?) ago\b")
_BEGUN = re.compile(
    r"\b(?:started|began|begun|initiated)(?: (?:on|taking|to take|with|oral|daily|low-dose|\d+|mg)){0,4} $"
)
_BEGUN_OR_SWITCHED = re.compile(
    r"(?<!not )(?<!never )(?<!be )(?<!not been )(?<!never been )(?<!if )"
    rf"\b(?:started|began|begun|initiated|commenced|{SWITCHED} to)"
    r"(?: (?:on|taking|to take|with|oral|daily|low-dose|\d+|mg)){0,4} $"
)
_SINCE_THEN = re.compile(
    rf"{DOSE}[, (]{{1,2}}(?:(?:back )?(?:in|since|around|from|on) )?(?:(?:early|late|mid|[a-z]{{3,9}}|█+)[ -]){{0,2}}"
    r"(?:(?:19|20)\d\d\b(?! ?(?:mg|ml|units?|/|-|–|to\b))|last (?:year|month|week|winter|spring|summer|autumn|fall)\b)"
    rf"(?! ?(?:for|x) (?:an?|about|\d+|one|two|three|four|six|several)\b)(?!{GAP}{{0,40}}\b(?:until|till|through)\b)"
    rf"(?P<reason> for (?:(?:a|an|the|his|her) )?(?:\w+ ){{0,2}}{CONDITION})?"
)
_LAST = re.compile(
    r"\blast (?:dose|infusion|injection|cycle|course|tablet|(?:took|taken|used|received))"
    r"(?: (?:of|his|her|the|their)){0,2} $"
)
_PAST_VERB = re.compile(
    rf"\b(?:took|tried|was (?:briefly )?(?:given|treated with|on|tried on|prescribed)|received|completed|used|had)"
    rf"(?: (?:of|the|a|an|his|her|some|oral|iv|course|on|with|in|hospital)){{0,4}} (?:{DRUG}(?:, | and |/|, and ))*$"
)
_PAST_GIVEN = re.compile(r"\b(?:given|took|received|used|tried|had|was on|treated with|prescribed)\b[^;.]{0,40}$")
_BEARS = re.compile(rf"\btolerates (?:\w+ )?(?:{DRUG}(?:, | and |, and ))*$")
_AGAIN_BEHIND = re.compile(
    rf"{DOSE}[ ,(\-–]{{1,3}}(?:was |were |has been |have been |is )?{LATER}"
    rf"{RESUMED}\b(?! (?:if|when|once|unless|until) )"
)
_AGAIN_ZH = re.compile(
    rf"[^{DRUG}。；;]{{0,20}}?(?<![未不拟可再])(?:恢复使用|恢复服用|恢复用药|恢复口服|重新服用|重新使用|重新加用)(?![前])"
)
_RESTARTED = re.compile(rf"\b{RESUMED}\b")
_AWAY = re.compile(
    r"\b(?:stop|stopped|hold|held|holding|discontinu\w+|paused?|interrupted|d/c'?d?|off|withheld|withdrawn|ceased)\b"
)
_AGAIN_OFF = re.compile(r"\b(?:stopped|discontinued|held|withdrawn|ceased)\b")

_REACTED_ZH = re.compile(rf"[^{DRUG}。；;]{{0,8}}后[^{DRUG}。；;]{{0,8}}?(?:出现|发生|诱发|引起|发现|有)")
_PAST_ZH = re.compile(
    rf"(?:(?:19|20)\d\d年(?:\d{{1,2}}月)?(?![起来始])|\d{{1,2}}[年月]前|[一二两三数多几]年前|去年|曾)[^{DRUG}。；;]{{0,14}}$"
)
_STOPS_ZH = re.compile(r"[停未拒暂]|否认")
_LONG_AGO = re.compile(r"(?:\bago|last year|previously|in the past)$")
_BEGAN = re.compile(r"\b(?:started|began|begun|initiated|added|increased|switched to|changed to|since)\b[^;.]{0,30}$")
_HABIT = re.compile(r" (?:smoking|drinking|vaping|tobacco|alcohol|working|driving|exercising|breastfeeding)\b")
_TOLD = re.compile(r"\b(?:was|were|is|are|has|have|had|will)\b")
_PARAMETER = re.compile(r" (?:if|when|unless)\b| for [^.;]{0,24}(?:[<>≤≥]|\bless|greater|below|above)")
_ALL_ZH = re.compile(r"[均都皆]|全部")
_COMMA_ZH = re.compile(r"[，,]")
_IF_ZH = re.compile(r"(?:如(?![何下])|若|一旦|倘|则)[^。；;]{0,40}$")


def course_of(
    sentence: ReducedSentence, place: int, dosage: Dosage | None = None, replaced: Collection[int] = ()
) -> str:
    """How the sentence says that a drug went on; empty when it says nothing of it.

    Args:
        place: of the drug in ``sentence.text``.
        dosage: of the drug.
        replaced: the places of drugs for which others came, as :func:`replacing` tells them.

    Returns:
        A status of a MedicationStatement that is no longer current; :data:`PAST` for a drug that was taken for a while;
        :data:`AGAIN` for one that is taken again, or since it was begun long ago;
        :data:`BORNE` for one of which only is said that it is tolerated.
    """
    before = sentence.text[max(0, place - _REACH) : place]
    after = sentence.text[place + 1 : place + 1 + _REACH].rstrip()
    if _is_again(sentence, place, after):
        return AGAIN
    ended = _ended(before, after)
    if ended:
        return ended
    if place in replaced or _replaced_zh(sentence, place):
        return STOPPED
    if (_BEGUN.search(before) and _YEARS_AGO.match(after)) or _begun_since(sentence, place, before):
        return AGAIN  # since then
    if _took(before, after) or in_dated_past(sentence, place):
        return PAST
    said = {key for key, _ in dosage.qualifiers} if dosage is not None else set()
    return BORNE if _BEARS.search(before) and not said & _DOSED else ""


def _is_again(sentence: ReducedSentence, place: int, after: str) -> bool:
    if _AGAIN_ZH.match(after):
        return True
    found = _AGAIN_BEHIND.match(after)
    if found is None and not (_AWAY.search(sentence.text) and is_resumed(sentence, place)):
        return False
    restarted = _RESTARTED.search(after)
    return restarted is None or _AGAIN_OFF.search(after, restarted.end()) is None


def _begun_since(sentence: ReducedSentence, place: int, before: str) -> bool:
    """Whether a date behind a drug says since when it is taken: ``started metformin in 2019``; no short course."""
    if not _BEGUN_OR_SWITCHED.search(before):
        return False
    found = _SINCE_THEN.match(sentence.text, place + 1)
    if found is None:
        return False
    return not (found["reason"] and is_infection(sentence.mentions[found.end("reason") - 1]))


def _replaced_zh(sentence: ReducedSentence, place: int) -> int:
    """The place of the drug that comes instead of this one, as in ``甲泼尼龙40mg改为泼尼松30mg``; 0 without."""
    found = _REPLACED_ZH.match(sentence.text, place + 1)
    if found is None or _WISHED_ZH.search(sentence.text, max(0, place - _REACH), place):
        return 0
    new = found.start("new")
    return 0 if sentence.mentions[new].curie == sentence.mentions[place].curie else new


def _ended(before: str, after: str) -> str:
    for pattern in (_OFF_BEHIND, _OFF_LATER, _OFF_OF_IT):
        found = pattern.match(after)
        if found is not None:
            return status_of_end(found["off"])
    if _NOT_USED.match(after):
        return NOT_TAKEN
    if status := item_end(after):
        return status
    if _REPLACED.match(after) or _ARROW.match(after):
        return STOPPED
    return STOPPED if _LAST.search(before) and _AGO_BEHIND.match(after) else ""


def _took(before: str, after: str) -> bool:
    """Whether the drug was taken for a while that is over."""
    if _REACTED_ZH.match(after) and _PAST_ZH.search(before):
        return True
    if is_of_past_episode(before, after):
        return True
    if _BRIEFLY.match(after) and _PAST_GIVEN.search(before):
        return True
    found = _AGO_BEHIND.match(after)
    return found is not None and _PAST_VERB.search(before) is not None and not GOES_ON.search(after)


def replacing(sentence: ReducedSentence) -> tuple[set[int], set[int]]:
    """The places of drugs that others took the place of, and of those: ``was on A, switched to B``, ``A -> B``.

    Of the former only those that :func:`course_of` does not see by itself.
    """
    replaced, found = switches(sentence)
    for place in sentence.mentions:
        if sentence.text[place] == DRUG:
            after = sentence.text[place + 1 : place + 1 + _REACH]
            if new := _replaced_zh(sentence, place):
                found.add(new)
            hit = _REPLACED.match(after) or _ARROW.match(after)
            if hit is not None:
                found.add(place + 1 + hit.start("new"))
    return replaced, found


def reached_by_stop(sentence: ReducedSentence, places: list[int], words: str, dosed: Mapping[int, Dosage]) -> list[int]:
    """Of the drugs of a match that says they are not taken, those that a Chinese verb reaches.

    Over a comma it reaches only what carries no dosage of its own: ``停用布洛芬，奥美拉唑40mg静滴`` stops one drug.
    What is to be stopped on a condition is not stopped, and what was begun years ago not either.
    """
    if not _STOPS_ZH.search(words):
        end = sentence.text.find(words) + len(words)
        began = _LONG_AGO.search(words) and places and _BEGAN.search(sentence.text[: places[0]])
        if began or _PARAMETER.match(sentence.text, end) or _HABIT.match(sentence.text, end):
            return []
        return _last_clause(sentence, places, words, dosed) if words.startswith(DRUG) else places
    if places and _IF_ZH.search(sentence.text, max(0, places[0] - _REACH), places[0]):
        return []
    if words.startswith(DRUG):
        return _last_of_chinese(sentence, places, words)
    reached = places[:1]
    for former, place in pairwise(places):
        if sentence.mentions[place].start in dosed and _COMMA_ZH.search(sentence.text, former, place):
            break
        reached.append(place)
    return reached


def _last_of_chinese(sentence: ReducedSentence, places: list[int], words: str) -> list[int]:
    """Of drugs before a Chinese verb that ends them, those of its own clause, or all where it stands in none of theirs.

    ``服用华法林，阿司匹林已停用`` stops one; 均 and 都 speak of all where the clause names but one.
    """
    behind = words.rpartition(DRUG)[2]
    if _COMMA_ZH.search(behind):
        return places
    reached = places[-1:]
    for former, place in reversed(list(pairwise(places))):
        if _COMMA_ZH.search(sentence.text, former, place):
            break
        reached.insert(0, former)
    return places if len(reached) == 1 and _ALL_ZH.search(behind) else reached


def _last_clause(sentence: ReducedSentence, places: list[int], words: str, dosed: Mapping[int, Dosage]) -> list[int]:
    """Of a list of drugs that a verb behind it ends, those of which no other verb speaks before.

    A remark, as ``aspirin 81 mg daily, metformin 500 mg - stopped`` has it, is of the last that has its own dosage.
    """
    reached: list[int] = places[:1]
    remark = _TOLD.search(words) is None
    for former, place in pairwise(places):
        own = remark and sentence.mentions[former].start in dosed
        told = own or _TOLD.search(sentence.text, former, place) is not None
        reached = [place] if told else [*reached, place]
    return reached
