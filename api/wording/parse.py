"""Reading a language model's answer: sentences with marks, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from api.facts import Language, Sentence

_MARK = re.compile(r"\s*[\[【]\s*(\d{1,4}(?:\s*[,，、]\s*\d{1,4})*)\s*[\]】]")
_BULLET = re.compile(r"^(?:[-*•]\s+|\d{1,3}[.)、]\s*)")
_FOREIGN = re.compile(r"https?://|www\.|```|[<>{}|\\]|\*\*|\[|\]|【|】")
_INNER_STOP = re.compile(r"[。！？]\s*\S|[.!?]\s+[A-Z]")
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was said and is not shown, with what is wrong with it."""

    text: str
    problems: tuple[str, ...]


def parse_answer(
    answer: str, numbers: Collection[int], language: Language
) -> tuple[tuple[Sentence, ...], tuple[Rejected, ...]]:
    """Sentences of a model's answer, one a line, and the lines that are none.

    A line is a sentence when it ends with at least one mark (``[2]``, ``[2, 3]``, ``[2][3]``; a full stop may follow),
    each mark names a fact that was given, and what is left is one sentence without links, markup or brackets.

    >>> sentences, rejected = parse_answer("Aspirin treats pain [1].\\nTrust me.", {1}, Language.ENGLISH)
    >>> sentences[0].text, sentences[0].cites, rejected[0].problems
    ('Aspirin treats pain.', (1,), ('it cites no fact',))
    """
    sentences: list[Sentence] = []
    rejected: list[Rejected] = []
    for line in filter(None, (line.strip() for line in answer.splitlines())):
        body = _BULLET.sub("", line)
        cites = tuple(dict.fromkeys(int(one) for mark in _MARK.findall(body) for one in re.split(r"\D+", mark)))
        text = _finished(_MARK.sub("", body).strip(), language)
        problems = _problems(text, cites, numbers)
        if problems:
            rejected.append(Rejected(line[:_LONGEST], problems))
        else:
            sentences.append(Sentence(text, cites, language))
    return tuple(sentences), tuple(rejected)


def _finished(text: str, language: Language) -> str:
    stop = "。" if language is Language.CHINESE else "."
    text = re.sub(r"\s+([.。!?！？])", r"\1", text)
    return text if not text or text[-1] in ".。!?！？" else text + stop


def _problems(text: str, cites: tuple[int, ...], numbers: Collection[int]) -> tuple[str, ...]:
    problems = []
    if not cites:
        problems.append("it cites no fact")
    unknown = [number for number in cites if number not in numbers]
    if unknown:
        problems.append(f"it cites facts that were not given: {', '.join(map(str, unknown))}")
    if len(text) < 3:
        problems.append("it is empty")
    if len(text) > _LONGEST:
        problems.append(f"it is longer than {_LONGEST} characters")
    if _FOREIGN.search(text):
        problems.append("it holds links, markup or brackets")
    if _INNER_STOP.search(text):
        problems.append("it is more than one sentence")
    return tuple(problems)
