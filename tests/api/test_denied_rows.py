"""A table says that a claim is denied where the number, the belief that it holds, would read as disbelief."""

from dataclasses import replace

import pytest

from api.engine import Engine
from api.facts import Entity, Fact, Language
from api.realise import belief_words
from kg.belief import CALIBRATED_PROBABILITY
from kg.identifiers import Curie
from kg.records import KnowledgeLevel

FACT = Fact(
    1, Entity(Curie("case:1"), "Case", "a.txt"), "takes", Entity(Curie("CHEBI:1"), "Drug", "aspirin"), True,
    KnowledgeLevel.OBSERVATION, 0.0, (),
)  # fmt: skip


@pytest.mark.parametrize(("language", "denied"), [(Language.ENGLISH, "denied"), (Language.CHINESE, "否定")])
def test_a_denied_fact(language, denied):
    assert belief_words(FACT, language) == denied
    assert belief_words(replace(FACT, negated=False, belief=0.81), language) == "0.81"
    predicted = replace(FACT, negated=False, belief=0.1, scale=CALIBRATED_PROBABILITY)
    assert belief_words(predicted, language).startswith("0.1") and len(belief_words(predicted, language)) > 3


def test_a_denied_neighbour(answer_graph):
    with Engine(answer_graph) as engine:
        found = engine.neighbors("metformin", "treats")
    (view,) = found.views()
    at = view.columns.index("belief")
    shown = [row[at] for row in view.rows]
    assert [cell == "denied" for cell in shown] == [one.edge.negated for one in found]
    assert "denied" in shown
