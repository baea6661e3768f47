"""What the Neo4j driver raises, as medkg's errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import (
    InputError,
    MedkgError,
    QueryError,
    QueryTimeoutError,
    StoreAuthenticationError,
    StoreError,
    StoreUnavailableError,
)
from kg.store.dialect import MISSING_PARAMETER, hint_for_neo4j

_TIMED_OUT = ("TransactionTimedOut", "Transaction.Terminated", "LockClientStopped", "ExecutionTimeout")
_WRITES = ("Statement.AccessMode", "ForbiddenOnReadOnlyDatabase", "General.ReadOnly")
_DATABASE = ("DatabaseNotFound", "DatabaseUnavailable", "Database.IllegalAliasChain")


@contextmanager
def translated(where: str, cypher: str = "") -> Iterator[None]:
    """Raises the driver's errors as medkg's.

    Args:
        where: the server's address, for the message.
        cypher: the user's query, when it is one; only then can a wrong value be one of its parameters.
    """
    try:
        yield
    except MedkgError:
        raise
    except _driver_errors() as error:
        raise _translate(error, where, cypher) from error
    except (OSError, TimeoutError) as error:
        raise _unavailable(where, error) from error
    except (TypeError, ValueError, OverflowError) as error:
        if not cypher:
            raise StoreUnavailableError(
                f"Neo4j at {where} cannot be used: {_first_line(error)}",
                "Check its address (bolt://host:7687), and the values that are written.",
            ) from error
        raise QueryError(
            f"Neo4j cannot take a parameter of the query: {error}", "Use texts, numbers, lists and maps."
        ) from error


def _driver_errors() -> tuple[type[Exception], ...]:
    """What the driver raises; nothing where it is not installed, which the store says itself."""
    try:
        from neo4j.exceptions import DriverError, Neo4jError
    except ImportError:
        return ()
    return DriverError, Neo4jError


def check_address(uri: str) -> None:
    """Refuses an address that holds a user or a password: addresses are printed and kept.

    Raises:
        InputError: it holds an ``@``; the message does not repeat it.
    """
    if "@" in uri:
        raise InputError(
            "The address of the Neo4j server holds a user or a password, or another '@'.",
            "Write bolt://host:7687, and give the user by --user and the password by NEO4J_PASSWORD.",
        )


def _unavailable(where: str, error: Exception) -> StoreUnavailableError:
    return StoreUnavailableError(
        f"Neo4j at {where} cannot be reached: {_first_line(error)}",
        "Check that the server runs, and its address (bolt://host:7687).",
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _translate(error: Exception, where: str, cypher: str) -> MedkgError:
    from neo4j import exceptions as e

    code = str(getattr(error, "code", None) or "")
    text = str(getattr(error, "message", None) or error)
    if isinstance(error, e.AuthError) or "Security" in code:
        return StoreAuthenticationError(
            f"Neo4j at {where} refused the user or the password.", "Set NEO4J_USER and NEO4J_PASSWORD."
        )
    if isinstance(error, e.ServiceUnavailable | e.SessionExpired | e.IncompleteCommit):
        return _unavailable(where, error)
    if isinstance(error, e.ConfigurationError):
        return StoreUnavailableError(f"{where!r} is no address of a Neo4j server: {text}", "Write bolt://host:7687.")
    if any(part in code for part in _DATABASE):
        return StoreError(f"Neo4j at {where}: {text}", "Name a database that exists and is online.")
    if any(part in code for part in _TIMED_OUT):
        return QueryTimeoutError(
            "The query ran over its time limit and was ended.",
            "Anchor it at an id, bound its paths, or raise the time limit.",
        )
    if any(part in code for part in _WRITES):
        return QueryError("The query writes, and only reading queries are run.", "Take the writing clause away.")
    if "ParameterMissing" in code:
        return QueryError(f"Neo4j cannot run the query: {text}", MISSING_PARAMETER)
    if ".Statement." in code or ".Procedure." in code:
        return QueryError(f"Neo4j cannot run the query: {text}", hint_for_neo4j(cypher))
    return StoreError(f"Neo4j at {where} failed: {code} {text}".strip(), "See the server's log.")
