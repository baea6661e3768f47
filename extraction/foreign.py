"""Texts in neither English nor Chinese: told by their script, or by the function words of other languages."""

from __future__ import annotations

import re

_SAMPLE = 20_000
_LEAST_LETTERS = 30
_LEAST_WORDS = 5
_TIMES = 3
_READABLE = re.compile(r"[A-Za-z\u00c0-\u024f\u3400-\u4dbf\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_KANA_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_WORDS = """
the of and is was with for to in on no not has had are were this that from by he she his her at be been which it as an
or but after before patient there
"""
_OTHER_WORDS = """
le les des une est pas avec pour dans sur qui du au aux et sont nous il elle depuis sans
el los las una por con del que para sin ha es se en y pero como desde presenta
der und nicht ein eine mit auf ist den dem im zu von bei keine wurde nach sich
di che non il della nel per con sono gli dei alla da um uma não com dos das em mais foi
het een van niet voor zijn wordt met og ikke det som och inte är på jest nie się
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_OTHER = frozenset(_OTHER_WORDS.split())
_MOST = 0.5
_KANA_SHARE = 0.15


def is_foreign(text: str) -> bool:
    """Whether a text is in neither English nor Chinese, by its first 20,000 code points.

    Short texts, and notes in keywords, are believed: only a foreign script, or function words of another European
    language that clearly outnumber the English ones, count.

    >>> is_foreign("Le patient est suivi pour une hypertension. Il est fumeur et ne prend pas de traitement.")
    True
    >>> is_foreign("HTN, DM2. Metformin 500 mg BID."), is_foreign("患者 3 天前出现发热。")
    (False, False)
    """
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    unread = letters - len(_READABLE.findall(sample)) > _MOST * letters
    if letters >= _LEAST_LETTERS and (unread or len(_KANA_HANGUL.findall(sample)) > _KANA_SHARE * letters):
        return True
    words = _WORD.findall(sample.lower())
    other = sum(word in _OTHER for word in words)
    return other >= _LEAST_WORDS and other > _TIMES * sum(word in _ENGLISH for word in words)
