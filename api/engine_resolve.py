"""From what a user typed, a CURIE or a name, to the one node that it means."""

from __future__ import annotations

from collections.abc import Collection

from api.near_names import HAN
from api.records import MatchKind
from api.search import Match, NameIndex
from kg.errors import InputError, NotFoundError
from kg.graph import Graph
from kg.records import Node
from kg.schema import Category, predicate

_OPTIONS = {
    Category.DRUG: "--drug",
    Category.CHEMICAL_ENTITY: "--head",
    Category.DISEASE: "--disease",
    Category.PHENOTYPIC_FEATURE: "--tail",
}
CASE_NAME = "Case {}"
"""How the case of a note is called, so that the note's name finds it."""
_SUGGESTED = 5
_LOOKED_AT = 50
_LEAST_COVERED = 0.4  # of a name, by letters that end within a word: "foo" is no "Food allergy"
_SPELT = 4  # letters, from which a name of another category may be meant
# One concept that two vocabularies name: of such a pair the first is meant.
_MEANT = (
    (Category.DISEASE, Category.PHENOTYPIC_FEATURE),
    (Category.DRUG, Category.CHEMICAL_ENTITY),
)


def resolve(
    text: str, names: NameIndex, graph: Graph, categories: Collection[str] = (), preferred: str | None = None
) -> Node:
    """The node with this id, cross-reference or whole name.

    The name of a note means its case.

    An id comes before a preferred name, and that before a synonym or cross-reference. Among nodes of one preferred name
    the only disease comes before phenotypes, and the only drug before chemical entities. A phenotype's name that is a
    synonym of the only disease with the same Chinese name means that disease ("hypertension": 高血压 is both). Any
    other ambiguity is an error, that of two synonyms too: "MS" may be a disease and an unrelated finding.

    Args:
        text: as typed.
        names: of the graph's nodes.
        graph: where the node is read.
        categories: only nodes of these; empty for any.
        preferred: of nodes that share a name, those of this category are meant, where there are such.

    Raises:
        NotFoundError: none, with what is near; or several, with their ids.
    """
    if not text.strip():
        raise InputError("An empty name was given.", "Give an identifier, or a name.")
    node = graph.node(text.strip())
    if node is not None:
        if categories and preferred and node.category not in categories:
            raise _of_another_category(text, node, categories)
        return node
    named = names.exact(text) or names.exact(CASE_NAME.format(text))
    exact = [match for match in named if not categories or _category(match, graph) in categories]
    exact = [match for match in exact if _category(match, graph) == preferred] or exact
    for kind in (MatchKind.IDENTIFIER, MatchKind.NAME, MatchKind.SYNONYM):
        found = [match for match in exact if match.kind is kind]
        meant = _meant(found, graph, prefer=kind is MatchKind.NAME)
        if kind is MatchKind.NAME and meant is not None and meant.category == Category.PHENOTYPIC_FEATURE:
            meant = _same_disease(meant, exact, graph) or meant
        if meant is not None:
            return meant
        if found:
            raise NotFoundError(
                f"{text!r} is the name of several nodes: {_listed(found, graph)}.",
                "Give the identifier of one, or in a prediction say what it is: --drug, --disease.",
            )
    other = graph.node(named[0].id) if named else None
    if other is not None:
        raise _of_another_category(text, other, categories)
    raise NotFoundError(f"The graph holds no node called {text!r}.", _suggestion(text, names, graph, categories))


def _of_another_category(text: str, node: Node, categories: Collection[str]) -> NotFoundError:
    """The name is known, but such a node cannot stand at this end."""
    wanted = " or ".join(sorted(map(str, categories)))
    option = next((option for category, option in _OPTIONS.items() if node.category == category), "")
    how = f"To ask about it, give it as {option} '{text}'. " if option else ""
    return NotFoundError(
        f"{text!r} is {node.id}, {_article(node.category)} {node.category}; {_article(wanted)} {wanted} is asked for.",
        f"{how}For a node of that category look by name: medkg find '{text}' --category {sorted(categories)[0]}.",
    )


def _article(word: str) -> str:
    return "an" if word[:1] in "AEIOU" else "a"


def _suggestion(text: str, names: NameIndex, graph: Graph, categories: Collection[str]) -> str:
    """What may have been meant: names that hold its words, else names that are spelt alike."""
    likely = tuple(one for one in names.search(text, limit=_LOOKED_AT) if _is_likely(one, text))
    near = tuple(one for one in likely if not categories or _category(one, graph) in categories)
    if len(text.strip()) >= _SPELT or HAN.search(text):
        near = near or likely
    near = near or names.near(text, categories, _SUGGESTED)
    if len(text.strip()) >= _SPELT:
        near = near or names.near(text, limit=_SUGGESTED)
    if not near:
        return "Look for it by fewer words: medkg find WORDS, or Engine.find."
    return f"Did you mean {_listed(near[:_SUGGESTED], graph)}?"


def _is_likely(match: Match, text: str) -> bool:
    """Whether a text may have been meant for a name: as whole words of it, or as more than a few of its letters."""
    key, name = text.strip().casefold(), match.matched.casefold()
    if match.kind is not MatchKind.PREFIX or HAN.search(key) or not name[len(key) : len(key) + 1].isalnum():
        return True
    return len(key) >= _LEAST_COVERED * len(name)


def ends_of(predicate_name: str) -> tuple[frozenset[Category], frozenset[Category]]:
    """The categories that a predicate takes as subject and object; empty for any.

    Raises:
        SchemaError: an unknown predicate.
    """
    rule = predicate(predicate_name)
    return rule.subjects, rule.objects


def _meant(matches: Collection[Match], graph: Graph, *, prefer: bool) -> Node | None:
    """The one node of the matches, or with ``prefer`` the one that goes before all others; else None."""
    nodes = [node for node in (graph.node(match.id) for match in matches) if node]
    if len(nodes) == 1:
        return nodes[0]
    for first, second in _MEANT if prefer else ():
        firsts = [node for node in nodes if node.category == first]
        if len(firsts) == 1 and all(node.category == second for node in nodes if node is not firsts[0]):
            return firsts[0]
    return None


def _same_disease(phenotype: Node, matches: Collection[Match], graph: Graph) -> Node | None:
    """The only disease among the matches, if its Chinese name is the phenotype's."""
    nodes = (graph.node(match.id) for match in matches)
    diseases = [node for node in nodes if node and node.category == Category.DISEASE]
    same = len(diseases) == 1 and phenotype.name_zh != "" and diseases[0].name_zh == phenotype.name_zh
    return diseases[0] if same else None


def _category(match: Match, graph: Graph) -> str:
    node = graph.node(match.id)
    return node.category if node else ""


def _listed(matches: Collection[Match], graph: Graph) -> str:
    nodes = [graph.node(match.id) for match in matches]
    return ", ".join(f"{node.id} ({node.category}, {node.name})" for node in nodes if node)
