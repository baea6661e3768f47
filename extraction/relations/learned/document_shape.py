"""Where in a document the two concepts of a pair stand, how often, and who their rivals are: numbers for trees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.relations.learned.document_knowledge import Knowledge
from extraction.relations.learned.document_pairs import Pair, nearest, same_sentence
from extraction.relations.learned.document_view import Concept, View
from extraction.relations.learned.document_words import closest

SHAPE = (
    "head_mentions", "tail_mentions", "head_share", "tail_share", "heads_more_frequent", "tails_more_frequent",
    "head_in_title", "tail_in_title", "both_in_title", "head_opens", "tail_opens", "head_closes", "tail_closes",
    "both_close", "shared_sentences", "shared_of_tail", "shared_of_head", "shared_is_title", "shared_is_last",
    "sentence_distance", "shared_distance", "word_distance", "nearer_heads", "nearer_tails", "behind_nearest_head",
    "behind_nearest_tail", "head_first", "heads", "tails", "sentences", "head_start", "tail_start", "head_end",
    "tail_end", "head_sentences", "tail_sentences", "tail_narrower", "tail_broader", "narrower_shared",
    "broader_shared", "narrower_mentions", "tail_depth", "head_depth", "treats", "head_treats_other",
    "tail_treated_by_other", "same_words",
)  # fmt: skip
"""What the columns of :func:`shapes` hold, in order."""

_FAR = 200


@dataclass(frozen=True, slots=True)
class _Rivals:
    """What the pairs of one document share."""

    heads: tuple[int, ...]
    tails: tuple[int, ...]
    mentions: tuple[int, int]
    shared: dict[Pair, list[int]]
    near: dict[Pair, int]
    by_head: dict[int, list[Pair]]
    by_tail: dict[int, list[Pair]]
    kin: Kin
    treats: dict[Pair, int]


@dataclass(frozen=True, slots=True)
class Kin:
    """For each tail the tails of the document that are broader, and those that are narrower, by places in the view."""

    broader: dict[int, list[int]]
    narrower: dict[int, list[int]]


def shapes(view: View, pairs: Sequence[Pair], kin: Kin, knowledge: Knowledge) -> NDArray[np.float32]:
    """Shape ``[pairs, len(SHAPE)]``. The rivals of a pair are the other pairs given here."""
    if not pairs:
        return np.zeros((0, len(SHAPE)), dtype=np.float32)
    rivals = _rivals(view, pairs, kin, knowledge)
    return np.asarray([_row(view, pair, rivals, knowledge) for pair in pairs], dtype=np.float32)


def kin_of(view: View, pairs: Sequence[Pair], knowledge: Knowledge) -> Kin:
    """Which tails of these pairs stand above one another in the hierarchy."""
    tails = tuple(dict.fromkeys(one.tail for one in pairs))
    ids = [concept.id for concept in view.concepts]
    known = [one for one in tails if ids[one] in knowledge.trees]
    broader: dict[int, list[int]] = {one: [] for one in tails}
    narrower: dict[int, list[int]] = {one: [] for one in tails}
    for one in known:
        for other in known:
            if knowledge.is_broader(ids[one], ids[other]):
                broader[other].append(one)
                narrower[one].append(other)
    return Kin(broader, narrower)


def _rivals(view: View, pairs: Sequence[Pair], kin: Kin, knowledge: Knowledge) -> _Rivals:
    concepts = view.concepts
    by_head: dict[int, list[Pair]] = {}
    by_tail: dict[int, list[Pair]] = {}
    for pair in pairs:
        by_head.setdefault(pair.head, []).append(pair)
        by_tail.setdefault(pair.tail, []).append(pair)
    return _Rivals(
        heads=tuple(by_head),
        tails=tuple(by_tail),
        mentions=(sum(len(concepts[one].places) for one in by_head), sum(len(concepts[one].places) for one in by_tail)),
        shared={pair: same_sentence(concepts[pair.head], concepts[pair.tail]) for pair in pairs},
        near={pair: _nearest(concepts[pair.head], concepts[pair.tail]) for pair in pairs},
        by_head=by_head,
        by_tail=by_tail,
        kin=kin,
        treats={pair: knowledge.treats(concepts[pair.head].id, concepts[pair.tail].id) for pair in pairs},
    )


def _row(view: View, pair: Pair, rivals: _Rivals, knowledge: Knowledge) -> tuple[float, ...]:
    head, tail = view.concepts[pair.head], view.concepts[pair.tail]
    return (
        *_frequencies(view, head, tail, rivals),
        *_sections(view, head, tail),
        *_together(view, pair, rivals),
        *_distances(view, pair, rivals),
        *_places(view, head, tail, rivals),
        *_hierarchy(view, pair, rivals, knowledge),
        *_treatment(pair, rivals),
        float(bool(set(head.names) & set(tail.names))),
    )


def _frequencies(view: View, head: Concept, tail: Concept, rivals: _Rivals) -> tuple[float, ...]:
    heads, tails = len(head.places), len(tail.places)
    return (
        heads,
        tails,
        heads / rivals.mentions[0],
        tails / rivals.mentions[1],
        sum(len(view.concepts[one].places) > heads for one in rivals.heads),
        sum(len(view.concepts[one].places) > tails for one in rivals.tails),
    )


def _sections(view: View, head: Concept, tail: Concept) -> tuple[float, ...]:
    last = len(view.bounds) - 1
    heads, tails = ({one.sentence for one in concept.places} for concept in (head, tail))
    title = (0 in heads, 0 in tails)
    closes = (last in heads, last in tails)
    return (*title, all(title), 1 in heads, 1 in tails, *closes, all(closes))


def _together(view: View, pair: Pair, rivals: _Rivals) -> tuple[float, ...]:
    shared = rivals.shared[pair]
    of_tail = sum(len(rivals.shared[one]) for one in rivals.by_tail[pair.tail])
    of_head = sum(len(rivals.shared[one]) for one in rivals.by_head[pair.head])
    return (
        len(shared),
        len(shared) / max(1, of_tail),
        len(shared) / max(1, of_head),
        0 in shared,
        len(view.bounds) - 1 in shared,
    )


def _distances(view: View, pair: Pair, rivals: _Rivals) -> tuple[float, ...]:
    head, tail = view.concepts[pair.head], view.concepts[pair.tail]
    near = rivals.near[pair]
    closests = [closest(head, tail, sentence) for sentence in rivals.shared[pair]]
    of_tail = [rivals.near[one] for one in rivals.by_tail[pair.tail]]
    of_head = [rivals.near[one] for one in rivals.by_head[pair.head]]
    first = sum(one < other for one, other in closests) / len(closests) if closests else -1.0
    return (
        _apart([one.sentence for one in head.places], [one.sentence for one in tail.places]),
        min((abs(one - other) for one, other in closests), default=_FAR),
        near,
        sum(one < near for one in of_tail),
        sum(one < near for one in of_head),
        near - min(of_tail),
        near - min(of_head),
        first,
    )


def _places(view: View, head: Concept, tail: Concept, rivals: _Rivals) -> tuple[float, ...]:
    words = max(1, len(view.words))
    return (
        len(rivals.heads),
        len(rivals.tails),
        len(view.bounds),
        head.places[0].word / words,
        tail.places[0].word / words,
        head.places[-1].word / words,
        tail.places[-1].word / words,
        len({one.sentence for one in head.places}),
        len({one.sentence for one in tail.places}),
    )


def _hierarchy(view: View, pair: Pair, rivals: _Rivals, knowledge: Knowledge) -> tuple[float, ...]:
    narrower, broader = rivals.kin.narrower[pair.tail], rivals.kin.broader[pair.tail]
    return (
        len(narrower),
        len(broader),
        sum(bool(rivals.shared.get(Pair(pair.head, one))) for one in narrower),
        sum(bool(rivals.shared.get(Pair(pair.head, one))) for one in broader),
        max((len(view.concepts[one].places) for one in narrower), default=0),
        knowledge.depth(view.concepts[pair.tail].id),
        knowledge.depth(view.concepts[pair.head].id),
    )


def _treatment(pair: Pair, rivals: _Rivals) -> tuple[float, ...]:
    return (
        rivals.treats[pair],
        max(rivals.treats[one] for one in rivals.by_head[pair.head]),
        max(rivals.treats[one] for one in rivals.by_tail[pair.tail]),
    )


def _nearest(head: Concept, tail: Concept) -> int:
    return _apart([one.word for one in head.places], [one.word for one in tail.places])


def _apart(heads: Sequence[int], tails: Sequence[int]) -> int:
    one, other = nearest(heads, tails)
    return abs(heads[one] - tails[other])
