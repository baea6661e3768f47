"""Relations that all but repeat another's answer: reading them is an echo of what was asked, no reason for it.

Notes say that a drug was given for a disease mostly because it treats the disease. A path network that learns *treats*
and reads *applied to treat* gives back what the notes said and learns little else, and a disease of which no note
speaks gains nothing.
"""

from __future__ import annotations

NEAR_LABELS: dict[str, frozenset[str]] = {
    "treats": frozenset({"applied_to_treat"}),
    "applied_to_treat": frozenset({"treats"}),
}


def near_labels(relation: str) -> frozenset[str]:
    """The predicates that a model of this one does not read unless it is told to.

    >>> sorted(near_labels("treats"))
    ['applied_to_treat']
    >>> near_labels("binds")
    frozenset()
    """
    return NEAR_LABELS.get(relation, frozenset())
