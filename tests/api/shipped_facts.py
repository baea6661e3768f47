"""Facts and random paths from the shipped tables, as an answer would show them."""

import random
from collections import defaultdict
from functools import cache

import pyarrow.parquet as pq

from api.facts import Citation, Entity, Fact
from kg.records import AgentType, KnowledgeLevel, Qualifier
from kg.shipped import data_path
from kg.vocabulary import Vocabulary

COLUMNS = ["subject", "predicate", "object", "negated", "knowledge_level", "agent_type", "qualifiers", "record"]


@cache
def vocabulary():
    return Vocabulary.shipped()


@cache
def entity(curie):
    """A term with all its names."""
    term = vocabulary().term(curie)
    return Entity(term.id, str(term.category), term.name, term.name_zh, (*term.synonyms, *term.synonyms_zh))


@cache
def rows():
    """All rows of all tables of facts whose ends the vocabularies hold."""
    found = []
    for path in sorted(data_path("facts").glob("*.parquet")):
        table = pq.read_table(path, columns=COLUMNS).to_pydict()
        found += zip(*(table[name] for name in COLUMNS), strict=True)
    return [row for row in found if vocabulary().term(row[0]) and vocabulary().term(row[2])]


@cache
def neighbours():
    """Positions of the rows around each node."""
    around = defaultdict(list)
    for position, row in enumerate(rows()):
        around[row[0]].append(position)
        around[row[2]].append(position)
    return around


def fact(row, number=1, **more):
    """A row as a fact."""
    qualifiers = tuple(Qualifier(*pair.partition("=")[::2], "infores:shipped") for pair in row[6] or ())
    settings = {"negated": row[3], "knowledge_level": KnowledgeLevel(row[4]), "belief": 0.9, "qualifiers": qualifiers}
    settings |= {"agent_type": AgentType(row[5])} | more
    cited = (Citation("e", None, "shipped", 0, 0, str(row[7]), "infores:shipped"),)
    return Fact(number, entity(row[0]), row[1], entity(row[2]), citations=cited, **settings)


def random_path(generator: random.Random, longest=3, chinese=False):
    """Facts along a random walk over the tables, numbered from 1; of nodes with Chinese names where asked."""
    while True:
        predicate = generator.choice(predicates())
        row = rows()[generator.choice(of_predicate()[predicate])]
        walk, seen, at = [row], {row[0], row[2]}, row[2]
        for _ in range(generator.randrange(longest)):
            around = [rows()[one] for one in generator.sample(neighbours()[at], min(8, len(neighbours()[at])))]
            new = [one for one in around if (one[0] in seen) != (one[2] in seen)]
            if not new:
                break
            row = generator.choice(new)
            at = row[2] if row[0] == at else row[0]
            seen.add(at)
            walk.append(row)
        if not chinese or all(entity(end).name_zh for row in walk for end in (row[0], row[2])):
            return tuple(fact(row, number) for number, row in enumerate(walk, 1))


@cache
def predicates():
    return sorted(of_predicate())


@cache
def of_predicate():
    found = defaultdict(list)
    for position, row in enumerate(rows()):
        found[row[1]].append(position)
    return found
