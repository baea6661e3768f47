"""Where spaCy's tokens begin and end in a text that is not tokenised: near the ends of its sentences alone.

A token never crosses white space, so a place in a word asks for the tokens of that word, and most sentences begin with
one. Tokenising all of a note takes longer than finding its sentences, and little else than sentences reads its tokens.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

_LONGEST_KEPT, _MOST_KEPT = 48, 20_000


class Borders:
    """The sentences of texts, from token to token as ``doc.sents`` has them.

    Args:
        tokenizer: of a spaCy pipeline; one that parts every character (``segmenter`` is ``char``) is not asked.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._by_character = getattr(tokenizer, "segmenter", "") == "char"
        self._kept: dict[str, tuple[int, ...]] = {}

    def sentences(self, text: str, begins: Iterable[int]) -> list[tuple[int, int]]:
        """Code points ``(start, end)`` of each sentence; the white space behind one blank belongs to it.

        Args:
            text: no word of it has 400 characters, which are cut elsewhere.
            begins: where sentences begin, ascending; each is moved to where its token begins.
        """
        starts = [0]
        for begin in begins:
            start = self._token(text, begin)
            if starts[-1] < start < len(text):
                starts.append(start)
        ends = [_end(text, start) for start in starts[1:]]
        return list(zip(starts, [*ends, _end(text, len(text))], strict=True))

    def _token(self, text: str, place: int) -> int:
        """Where the first token begins that ends behind a place."""
        if text[place].isspace():
            return _blank(text, place)
        if self._by_character or not place or text[place - 1].isspace():
            return place
        start, end = place, place
        while start and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        tokens = self._tokens(text[start:end])
        return start + tokens[bisect_right(tokens, place - start) - 1]

    def _tokens(self, word: str) -> tuple[int, ...]:
        """Where the tokens of a word begin in it."""
        tokens = self._kept.get(word)
        if tokens is None:
            tokens = tuple(token.idx for token in self._tokenizer(word))
            if len(word) <= _LONGEST_KEPT:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[word] = tokens
        return tokens


def _blank(text: str, place: int) -> int:
    """As ``Borders._token`` for a place in white space, of which a first blank behind a word is no token."""
    start = place
    while start and text[start - 1].isspace():
        start -= 1
    return start + 1 if start and text[start] == " " else start


def _end(text: str, place: int) -> int:
    """Where the token ends that stands before a place at which one begins, or before the end."""
    bare = place > 1 and text[place - 1] == " " and not text[place - 2].isspace()
    return place - 1 if bare else place
