"""The one schema: categories and predicates after Biolink, and which ends each predicate takes.

Case facts (what a note says of its case) and general claims are kept apart: a predicate is one or the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kg.errors import SchemaError
from kg.near import did_you_mean, near_names


class Category(StrEnum):
    """Node categories: Biolink classes without their prefix, used as labels in the stores."""

    DISEASE = "Disease"
    PHENOTYPIC_FEATURE = "PhenotypicFeature"
    DRUG = "Drug"
    CHEMICAL_ENTITY = "ChemicalEntity"
    CHEMICAL_ROLE = "ChemicalRole"
    GENE = "Gene"
    SEQUENCE_VARIANT = "SequenceVariant"
    PATHWAY = "Pathway"
    BIOLOGICAL_PROCESS = "BiologicalProcess"
    MOLECULAR_ACTIVITY = "MolecularActivity"
    CELLULAR_COMPONENT = "CellularComponent"
    ANATOMICAL_ENTITY = "AnatomicalEntity"
    PROCEDURE = "Procedure"
    CLINICAL_ATTRIBUTE = "ClinicalAttribute"
    CLINICAL_MEASUREMENT = "ClinicalMeasurement"
    ORGANISM = "OrganismTaxon"
    CELL = "Cell"
    CASE = "Case"
    PUBLICATION = "Publication"
    NAMED_THING = "NamedThing"


class Scope(StrEnum):
    """Whether a claim speaks of one case (or one publication), or of the world."""

    CASE = "case"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate and the ends it takes.

    Attributes:
        name: snake case, without prefix; the relationship type in the stores.
        curie: ``biolink:…`` where Biolink has the term, ``medkg:…`` where it has none.
        subjects, objects: categories allowed at each end; empty means any but a case or a publication.
        symmetric: the ends are interchangeable; the smaller CURIE is stored as the subject.
    """

    name: str
    curie: str
    subjects: frozenset[Category]
    objects: frozenset[Category]
    symmetric: bool


_C = Category
_CASE_LIKE = frozenset((_C.CASE, _C.PUBLICATION))
_CONDITION = (_C.DISEASE, _C.PHENOTYPIC_FEATURE)
_CHEMICAL = (_C.DRUG, _C.CHEMICAL_ENTITY)
_GIVEN = (*_CHEMICAL, _C.CHEMICAL_ROLE)  # a note may name a class alone: an NSAID, penicillin
_REGULATOR = (*_CHEMICAL, *_CONDITION, _C.ANATOMICAL_ENTITY)
_GENE_ROLE = (_C.PATHWAY, _C.BIOLOGICAL_PROCESS, _C.MOLECULAR_ACTIVITY, _C.CELLULAR_COMPONENT)


def _biolink(
    name: str, subjects: Iterable[Category] = (), objects: Iterable[Category] = (), symmetric: bool = False
) -> Predicate:
    return Predicate(name, f"biolink:{name}", frozenset(subjects), frozenset(objects), symmetric)


def _own(name: str, subjects: Iterable[Category], objects: Iterable[Category]) -> Predicate:
    return Predicate(name, f"medkg:{name}", frozenset(subjects), frozenset(objects), symmetric=False)


_ALL = (
    _biolink("subclass_of"),
    _biolink("related_to", symmetric=True),
    _biolink("similar_to", symmetric=True),
    _biolink("occurs_together_in_literature_with", symmetric=True),
    _biolink("treats", _CHEMICAL, _CONDITION),
    _biolink("applied_to_treat", _CHEMICAL, _CONDITION),
    _biolink("ameliorates_condition", _CHEMICAL, _CONDITION),
    _biolink("contraindicated_in", _CHEMICAL, _CONDITION),
    _biolink("causes", (*_CHEMICAL, _C.GENE, *_CONDITION), _CONDITION),
    _biolink("has_side_effect", _CHEMICAL, _CONDITION),
    _biolink("has_phenotype", (*_CONDITION, _C.CASE), (_C.PHENOTYPIC_FEATURE,)),
    _biolink("gene_associated_with_condition", (_C.GENE,), _CONDITION),
    _biolink("binds", _CHEMICAL, (_C.GENE,)),
    _biolink("interacts_with", _CHEMICAL, _CHEMICAL, symmetric=True),
    _biolink("physically_interacts_with", (_C.GENE,), (_C.GENE,), symmetric=True),
    _biolink("participates_in", (_C.GENE,), _GENE_ROLE),
    _biolink("affects_response_to", (_C.GENE, _C.SEQUENCE_VARIANT), _CHEMICAL),
    _biolink("has_chemical_role", _CHEMICAL, (_C.CHEMICAL_ROLE,)),
    _biolink("located_in", _CONDITION, (_C.ANATOMICAL_ENTITY,)),
    _biolink("expressed_in", (_C.GENE,), (_C.ANATOMICAL_ENTITY, _C.CELL)),
    _own("upregulates", _REGULATOR, (_C.GENE,)),
    _own("downregulates", _REGULATOR, (_C.GENE,)),
    _biolink("regulates", (_C.GENE,), (_C.GENE,)),
    _biolink("coexpressed_with", (_C.GENE,), (_C.GENE,), symmetric=True),
    _own("has_condition", (_C.CASE,), (_C.DISEASE,)),
    _own("underwent", (_C.CASE,), (_C.PROCEDURE,)),
    _own("takes", (_C.CASE,), _GIVEN),
    _own("allergic_to", (_C.CASE,), _GIVEN),
    _own("had_adverse_reaction_to", (_C.CASE,), _GIVEN),
    _biolink("has_attribute", (_C.CASE,), (_C.CLINICAL_ATTRIBUTE, _C.CLINICAL_MEASUREMENT)),
    _biolink("mentions", _CASE_LIKE, set(Category) - _CASE_LIKE),
)

