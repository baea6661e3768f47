"""Every error that medkg raises on purpose.

The tree, with the exit code that the command line gives for each branch::

    MedkgError                      1
    ├── InputError                  2   what the user handed in cannot be used
    │   ├── CurieError                  a string that is no CURIE
    │   ├── SchemaError                 an unknown category or predicate, or a claim they do not allow
    │   ├── DocumentError               a document that cannot be read
    │   │   └── NoTextColumnError           a table in which nothing is named as text
    │   ├── SourceError                 a reference file that cannot be read
    │   ├── QueryError                  Cypher that is refused, does not parse, or that this store cannot run
    │   │   ├── GuardError                  refused before any store saw it
    │   │   └── QueryTimeoutError           ended because it ran over its time
    │   ├── NotFoundError               no such node, document, model, edge or source
    │   └── ModelMismatchError          a model that was trained on another schema
    ├── GraphDirectoryError         4   a directory that is no graph, or is broken
    │   ├── GraphVersionError           written by a newer medkg
    │   └── GraphLockedError            another writer holds it
    ├── StoreError                  5   a store that failed
    │   ├── StoreUnavailableError       unreachable, or gone in the middle
    │   └── StoreAuthenticationError    wrong user or password
    └── MissingDependencyError      6   an optional package is needed; the message holds the pip line

Exit code 3 belongs to no exception: a batch job that ended, with some inputs or rows reported as broken. Any exception
outside the tree is an error inside medkg: the command line gives it one line, and exit code 1.

Each message says what is wrong, where (input, line, value found) and what to do. ``remedy`` is kept apart so that
a program can show it apart.
"""

from __future__ import annotations


class MedkgError(Exception):
    """Root of the tree.

    Args:
        message: what is wrong and where, one sentence.
        remedy: what the user can do, one sentence; may be empty.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class InputError(MedkgError):
    """What the user handed in cannot be used."""

    exit_code = 2


class CurieError(InputError):
    """A string that is no CURIE."""


class SchemaError(InputError):
    """An unknown category or predicate, or a claim whose ends its predicate does not allow."""


class DocumentError(InputError):
    """A document that cannot be read."""


class NoTextColumnError(DocumentError):
    """A table of which no column is known to hold text, and none was named."""


class SourceError(InputError):
    """A reference file that cannot be read."""


class QueryError(InputError):
    """A query that does not parse, is refused, or that this store cannot run."""


class GuardError(QueryError):
    """A query that the read guard refused before any store saw it."""


class QueryTimeoutError(QueryError):
    """A query that was ended because it ran over its time limit."""


class NotFoundError(InputError):
    """No such node, document, model, edge or source."""


class ModelMismatchError(InputError):
    """A model whose relations or features differ from the graph's."""


class GraphDirectoryError(MedkgError):
    """A directory that is no graph, or a graph that is broken."""

    exit_code = 4


class GraphVersionError(GraphDirectoryError):
    """A graph directory written by a newer medkg."""


class GraphLockedError(GraphDirectoryError):
    """A graph directory that another writer holds."""


class StoreError(MedkgError):
    """A store that failed."""

    exit_code = 5


class StoreDamagedError(StoreError):
    """A store with a missing or damaged file; loading it again heals it."""


class StoreUnavailableError(StoreError):
    """A store that cannot be reached, or that went away in the middle."""


class StoreAuthenticationError(StoreError):
    """Wrong user or password."""


class MissingDependencyError(MedkgError):
    """An optional package is needed.

    >>> str(MissingDependencyError.for_extra("gguf", "reading a GGUF model"))
    'reading a GGUF model needs packages that are not installed. Run: pip install "medkg[gguf]"'
    """

    exit_code = 6

    @classmethod
    def for_extra(cls, extra: str, what: str) -> MissingDependencyError:
        """The error for a missing extra, with the line that installs it."""
        return cls(f"{what} needs packages that are not installed.", f'Run: pip install "medkg[{extra}]"')
