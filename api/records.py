"""The answers of the query API. All are frozen, and print well in a terminal and in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from api.facts import Citation
from api.render import Shown, View, number, shortened
from kg.paths import Path
from kg.records import Edge, Node, StoredDocument
from kg.store.properties import told_severity, told_status

_SHOWN_TEXT = 4000


class MatchKind(StrEnum):
    """How a search text matched a node, surest first."""

    IDENTIFIER = "identifier"
    NAME = "name"
    SYNONYM = "synonym"
    PREFIX = "prefix"
    WORDS = "words"
    SPELLING = "spelling"  # no whole word, but a name that is spelt much like it


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that a search found.

    Attributes:
        matched: the name, synonym or identifier that matched.
        score: 0 to 1, higher is better; 1 for an identifier or the preferred name.
    """

    node: Node
    matched: str
    kind: MatchKind
    score: float


@dataclass(frozen=True, slots=True)
class Found(Shown):
    """The answer of ``find``, best first."""

    text: str
    hits: tuple[Hit, ...]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, position: int) -> Hit:
        return self.hits[position]

    def views(self) -> tuple[View, ...]:
        """One table."""
        rows = tuple(
            (hit.node.id, hit.node.category, hit.node.name, hit.node.name_zh, f"{hit.kind}: {hit.matched}")
            for hit in self.hits
        )
        notes = () if rows else ("Nothing found. Try fewer words, or leave out the category.",)
        return (View(f"Found for {self.text!r}", ("id", "category", "name", "Chinese", "matched"), rows, notes),)


@dataclass(frozen=True, slots=True)
class Neighbor:
    """An edge and the node at its other end; ``outgoing`` when the asked node is the subject."""

    edge: Edge
    node: Node
    outgoing: bool


@dataclass(frozen=True, slots=True)
class Neighbors(Shown):
    """The answer of ``neighbors``: by predicate, surest first.

    Attributes:
        total: how many there are; more than ``neighbors`` holds when the limit cut them off.
    """

    node: Node
    neighbors: tuple[Neighbor, ...]
    total: int

    def __iter__(self) -> Iterator[Neighbor]:
        return iter(self.neighbors)

    def __len__(self) -> int:
        return len(self.neighbors)

    def __getitem__(self, position: int) -> Neighbor:
        return self.neighbors[position]

    def views(self) -> tuple[View, ...]:
        """One table."""
        rows: tuple[tuple[str, ...], ...] = tuple(
            (
                f"{'' if one.outgoing else '← '}{one.edge.relationship_type}{' →' if one.outgoing else ''}",
                one.node.name,
                one.node.id,
                one.edge.knowledge_level.value,
                "denied" if one.edge.negated else number(one.edge.belief),
                str(one.edge.support + one.edge.against),
                _told(one.edge),
            )
            for one in self.neighbors
        )
        more = self.total - len(rows)
        columns: tuple[str, ...] = ("relation", "node", "id", "level", "belief", "evidence", "status or severity")
        notes = (f"{more} more: raise the limit, or name a predicate.",) if more > 0 else ()
        if not any(row[-1] for row in rows):
            rows, columns = tuple(row[:-1] for row in rows), columns[:-1]
        return (View(f"{self.node.name} ({self.node.id})", columns, rows, notes),)


@dataclass(frozen=True, slots=True)
class Paths(Shown):
    """The answer of ``paths``, best first.

    Attributes:
        names: ``(id, name)`` of every node on the paths.
        exhausted: every path within the limits was met.
        truncated: there are, or may be, more than are here.
    """

    source: Node
    target: Node
    paths: tuple[Path, ...]
    names: tuple[tuple[str, str], ...]
    found: int
    exhausted: bool
    truncated: bool
    seconds: float

    def __iter__(self) -> Iterator[Path]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, position: int) -> Path:
        return self.paths[position]

    def views(self) -> tuple[View, ...]:
        """One table."""
        names = dict(self.names)
        rows = tuple((number(path.score), path_text(path, names)) for path in self.paths)
        notes = [f"{len(rows)} of {self.found} paths shown."] if self.truncated else []
        if not self.exhausted:
            notes.append("The search stopped at its limit of edges or time: there may be better paths.")
        if not rows:
            notes.append("No path within the limits.")
        return (View(f"{self.source.name} … {self.target.name}", ("score", "path"), rows, tuple(notes)),)


