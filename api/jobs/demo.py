"""The main job: shipped knowledge and example notes become a graph, predictions, explained answers and one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from rich.console import Console, ConsoleOptions, RenderResult

from api.engine import Engine
from api.facts import Fact, Language
from api.jobs.build import BuildOptions, build
from api.jobs.importing import import_source
from api.jobs.learning import LearningOptions, train
from api.jobs.report import JobReport
from api.records import Predictions
from api.records_explain import Explanation
from api.report.page import Highlight, RankedCandidate, ReportAnswer, ReportNote, ReportPage, write_page
from gnn.protocol import Step
from gnn.train import Watch
from kg.figures import Figures
from kg.graph import Graph
from kg.identifiers import Curie
from kg.records import StoredDocument, TextLocation
from kg.shipped import data_path

Progress = Callable[[str, int, int], None]

RELATION = "treats"
CANDIDATES = 10
NOTES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Example:
    """A disease that the demo asks about, and why it is interesting."""

    disease: str
    note: str


EXAMPLES = (
    Example("MONDO:0005148", "Type 2 diabetes: the graph holds drugs that treat it, and the ranking leaves them out."),
    Example("MONDO:0010200", "Wilson disease: no reference source in the graph names a drug that treats it."),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """One example: its ranking, and the best candidate explained in both languages."""

    example: Example
    predictions: Predictions
    english: Explanation
    chinese: Explanation


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the main job did."""

    graph: str
    report: str
    knowledge: JobReport
    notes: JobReport
    figures: Figures
    answers: tuple[Answered, ...]
    seconds: float

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield f"\n[bold]Graph[/bold] {self.notes.nodes:,} nodes, {self.notes.edges:,} edges from the shipped knowledge"
        yield f"and {self.notes.read} example notes ({self.notes.evidence:,} evidence records)"
        yield "\n[bold]Models on held-out links[/bold]"
        for row in self.figures.rows:
            if row.metric in ("tail_mrr", "head_mrr", "auroc"):
                yield f"  {row.system:12} {row.metric:9} {row.value:.3f} [{row.low:.3f}, {row.high:.3f}]  n={row.n}"
        for answer in self.answers:
            yield f"\n[bold]{answer.example.note}[/bold]"
            yield answer.predictions
            yield answer.english
            yield answer.chinese
        yield f"\nGraph {self.graph}\nReport {self.report}\n{self.seconds:.0f} s"


def run_demo(graph_path: Path, report: Path, options: LearningOptions, progress: Progress | None = None) -> DemoResult:
    """Runs the main job; a second run goes on with what the graph holds already.

    Raises:
        GraphDirectoryError: the directory holds something else.
    """
    started = perf_counter()

    def of(label: str) -> Callable[[int, int], None] | None:
        return None if progress is None else lambda done, total: progress(label, done, total)

    if progress:
        progress("shipped knowledge", 0, 0)
    knowledge = import_source("shipped", (), graph_path, of("shipped knowledge"))
    folders = [data_path("notes", language) for language in ("en", "zh")]
    notes = build(folders, graph_path, BuildOptions(), of("example notes"))
    learned = train(graph_path, options, _watch(progress, options.model))
    assert learned is not None, "the demo runs in one process"
    if progress:
        progress("explained answers and the report", 0, 0)
    with Engine(graph_path) as engine:
        answers = tuple(_answer(engine, example) for example in EXAMPLES)
        page = _page(engine, learned.figures, answers)
    write_page(page, report)
    return DemoResult(
        str(graph_path), str(report), knowledge, notes, learned.figures, answers, perf_counter() - started
    )


def _watch(progress: Progress | None, model: str) -> Watch:
    def tell(name: str, step: Step) -> None:
        if progress and name == model:
            progress("training", step.done, step.total)

    return Watch(tell)


def _answer(engine: Engine, example: Example) -> Answered:
    predictions = engine.predict(RELATION, tail=example.disease, k=CANDIDATES)
    best = predictions[0].node.id
    english = engine.explain(best, RELATION, example.disease, language=Language.ENGLISH)
    chinese = engine.explain(best, RELATION, example.disease, language=Language.CHINESE)
    return Answered(example, predictions, english, chinese)


def _page(engine: Engine, figures: Figures, answers: tuple[Answered, ...]) -> ReportPage:
    counts = engine.graph.counts()
    shown = (
        ("nodes", f"{counts.nodes:,}"),
        ("edges", f"{counts.edges:,}"),
        ("evidence records", f"{engine.graph.evidence_count():,}"),
        ("documents", f"{engine.graph.document_count():,}"),
    )
    facts = [fact for answer in answers for fact in answer.english.facts]
    return ReportPage("medkg: from notes to an explained prediction", shown, figures,
                      tuple(_report_answer(answer) for answer in answers), _notes(engine.graph, facts))  # fmt: skip


def _report_answer(answer: Answered) -> ReportAnswer:
    disease = answer.predictions.given.name
    candidates = tuple(
        RankedCandidate(one.rank, one.node.id, one.node.name, one.score, one.known) for one in answer.predictions
    )
    return ReportAnswer(
        f"Which drug might treat {disease}?", answer.example.note, candidates, answer.english.facts,
        answer.english.sentences, answer.chinese.sentences, answer.english.question.subject.id,
        answer.english.question.object.id,
    )  # fmt: skip


def _notes(graph: Graph, facts: list[Fact]) -> tuple[ReportNote, ...]:
    """The notes that the answers cite, first; then others, each with all that its evidence rests on."""
    cited = [citation.document for fact in facts for citation in fact.citations if citation.document]
    documents = sorted(graph.documents(), key=lambda one: (one.id not in cited, one.name))[:NOTES_SHOWN]
    spans: dict[Curie, list[Highlight]] = {document.id: [] for document in documents}
    names = {document.id: document for document in documents}
    for evidence in graph.evidence():
        place = evidence.location
        if isinstance(place, TextLocation) and place.document in spans and place.subject_span is None:
            span = place.object_span
            found = graph.node(evidence.object)
            claim = f"{evidence.predicate.replace('_', ' ')} {found.name if found else evidence.object}"
            mentioned = evidence.predicate == "mentions"
            spans[place.document].append(Highlight(span.start, span.end, claim, evidence.negated, mentioned))
    return tuple(_note(names[identifier], found) for identifier, found in spans.items())


def _note(document: StoredDocument, highlights: list[Highlight]) -> ReportNote:
    ordered = sorted(highlights, key=lambda one: (one.start, -one.end, one.mentioned))
    return ReportNote(document.name, document.text, tuple(ordered), document.id, document.language)
