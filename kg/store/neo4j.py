"""The Neo4j store, through the official driver, for Neo4j 5.26 and later."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from kg.errors import MissingDependencyError, StoreUnavailableError
from kg.records import Difference, Edge, Node
from kg.store import neo4j_state as state
from kg.store.change import MERGE_EDGES, Change, batches, edge_row, edges_by_ends, groups, merge_nodes, node_row
from kg.store.neo4j_errors import check_address, translated
from kg.store.neo4j_rows import Neo4jRows, ends_of
from kg.store.protocol import Counts, Parameter, Progress, QueryLimits, Rows

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_RETRY_SECONDS = 15.0
_CONNECT_SECONDS = 10.0
_ONE_TRANSACTION = 10_000  # a change of at most so many rows is seen whole or not at all
_WIPE = (
    "MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS",
    "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS",
)
_IDS = "UNWIND $ids AS i MATCH (n) WHERE elementId(n) = i RETURN i, n.id AS id"


class Neo4jStore:
    """A store in a Neo4j database that medkg has to itself.

    Connects with the first call. Threads may share one store.

    Args:
        uri: ``bolt://host:7687``, ``neo4j://…``, ``neo4j+s://…``, without user and password.
        user, password: of a user who may write and make constraints.
        database: its name.
        batch_size: rows a transaction while loading, 5,000 to 20,000 are good.

    Raises:
        InputError: the address holds a user or a password.
    """

    name = "neo4j"

    def __init__(self, uri: str, user: str, password: str, database: str = "neo4j", batch_size: int = 10_000) -> None:
        check_address(uri)
        self.uri, self._auth, self._database, self._batch = uri, (user, password), database, batch_size
        self._opened: Any = None
        self._written = 0

    def load(
        self, nodes: Iterable[Node], edges: Iterable[Edge], content_hash: str, progress: Progress | None = None
    ) -> Counts:
        """Replaces everything that medkg wrote; a load that breaks off can simply be done again.

        Raises:
            StoreError: the database holds what medkg did not write; nothing was touched.
            StoreUnavailableError: the server cannot be reached, or went away (the message says how far it came).
        """
        with self._writing(), translated(self.uri):
            state.refuse_others(self._run, self.uri)
            state.set_pending(self._run, content_hash)
            for text in _WIPE:
                self._run(text, {})
            labels = self._load_nodes(nodes, progress)
            for batch in batches(map(edge_row, edges), self._batch):
                for (head, kind, tail), rows in edges_by_ends(batch, labels).items():
                    keyed = [{"s": row[0], "o": row[2], "p": row[3]} for row in rows]
                    self._in_transaction(MERGE_EDGES.format(head=head, type=kind, tail=tail), {"rows": keyed})
                self._tell(len(batch), progress)
            state.set_done(self._run, content_hash)
            return state.counts(self._run)

    def apply(self, difference: Difference, content_hash: str, progress: Progress | None = None) -> Counts:
        """Changes what differs; what is broken off leaves an empty content hash, and a load sets it right."""
        change = Change.of(difference)
        with self._writing(), translated(self.uri):
            state.set_pending(self._run, content_hash)
            for label in sorted({label for label, _ in change.nodes}):
                state.create_constraint(self._run, label)
            present = state.labels(self._run)
            if len(change) <= _ONE_TRANSACTION:
                with self._session() as session:
                    session.execute_write(lambda tx: change.apply(_runner(tx.run), present))
            else:
                change.apply(self._in_transaction, present)
            self._tell(len(change), progress)
            state.set_done(self._run, content_hash)
            return state.counts(self._run)

    def query(
        self, cypher: str, parameters: Mapping[str, Parameter] | None = None, limits: QueryLimits | None = None
    ) -> Rows:
        """Runs one reading query; see :meth:`kg.store.protocol.Store.query`."""
        limits = limits or QueryLimits()
        start = time.perf_counter()
        with translated(self.uri, cypher), self._session(read=True) as session:
            transaction = session.begin_transaction(timeout=limits.seconds)
            with transaction:
                result = transaction.run(cypher, dict(parameters or {}))
                columns = tuple(result.keys())
                raw = [tuple(record) for record in islice(result, limits.rows + 1)]
                result.consume()
                convert = Neo4jRows(self._ids(transaction, raw)).value
                kept = tuple(tuple(convert(value) for value in row) for row in raw[: limits.rows])
        return Rows(columns, kept, len(raw) > limits.rows, time.perf_counter() - start)

    def counts(self) -> Counts:
        """Counted in the store."""
        with translated(self.uri):
            return state.counts(self._run)

    def content_hash(self) -> str:
        """The hash of the last finished load or apply; empty when there is none or one was broken off."""
        with translated(self.uri):
            return state.content_hash(self._run)

    def close(self) -> None:
        """Closes the connections; safe to call twice."""
        driver, self._opened = self._opened, None
        if driver is not None:
            driver.close()

    def _load_nodes(self, nodes: Iterable[Node], progress: Progress | None) -> dict[str, str]:
        labels: dict[str, str] = {}
        for batch in batches(map(node_row, nodes), self._batch):
            for label, rows in groups(batch, lambda row: row[0]).items():
                if label not in labels.values():
                    state.create_constraint(self._run, label)
                merge_nodes(self._in_transaction, label, rows)
                labels.update((properties["id"], label) for _, properties in rows)
            self._tell(len(batch), progress)
        return labels

    def _writing(self) -> _Progressing:
        self._written = 0
        return _Progressing(self)

    def _tell(self, rows: int, progress: Progress | None) -> None:
        self._written += rows
        if progress is not None:
            progress(self._written, 0)

    def _session(self, read: bool = False) -> Any:
        mode = "READ" if read else "WRITE"
        return self._driver().session(database=self._database, default_access_mode=mode)

    def _driver(self) -> Any:
        if self._opened is None:
            try:
                import neo4j
            except ImportError as error:
                raise MissingDependencyError(
                    "The Neo4j store needs the package neo4j.", 'Run: pip install "neo4j>=5.28,<7"'
                ) from error
            with translated(self.uri):  # apart from a query's own, whose parameters have no part in this
                self._opened = self._connected(neo4j.GraphDatabase)
        return self._opened

    def _connected(self, database: Any) -> Any:
        if urlsplit(self.uri).scheme not in _SCHEMES:
            raise StoreUnavailableError(
                f"{self.uri!r} is no address of a Neo4j server.", "Write bolt://host:7687, or neo4j+s://host."
            )
        driver = database.driver(
            self.uri, auth=self._auth, connection_timeout=_CONNECT_SECONDS, notifications_min_severity="OFF",
            max_transaction_retry_time=_RETRY_SECONDS,
        )  # fmt: skip
        try:
            driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
        return driver

    def _run(self, text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Runs one statement by itself, as schema statements and ``IN TRANSACTIONS`` need it."""
        with self._session() as session:
            rows: list[dict[str, Any]] = session.run(text, dict(parameters)).data()
            return rows

    def _in_transaction(self, text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Runs one statement in a transaction that the driver retries after transient errors."""
        with self._session() as session:
            rows: list[dict[str, Any]] = session.execute_write(lambda tx: _runner(tx.run)(text, parameters))
            return rows

    def _ids(self, transaction: Any, raw: object) -> dict[str, str]:
        ends = sorted(set(ends_of(raw)))
        if not ends:
            return {}
        return {record["i"]: record["id"] for record in transaction.run(_IDS, {"ids": ends})}


def _runner(run: Callable[..., Any]) -> Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]:
    def call(text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = run(text, dict(parameters)).data()
        return rows

    return call


class _Progressing:
    """Says in the error of a server that went away how far the writing came."""

    def __init__(self, store: Neo4jStore) -> None:
        self._store = store

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        written = self._store._written
        if isinstance(error, StoreUnavailableError) and written:
            raise StoreUnavailableError(
                f"Neo4j at {self._store.uri} went away after {written} rows had been written: {error.message}",
                "Start the server and publish again: that is safe, and it starts over.",
            ) from error
