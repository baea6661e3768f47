"""The facts of an answer as a drawing: what is drawn, and where, so that nothing lies on anything else.

The claim's subject stands at the left and its object at the right. What is left of the graph without these two falls
apart into pieces; each gets lanes of its own between them, so names do not overlap and few lines cross.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from api.facts import Fact
from api.report.records import ReportAnswer
from kg.records import KnowledgeLevel

Links = dict[str, set[str]]
Lane = dict[str, float]
_GAP = 0.25  # of the width: neighbours in a lane are at least this far apart


class Place(NamedTuple):
    """Where a node stands: ``across`` 0 (left) to 1 (right), its lane from the top, and the room beside it."""

    across: float
    lane: float
    room: float


@dataclass(frozen=True, slots=True)
class Kind:
    """How one family of categories looks.

    Attributes:
        key: names its colour in the style sheet (``--k-gene``).
        glyph: its sign in the legend; shape: the same in Cytoscape's words.
    """

    key: str
    label: str
    glyph: str
    shape: str


_DRUG = Kind("drug", "drug or chemical", "●", "ellipse")
_DISEASE = Kind("disease", "disease", "◆", "diamond")
_PHENOTYPE = Kind("phenotype", "phenotype or symptom", "▲", "triangle")
_GENE = Kind("gene", "gene or variant", "⬢", "hexagon")
_PROCESS = Kind("process", "pathway or process", "⬟", "pentagon")
_CASE = Kind("case", "case or publication", "■", "rectangle")
_OTHER = Kind("other", "other", "★", "star")
_KINDS = {
    "Drug": _DRUG, "ChemicalEntity": _DRUG, "Disease": _DISEASE, "PhenotypicFeature": _PHENOTYPE, "Gene": _GENE,
    "SequenceVariant": _GENE, "Pathway": _PROCESS, "BiologicalProcess": _PROCESS, "MolecularActivity": _PROCESS,
    "Case": _CASE, "Publication": _CASE,
}  # fmt: skip


def kind_of(category: str) -> Kind:
    """How a node of this category looks."""
    return _KINDS.get(category, _OTHER)


def kinds_of(facts: tuple[Fact, ...]) -> tuple[Kind, ...]:
    """The kinds that a legend of these facts explains, in order of appearance."""
    return tuple(dict.fromkeys(kind_of(end.category) for fact in facts for end in (fact.subject, fact.object)))


def elements(answer: ReportAnswer) -> Markup:
    """Cytoscape's nodes and edges as JSON, safe inside a script element.

    A node carries its :class:`Place`, an edge its fact's number.
    """
    places = _places(answer)
    ends = {end.id: end for fact in answer.facts for end in (fact.subject, fact.object)}
    nodes = [
        {"data": {"id": end.id, "label": end.name, "kind": kind.key, "shape": kind.shape, **places[end.id]._asdict()}}
        for end in ends.values()
        for kind in (kind_of(end.category),)
    ]
    text = json.dumps(nodes + [_edge(fact) for fact in answer.facts], ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _edge(fact: Fact) -> dict[str, dict[str, object]]:
    return {
        "data": {
            "id": f"fact {fact.number}",
            "source": fact.subject.id,
            "target": fact.object.id,
            "number": fact.number,
            "label": f"{'not ' if fact.negated else ''}{fact.predicate.replace('_', ' ')}",
            "predicted": fact.knowledge_level is KnowledgeLevel.PREDICTION,
            "negated": fact.negated,
        }
    }


def _places(answer: ReportAnswer) -> dict[str, Place]:
    links: Links = {}
    for fact in answer.facts:
        links.setdefault(fact.subject.id, set()).add(fact.object.id)
        links.setdefault(fact.object.id, set()).add(fact.subject.id)
    if not links:
        return {}
    first = answer.facts[0]
    left = answer.subject if answer.subject in links else first.subject.id
    right = answer.object if answer.object in links else first.object.id
    from_left, from_right = (_distances(links, start, {left, right}) for start in (left, right))
    lanes = [_lanes(part, from_left, from_right) for part in _parts(links, {left, right})]
    direct = sum({fact.subject.id, fact.object.id} == {left, right} for fact in answer.facts)
    return _stack(lanes, direct, left, right)


def _distances(links: Links, start: str, ends: set[str]) -> dict[str, int]:
    """Steps from ``start``, never through one of the ends."""
    found, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        if node != start and node in ends:
            continue
        for near in links[node] - found.keys():
            found[near] = found[node] + 1
            queue.append(near)
    return found


def _parts(links: Links, ends: set[str]) -> list[list[str]]:
    """Connected pieces without the ends, in the order in which the facts name them."""
    inner = {node: near - ends for node, near in links.items() if node not in ends}
    seen: set[str] = set()
    parts = []
    for node in inner:
        if node not in seen:
            reached = _distances(inner, node, set())
            seen |= reached.keys()
            parts.append([one for one in inner if one in reached])
    return parts


def _lanes(part: list[str], from_left: dict[str, int], from_right: dict[str, int]) -> list[Lane]:
    """The part's nodes placed across by their distances from the ends, in lanes where each has room for its name."""

    def across(node: str) -> float:
        before, after = from_left.get(node), from_right.get(node)
        if before is None or after is None:
            return 0.5 if before == after else 0.75 if before is None else 0.25
        return round(before / (before + after), 3)

    lanes: list[Lane] = []
    for node in sorted(part, key=lambda one: abs(across(one) - 0.5)):
        at = across(node)
        lane = next((lane for lane in lanes if all(abs(at - other) >= _GAP for other in lane.values())), None)
        if lane is None:
            lanes.append(lane := {})
        lane[node] = at
    return lanes


def _stack(parts: list[list[Lane]], direct: int, left: str, right: str) -> dict[str, Place]:
    """All lanes from top to bottom, the middle left free for the direct lines between the ends.

    Nodes half-way across lie innermost: so the lines that leave an end grow steeper outwards, and none hides another.
    """
    above: list[Lane] = []
    below: list[Lane] = []
    for part in sorted(parts, key=lambda lanes: max(abs(at - 0.5) for lane in lanes for at in lane.values())):
        (above if len(above) <= len(below) else below).extend(part)
    free = max(1, (direct + 1) // 2)
    middle = len(above) + (free - 1) / 2
    places = {left: Place(0.0, middle, _GAP), right: Place(1.0, middle, _GAP)}
    for row, lane in [*enumerate(reversed(above)), *enumerate(below, len(above) + free)]:
        for node, at in lane.items():
            room = min([0.5, *(abs(at - other) for other in lane.values() if other != at)])
            places[node] = Place(at, row, room)
    return places
