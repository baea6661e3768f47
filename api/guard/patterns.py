"""Patterns of nodes and relationships, with labels, types and the lengths of their paths."""

from __future__ import annotations

from abc import abstractmethod

from api.guard.cursor import Cursor
from api.guard.names import LABELS, TYPES
from api.guard.tokens import Kind
from kg.errors import GuardError

MAX_HOPS = 10
"""Most steps of a path of variable length."""

_SHORTEST = ("SHORTESTPATH", "ALLSHORTESTPATHS")


class Patterns(Cursor):
    """The part of the parser that reads patterns."""

    @abstractmethod
    def expression(self) -> None:
        """Reads an expression."""

    @abstractmethod
    def map(self, of_pattern: bool = False) -> None:
        """Reads a map with its braces."""

    def pattern_list(self) -> None:
        """Patterns between commas."""
        self.path()
        while self.accept(","):
            self.path()

    def path(self) -> None:
        """One pattern, perhaps named, perhaps a shortest path."""
        if self.is_variable(self.token) and self.ahead().upper == "=":
            self.take()
            self.take()
        self._selector()
        if self.token.upper in _SHORTEST and self.ahead().upper == "(":
            self.shortest()
        else:
            self.element()

    def shortest(self) -> None:
        """``shortestPath(…)``."""
        self.take()
        self.expect("(")
        self.element()
        self.expect(")")

    def element(self) -> None:
        """Nodes and relationships in turn, and groups of them that repeat."""
        self._node_or_group()
        while True:
            if self.sees("-") or self.sees("<", "-"):
                self._relationship()
                self._node_or_group()
            elif self.sees("("):
                self._node_or_group()
            else:
                return

    def starts_pattern(self) -> bool:
        """Whether the round bracket that comes next opens a node with a relationship behind it."""
        depth = 0
        steps = 0
        while True:
            token = self.ahead(steps)
            if token.kind is Kind.END:
                return False
            if token.kind is Kind.SYMBOL:
                depth += (token.value in "([{") - (token.value in ")]}")
            steps += 1
            if depth == 0:
                break
        one, two, three = (self.ahead(steps + more).upper for more in range(3))
        if one == "-":
            return two in ("[", "-") or (two, three) == (">", "(")
        return (one, two) == ("<", "-") and three in ("[", "-", "(")

    def _selector(self) -> None:
        if self.sees("ALL", "SHORTEST") or self.sees("ANY", "SHORTEST"):
            self.take()
        if self.accept("SHORTEST"):
            if self.token.kind in (Kind.NUMBER, Kind.PARAMETER):
                self.take()
            self.accept("PATHS") or self.accept("PATH")
            self.accept("GROUPS") or self.accept("GROUP")
        elif self.token.upper in ("ANY", "ALL"):
            self.take()
            if self.token.kind is Kind.NUMBER:
                self.take()
            self.accept("PATHS") or self.accept("PATH")

    def _node_or_group(self) -> None:
        self.enter()
        if self.sees("(", "(") or (self.sees("(") and self.is_variable(self.ahead()) and self.ahead(2).upper == "="):
            self.expect("(")
            self.path()
            self._where()
            self.expect(")")
            self._quantifier()
        else:
            self._node()
        self.leave()

    def _node(self) -> None:
        self.expect("(")
        if self.is_variable(self.token) and not self.sees("IS"):
            self.bound.add(self.variable())
        if self.accept(":") or self.accept("IS"):
            self.label_expression(LABELS)
        self._inner()
        self.expect(")")

    def _relationship(self) -> None:
        self.accept("<")
        self.expect("-")
        if self.accept("["):
            name = self.variable() if self.is_variable(self.token) else ""
            if self.accept(":") or self.accept("IS"):
                self.label_expression(TYPES)
            if self.accept("*"):
                self._length()
            elif name:
                self.bound.add(name)
            self._inner()
            self.expect("]")
        self.expect("-")
        self.accept(">")
        self._quantifier()

    def _inner(self) -> None:
        if self.sees("{"):
            self.map(of_pattern=True)
        elif self.token.kind is Kind.PARAMETER:
            self.take()
        self._where()

    def _where(self) -> None:
        if self.accept("WHERE"):
            self.expression()

    def _length(self) -> None:
        low = self._bound()
        if self.accept(".."):
            self._check_bound(self._bound())
        else:
            self._check_bound(low)

    def _quantifier(self) -> None:
        if self.sees("+") or self.sees("*"):
            self._check_bound(None)
        if not self.sees("{"):
            return
        self.take()
        high = self._bound()
        if self.accept(","):
            high = self._bound()
        self._check_bound(high)
        self.expect("}")

    def _bound(self) -> int | None:
        if self.token.kind is not Kind.NUMBER:
            return None
        if not self.token.value.isdecimal():
            self.unexpected("a whole number is expected")
        return int(self.take().value[:9])

    def _check_bound(self, high: int | None) -> None:
        if high is None:
            raise GuardError(
                f"The path at {self.here()} has no longest length.", f"Write one, such as *1..4, at most {MAX_HOPS}."
            )
        if high > MAX_HOPS:
            raise GuardError(
                f"The path at {self.here()} may be {high} steps long.",
                f"Write at most *..{MAX_HOPS}.",
            )

    def label_expression(self, allowed: frozenset[str], comprehension: bool = False) -> None:
        """``A|B``, ``A&B``, ``!A``, ``%``, brackets, ``:A:B``; every name is looked up.

        Args:
            comprehension: a ``|`` may end a list comprehension's condition: it joins labels only before a known one.
        """
        self._label_term(allowed)
        while self.token.upper in ("|", "&", ":"):
            if self.sees("|") and comprehension and self.ahead().value not in allowed:
                return
            self.take()
            self.accept(":")
            self._label_term(allowed)

    def _label_term(self, allowed: frozenset[str]) -> None:
        while self.accept("!"):
            pass
        if self.accept("%"):
            return
        if self.sees("("):
            self.enter()
            self.take()
            self.label_expression(allowed)
            self.expect(")")
            self.leave()
        else:
            self.label(allowed)
