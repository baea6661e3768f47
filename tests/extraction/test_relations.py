"""Relations from sentence patterns: what a note says of its case, and what literature claims."""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.tokens import Doc

from extraction.annotations import Mention, Section
from extraction.documents import Document
from extraction.extensions import register_extensions
from extraction.relations import RelationComponent
from extraction.relations.literature import MOST_APART
from kg.identifiers import Curie
from kg.records import DocumentKind
from kg.results import DropReason

CATEGORIES = {"D": "Drug", "C": "Disease", "P": "PhenotypicFeature", "G": "Gene"}


def annotate(marked: str, language: str = "en", kind: DocumentKind = DocumentKind.NOTE, section: str = "") -> Doc:
    """A processed document; mentions are marked ``{D aspirin}``; a mention's id is its kind and its first word."""
    register_extensions()
    mentions, text = [], ""
    for piece in re.split(r"(\{\w [^}]*\})", marked):
        if found := re.fullmatch(r"\{(\w) ([^}]*)\}", piece):
            curie = Curie(f"T:{found[2].split()[0].lower()}")
            end = len(text) + len(found[2])
            mentions.append(Mention(len(text), end, found[2], CATEGORIES[found[1]], curie, found[2], 1.0))
            text += found[2]
        else:
            text += piece
    nlp = spacy.blank(language)
    nlp.add_pipe("medkg_assertion")
    doc = nlp.make_doc(text)
    doc._.medkg_document = Document.make("a.txt", text, kind=kind, language=language)
    doc._.medkg_mentions = tuple(mentions)
    doc._.medkg_sections = (Section(section, "", 0, len(text)),)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return RelationComponent(language)(doc)


def said(doc: Doc) -> set[str]:
    """Relations in short: ``[not ]subject predicate object[ reaction]``; the case is ``*``."""
    found = set()
    for one in doc._.medkg_relations:
        subject = one.subject.curie.reference if one.subject else "*"
        reactions = "".join(f" {Curie(value).reference}" for key, value in one.qualifiers if key == "reaction")
        sign = "not " if one.negated else ""
        found.add(f"{sign}{subject} {one.predicate} {one.object.curie.reference}{reactions}")
    return found


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("She was started on {D lisinopril} for {C hypertension}.",
         {"* takes lisinopril", "lisinopril applied_to_treat hypertension"}),
        ("{D Acetaminophen} 650 mg PO q6h PRN {P headache}.",
         {"* takes acetaminophen", "acetaminophen applied_to_treat headache"}),
        ("{C Hyperlipidemia}: continue {D atorvastatin}.",
         {"* takes atorvastatin", "atorvastatin applied_to_treat hyperlipidemia"}),
        ("{P Cough} caused by {D lisinopril}.", {"* had_adverse_reaction_to lisinopril cough"}),
        ("{D Sulfasalazine} was stopped in 2020 because of {P leukopenia}.",
         {"not * takes sulfasalazine", "* had_adverse_reaction_to sulfasalazine leukopenia"}),
        ("She is allergic to {D penicillin}.", {"* allergic_to penicillin"}),
        ("Discontinue {D warfarin} and {D aspirin}.", {"not * takes warfarin", "not * takes aspirin"}),
        ("She is not taking {D metformin}.", {"not * takes metformin"}),
        ("Started on {D rifampin} 600 mg, {D isoniazid} 300 mg and {D ethambutol} 1200 mg daily.",
         {"* takes rifampin", "* takes isoniazid", "* takes ethambutol"}),
        ("If the cough persists, start {D losartan}.", set()),
        ("Her mother takes {D insulin} for {C diabetes}.", set()),
        ("No {P myalgia} caused by {D atorvastatin}.", {"not * had_adverse_reaction_to atorvastatin myalgia"}),
        ("{C Hypothyroidism} on {D levothyroxine} 75 mcg daily.",
         {"* takes levothyroxine", "levothyroxine applied_to_treat hypothyroidism"}),
    ],
)  # fmt: skip
def test_english_notes(marked, expected):
    assert said(annotate(marked)) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("因{C 高血压}长期口服{D 氨氯地平}。", {"* takes 氨氯地平", "氨氯地平 applied_to_treat 高血压"}),
        ("予{D 二甲双胍}治疗{C 糖尿病}。", {"* takes 二甲双胍", "二甲双胍 applied_to_treat 糖尿病"}),
        ("服用{D 卡托普利}后出现{P 干咳}。", {"* takes 卡托普利", "* had_adverse_reaction_to 卡托普利 干咳"}),
        ("对{D 青霉素}过敏。", {"* allergic_to 青霉素"}),
        ("停用{D 阿司匹林}。", {"not * takes 阿司匹林"}),
        ("否认{D 青霉素}过敏史。", {"not * allergic_to 青霉素"}),
    ],
)
def test_chinese_notes(marked, expected):
    assert said(annotate(marked, "zh")) == expected


def test_sections_of_drugs():
    assert said(annotate("{D Metformin} twice", section="medications")) == {"* takes metformin"}
    listed = annotate("{D Penicillin} ({P hives}), {D sulfasalazine}: {P rash}", section="allergies")
    assert said(listed) == {"* allergic_to penicillin hives", "* allergic_to sulfasalazine rash"}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{D Phenobarbital}-induced {C dyskinesia} in a child.", {"phenobarbital causes dyskinesia"}),
        ("{D Metformin} for the treatment of {C diabetes}.", {"metformin treats diabetes"}),
        ("{D Aspirin} did not cause {C asthma}.", {"not aspirin causes asthma"}),
        ("Does {D aspirin} cause {C asthma}?", set()),
        ("{D Metformin} is contraindicated in {C acidosis}.", {"metformin contraindicated_in acidosis"}),
        ("{C Marfan} is characterized by {P aortic dilatation}.", {"marfan has_phenotype aortic"}),
        ("Interaction between {D warfarin} and {D fluconazole}.", {"warfarin interacts_with fluconazole"}),
    ],
)
def test_literature_makes_general_claims(marked, expected):
    claims = said(annotate(marked, kind=DocumentKind.LITERATURE))
    assert {one for one in claims if "occurs_together" not in one} == expected


def test_literature_co_occurrence_is_between_kinds_and_once_a_pair():
    doc = annotate("{D Aspirin}, {D warfarin}, {C asthma}, {D aspirin}.", kind=DocumentKind.LITERATURE)
    assert said(doc) == {
        "aspirin occurs_together_in_literature_with asthma",
        "asthma occurs_together_in_literature_with warfarin",
    }


def test_literature_says_how_many_pairs_stand_too_far_apart():
    drugs = ", ".join(f"{{D drug{number}}}" for number in range(MOST_APART))
    doc = annotate(f"{{C Asthma}}, {{C gout}}, {drugs}.", kind=DocumentKind.LITERATURE)
    assert {one.subject.text for one in doc._.medkg_relations} >= {"drug0"}
    (lost,) = doc._.medkg_dropped
    assert lost.reason == DropReason.TOO_LONG
    assert lost.detail.startswith("3 pairs ")  # asthma with the last two, gout with the last
    assert annotate(f"{{C Asthma}}, {drugs}".rpartition(",")[0], kind=DocumentKind.LITERATURE)._.medkg_dropped == ()


def test_a_note_makes_no_general_claim():
    doc = annotate("{D Metformin} is contraindicated in {C acidosis}. {D Aspirin} interacts with {D warfarin}.")
    assert {one.predicate for one in doc._.medkg_relations} <= {"takes", "applied_to_treat", "had_adverse_reaction_to"}
