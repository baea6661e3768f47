"""How English says each predicate: a verb, what follows it, and what follows the object."""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """One predicate in English.

    Attributes:
        verb: third person singular.
        base: infinitive, which is also the plural; ``be`` for the copula.
        after: stands between verb and object.
        last: stands after the object.
        past: the statement is in the past tense ("had").
    """

    verb: str
    base: str
    after: str = ""
    last: str = ""
    past: bool = False


def _is(after: str) -> Phrase:
    return Phrase("is", "be", after)


PHRASES: dict[str, Phrase] = {
    "subclass_of": _is("a kind of"),
    "related_to": _is("related to"),
    "similar_to": _is("similar to"),
    "occurs_together_in_literature_with": Phrase("occurs", "occur", "together in the literature with"),
    "treats": Phrase("treats", "treat"),
    "applied_to_treat": Phrase("was", "be", "given to treat", past=True),
    "ameliorates_condition": Phrase("ameliorates", "ameliorate"),
    "contraindicated_in": _is("contraindicated in"),
    "causes": Phrase("causes", "cause"),
    "has_side_effect": Phrase("has", "have", "", "as a side effect"),
    "has_phenotype": Phrase("presents", "present", "with"),
    "gene_associated_with_condition": _is("associated with"),
    "binds": Phrase("binds", "bind"),
    "interacts_with": Phrase("interacts", "interact", "with"),
    "physically_interacts_with": Phrase("physically interacts", "physically interact", "with"),
    "participates_in": Phrase("participates", "participate", "in"),
    "affects_response_to": Phrase("affects", "affect", "the response to"),
    "has_chemical_role": Phrase("belongs", "belong", "to the drug class"),
    "located_in": _is("located in"),
    "expressed_in": _is("expressed in"),
    "upregulates": Phrase("upregulates", "upregulate"),
    "downregulates": Phrase("downregulates", "downregulate"),
    "regulates": Phrase("regulates", "regulate"),
    "coexpressed_with": _is("coexpressed with"),
    "mentions": Phrase("mentions", "mention"),
}

CASE_PHRASES: dict[str, Phrase] = {
    "has_condition": Phrase("has", "have"),
    "has_phenotype": Phrase("has", "have"),
    "underwent": Phrase("underwent", "undergo", past=True),
    "takes": Phrase("takes", "take"),
    "allergic_to": _is("allergic to"),
    "has_attribute": Phrase("has", "have", "a measurement of"),
    "had_adverse_reaction_to": Phrase("had", "have", "an adverse reaction to", past=True),
}
