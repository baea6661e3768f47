"""A place in the tokens of a query, and the errors that name it."""

from __future__ import annotations

from typing import NoReturn

from api.guard.names import LABELS, REFUSED_CLAUSES, TYPES, near
from api.guard.tokens import Kind, Token, place
from kg.errors import GuardError

MAX_DEPTH = 60
"""Deepest nesting of brackets and subqueries."""

_ALLOWED = "Allowed are MATCH, OPTIONAL MATCH, WHERE, WITH, UNWIND, CALL { … }, RETURN, ORDER BY, SKIP, LIMIT, UNION."
CLAUSES = frozenset(("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL"))
_WRITING = frozenset(("CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "LOAD"))
_NO_VARIABLE = _WRITING | CLAUSES | frozenset(("WHERE", "UNION", "ORDER", "SKIP", "LIMIT", "CASE", "USE"))


class Cursor:
    """Reads tokens one after the other.

    Args:
        query: the text, for messages.
        tokens: as :func:`api.guard.tokens.tokenize` cut them.
    """

    def __init__(self, query: str, tokens: tuple[Token, ...]) -> None:
        self.query = query
        self.labels: set[str] = set()
        self.types: set[str] = set()
        self.keys: set[str] = set()  # of the maps in patterns
        self.bound: set[str] = set()  # variables of nodes and relationships
        self.read: list[tuple[str, str]] = []  # variable and key
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self._tokens[self._at]

    @property
    def at_end(self) -> bool:
        """Whether every token is read."""
        return self.token.kind is Kind.END

    def ahead(self, steps: int = 1) -> Token:
        """A token behind the next one; the last one for ever behind the end."""
        return self._tokens[min(self._at + steps, len(self._tokens) - 1)]

    def take(self) -> Token:
        """The next token, consumed."""
        token = self.token
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def sees(self, *words: str) -> bool:
        """Whether these keywords or symbols come next, in this order."""
        return all(self.ahead(step).upper == word for step, word in enumerate(words))

    def accept(self, *words: str) -> bool:
        """Consumes these keywords or symbols if they come next."""
        if not self.sees(*words):
            return False
        for _ in words:
            self.take()
        return True

    def expect(self, word: str) -> None:
        """Consumes a keyword or symbol, or refuses what stands in its place."""
        if not self.accept(word):
            self.unexpected(f"{word} is expected")

    def enter(self) -> None:
        """Counts one more level of nesting; :meth:`leave` ends it."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise GuardError(
                f"The query is nested deeper than {MAX_DEPTH} levels at {self.here()}.", "Split it with WITH."
            )

    def leave(self) -> None:
        """Ends a level of nesting."""
        self._depth -= 1

    def here(self) -> str:
        """Where the next token stands."""
        return place(self.query, self.token.start)

    def unexpected(self, wanted: str) -> NoReturn:
        """Refuses the next token: as a clause that is known, or as something that does not belong there."""
        token = self.token
        reason = REFUSED_CLAUSES.get(token.upper)
        if reason:
            raise GuardError(f"{token.upper} at {self.here()} is refused: {reason}.")
        if token.kind is Kind.END:
            raise GuardError(f"The query ends where {wanted}.", "Finish it.")
        raise GuardError(
            f"{token.value!r} at {self.here()} is not understood: {wanted}.",
            _ALLOWED,
        )

    def name(self) -> str:
        """Any name: a word or a back-quoted name. For property keys, aliases and labels."""
        if self.token.kind not in (Kind.WORD, Kind.QUOTED):
            self.unexpected("a name is expected")
        return self.take().value

    def is_variable(self, token: Token) -> bool:
        """Whether a token may be a variable; the words of clauses may not, unless they are back-quoted."""
        return token.kind is Kind.QUOTED or (token.kind is Kind.WORD and token.upper not in _NO_VARIABLE)

    def variable(self) -> str:
        """A variable's name."""
        if not self.is_variable(self.token):
            self.unexpected("a variable is expected")
        return self.take().value

    def label(self, allowed: frozenset[str]) -> None:
        """A label or type that the schema holds."""
        at = self.here()
        if self.token.kind is Kind.PARAMETER or self.sees("("):
            raise GuardError(f"The label at {at} is not written out.", "Name the labels and types themselves.")
        found = self.name()
        if found not in allowed:
            kind = "label" if allowed is LABELS else "relationship type" if allowed is TYPES else "label or type"
            raise GuardError(f"There is no {kind} {found!r} ({at}).", near(found, allowed))
        (self.labels if found in LABELS else self.types).add(found)
