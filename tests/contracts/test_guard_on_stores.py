"""What the read guard passes, every store runs; what it refuses, no store sees."""

from pathlib import Path

import pytest

from api.guard import check_query
from kg.errors import GuardError
from kg.store.embedded import EmbeddedStore
from kg.store.neo4j import Neo4jStore

GOLD = Path(__file__).parents[1] / "gold"


def lines(name):
    text = (GOLD / name).read_text("utf-8")
    return [line.replace("\\n", "\n") for line in text.splitlines() if line and not line.startswith("#")]


class Watched:
    """A store that remembers what it was asked; queries go through the guard first, as the engine sends them."""

    def __init__(self, store):
        self.store = store
        self.seen = []

    def ask(self, query):
        checked = check_query(query)
        self.seen.append(query)
        return self.store.query(checked.text)


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def guarded(request, tmp_path_factory, store_graph):
    if request.param == "embedded":
        store = EmbeddedStore(tmp_path_factory.mktemp("guarded"))
    else:
        server = request.getfixturevalue("neo4j_server")
        store = Neo4jStore(server.uri, server.user, server.password)
    store.load(store_graph.nodes, store_graph.edges, "guarded")
    yield Watched(store)
    store.close()


def test_honest_queries_run(guarded):
    rows = [len(guarded.ask(query)) for query in lines("honest_queries.txt")]
    assert len(rows) >= 45
    assert sum(map(bool, rows)) >= 0.8 * len(rows)


def test_payloads_do_not_arrive(guarded):
    guarded.seen.clear()
    before = guarded.store.counts()
    for payload in lines("guard_payloads.txt"):
        with pytest.raises(GuardError):
            guarded.ask(payload)
    assert not guarded.seen
    assert guarded.store.counts() == before
