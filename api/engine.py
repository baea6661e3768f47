"""The query API: one object that answers everything that a graph can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from api.engine_models import ModelVoice, predicting, readable_model
from api.engine_neighbors import Direction, neighbors_of
from api.engine_resolve import ends_of, resolve
from api.engine_store import open_projection
from api.engine_views import Views
from api.explain import explain, unread_words
from api.explain_claim import Claim, ExplainLimits, ExplainTools
from api.explain_facts import FactBook
from api.explain_notes import CaseReader
from api.explain_verify import SentenceVerifier, default_verifier
from api.facts import Language
from api.guard import check_query
from api.query_hints import query_warnings
from api.records import (
    DocumentAnswer,
    EvidenceItem,
    EvidenceList,
    Found,
    Hit,
    Neighbors,
    Paths,
    Predicted,
    Predictions,
    Support,
)
from api.records_explain import Explanation
from api.records_table import Table
from api.wording import LanguageModel, language_model
from kg.errors import InputError
from kg.graph import Graph
from kg.paths import FoundPaths, PathLimits, find_paths
from kg.records import Edge, Node, TextLocation
from kg.schema import Category
from kg.schema import category as category_named
from kg.schema import predicate as predicate_named
from kg.store.protocol import Parameter, QueryLimits, Store

UNREAD = "unread_model"
_LITTLE_COVERED = 0.8  # of a beginning or of words that are less than half of the name
_NEARLY_SO = 0.36  # a name's score when nine tenths of its letters are as typed


class Engine:
    """Answers questions to a graph directory; a context manager.

    Nodes are named by CURIE, cross-reference or whole name (English or Chinese). The graph is only read; when another
    process changes it, the next answer is of the new graph.

    Args:
        graph: the directory.
        store: answers Cypher; None opens the graph's own embedded store with the first query. A store that is handed
            in stays the caller's to close.
        verifier: reads every sentence of an explanation; None takes the one of :mod:`api.verify`.

    Raises:
        GraphDirectoryError: it is no graph, or it is broken.
        GraphVersionError: a newer medkg wrote it.
    """

    def __init__(
        self, graph: Path | str, *, store: Store | None = None, verifier: SentenceVerifier | None = None
    ) -> None:
        self._graph = Graph.open(Path(graph))
        self._views = Views(self._graph)
        self._store = store
        self._own_store: Store | None = None
        self._verifier = verifier or default_verifier

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the graph and the store that it opened; safe to call twice."""
        if self._own_store is not None:
            self._own_store.close()
            self._own_store = None
        self._graph.close()

    @property
    def graph(self) -> Graph:
        """The opened graph."""
        return self._graph

    def node(self, name: str, category: str | None = None, preferred: str | None = None) -> Node:
        """The one node with this CURIE, cross-reference or whole name.

        Args:
            name: as typed.
            category: only a node of this one.
            preferred: of nodes that share the name, those of this category are meant.

        Raises:
            NotFoundError: none, or several; the message lists what is near, or the candidates.
        """
        return resolve(name, self._views.names(), self._graph, {category} if category else (), _category(preferred))

    def find(self, text: str, category: str | None = None, limit: int = 10) -> Found:
        """Nodes by name, synonym, Chinese name, identifier or cross-reference, best first.

        Whole names come before beginnings, those before words in any order; a name that is spelt nearly so comes
        before names that are more than twice as long, and where nothing matches, names that are spelt much alike.

        Raises:
            SchemaError: an unknown category.
        """
        wanted = _category(category)
        names = self._views.names()
        matches = names.search(text, wanted, limit)
        if not matches or matches[0].score < _LITTLE_COVERED:
            near = names.near(text, {wanted} if wanted else (), limit)
            meant = tuple(one for one in near if not matches or one.score >= _NEARLY_SO)
            ids = {one.id for one in meant}
            matches = (*meant, *(one for one in matches if one.id not in ids))[:limit]
        nodes = ((match, self._graph.node(match.id)) for match in matches)
        return Found(text, tuple(Hit(node, one.matched, one.kind, one.score) for one, node in nodes if node))

    def neighbors(
        self, name: str, predicate: str | None = None, direction: Direction = "both", limit: int = 50
    ) -> Neighbors:
        """The edges of a node with the nodes at their other ends, denied claims and predictions included.

        Args:
            name: CURIE or name.
            predicate: only this one.
            direction: ``out``: the node is the subject; ``in``: the object; ``both``.
            limit: most neighbours; when it cuts, every predicate gets its turn.

        Raises:
            NotFoundError, SchemaError
        """
        if direction not in ("out", "in", "both"):
            raise InputError(f"{direction!r} is no direction.", "Say out, in or both.")
        node = self.node(name)
        wanted = predicate_named(predicate).name if predicate else None
        found, total = neighbors_of(self._graph, self._views.everything(), node.id, wanted, direction, limit)
        return Neighbors(node, found, total)

    def paths(self, source: str, target: str, limits: PathLimits | None = None) -> Paths:
        """The best simple paths between two nodes over general claims; case facts and predictions are left out.

        Raises:
            NotFoundError: an end is no node.
            InputError: both ends are the same node.
        """
        ends = self.node(source), self.node(target)
        found = find_paths(self._views.paths(), ends[0].id, ends[1].id, limits=limits)
        nodes = (self._graph.node(node) for node in sorted({node for path in found for node in path.nodes}))
        names = tuple((str(node.id), node.name) for node in nodes if node)
        return Paths(*ends, found.paths, names, found.found, found.exhausted, found.truncated, found.seconds)

    def predict(
        self,
        relation: str = "treats",
        head: str | None = None,
        tail: str | None = None,
        k: int = 10,
        model: str | None = None,
        category: str | None = None,
    ) -> Predictions:
        """The most plausible missing ends, what the graph already holds left out.

        Args:
            relation: a predicate that a model of the graph was trained on.
            head, tail: the given end, CURIE or name; exactly one.
            k: how many.
            model: name of the model; None takes the hybrid before the network before a baseline.
            category: of nodes that share the given name, those of this one are meant.

        Raises:
            InputError: both or no ends.
            NotFoundError: the node, or a model, is missing.
            ModelMismatchError: the model does not know the relation.
        """
        if (head is None) == (tail is None):
            raise InputError("A prediction needs one end, the head or the tail.", "Give exactly one of them.")
        subjects, objects = ends_of(relation)
        wanted = _category(category)
        given = self._end(head, subjects, wanted) if head is not None else self._end(str(tail), objects, wanted)
        tools = predicting()
        query = tools.Query(relation, given.id if head is not None else None, None if head is not None else given.id, k)
        trained, unread = readable_model(self._graph.layout.models, self._views, relation, model)
        found = tools.ask(trained, query)
        candidates = []
        for one in found.predictions:
            node = self._graph.node(one.object if head is not None else one.subject)
            if node:
                chance, share = (one.probability, None) if one.calibrated else (None, one.probability)
                candidates.append(Predicted(one.rank, node, chance, share, one.known, one.denied))
        missing = "tail" if head is not None else "head"
        support = tuple(Support(str(one.kind), one.text) for one in found.support)
        support += tuple(Support(UNREAD, unread_words(one)) for one in unread)
        return Predictions(relation, given, missing, tuple(candidates), trained.card.model, support, found.hidden)

    def explain(
        self,
        subject: str,
        predicate: str,
        object: str,  # noqa: A002
        *,
        language: Language | str = Language.ENGLISH,
        wording: LanguageModel | str | None = None,
        limits: ExplainLimits | None = None,
    ) -> Explanation:
        """Why a claim is, may be, or is not so: numbered facts, paths, and sentences that cite them.

        Args:
            subject, object: CURIE or name.
            predicate: such as ``treats``.
            language: ``en`` or ``zh``.
            wording: a language model, or its string, that words the facts; None for the template.
            limits: how many paths and cases.

        Raises:
            NotFoundError, SchemaError
            InputError: another language, or an unknown kind of language model.
        """
        rule = predicate_named(predicate)
        ends = self._end(subject, rule.subjects), self._end(object, rule.objects)
        if ends[0].id == ends[1].id:
            raise InputError(f"Both ends of the claim are {ends[0].id}.", "Ask about two different nodes.")
        claim = Claim(ends[0].id, rule.name, ends[1].id)
        model = language_model(wording) if wording is not None else None
        return explain(claim, self._tools(), _language(language), model, limits)

    def evidence(self, edge: Edge) -> EvidenceList:
        """What an edge rests on, with the words or the record of each; supporting first, surest first."""
        book = FactBook(self._graph)
        items = []
        for one in sorted(self._graph.evidence_of(edge), key=lambda one: one.negated):
            section = one.location.section if isinstance(one.location, TextLocation) else ""
            items.append(EvidenceItem(book.citation(one), one.negated, one.extractor, one.score, section))
        names = book.entity(edge.subject).name, book.entity(edge.object).name
        return EvidenceList(edge, f"{names[0]} {edge.relationship_type} {names[1]}", tuple(items))

    def document(self, name: str) -> DocumentAnswer:
        """A stored document by id or name.

        Raises:
            NotFoundError: none; the message lists near names.
        """
        return DocumentAnswer(self._graph.document(name))

    def cypher(
        self, query: str, parameters: Mapping[str, Parameter] | None = None, limits: QueryLimits | None = None
    ) -> Table:
        """Runs one reading query. The guard reads it before any store does.

        Raises:
            GuardError: it writes, loads, calls, or uses what the allow-list lacks.
            QueryError: it does not parse, or this store cannot run it.
            QueryTimeoutError: it ran over its time.
            StoreUnavailableError: the store cannot be reached.
        """
        limits = limits or QueryLimits()
        checked = check_query(query)
        store = self._opened()
        rows = store.query(checked.text, parameters, limits)
        return Table(rows, query_warnings(checked, rows, store, self._views))

    def _opened(self) -> Store:
        if self._store is not None:
            return self._store
        if self._own_store is None or self._own_store.content_hash() != self._graph.content_hash():
            if self._own_store is not None:
                self._own_store.close()
            self._own_store = open_projection(self._graph)
        return self._own_store

    def _end(self, name: str, categories: frozenset[Category], preferred: str | None = None) -> Node:
        return resolve(name, self._views.names(), self._graph, categories, preferred)

    def _tools(self) -> ExplainTools:
        cases = CaseReader(self._graph, self._views.cases())
        models = ModelVoice(self._graph.layout.models, self._views)
        return ExplainTools(
            self._graph, self._ranked_paths, cases, self._verifier, models.paths, models.predicted, models.unread
        )

    def _ranked_paths(self, source: str, target: str, limits: PathLimits) -> FoundPaths | tuple[()]:
        positions = self._views.known().positions
        if source not in positions or target not in positions:
            return ()
        return find_paths(self._views.paths(), source, target, limits=limits)


def _category(name: str | None) -> str | None:
    return category_named(name).value if name else None


def _language(name: Language | str) -> Language:
    try:
        return Language(name)
    except ValueError:
        raise InputError(f"{name!r} is no language of answers.", f"Known: {', '.join(Language)}.") from None
