"""Evidence: which claim each mention makes, what is dropped, and that every offset holds."""

from __future__ import annotations

from dataclasses import replace

import spacy

from extraction.annotations import PLAIN, Mention, RelationMention, Section
from extraction.documents import Document
from extraction.extensions import register_extensions
from extraction.to_evidence import to_batch
from kg.identifiers import Curie
from kg.records import Assertion, Certainty, DocumentKind, Experiencer, KnowledgeLevel, Temporality
from kg.results import DropReason
from kg.schema import check_claim
from kg.vocabulary import Term, Vocabulary

TEXT = "Fever and asthma. Takes aspirin for headache."
FEVER, ASTHMA = Curie("HP:0001945"), Curie("MONDO:0004979")
ASPIRIN, HEADACHE = Curie("CHEBI:15365"), Curie("HP:0002315")
VOCABULARY = Vocabulary(
    [
        Term(FEVER, "PhenotypicFeature", "Fever"),
        Term(ASTHMA, "Disease", "asthma", synonyms=("bronchial asthma",)),
        Term(ASPIRIN, "Drug", "aspirin"),
        Term(HEADACHE, "PhenotypicFeature", "Headache"),
    ],
    "test/1",
)


def mention(word, curie, category, assertion=PLAIN):
    start = TEXT.index(word)
    return Mention(start, start + len(word), word, category, curie, word, 0.9, assertion)


def everything(**assertions):
    return (
        mention("Fever", FEVER, "PhenotypicFeature", assertions.get("fever", PLAIN)),
        mention("asthma", ASTHMA, "Disease", assertions.get("asthma", PLAIN)),
        mention("aspirin", ASPIRIN, "Drug", assertions.get("aspirin", PLAIN)),
        mention("headache", HEADACHE, "PhenotypicFeature", assertions.get("headache", PLAIN)),
    )


def process(mentions, relations=(), kind=DocumentKind.NOTE, masked=(), section=""):
    register_extensions()
    doc = spacy.blank("en").make_doc(TEXT)
    for token in doc:
        token.is_sent_start = token.i in (0, 4)
    name = "PMID:12" if kind == DocumentKind.LITERATURE else "a.txt"
    doc._.medkg_document = Document.make(name, TEXT, kind=kind)
    doc._.medkg_mentions = tuple(mentions)
    doc._.medkg_relations = tuple(relations)
    doc._.medkg_sections = (Section(section, "", 0, len(TEXT)),)
    return to_batch(doc, VOCABULARY, masked)


def claims(batch):
    sign = {True: "not ", False: ""}
    return {f"{sign[one.negated]}{one.predicate} {one.object}" for one in batch.evidence}


def test_a_note_speaks_of_its_case():
    batch, dropped = process(everything())
    assert not dropped
    assert claims(batch) == {
        f"has_phenotype {FEVER}", f"has_condition {ASTHMA}", f"mentions {ASPIRIN}", f"has_phenotype {HEADACHE}",
    }  # fmt: skip
    assert {one.subject for one in batch.evidence} == {batch.documents[0].subject}


def test_negated_findings_are_denied_and_others_only_mentioned():
    batch, _ = process(
        everything(
            fever=Assertion(negated=True),
            asthma=Assertion(experiencer=Experiencer.OTHER, negated=True),
            headache=Assertion(temporality=Temporality.HYPOTHETICAL),
        )
    )
    assert claims(batch) == {
        f"not has_phenotype {FEVER}", f"mentions {ASTHMA}", f"mentions {ASPIRIN}", f"mentions {HEADACHE}",
    }  # fmt: skip
    asthma = next(one for one in batch.evidence if one.object == ASTHMA)
    assert asthma.qualifiers == (("assertion", "negated"), ("assertion", "other"))
    assert asthma.location.assertion.negated


def test_historical_findings_are_facts_and_uncertain_ones_are_not():
    batch, _ = process(
        everything(fever=Assertion(certainty=Certainty.UNCERTAIN), asthma=Assertion(temporality=Temporality.HISTORICAL))
    )
    assert f"mentions {FEVER}" in claims(batch)
    assert f"has_condition {ASTHMA}" in claims(batch)