@dataclass(frozen=True, slots=True)
class Predicted:
    """One candidate of a prediction.

    Attributes:
        rank: from 1, best first.
        probability: 0 to 1, calibrated on held-out links: the belief of the prediction once it is saved; None where
            the model could not be calibrated.
        share_ranked_lower: 0 to 1, the share of candidates that the model ranks no higher; None where there is a
            probability.
        known: the graph holds the claim already, from evidence that is no prediction.
        denied: the graph holds evidence against the claim.
    """

    rank: int
    node: Node
    probability: float | None
    share_ranked_lower: float | None
    known: bool
    denied: bool = False

    @property
    def score(self) -> float:
        """The one of the two that there is; higher is better."""
        return self.probability if self.probability is not None else self.share_ranked_lower or 0.0


@dataclass(frozen=True, slots=True)
class Support:
    """Something that predictions do not rest on.

    Attributes:
        kind: ``no_edges``, ``new_node``, ``low_degree``, ``low_score``: the query lies outside what the model has
            seen; ``other_data``: the graph has changed since the training; ``unread_model``: a model before this one
            could not be read.
        text: a sentence.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Predictions(Shown):
    """The answer of ``predict``: candidates for the missing end, best first.

    Attributes:
        given: the end that was asked about.
        missing: ``head`` or ``tail``.
        model: name of the model that ranked them.
        support: empty when the query lies within what the model has seen.
        hidden: how many candidates are left out because the graph holds the link already; ranks count them.
    """

    relation: str
    given: Node
    missing: str
    candidates: tuple[Predicted, ...]
    model: str
    support: tuple[Support, ...] = ()
    hidden: int = 0

    def __iter__(self) -> Iterator[Predicted]:
        return iter(self.candidates)

    def __len__(self) -> int:
        return len(self.candidates)

    def __getitem__(self, position: int) -> Predicted:
        return self.candidates[position]

    def views(self) -> tuple[View, ...]:
        """One table."""
        rows = tuple(
            (
                str(one.rank),
                one.node.name,
                one.node.id,
                number(one.score),
                "known" if one.known else "known not to hold" if one.denied else "",
            )
            for one in self.candidates
        )
        claim = (
            ("?", self.relation, self.given.name) if self.missing == "head" else (self.given.name, self.relation, "?")
        )
        links = "link that the graph already holds is" if self.hidden == 1 else "links that the graph already holds are"
        notes = (
            f"Ranked by {self.model}. Predictions are hypotheses, not evidence.",
            *((f"{self.hidden:,} {links} not shown; ranks count them.",) if self.hidden else ()),
            *(one.text for one in self.support),
        )
        calibrated = any(one.probability is not None for one in self.candidates)
        score = "probability (calibrated)" if calibrated else "share of candidates ranked lower"
        return (View(" ".join(claim), ("rank", "candidate", "id", score, "in the graph"), rows, notes),)


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One evidence record with the place where it stands."""

    citation: Citation
    denies: bool
    extractor: str
    score: float
    section: str


@dataclass(frozen=True, slots=True)
class EvidenceList(Shown):
    """The answer of ``evidence``: what an edge rests on, supporting first."""

    edge: Edge
    claim: str
    items: tuple[EvidenceItem, ...]

    def __iter__(self) -> Iterator[EvidenceItem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, position: int) -> EvidenceItem:
        return self.items[position]

    def views(self) -> tuple[View, ...]:
        """One table."""
        rows = tuple(
            (
                "denies" if item.denies else "supports",
                item.citation.document_name,
                f"{item.citation.start}-{item.citation.end}" if item.citation.document else "",
                shortened(item.citation.quote),
                item.extractor,
                number(item.score),
            )
            for item in self.items
        )
        return (View(f"Evidence: {self.claim}", ("", "where", "at", "words", "extractor", "score"), rows),)


@dataclass(frozen=True, slots=True)
class DocumentAnswer(Shown):
    """A stored document: masked text, every offset true to the original."""

    document: StoredDocument

    def views(self) -> tuple[View, ...]:
        """The text, with its name."""
        document = self.document
        cut = len(document.text) - _SHOWN_TEXT
        notes = [f"{len(document.masked)} masked spans."] + ([f"{cut} more characters."] if cut > 0 else [])
        title = f"{document.name} ({document.id}, {document.kind}, {document.language})"
        return (View(title, (), ((document.text[:_SHOWN_TEXT],),), tuple(notes)),)


def _told(edge: Edge) -> str:
    """The status of what a case takes, the severity of an interaction."""
    triples = [(one.key, one.value, one.source) for one in edge.qualifiers]
    return told_status(triples) or "; ".join(told_severity(triples))


def path_text(path: Path, names: dict[str, str]) -> str:
    """A path on one line, arrows in the direction of the edges."""
    parts = [names.get(path.nodes[0], path.nodes[0])]
    for hop, node in zip(path.hops, path.nodes[1:], strict=True):
        arrow = f"—{hop.predicate}→" if hop.forward else f"←{hop.predicate}—"
        parts += [arrow, names.get(node, node)]
    return " ".join(parts)
