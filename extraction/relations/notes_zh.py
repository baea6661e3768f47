"""What Chinese notes leave to the reader: a drug of the history that is taken still, and why one was stopped."""

from __future__ import annotations

import re

from extraction.annotations import Mention
from extraction.relations.sentence import DRUG, ReducedSentence
from extraction.traditional_chinese import simplified

_TAKEN = re.compile(
    r"(?:口服|服用|应用|使用|注射|吸入)[^，,。；;\ue000]{0,30}"
    rf"(?:{DRUG}[^，,。；;{DRUG}]{{0,25}}[、，,及和与/]){{0,12}}$"
)
_OVER = re.compile(
    r"曾|停|间断|当时|既往[^，,：:]{0,8}(?:口服|服用|应用|使用|注射|吸入)|过去|以往|以前|之前|(?<![目餐饭睡食空])前|痊愈|治愈|已愈"
    r"|后(?:好转|缓解|改善|消失)"
)
_BRIEF = re.compile(r"[^，,。；;]{0,12}?(?:治疗)?(?:\d{1,2}|[一二两三数几])(?:天|周)(?!一次|\d|1次)")
_NOW = re.compile(r"目前|至今|[仍尚]|(?<![出发表体实呈])现(?!病|症)")
_SEGMENT = re.compile(r"[。；;]")
_REACH = 160
_STOPPED_FOR = re.compile(rf"因[^{DRUG}]*停")
_CAUSED = re.compile(r"引起|导致|所致|诱发|不良反应|副作用")
_OWN_ILLNESS = re.compile(
    r"肾(?:脏)?(?:功能)?(?:不全|衰竭|衰)|慢性肾脏?病|尿毒症|感染|(?<!间质性)(?<!过敏性)(?<!药物性)(?<!放射性)肺炎|脓毒|败血症"
    r"|妊娠|怀孕|手术|骨折|结核|流感|新冠|带状疱疹|(?:出血|感染|血栓)的?风险"
)


def is_taken_still(sentence: ReducedSentence, place: int) -> bool:
    """Whether a history tells of a drug as one takes it (``糖尿病10年，口服二甲双胍``), and nothing says it is over.

    Args:
        place: of the drug in ``sentence.text``.
    """
    text = sentence.text
    if _TAKEN.search(text, max(0, place - _REACH), place) is None:
        return False
    start = max((one.end() for one in (*_SEGMENT.finditer(text, 0, place), *_NOW.finditer(text, 0, place))), default=0)
    behind = _SEGMENT.search(text, place)
    end = behind.start() if behind else len(text)
    return _OVER.search(text, start, end) is None and _BRIEF.match(text, place + 1, end) is None


def is_own_reason(words: str, condition: Mention) -> bool:
    """Whether a drug was stopped for an illness of its own, which the drug is not said to have caused.

    Args:
        words: of the match, reduced: ``因…停用…``.
        condition: for which it was stopped.
    """
    if _STOPPED_FOR.search(words) is None or _CAUSED.search(words):
        return False
    return _OWN_ILLNESS.search(simplified(condition.text)) is not None