def test_findings_in_a_list_of_allergies_are_reactions():
    batch, _ = process(everything(), section="allergies")
    assert all(one.predicate == "mentions" for one in batch.evidence)


def test_relations_of_the_case_stand_in_for_the_mention():
    mentions = everything()
    takes = RelationMention(None, "takes", mentions[2], (18, 45), "medications/1", 0.8, False)
    given = RelationMention(mentions[2], "applied_to_treat", mentions[3], (18, 45), "sentence-patterns/1", 0.7, False)
    batch, _ = process(mentions, (takes, given))
    assert f"takes {ASPIRIN}" in claims(batch)
    assert f"mentions {ASPIRIN}" not in claims(batch)
    treat = next(one for one in batch.evidence if one.predicate == "applied_to_treat")
    assert (treat.subject, treat.knowledge_level) == (ASPIRIN, KnowledgeLevel.OBSERVATION)
    assert treat.location.subject_span.text == "aspirin"
    assert treat.score == round(0.7 * 0.9, 6)


def test_literature_only_mentions_and_makes_general_claims():
    mentions = everything()
    treats = RelationMention(mentions[2], "treats", mentions[3], (18, 45), "sentence-patterns/1", 0.7, False)
    together = RelationMention(
        mentions[3], "occurs_together_in_literature_with", mentions[2], (18, 45), "c/1", 0.2, False
    )
    batch, _ = process(mentions, (treats, together), DocumentKind.LITERATURE)
    assert sum(one.predicate == "mentions" for one in batch.evidence) == 4
    levels = {one.predicate: one.knowledge_level for one in batch.evidence}
    assert levels["treats"] == KnowledgeLevel.KNOWLEDGE_ASSERTION
    assert levels["occurs_together_in_literature_with"] == KnowledgeLevel.TEXT_CO_OCCURRENCE
    pair = next(one for one in batch.evidence if one.predicate.startswith("occurs"))
    assert (pair.subject, pair.object) == (ASPIRIN, HEADACHE)
    assert (pair.location.subject_span.text, pair.location.object_span.text) == ("aspirin", "headache")


def test_what_is_dropped_is_counted():
    mentions = everything()
    unlinked = replace(mentions[0], curie=None)
    moved = replace(mentions[1], start=mentions[1].start + 1, end=mentions[1].end + 1)
    batch, dropped = process((unlinked, moved, *mentions[2:]), masked=((24, 26, "name"),))
    assert [one.reason for one in dropped] == [DropReason.NO_LINK, DropReason.WRONG_OFFSETS, DropReason.MASKED]
    assert claims(batch) == {f"has_phenotype {HEADACHE}"}
    assert batch.documents[0].masked == ((24, 26, "name"),)


def test_a_claim_outside_the_schema_is_dropped():
    mentions = everything()
    wrong = RelationMention(mentions[3], "treats", mentions[2], (18, 45), "x/1", 0.7, False)
    batch, dropped = process(mentions, (wrong,), DocumentKind.LITERATURE)
    assert [one.reason for one in dropped] == [DropReason.DOMAIN_OR_RANGE]
    assert all(one.predicate == "mentions" for one in batch.evidence)


def test_evidence_fits_the_schema_its_nodes_and_its_text():
    for kind in DocumentKind:
        batch, _ = process(everything(), kind=kind)
        nodes = {record.node.id: record.node for record in batch.nodes}
        stored = batch.documents[0]
        assert all(record.origin == stored.id for record in batch.nodes)
        for one in batch.evidence:
            check_claim(nodes[one.subject].category, one.predicate, nodes[one.object].category)
            span = one.location.object_span
            assert stored.text[span.start : span.end] == span.text
            assert one.location.sentence[0] <= span.start < span.end <= one.location.sentence[1]
            assert one.origin == stored.id
        assert nodes[ASTHMA].synonyms == ("bronchial asthma",)
        assert nodes[stored.subject].name == ("Case a.txt" if kind == DocumentKind.NOTE else "PMID:12")


def test_the_same_document_gives_the_same_evidence():
    assert process(everything())[0] == process(everything())[0]