PREDICATES: dict[str, Predicate] = {predicate.name: predicate for predicate in _ALL}


# Words that people say for a predicate and that are not spelt like it.
_EVERYDAY = {
    **dict.fromkeys(("cure", "cures", "cured_by", "heals", "helps", "indicated_for", "indication"), "treats"),
    **dict.fromkeys(("target", "targets", "inhibits", "activates", "acts_on"), "binds"),
    **dict.fromkeys(("adverse_effect", "side_effect", "side_effects", "adverse_event"), "has_side_effect"),
    **dict.fromkeys(("symptom", "has_symptom", "presents_with", "phenotype"), "has_phenotype"),
    **dict.fromkeys(("interaction", "ddi"), "interacts_with"),
    **dict.fromkeys(("is_a", "isa", "kind_of", "parent"), "subclass_of"),
    **dict.fromkeys(("contraindication", "contraindicated"), "contraindicated_in"),
    **dict.fromkeys(("taking", "medication", "medications"), "takes"),
}


def predicate(name: str) -> Predicate:
    """The predicate called ``name``; a ``biolink:`` or ``medkg:`` prefix is allowed.

    Raises:
        SchemaError: when there is none; the message lists the known names.
    """
    found = PREDICATES.get(name.removeprefix("biolink:").removeprefix("medkg:"))
    if found is None:
        word = name.lower().replace(" ", "_")
        meant = (_EVERYDAY[word],) if word in _EVERYDAY else near_names(word, PREDICATES)
        known = f"Known: {', '.join(sorted(PREDICATES))}."
        raise SchemaError(f"Unknown predicate {name!r}.", did_you_mean(meant) + known)
    return found


def category(name: str) -> Category:
    """The category called ``name``; a ``biolink:`` prefix is allowed.

    Raises:
        SchemaError: when there is none; the message lists the known names.
    """
    try:
        return Category(name.removeprefix("biolink:"))
    except ValueError:
        known = list(map(str, Category))
        meant = did_you_mean(near_names(name, known))
        raise SchemaError(f"Unknown category {name!r}.", f"{meant}Known: {', '.join(known)}.") from None


def check_claim(subject: Category, predicate_name: str, obj: Category) -> None:
    """Raises SchemaError when the predicate does not take these categories.

    >>> check_claim(Category.DRUG, "treats", Category.DISEASE)
    >>> check_claim(Category.DISEASE, "treats", Category.DRUG)
    Traceback (most recent call last):
    ...
    kg.errors.SchemaError: 'treats' does not go from Disease to Drug. It goes from ChemicalEntity, Drug to Disease, \
PhenotypicFeature.
    """
    rule = predicate(predicate_name)
    subject_fits = subject in rule.subjects if rule.subjects else subject not in _CASE_LIKE
    object_fits = obj in rule.objects if rule.objects else obj not in _CASE_LIKE
    if not (subject_fits and object_fits):
        ends = [", ".join(sorted(side)) or "any general category" for side in (rule.subjects, rule.objects)]
        raise SchemaError(
            f"{predicate_name!r} does not go from {subject} to {obj}.", f"It goes from {ends[0]} to {ends[1]}."
        )


def scope_of(subject: Category) -> Scope:
    """Case facts have a case or a publication as their subject; every other claim is general.

    >>> scope_of(Category.CASE), scope_of(Category.DRUG)
    (<Scope.CASE: 'case'>, <Scope.GENERAL: 'general'>)
    """
    return Scope.CASE if subject in _CASE_LIKE else Scope.GENERAL


def ordered_ends(predicate_name: str, subject: str, obj: str) -> tuple[str, str]:
    """The ends in stored order: swapped when the predicate is symmetric and the subject is the larger."""
    if predicate(predicate_name).symmetric and subject > obj:
        return obj, subject
    return subject, obj
