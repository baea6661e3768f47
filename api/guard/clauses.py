"""Clauses: a query is what this file can read to its end, and nothing else."""

from __future__ import annotations

from api.guard.expressions import Expressions
from kg.errors import GuardError


class Parser(Expressions):
    """Reads a whole query."""

    def statement(self) -> None:
        """The query, its UNIONs, and at most one semicolon at its end.

        Raises:
            GuardError: anything that is not on the list, with its place.
        """
        if self.at_end:
            raise GuardError("The query is empty.", "Write one, such as MATCH (d:Disease) RETURN d.name LIMIT 5.")
        self._joined(needs_return=True)
        if self.accept(";") and not self.at_end:
            raise GuardError(f"A second statement stands at {self.here()}.", "Send one query at a time.")
        if not self.at_end:
            self.unexpected("a clause or the end is expected")

    def subquery(self) -> None:
        """The query inside EXISTS, COUNT or COLLECT, where RETURN may be left out."""
        self._joined(needs_return=False)

    def _joined(self, needs_return: bool) -> None:
        self._single(needs_return)
        while self.accept("UNION"):
            self.accept("ALL") or self.accept("DISTINCT")
            self._single(needs_return)

    def _single(self, needs_return: bool) -> None:
        read = {
            "MATCH": self._match,
            "OPTIONAL": self._optional,
            "UNWIND": self._unwind,
            "WITH": self._with,
            "CALL": self._call_clause,
        }
        clauses = 0
        while self.token.upper in read:
            read[self.token.upper]()
            clauses += 1
        if self.accept("RETURN"):
            self._projected()
        elif needs_return or not clauses:
            self.unexpected("RETURN or another reading clause is expected")

    def _match(self) -> None:
        self.expect("MATCH")
        self.pattern_list()
        if self.accept("WHERE"):
            self.expression()

    def _optional(self) -> None:
        self.expect("OPTIONAL")
        self._match()

    def _unwind(self) -> None:
        self.expect("UNWIND")
        self.expression()
        self.expect("AS")
        self.variable()

    def _with(self) -> None:
        self.expect("WITH")
        self._projected()
        if self.accept("WHERE"):
            self.expression()

    def _projected(self) -> None:
        self.accept("DISTINCT")
        if not self.accept("*"):
            self._item()
        while self.accept(","):
            self._item()
        if self.accept("ORDER"):
            self.expect("BY")
            self._sorted()
            while self.accept(","):
                self._sorted()
        if self.accept("SKIP") or self.accept("OFFSET"):
            self.expression()
        if self.accept("LIMIT"):
            self.expression()

    def _item(self) -> None:
        self.expression()
        if self.accept("AS"):
            self.name()

    def _sorted(self) -> None:
        self.expression()
        if self.token.upper in ("ASC", "DESC", "ASCENDING", "DESCENDING"):
            self.take()

    def _call_clause(self) -> None:
        at = self.here()
        self.expect("CALL")
        if self.accept("("):
            while not self.sees(")") and (self.accept("*") or self.variable()) and self.accept(","):
                pass
            self.expect(")")
        if not self.sees("{"):
            raise GuardError(
                f"CALL of a procedure at {at} is refused.", "Write a subquery, CALL { … }, or leave it out."
            )
        self.enter()
        self.expect("{")
        self._joined(needs_return=True)
        self.expect("}")
        self.leave()
        if self.sees("IN"):
            raise GuardError(
                f"IN … TRANSACTIONS at {self.here()} is refused: it is for writing.", "Leave it out: queries only read."
            )
