"""Mentions of vocabulary names: whole words, longest first, guarded where a name also means something else."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extraction.abbreviations import resolve_abbreviations
from extraction.annotations import Mention, Section
from extraction.clinical_abbreviations import AMBIGUOUS, AMBIGUOUS_BEFORE
from extraction.extensions import register_extensions, sentence_spans, text_of
from extraction.folding import fold
from extraction.lexicon import Candidate, Lexicon, shipped_lexicon
from extraction.lexicon_names import Guard
from extraction.lexicon_stops import ANALYTES
from extraction.sections import section_at
from kg.records import DocumentKind
from kg.schema import Category

FACTORY = "medkg_mentions"
_CHEMICALS = frozenset((Category.DRUG, Category.CHEMICAL_ENTITY))
_NEAR = 40
_GENE_WORDS = re.compile(
    r"\b(?:genes?|genetic|genotypes?|mutations?|mutant|mutated|variants?|expression|proteins?|receptors?|exons?|alleles?"
    r"|carriers?|deletions?|polymorphisms?|mrna|knock-?out|pathogenic|inhibitors?|promoter|transcripts?|loc(?:us|i)"
    r"|germline|somatic|haplotypes?|snps?|kinases?|amplification|rearrange\w*|fusion|positive|negative)\b|基因|突变|变异",
    re.IGNORECASE,
)
_DOSE = re.compile(
    r"[^.\n\d]{0,24}?\d[\d.,\-]*\s*(?:mg|mcg|µg|ug|g|units?|iu|meq|mmol|tab\w*|ml|毫克|克|片|单位)(?:\b|(?=[\u4e00-\u9fff]))(?!\s*/\s*(?:d?l|升))",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:on|takes?|taking|took|start(?:ed)?|continued?|given|gave|received?|receiving|prescribed|stop(?:ped)?|supplement\w*"
    r"|replacement|iv|oral|po|increased?|held|hold(?:ing)?|d/c'?d?|resumed?|restart(?:ed)?|toxicity from)\s*$"
    r"|[服用予给]\s*$",
    re.IGNORECASE,
)
_TREATED = re.compile(
    r" (?:infusion|drip)\b"
    r"| (?:\(|was |were |is |has been )?(?:given|started|stopped|held|withheld|discontinued|restarted|resumed)\b"
    r"(?! (?:steady|stable|at)\b)",
    re.IGNORECASE,
)
_DRUG_SECTIONS = frozenset(("medications", "allergies"))
_ITEM = re.compile(r"\s(\d{1,2})\Z")
_NUMBERED = re.compile(r"\b(?:type|stage|class|grade|group|phase|level|factor|number|no|part)\Z", re.IGNORECASE)
_LIST = 300  # code points in which the item before is looked for
_LEVELLED = str.maketrans("‐‑‒–—−\n\t\u00a0", "------   ")


def acceptable(candidate: Candidate, text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is written as the candidate's guard asks."""
    if candidate.guard is Guard.NONE:
        return True
    if candidate.guard is Guard.ABBREVIATION:
        return False
    written = text[start:end].translate(_LEVELLED)
    surface = candidate.surface
    if written != surface and written.removesuffix("s") != surface:
        return False
    if candidate.guard is Guard.GENE:
        around = f"{text[max(0, start - _NEAR) : start]} {text[end : end + _NEAR]}"
        return _GENE_WORDS.search(around) is not None
    before, after = AMBIGUOUS.get(surface), AMBIGUOUS_BEFORE.get(surface)
    if before is not None and before.search(text[max(0, start - _NEAR) : start]):
        return False
    return after is None or after.match(text, end) is None


def longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that do not overlap: the longest first, then the leftmost; returned in order.

    >>> longest([(0, 4), (0, 9), (5, 12), (10, 12)])
    [(0, 9), (10, 12)]
    """
    taken: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        at = bisect_right(taken, (start, end))
        before_ends = taken[at - 1][1] if at else 0
        after_starts = taken[at][0] if at < len(taken) else end
        if before_ends <= start and end <= after_starts:
            taken.insert(at, (start, end))
    return taken


class MentionFinder:
    """Finds names in a text.

    Args:
        lexicon: the names.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(
        self, text: str, sentence_starts: Sequence[int] = (), sections: tuple[Section, ...] = (), note: bool = True
    ) -> list[Mention]:
        """The mentions in a text, in order, without overlaps; none is linked yet.

        Args:
            text: masked or not; offsets are its code points.
            sentence_starts: ascending; a name that would run over one does not count.
            sections: those of the text.
            note: in a clinical note, what laboratories measure (sodium, glucose) counts only where it is given.
        """
        folded = fold(text)
        original, is_free = folded.original, self._lexicon.is_free
        spans: list[tuple[int, int]] = []
        for begin, stop, number in self._lexicon.hits(folded):
            start, end = original(begin, stop)
            if (
                (is_free(number) or self._counts(number, text, start, end))
                and not _crosses(sentence_starts, start, end)
                and not _ends_in_item(text, start, end)
            ):
                spans.append((start, end))
        chosen = longest(spans)
        if note:
            chosen = [span for span in chosen if not self._measured(text, span, sections)]
        return [Mention(start, end, text[start:end], "", None, "", 0.0) for start, end in chosen]

    def _counts(self, number: int, text: str, start: int, end: int) -> bool:
        return any(acceptable(one, text, start, end) for one in self._lexicon.candidates_of(number))

    def _measured(self, text: str, span: tuple[int, int], sections: tuple[Section, ...]) -> bool:
        start, end = span
        if text[start:end].lower() not in ANALYTES or section_at(sections, start) in _DRUG_SECTIONS:
            return False
        given = _GIVEN.search(text, max(0, start - _NEAR), start)
        return given is None and _DOSE.match(text, end) is None and _TREATED.match(text, end) is None


def _crosses(starts: Sequence[int], start: int, end: int) -> bool:
    at = bisect_right(starts, start)
    return at < len(starts) and starts[at] < end


def _ends_in_item(text: str, start: int, end: int) -> bool:
    """Whether a name ends with the number of a list's next item: ``1) obesity 2) type 2 diabetes mellitus 3) gout``.

    After a stop the item before has to stand in the text (``2.``); a bracket that was opened closes no item.
    """
    mark = text[end : end + 1]
    if mark not in (")", ".") or not text[end - 1].isdecimal():
        return False
    found = _ITEM.search(text, start, end)
    if found is None or _NUMBERED.search(text, start, found.start()):
        return False
    before = text[max(0, end - _LIST) : end]
    if mark == ")":
        return before.rfind("(") <= before.rfind(")")
    return re.search(rf"(?<![\w.]){int(found[1]) - 1}\.\s", before) is not None


class Mentions:
    """The component: sets ``doc._.medkg_mentions``; run it after ``medkg_sections`` and ``medkg_sentences``.

    Args:
        lexicon: None for that of the shipped vocabularies, built when the first text comes.
        tokenizer: of the pipeline that it is part of, for texts that come without tokens.
    """

    def __init__(self, lexicon: Lexicon | None = None, tokenizer: Callable[[str], Doc] | None = None) -> None:
        register_extensions()
        self.lexicon = lexicon
        self._tokenizer = tokenizer
        self._finder: MentionFinder | None = None

    def __call__(self, doc: Doc) -> Doc:
        if self._finder is None:
            if self.lexicon is None:
                self.lexicon = shipped_lexicon()
            self._finder = MentionFinder(self.lexicon)
        starts = [start for start, _ in sentence_spans(doc)]
        document = doc._.medkg_document
        note = document is None or document.kind is DocumentKind.NOTE
        found = self._finder.find(text_of(doc), starts, doc._.medkg_sections, note)
        doc._.medkg_mentions = resolve_abbreviations(doc, found, self._tokenizer)
        return doc


@Language.factory(FACTORY, assigns=["doc._.medkg_mentions"])
def make_mentions(nlp: Language, name: str) -> Mentions:
    """Makes the component ``medkg_mentions`` on the shipped vocabularies."""
    return Mentions(tokenizer=nlp.tokenizer)
