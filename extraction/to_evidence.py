"""From an annotated text to evidence: which claim each mention and each relation makes, and what is dropped.

In a note, a certain finding of the patient, present or past, is a fact of its case, denied when the text denies it.
What is uncertain, hypothetical or another person's is only mentioned. Literature mentions, and makes general claims.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc

from extraction.annotated import AnnotatedText
from extraction.annotations import Mention, RelationMention
from extraction.assertion import ASSERTION_VERSION
from extraction.documents import Document
from extraction.sections import section_at
from kg.errors import SchemaError
from kg.identifiers import Curie
from kg.records import (
    PLACE_SUFFIX,
    AgentType,
    Assertion,
    Batch,
    Certainty,
    DocumentKind,
    Evidence,
    Experiencer,
    KnowledgeLevel,
    Node,
    NodeRecord,
    StoredDocument,
    Temporality,
    TextLocation,
    TextSpan,
)
from kg.results import Dropped, DropReason
from kg.schema import Category, check_claim, ordered_ends
from kg.vocabulary import Vocabulary

FINDINGS = "findings/1"
MENTIONS = "mentions/1"
SOURCE = "infores:medkg"

_ALLERGY_SECTION = "allergies"
_UNDERWENT = "underwent"
_CASE_PREDICATES = {
    Category.DISEASE: "has_condition", Category.PHENOTYPIC_FEATURE: "has_phenotype", Category.PROCEDURE: _UNDERWENT,
}  # fmt: skip
_CO_OCCURRENCE = "occurs_together_in_literature_with"
_REACTION_SPAN = f"reaction{PLACE_SUFFIX}"
_EXCERPT = 40
_CATEGORIES = {str(one): one for one in Category}
_ASSERTED_BY = {name: f"{name}+{ASSERTION_VERSION}" for name in (FINDINGS, MENTIONS)}


def to_batch(
    doc: Doc, vocabulary: Vocabulary, masked: tuple[tuple[int, int, str], ...] = ()
) -> tuple[Batch, tuple[Dropped, ...]]:
    """The evidence of one document, with its nodes and its stored text.

    Args:
        doc: a processed text whose ``doc._.medkg_document`` is set; its text is the masked text.
        vocabulary: what the mentions were linked with.
        masked: spans ``(start, end, kind)`` that were masked.

    Returns:
        The batch, and the mentions and relations that were dropped, with reasons. Every mention that is linked and
        lies outside the masked spans gives at least one piece of evidence.
    """
    return write_batch(AnnotatedText.of(doc), vocabulary, masked)


def write_batch(
    read: AnnotatedText, vocabulary: Vocabulary, masked: tuple[tuple[int, int, str], ...] = ()
) -> tuple[Batch, tuple[Dropped, ...]]:
    """As :func:`to_batch`, of a text that no ``Doc`` holds as a whole."""
    return _Writer(read, vocabulary, masked).write()


class _Writer:
    def __init__(self, read: AnnotatedText, vocabulary: Vocabulary, masked: tuple[tuple[int, int, str], ...]) -> None:
        self.document: Document = read.document
        self.text = read.text
        self.sections = read.sections
        self.sentences = read.sentences
        self.starts = [start for start, _ in self.sentences]
        self.mentions: tuple[Mention, ...] = read.mentions
        self.relations: tuple[RelationMention, ...] = read.relations
        self.categories = {str(one.curie): one.category for one in self.mentions if one.curie}
        self.vocabulary = vocabulary
        self.masked = masked
        self.masked_starts = [start for start, _, _ in sorted(masked)]
        self.masked_ends = sorted(end for _, end, _ in masked)
        self.is_note = self.document.kind == DocumentKind.NOTE
        self.generic = _generic_names(self.mentions)
        self.dropped: list[Dropped] = []
        self.evidence: dict[str, Evidence] = {}

    def write(self) -> tuple[Batch, tuple[Dropped, ...]]:
        kept = [mention for mention in self.mentions if self._keeps(mention)]
        places = {(one.start, one.end, one.curie) for one in kept}
        told: set[tuple[int, int]] = set()
        reactions = self._allergic_reactions()
        for relation in self.relations:
            ends = [one for one in (relation.subject, relation.object) if one is not None]
            stand = all((one.start, one.end, one.curie) in places for one in ends)
            if stand and self._relate(relation) and len(ends) == 1:
                told.add((relation.object.start, relation.object.end))
        for mention in kept:
            place = (mention.start, mention.end)
            reaction = f"{mention.start}-{mention.end}" in reactions
            said = self.is_note and ((not reaction and self._finding(mention)) or place in told)
            if not said:
                self._mention(mention)
        batch = Batch((self._stored(),), tuple(self._nodes()), tuple(self.evidence.values()))
        return batch, tuple(self.dropped)

    def _keeps(self, mention: Mention) -> bool:
        item = f"{self.document.name} {mention.start}-{mention.end}"
        if self._is_masked(mention):
            self.dropped.append(Dropped(item, DropReason.MASKED))
        elif mention.curie is None:
            self.dropped.append(Dropped(item, DropReason.NO_LINK, mention.text[:_EXCERPT]))
        elif self.text[mention.start : mention.end] != mention.text:
            self.dropped.append(Dropped(item, DropReason.WRONG_OFFSETS, "The text at its place is another."))
        elif mention.category not in _CATEGORIES:
            self.dropped.append(Dropped(item, DropReason.UNKNOWN_CATEGORY, mention.category))
        else:
            return True
        return False

    def _is_masked(self, mention: Mention) -> bool:
        first = bisect_right(self.masked_ends, mention.start)
        return first < len(self.masked) and self.masked_starts[first] < mention.end

    def _allergic_reactions(self) -> set[str]:
        """Places of reactions that an allergy names: what would happen, and no finding of the case."""
        allergies = [one for one in self.relations if one.predicate == "allergic_to"]
        return {value for one in allergies for key, value in one.qualifiers if key == _REACTION_SPAN}

    def _finding(self, mention: Mention) -> bool:
        """A disease, phenotype or procedure of the patient as a fact of the case; False when it is only mentioned.

        A procedure that is planned is only mentioned, and so is a disease that the note also names more exactly
        (diabetes mellitus, type 2 diabetes mellitus).
        """
        predicate = _CASE_PREDICATES.get(_CATEGORIES[mention.category])
        if predicate is None or not _holds_of_patient(mention.assertion):
            return False
        if predicate == _UNDERWENT and mention.assertion.temporality == Temporality.PLANNED:
            return False
        if section_at(self.sections, mention.start) == _ALLERGY_SECTION:
            return False
        if not mention.assertion.negated and mention.curie in self.generic:
            return False
        negated = mention.assertion.negated
        return self._add(self._case_fact(predicate, mention, FINDINGS, mention.qualifiers, negated=negated))

    def _mention(self, mention: Mention) -> None:
        qualifiers = tuple(("assertion", word) for word in sorted(_words(mention.assertion)))
        self._add(self._case_fact("mentions", mention, MENTIONS, qualifiers, negated=False))

    def _case_fact(
        self,
        predicate: str,
        mention: Mention,
        extractor: str,
        qualifiers: tuple[tuple[str, str], ...],
        *,
        negated: bool,
    ) -> Evidence:
        return Evidence(
            subject=self.document.subject,
            predicate=predicate,
            object=Curie(mention.curie or ""),
            location=self._location(None, mention, self._sentence(mention)),
            knowledge_level=KnowledgeLevel.OBSERVATION,
            agent_type=AgentType.TEXT_MINING_AGENT,
            primary_knowledge_source=SOURCE,
            extractor=_ASSERTED_BY[extractor],
            negated=negated,
            vocabulary=self.vocabulary.version,
            score=mention.score,
            qualifiers=qualifiers,
        )

    def _relate(self, relation: RelationMention) -> bool:
        """True when the relation became evidence."""
        subject, obj = relation.subject, relation.object
        location = self._location(subject, obj, relation.sentence)
        subject_id = Curie(subject.curie or "") if subject else self.document.subject
        object_id = Curie(obj.curie or "")
        if subject_id == object_id:
            self.dropped.append(Dropped(f"{self.document.name} {obj.start}-{obj.end}", DropReason.SELF_LOOP))
            return False
        if subject and ordered_ends(relation.predicate, subject_id, object_id) != (subject_id, object_id):
            subject_id, object_id = object_id, subject_id
            location = self._location(obj, subject, relation.sentence)
        link = min(obj.score, subject.score if subject else 1.0)
        return self._add(
            Evidence(
                subject=subject_id,
                predicate=relation.predicate,
                object=object_id,
                location=location,
                knowledge_level=self._level(relation),
                agent_type=AgentType.TEXT_MINING_AGENT,
                primary_knowledge_source=SOURCE,
                extractor=relation.extractor,
                negated=relation.negated,
                vocabulary=self.vocabulary.version,
                score=round(relation.score * link, 6),
                qualifiers=relation.qualifiers,
            )
        )

    def _level(self, relation: RelationMention) -> KnowledgeLevel:
        if self.is_note:
            return KnowledgeLevel.OBSERVATION
        if relation.predicate == _CO_OCCURRENCE:
            return KnowledgeLevel.TEXT_CO_OCCURRENCE
        return KnowledgeLevel.KNOWLEDGE_ASSERTION

    def _add(self, evidence: Evidence) -> bool:
        """Keeps the evidence when the schema allows its claim; of equal ids the best score stays."""
        try:
            _check_claim(self._category(evidence.subject), evidence.predicate, self._category(evidence.object))
        except SchemaError as error:
            location = evidence.location
            place = location.object_span if isinstance(location, TextLocation) else None
            item = f"{self.document.name} {place.start}-{place.end}" if place else self.document.name
            self.dropped.append(Dropped(item, DropReason.DOMAIN_OR_RANGE, error.message))
            return False
        known = self.evidence.get(evidence.id)
        if known is None or known.score < evidence.score:
            self.evidence[evidence.id] = evidence
        return True

    def _category(self, curie: Curie) -> Category:
        if curie == self.document.subject:
            return Category.CASE if self.is_note else Category.PUBLICATION
        category = self.categories[curie]
        return _CATEGORIES.get(category) or Category(category)

    def _sentence(self, mention: Mention) -> tuple[int, int]:
        at = bisect_right(self.starts, mention.start) - 1
        holds = at >= 0 and mention.start < self.sentences[at][1]
        start, end = self.sentences[at] if holds else (mention.start, mention.end)
        return start, max(end, mention.end)

    def _location(self, subject: Mention | None, obj: Mention, sentence: tuple[int, int]) -> TextLocation:
        return TextLocation(
            document=self.document.id,
            section=section_at(self.sections, obj.start),
            sentence=sentence,
            subject_span=TextSpan(subject.start, subject.end, subject.text) if subject else None,
            object_span=TextSpan(obj.start, obj.end, obj.text),
            assertion=obj.assertion,
        )

    def _stored(self) -> StoredDocument:
        one = self.document
        return StoredDocument(one.id, one.name, self.text, one.kind, one.language, one.subject, self.masked)

    def _nodes(self) -> Iterator[NodeRecord]:
        """The case or publication first, then every node that a kept piece of evidence names, sorted by id."""
        category, name = (
            (Category.CASE, f"Case {self.document.name}")
            if self.is_note
            else (Category.PUBLICATION, self.document.name)
        )
        yield NodeRecord(Node(self.document.subject, category, name), self.document.id)
        named = {end for one in self.evidence.values() for end in (one.subject, one.object)}
        for curie in sorted(named - {self.document.subject}):
            yield NodeRecord(self._node(curie), self.document.id)

    def _node(self, curie: Curie) -> Node:
        term = self.vocabulary.term(curie)
        if term is not None:
            return term.node()
        mention = next(one for one in self.mentions if one.curie == curie)
        return Node(curie, mention.category, mention.name or curie)


@lru_cache(maxsize=1024)
def _check_claim(subject: Category, predicate: str, obj: Category) -> None:
    """As :func:`kg.schema.check_claim`, each allowed claim once."""
    check_claim(subject, predicate, obj)


def _generic_names(mentions: tuple[Mention, ...]) -> frozenset[str]:
    """Diseases whose name ends the name of another disease that the patient is said to have."""
    had = {
        one.name.lower(): str(one.curie)
        for one in mentions
        if one.curie and one.category == Category.DISEASE and not one.assertion.negated
        and _holds_of_patient(one.assertion)
    }  # fmt: skip
    return frozenset(curie for name, curie in had.items() if any(other.endswith(f" {name}") for other in had))


def _holds_of_patient(assertion: Assertion) -> bool:
    return (
        assertion.certainty == Certainty.CERTAIN
        and assertion.temporality != Temporality.HYPOTHETICAL
        and assertion.experiencer == Experiencer.PATIENT
    )


def _words(assertion: Assertion) -> set[str]:
    """What sets an assertion off from a plain, present finding of the patient."""
    words = {assertion.certainty, assertion.temporality, assertion.experiencer} - {
        Certainty.CERTAIN,
        Temporality.RECENT,
        Experiencer.PATIENT,
    }
    return {str(word) for word in words} | ({"negated"} if assertion.negated else set())
