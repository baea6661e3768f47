"""The words of a Cypher query, cut so that no store can cut them otherwise.

What two engines may read in different ways is refused here: escapes that stand for quotes or line ends, characters
that nobody sees, letters that only look like ASCII, white space beyond blanks, tabs and line ends.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from kg.errors import GuardError

_SPACE = " \t\r\n"
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|0[oO]?[0-7]+(?![\d.])|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_SYMBOLS = ("<>", "<=", ">=", "=~", "||", "..", "::")
_SINGLE = frozenset("()[]{},.:;|=<>+-*/%^&!")
_ESCAPE = re.compile(r"\\[uU]([0-9a-fA-F]{4})?")
_PARAMETER = re.compile(r"\$(?:[^\W\d]\w*|\d+)")


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted"  # a back-quoted name
    STRING = "string"
    NUMBER = "number"
    PARAMETER = "parameter"
    SYMBOL = "symbol"
    END = "end"


class Token(NamedTuple):
    """A token at ``query[start:end]``.

    Attributes:
        value: a word, number or symbol as written; a back-quoted name without its quotes; a string without its quotes.
        upper: a word in capitals; a symbol itself; empty for everything else, so that quotes never make a keyword.
    """

    kind: Kind
    value: str
    upper: str
    start: int
    end: int


def place(query: str, at: int) -> str:
    """Where a character stands, for people.

    >>> place("MATCH (n)\\nSET n.a = 1", 10)
    'line 2, column 1'
    """
    before = query[:at]
    return f"line {before.count(chr(10)) + 1}, column {at - (before.rfind(chr(10)) + 1) + 1}"


def tokenize(query: str) -> tuple[tuple[Token, ...], str]:
    """Cuts a query into tokens; the last one is of kind END.

    Returns:
        The tokens, and the query with every comment blanked out, so that all places stay the same.

    Raises:
        GuardError: an open string, comment or quote, or a character or escape that engines may read otherwise.
    """
    _check_escapes(query)
    tokens: list[Token] = []
    blanked = list(query)
    at = 0
    while at < len(query):
        if query[at] in _SPACE:
            at += 1
        elif query.startswith(("//", "/*"), at):
            end = _comment_end(query, at)
            blanked[at:end] = [one if one in "\r\n" else " " for one in query[at:end]]
            at = end
        else:
            token = _token(query, at)
            tokens.append(token)
            at = token.end
    tokens.append(Token(Kind.END, "", "", len(query), len(query)))
    return tuple(tokens), "".join(blanked)


def _check_escapes(query: str) -> None:
    # Neo4j turns \uXXXX into its character before it looks for strings and comments, other engines do so afterwards.
    for found in _ESCAPE.finditer(query):
        code = found[1]
        if code is None or not chr(int(code, 16)).isalnum():
            raise GuardError(
                f"The escape {query[found.start() : found.start() + 6]!r} at {place(query, found.start())} is refused: "
                "engines read it differently.",
                "Write the character itself, or pass the text as a parameter.",
            )


def _comment_end(query: str, at: int) -> int:
    if query[at + 1] == "/":
        ends = [end for end in (query.find("\n", at), query.find("\r", at)) if end >= 0]
        return min(ends, default=len(query))
    end = query.find("*/", at + 2)
    if end < 0:
        raise GuardError(f"The comment at {place(query, at)} has no end.", "Close it with */.")
    inner = query[at + 2 : end]
    if "/*" in inner:
        raise GuardError(
            f"The comment at {place(query, at)} holds another one: engines end it differently.",
            "Take the inner comment out.",
        )
    return end + 2


def _token(query: str, at: int) -> Token:
    letter = query[at]
    if letter in "'\"":
        return _string(query, at)
    if letter == "`":
        end = _quote_end(query, at)
        name = query[at + 1 : end - 1].replace("``", "`")
        _check_name(name, query, at)
        return Token(Kind.QUOTED, name, "", at, end)
    if letter == "$":
        return _parameter(query, at)
    if letter == "_" or letter.isalpha():
        return _word(query, at)
    if query.startswith("..", at):
        return Token(Kind.SYMBOL, "..", "..", at, at + 2)
    number = _NUMBER.match(query, at) if letter.isascii() else None
    if number:
        return Token(Kind.NUMBER, number[0], "", at, number.end())
    for symbol in _SYMBOLS:
        if query.startswith(symbol, at):
            return Token(Kind.SYMBOL, symbol, symbol, at, at + len(symbol))
    if letter in _SINGLE:
        return Token(Kind.SYMBOL, letter, letter, at, at + 1)
    raise _strange(query, at)


def _word(query: str, at: int) -> Token:
    end = at + 1
    while end < len(query) and (query[end] == "_" or query[end].isalnum()):
        end += 1
    word = query[at:end]
    _check_name(word, query, at)
    return Token(Kind.WORD, word, word.upper() if word.isascii() else "", at, end)


def _check_name(name: str, query: str, at: int) -> None:
    if unicodedata.normalize("NFKC", name) != name:
        raise GuardError(
            f"{name!r} at {place(query, at)} holds letters that only look like others.",
            f"Write {unicodedata.normalize('NFKC', name)!r} in plain letters.",
        )
    if any(unicodedata.category(one) in ("Cf", "Cc", "Zl", "Zp") for one in name):
        raise GuardError(f"The name at {place(query, at)} holds a character that nobody sees.", "Take it out.")


def _quote_end(query: str, at: int) -> int:
    end = at + 1
    while True:
        end = query.find("`", end)
        if end < 0:
            raise GuardError(f"The back-quoted name at {place(query, at)} has no end.", "Close it with `.")
        if not query.startswith("``", end):
            return end + 1
        end += 2


def _string(query: str, at: int) -> Token:
    quote = query[at]
    end = at + 1
    while end < len(query) and query[end] != quote:
        end += 2 if query[end] == "\\" else 1
    if end >= len(query):
        raise GuardError(f"The string at {place(query, at)} has no end.", f"Close it with {quote}.")
    return Token(Kind.STRING, query[at + 1 : end], "", at, end + 1)


def _parameter(query: str, at: int) -> Token:
    if query.startswith("$`", at):
        end = _quote_end(query, at + 1)
        return Token(Kind.PARAMETER, query[at + 2 : end - 1], "", at, end)
    found = _PARAMETER.match(query, at)
    if not found:
        raise GuardError(f"The $ at {place(query, at)} names no parameter.", "Write a name behind it, such as $id.")
    _check_name(found[0][1:], query, at)
    return Token(Kind.PARAMETER, found[0][1:], "", at, found.end())


def _strange(query: str, at: int) -> GuardError:
    letter = query[at]
    name = unicodedata.name(letter, "a control character")
    return GuardError(
        f"The character {letter!a} ({name}) at {place(query, at)} does not belong into a query.",
        "Write plain letters, blanks and ASCII signs outside strings.",
    )
