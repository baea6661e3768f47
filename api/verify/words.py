"""How a language expresses a predicate: the shape of the tables in ``words_en`` and ``words_zh``."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Words:
    """Expressions of one predicate, each a regular expression without groups that capture; empty when there is none.

    Attributes:
        active: stands behind the subject and before the object ("treats").
        passive: stands behind the object and before the subject ("treated with").
        doer: a noun for the subject ("treatment of …").
        thing: a noun for the object ("side effect of …").
        mutual: joins the two in either order ("associated with").
        handled: stands before the subject, which is done for the object ("give … for").
        found: in the subject, the object is … ("found", "seen").
        event: a noun for what happens to the object ("upregulation of").
        user: verbs of those who take the subject and have the object ("suffer from").
        response: a noun that must stand beside the object ("response to …").
        is_a: the subject is a kind of the object; plain "is a" and apposition count.
        own_negation: the expression's own "not" belongs to its meaning ("should not be given").
    """

    active: str = ""
    passive: str = ""
    doer: str = ""
    thing: str = ""
    mutual: str = ""
    handled: str = ""
    found: str = ""
    event: str = ""
    user: str = ""
    response: str = ""
    is_a: bool = False
    own_negation: bool = False

    def expressions(self) -> tuple[str, ...]:
        """All expressions, the plain "is a" left out."""
        given = (getattr(self, field.name) for field in fields(self))
        return tuple(one for one in given if isinstance(one, str) and one)
