"""The answer of ``explain``: numbered facts, paths, and the sentences that rest on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api.facts import Citation, Entity, Fact, Language, Sentence
from api.realise import belief_words, chinese_question, headings, level_name, realise_fact
from api.render import Shown, View, shortened
from api.wording.parse import Rejected

DISCLAIMER = {
    Language.ENGLISH: "Decision support, not a prescription: this words evidence, and a clinician judges it.",
    Language.CHINESE: "仅供决策支持，不构成处方：以上为证据的表述，须由临床医生判断。",
}
_SHOWN_CITATIONS = 3


class Standing(StrEnum):
    """How the graph stands to the claim that was asked about."""

    SUPPORTED = "supported"
    DENIED = "denied"
    DISPUTED = "disputed"
    PREDICTED = "predicted"
    NO_EVIDENCE = "no_evidence"


_WITHOUT_SOURCES = {
    Standing.PREDICTED: ("No evidence for the claim itself; a model predicts it.", "尚无直接证据；该陈述为模型预测。"),
    Standing.NO_EVIDENCE: (
        "The graph holds no evidence for or against the claim.",
        "图谱中没有支持或否定该陈述的证据。",
    ),
}


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many sources (documents, databases) speak to a claim: in all, and on each side; one may be on both."""

    sources: int = 0
    supporting: int = 0
    denying: int = 0

    def words(self, standing: Standing, language: Language) -> str:
        """What the evidence comes to, in one sentence."""
        chinese = language is Language.CHINESE
        if standing in _WITHOUT_SOURCES:
            return _WITHOUT_SOURCES[standing][chinese]
        supporting, denying = self.supporting, self.denying
        if standing is Standing.SUPPORTED:
            if chinese:
                return f"有{supporting}个来源支持该陈述，无来源否定。"
            return f"{_sources(supporting)} {_verb(supporting, 'support')} the claim, none denies it."
        if standing is Standing.DENIED:
            if chinese:
                return f"有{denying}个来源否定该陈述，无来源支持。"
            return f"{_sources(denying)} {_verb(denying, 'deny')} the claim, none supports it."
        if chinese:
            return f"证据不一致：{self.sources}个来源中，{denying}个否定该陈述，{supporting}个支持。"
        denial = f"{denying} of {_sources(self.sources)} {_verb(denying, 'deny')} the claim"
        return f"{denial}, {supporting} {_verb(supporting, 'support')} it."


def _sources(number: int) -> str:
    return "1 source" if number == 1 else f"{number} sources"


def _verb(number: int, verb: str) -> str:
    return {"support": "supports", "deny": "denies"}[verb] if number == 1 else verb


@dataclass(frozen=True, slots=True)
class Question:
    """The claim that is to be explained."""

    subject: Entity
    predicate: str
    object: Entity
    language: Language


@dataclass(frozen=True, slots=True)
class ExplainedPath:
    """A path, its facts by number and in order.

    Attributes:
        score: higher is better; of a ranked path 0 to 1, see :mod:`kg.paths`; of one by the model its contribution to
            the model's score, in that score's units.
        by_model: the model itself gave the path.
    """

    facts: tuple[int, ...]
    score: float
    by_model: bool = False


@dataclass(frozen=True, slots=True)
class Explanation(Shown):
    """Why a claim is, or may be, or is not so.

    Attributes:
        standing: what the evidence comes to.
        facts: numbered from 1; known negatives, contraindications and interactions first, then the claim, then the
            paths, then what the notes say.
        paths: best first.
        sentences: each cites facts, and has passed the verifier.
        dropped: sentences that did not pass, with the problems.
        notes: remarks of the search itself, such as how many cases there are.
        wording: the language model that worded it, or ``template``.
        disclaimer: what every answer says.
        sources: how many sources support and deny the claim itself.
    """

    question: Question
    standing: Standing
    facts: tuple[Fact, ...]
    paths: tuple[ExplainedPath, ...]
    sentences: tuple[Sentence, ...]
    dropped: tuple[Rejected, ...]
    notes: tuple[str, ...]
    wording: str
    disclaimer: str
    sources: SourceCount = SourceCount()

    @property
    def dropped_count(self) -> int:
        """How many sentences did not pass."""
        return len(self.dropped)

    def fact(self, number: int) -> Fact:
        """The fact with this number, from 1."""
        return self.facts[number - 1]

    def views(self) -> tuple[View, ...]:
        """Question and sentences, facts with their citations, dropped sentences."""
        chinese = self.question.language is Language.CHINESE
        lines = tuple((f"{sentence.text} {marks(sentence)}",) for sentence in self.sentences)
        standing = self.sources.words(self.standing, self.question.language)
        question = self.question
        ends = question.subject, question.object
        title = f"{ends[0].name} — {question.predicate} → {ends[1].name}"
        if chinese:
            title = chinese_question(ends[0], question.predicate, ends[1])
        answer = View(title, (), ((standing,), *lines), (self.disclaimer,))
        heads = headings(question.language)
        rows = tuple(self._row(fact) for fact in self.facts)
        facts = View("", heads.facts, rows, self.notes)
        if not self.dropped:
            return answer, facts
        problems = tuple((one.text, "; ".join(one.problems)) for one in self.dropped)
        return answer, facts, View(heads.dropped, heads.why, problems)

    def _row(self, fact: Fact) -> tuple[str, ...]:
        where = [citation_text(citation) for citation in fact.citations[:_SHOWN_CITATIONS]]
        text = realise_fact(fact, self.question.language).text
        level = level_name(fact.knowledge_level, self.question.language)
        belief = belief_words(fact, self.question.language)
        return (str(fact.number), text, level, belief, "\n".join(where))


def marks(sentence: Sentence) -> str:
    """The numbers that a sentence cites: ``[1][3]``."""
    return "".join(f"[{number}]" for number in sentence.cites)


def citation_text(citation: Citation) -> str:
    """A citation on one line: the words of a document with their place, or the record of a source."""
    if citation.document is not None:
        return f"{citation.document_name} {citation.start}-{citation.end}: “{shortened(citation.quote, 100)}”"
    release = f" {citation.release}" if citation.release else ""
    said_by = citation.document_name if citation.document_name.startswith("model:") else citation.source
    return f"{said_by.removeprefix('infores:')}{release}: {shortened(citation.quote, 60)}"
