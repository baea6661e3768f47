"""Expressions: operators, literals, functions, comprehensions, CASE, and subqueries that only read."""

from __future__ import annotations

from abc import abstractmethod

from api.guard.cursor import CLAUSES
from api.guard.names import FUNCTIONS, LABELS, REFUSED_CLAUSES, TYPES, near
from api.guard.patterns import Patterns
from api.guard.tokens import Kind
from kg.errors import GuardError

_BINARY = frozenset((*"=<>+-*/%^", "<>", "<=", ">=", "=~", "||", "OR", "XOR", "AND", "IN", "CONTAINS"))
_QUANTIFIERS = frozenset(("ALL", "ANY", "NONE", "SINGLE"))
_SUBQUERIES = frozenset(("EXISTS", "COUNT", "COLLECT"))
_CONSTANTS = frozenset(("TRUE", "FALSE", "NULL"))
_NORMAL_FORMS = frozenset(("NFC", "NFD", "NFKC", "NFKD"))
_TYPES_OR_LABELS = LABELS | TYPES


class Expressions(Patterns):
    """The part of the parser that reads expressions. Precedence does not matter for what is allowed."""

    @abstractmethod
    def subquery(self) -> None:
        """Reads the query inside a subquery's braces."""

    def expression(self) -> None:
        """Operands with operators between them."""
        self.enter()
        self._operand()
        while self._operator():
            self._operand()
        self.leave()

    def _operator(self) -> bool:
        while self.accept("IS"):
            self._is_test()
        if self.sees("STARTS", "WITH") or self.sees("ENDS", "WITH"):
            self.take()
            self.take()
            return True
        if self.token.upper in _BINARY:
            self.take()
            return True
        return False

    def _is_test(self) -> None:
        self.accept("NOT")
        if self.accept("::") or self.accept("TYPED"):
            self.name()
        elif self.token.upper in _NORMAL_FORMS or self.sees("NORMALIZED"):
            self.accept(self.token.upper)
            self.accept("NORMALIZED")
        else:
            self.expect("NULL")

    def _operand(self) -> None:
        while self.token.upper in ("NOT", "+", "-"):
            self.take()
        variable = self.token.value if self.is_variable(self.token) and self.ahead().upper == "." else ""
        self._atom()
        while True:
            if self.accept("."):
                self._reads(variable, self.name())
                variable = ""
                self._no_call()
            elif self.accept("["):
                self._index()
            elif self.accept(":"):
                self.label_expression(_TYPES_OR_LABELS, comprehension=True)
            else:
                return

    def _reads(self, variable: str, key: str) -> None:
        if variable:
            self.read.append((variable, key))

    def _no_call(self) -> None:
        if self.sees("("):
            raise GuardError(f"What is called before {self.here()} is no function that queries may use.")

    def _index(self) -> None:
        if not self.sees(".."):
            self.expression()
        if self.accept("..") and not self.sees("]"):
            self.expression()
        self.expect("]")

    def _atom(self) -> None:
        token = self.token
        if token.kind in (Kind.STRING, Kind.NUMBER, Kind.PARAMETER) or token.upper in _CONSTANTS:
            self.take()
        elif token.upper == "CASE":
            self._case()
        elif token.upper == "(":
            self._brackets()
        elif token.upper == "[":
            self._list()
        elif token.upper == "{":
            self.map()
        elif token.upper in _SUBQUERIES and self.ahead().upper == "{":
            self.take()
            self._braces()
        elif token.upper in ("SHORTESTPATH", "ALLSHORTESTPATHS") and self.ahead().upper == "(":
            self.shortest()
        elif self._is_call():
            self._call()
        elif self.is_variable(token):
            self.take()
            if self.sees("{"):
                self._projection(token.value)
        else:
            self.unexpected("an expression is expected")

    def _brackets(self) -> None:
        if self.starts_pattern():
            self.element()
        else:
            self.take()
            self.expression()
            self.expect(")")

    def _case(self) -> None:
        self.take()
        if not self.sees("WHEN"):
            self.expression()
        while self.accept("WHEN"):
            self.expression()
            while self.accept(","):
                self.expression()
            self.expect("THEN")
            self.expression()
        if self.accept("ELSE"):
            self.expression()
        self.expect("END")

    def _list(self) -> None:
        self.expect("[")
        named = self.is_variable(self.token) and self.ahead().upper == "=" and self.ahead(2).upper == "("
        if named:
            self.take()
            self.take()
        if self.sees("(") and self.starts_pattern():
            self.element()
            self._filtered()
        elif self.is_variable(self.token) and self.ahead().upper == "IN":
            self.expression()
            self._filtered()
        elif not self.sees("]"):
            self.expression()
        while self.accept(","):
            self.expression()
        self.expect("]")

    def _filtered(self) -> None:
        if self.accept("WHERE"):
            self.expression()
        if self.accept("|"):
            self.expression()

    def map(self, of_pattern: bool = False) -> None:
        """``{key: value}``; of a pattern its keys are properties."""
        self.expect("{")
        if not self.sees("}"):
            self._pair(of_pattern)
            while self.accept(","):
                self._pair(of_pattern)
        self.expect("}")

    def _pair(self, of_pattern: bool = False) -> None:
        key = self.name()
        if of_pattern:
            self.keys.add(key)
        self.expect(":")
        self.expression()

    def _projection(self, variable: str) -> None:
        self.expect("{")
        while not self.sees("}"):
            if self.accept("."):
                if not self.accept("*"):
                    self._reads(variable, self.name())
            elif self.ahead().upper == ":":
                self._pair()
            else:
                self.variable()
            if not self.accept(","):
                break
        self.expect("}")

    def _braces(self) -> None:
        self.enter()
        self.expect("{")
        if self.token.upper in CLAUSES or self.token.upper in REFUSED_CLAUSES:
            self.subquery()
        else:
            self.pattern_list()
            if self.accept("WHERE"):
                self.expression()
        self.expect("}")
        self.leave()

    def _is_call(self) -> bool:
        steps = 0
        while self.ahead(steps).kind in (Kind.WORD, Kind.QUOTED):
            if self.ahead(steps + 1).upper == "(":
                return True
            if self.ahead(steps + 1).upper != ".":
                return False
            steps += 2
        return False

    def _call(self) -> None:
        at, quantifier = self.here(), self.token.upper
        if quantifier in REFUSED_CLAUSES or quantifier in CLAUSES:
            self.unexpected("an expression is expected")
        name = self.name()
        while self.accept("."):
            name = f"{name}.{self.name()}"
        self.expect("(")
        if quantifier in _QUANTIFIERS or name.lower() == "reduce":
            self._over_list(reduces=name.lower() == "reduce")
        elif name.lower() in FUNCTIONS:
            self._arguments()
        else:
            raise GuardError(f"The function {name!r} at {at} is not allowed.", near(name, FUNCTIONS))
        self.expect(")")

    def _over_list(self, reduces: bool) -> None:
        if reduces:
            self.variable()
            self.expect("=")
            self.expression()
            self.expect(",")
        self.expression()  # reads "x IN list" as an operator
        if self.accept("|" if reduces else "WHERE"):
            self.expression()

    def _arguments(self) -> None:
        self.accept("DISTINCT")
        if self.accept("*") or self.sees(")"):
            return
        self.expression()
        while self.accept(","):
            self.expression()
