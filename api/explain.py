"""Gathers the facts that bear on a claim, and words them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.explain_claim import Claim, ExplainLimits, ExplainTools, UnreadModel
from api.explain_facts import FactBook, GraphReader
from api.explain_notes import CaseFacts
from api.explain_paths import ShownPaths, shown_paths
from api.explain_words import Plan, word
from api.facts import Fact, Language
from api.predicting import rank_words
from api.records_explain import DISCLAIMER, Explanation, Question, SourceCount, Standing
from api.wording import LanguageModel
from kg.records import Edge, KnowledgeLevel, RecordLocation
from kg.schema import Category, ordered_ends

# Between the two ends, whatever was asked: first what speaks against giving the drug.
_WARNINGS = ("contraindicated_in", "interacts_with", "causes", "has_side_effect")
_CHEMICAL = frozenset((Category.DRUG, Category.CHEMICAL_ENTITY))
_CONDITION = frozenset((Category.DISEASE, Category.PHENOTYPIC_FEATURE))


def explain(
    claim: Claim,
    tools: ExplainTools,
    language: Language = Language.ENGLISH,
    model: LanguageModel | None = None,
    limits: ExplainLimits | None = None,
) -> Explanation:
    """Explains a claim whose ends are nodes of the graph.

    Raises:
        SchemaError: an unknown predicate.
        StoreUnavailableError, StoreAuthenticationError, InputError: the language model's own errors.
    """
    limits = limits or ExplainLimits()
    book = FactBook(tools.graph)
    between = _between(claim, tools.graph)
    asked = [edge for edge in between if _is_asked(edge, claim)]
    beside = sorted((edge for edge in between if not _is_asked(edge, claim)), key=_caution)
    warnings = _warnings(asked, beside, book)
    harms, harmed = _harms(claim, book, tools, limits)
    claimed = _claimed(claim, asked, (book, language), tools)
    others = [fact for edge in beside for fact in book.both_sides(edge) if fact not in warnings]
    shown = shown_paths(claim, claimed.predicted, book, tools, limits)
    both, having = _both(claim, book, tools, limits)
    cases = CaseFacts(harms, both, harmed, having)
    plan = Plan((*warnings, *harms), (*claimed.facts, *others), shown.facts, both, language)
    sentences, dropped = word(plan, book.facts, tools.verifier, model)
    return Explanation(
        question=Question(book.entity(claim.subject), claim.predicate, book.entity(claim.object), language),
        standing=_standing(asked, claimed),
        facts=book.facts,
        paths=shown.paths,
        sentences=sentences,
        dropped=dropped,
        notes=(
            *_model_remarks(claimed, shown, language),
            *_unread(tools.unread(), language),
            *_remarks(cases, language),
        ),
        wording=model.name if model else "template",
        disclaimer=DISCLAIMER[language],
        sources=_counted(asked, tools.graph),
    )


@dataclass(frozen=True, slots=True)
class _Claimed:
    """The facts that state the claim itself."""

    facts: tuple[Fact, ...]
    predicted: bool


def _between(claim: Claim, graph: GraphReader) -> list[Edge]:
    """Every edge between the two ends, in either direction."""
    there = [edge for edge in graph.edges_from(claim.subject) if edge.object == claim.object]
    back = [edge for edge in graph.edges_from(claim.object) if edge.object == claim.subject]
    return there + back


def _is_asked(edge: Edge, claim: Claim) -> bool:
    ends = ordered_ends(claim.predicate, claim.subject, claim.object)
    return (edge.predicate, edge.subject, edge.object) == (claim.predicate, *ends)


def _caution(edge: Edge) -> tuple[int, float, str]:
    place = _WARNINGS.index(edge.predicate) if edge.predicate in _WARNINGS else len(_WARNINGS)
    return place, -edge.belief, edge.id


def _warnings(asked: Sequence[Edge], beside: Sequence[Edge], book: FactBook) -> tuple[Fact, ...]:
    denials = [book.add(edge, negated=True) for edge in asked if edge.against]
    cautions = [edge for edge in beside if edge.predicate in _WARNINGS and edge.support]
    return (*denials, *(book.add(edge, negated=False) for edge in cautions))


def _claimed(claim: Claim, asked: Sequence[Edge], told: tuple[FactBook, Language], tools: ExplainTools) -> _Claimed:
    book, language = told
    supported = sorted((edge for edge in asked if edge.support), key=lambda edge: (-edge.belief, edge.id))
    facts = [book.add(edge, negated=False) for edge in supported]
    if not asked:
        prediction = tools.predict(claim)
        if prediction:
            citation = replace(prediction.citation, quote=rank_words(prediction.ranks, language))
            facts.append(book.add_prediction(prediction.edge, citation, prediction.ranks))
    predicted = bool(facts) and all(fact.knowledge_level is KnowledgeLevel.PREDICTION for fact in facts)
    return _Claimed(tuple(facts), predicted)


def _standing(asked: Sequence[Edge], claimed: _Claimed) -> Standing:
    denied = any(edge.against for edge in asked)
    supported = bool(claimed.facts) and not claimed.predicted
    if denied:
        return Standing.DISPUTED if supported else Standing.DENIED
    if supported:
        return Standing.SUPPORTED
    return Standing.PREDICTED if claimed.facts else Standing.NO_EVIDENCE


def _counted(asked: Sequence[Edge], graph: GraphReader) -> SourceCount:
    """Documents, and what reference sources name as primary, on each side of the claim; predictions are none."""
    sides: dict[str, set[bool]] = {}
    for edge in asked:
        if edge.knowledge_level is KnowledgeLevel.PREDICTION:
            continue
        for one in graph.evidence_of(edge):
            named = one.primary_knowledge_source if isinstance(one.location, RecordLocation) else one.origin
            sides.setdefault(named, set()).add(one.negated)
    said = list(sides.values())
    return SourceCount(len(said), sum(False in one for one in said), sum(True in one for one in said))


def _drug_and_condition(claim: Claim, book: FactBook) -> tuple[str, str] | None:
    subject, thing = book.entity(claim.subject), book.entity(claim.object)
    if subject.category in _CHEMICAL and thing.category in _CONDITION:
        return claim.subject, claim.object
    return None


def _harms(claim: Claim, book: FactBook, tools: ExplainTools, limits: ExplainLimits) -> tuple[tuple[Fact, ...], int]:
    ends = _drug_and_condition(claim, book)
    return tools.cases.harms(ends[0], book, limits.cases) if ends else ((), 0)


def _both(
    claim: Claim, book: FactBook, tools: ExplainTools, limits: ExplainLimits
) -> tuple[tuple[tuple[Fact, Fact], ...], int]:
    ends = _drug_and_condition(claim, book)
    return tools.cases.both(*ends, book, limits.cases) if ends else ((), 0)


def _model_remarks(claimed: _Claimed, shown: ShownPaths, language: Language) -> tuple[str, ...]:
    """Which paths the model itself gave for a prediction, so that ranked ones are not taken for its reasons."""
    if not claimed.predicted or not shown.paths:
        return ()
    chinese = language is Language.CHINESE
    if not shown.by_model:
        return (
            "模型本身未给出支持该预测的路径；所列路径按图谱排序选出。"
            if chinese
            else "The model itself gives no path of several steps for this prediction; the paths are the graph's best.",
        )
    own = "; ".join("".join(f"[{number}]" for number in path.facts) for path in shown.paths if path.by_model)
    return (f"模型本身给出的路径：{own}。" if chinese else f"Paths that the model itself rests on: {own}.",)


def unread_words(model: UnreadModel) -> str:
    """That a model could not be asked, and why."""
    return f"The model {model.name} cannot be read and was not asked: {model.why}"


def _unread(models: Sequence[UnreadModel], language: Language) -> tuple[str, ...]:
    """The models that could not be asked, and why."""
    if language is Language.CHINESE:
        return tuple(f"模型{one.name}无法读取，未予采用：{one.why}" for one in models)
    return tuple(map(unread_words, models))


def _remarks(cases: CaseFacts, language: Language) -> tuple[str, ...]:
    chinese = language is Language.CHINESE
    remarks = []
    if cases.having_both:
        shown = len(cases.both)
        remarks.append(
            f"{cases.having_both}份病历同时记录了该药物与该疾病（或其亚型），此处列出{shown}份。"
            if chinese
            else f"Notes whose patient takes the drug and has the condition or a subtype of it: "
            f"{cases.having_both}, of which {shown} shown."
        )
    if cases.harmed:
        shown = len(cases.harms)
        remarks.append(
            f"对该药物过敏或有不良反应的病历共{cases.harmed}份，此处列出{shown}份。"
            if chinese
            else f"Notes of an allergy or adverse reaction to the drug: {cases.harmed}, of which {shown} shown."
        )
    return tuple(remarks)
