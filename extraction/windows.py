"""Long texts are read in windows, cut where a reader would pause, so that time and memory grow with length alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WINDOW = 100_000
"""Code points; a text no longer than this is read as one."""

_SHARE_KEPT = 0.75  # a window is cut in its last quarter, at the best place that stands there
_PAUSES = tuple(
    map(
        re.compile, (r"\n[ \t\r]*\n\s*", r"\n", r"[。！？；]|[.!?;](?=\s)", r"\s")
    )  # a blank line, a line, a sentence, a word
)


@dataclass(frozen=True, slots=True)
class Before:
    """What a window takes over from those before it.

    Attributes:
        section: canonical name of the section that is still open.
        defined: short forms that the document has defined, each with its long form.
    """

    section: str = ""
    defined: tuple[tuple[str, str], ...] = ()


def windows(text: str, size: int = WINDOW, whole: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, int]]:
    """The windows ``(start, end)`` of a text, in order; together they cover it without gap or overlap.

    Args:
        text: any text; an empty one has one empty window.
        size: code points in a window at most; a longer span of ``whole`` makes a longer one.
        whole: spans ``(start, end)`` that are never cut, ascending; they may overlap.

    >>> list(windows("No fever.\\n\\nNo cough at all.", 14))
    [(0, 11), (11, 23), (23, 27)]
    """
    kept = _apart(whole)
    starts = [start for start, _ in kept]
    begin = 0
    while len(text) - begin > size:
        end = _cut(text, begin, begin + size)
        at = bisect_left(starts, end) - 1
        if at >= 0 and end < kept[at][1]:
            end = kept[at][0] if kept[at][0] > begin else kept[at][1]
        if end >= len(text):
            break
        yield begin, end
        begin = end
    yield begin, len(text)


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap joined into one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _cut(text: str, begin: int, end: int) -> int:
    least = begin + int((end - begin) * _SHARE_KEPT)
    for pause in _PAUSES:
        last = None
        for last in pause.finditer(text, least, end):  # noqa: B007 - the last match is what is wanted
            pass
        if last is not None:
            return last.end()
    return end
