"""Whether a graph holds enough of a relation to learn it, and what to do where it does not."""

from __future__ import annotations

from kg.errors import InputError, NotFoundError
from kg.snapshot import Snapshot

IMPORT_FIRST = "Import reference knowledge first (medkg import shipped --graph DIR), or name another relation."
_NOTES_ALONE = "It holds no general claim: what notes say is about their cases, which train nothing."


def check_relation(snapshot: Snapshot, relation: str) -> None:
    """Refuses a relation of which the graph has no edge; a graph of notes alone has none of any.

    Raises:
        NotFoundError: it has none; the message lists those that it has.
    """
    if relation in snapshot.predicates:
        return
    held = f"It holds general claims of: {', '.join(snapshot.predicates)}." if snapshot.predicates else _NOTES_ALONE
    raise NotFoundError(f"The graph has no edge {relation!r} to learn from. {held}", IMPORT_FIRST)


def check_count(relation: str, edges: int, left: int, least: int) -> None:
    """Refuses a relation of which too few edges are left to train on.

    Args:
        relation: its name.
        edges: in all.
        left: after some are held out.
        least: that are needed.

    Raises:
        InputError: there are fewer.
    """
    if left < least:
        raise InputError(
            f"Of the {edges} edges {relation!r} {left} are left to train on, and {least} are needed.", IMPORT_FIRST
        )
