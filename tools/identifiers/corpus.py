"""What the shipped taggers are trained on: generated notes, variants of annotated texts, texts without identifiers."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from extraction.corpora.pubtator import read_pubtator
from extraction.corpora.records import AnnotatedDocument
from extraction.deidentify.term_guard import MOST_WORDS
from extraction.deidentify.tokens import WordLists, word_hash
from kg.schema import Category
from kg.vocabulary import Vocabulary
from tools.identifiers.clean_notes import Spelling, clean_paragraphs, note_words
from tools.identifiers.people import People
from tools.identifiers.places import Places
from tools.identifiers.refill import Refiller

_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"[^\W\d_]+|\d+")
_CODE = re.compile(r"(?<![\w\-])(?=[a-z\-]*\d)[a-z0-9\-]{2,24}(?![\w\-])")
_LEAST_ORDINARY = 3
_SURNAMES, _COMMON = 20_000, 2_000
_LONG = 5
_SPOKEN = (Category.DISEASE, Category.DRUG, Category.PHENOTYPIC_FEATURE, Category.CHEMICAL_ENTITY)
_CLINICAL = (
    Category.DISEASE,
    Category.DRUG,
    Category.GENE,
    Category.PHENOTYPIC_FEATURE,
    Category.PROCEDURE,
    Category.CLINICAL_MEASUREMENT,
)


def template_of(document: AnnotatedDocument) -> str:
    """The text with its identifiers replaced by their types: texts of one template have the same."""
    parts: list[str] = []
    done = 0
    for entity in document.entities:
        parts += [document.text[done : entity.start], f"<{entity.type}>"]
        done = max(done, entity.end)
    return " ".join(_WORD.findall("".join([*parts, document.text[done:]]).lower()))


def variants(documents: Sequence[AnnotatedDocument], each: int, seed: int = 0) -> list[AnnotatedDocument]:
    """``each`` variants of every template of the documents, with other identifiers."""
    generator = random.Random(seed)
    people = People(generator)
    refiller = Refiller(generator, people, Places(generator, people))
    first = {template_of(one): one for one in documents}
    return [refiller.variant(one) for one in first.values() for _ in range(each)]


def plain_texts(paths: Iterable[Path], banned: frozenset[str]) -> list[AnnotatedDocument]:
    """Abstracts of PubTator files without annotations, those of ``banned`` names left out."""
    read = (one for path in paths for one in read_pubtator(path)[0])
    return [AnnotatedDocument(one.name, one.text) for one in read if one.name not in banned]


def word_lists(
    names: Path | None, dictionary: Path | None, prose: Sequence[AnnotatedDocument], tables: Sequence[Path] = ()
) -> tuple[WordLists, dict[Path, list[AnnotatedDocument]]]:
    """Lists for the tagger, and the clean paragraphs of notes by file.

    Args:
        names: folder with the census files ``dist.male.first``, ``dist.female.first``, ``dist.all.last``, or None.
        dictionary: a spelling dictionary, one word a line; its words in small letters count as ordinary. None for none.
        prose: texts of which the words in small letters count as ordinary.
        tables: tables of notes, whose clean paragraphs add words too.
    """
    given: list[str] = []
    surnames: list[str] = []
    if names is not None:
        given = [*_census(names / "dist.male.first"), *_census(names / "dist.female.first")]
        surnames = _census(names / "dist.all.last")[:_SURNAMES]
    counts = Counter(word for one in prose for word in _WORD.findall(one.text) if word.islower())
    ordinary = [word for word, count in counts.items() if count >= _LEAST_ORDINARY]
    if dictionary is not None:
        ordinary += [
            word for word in dictionary.read_text(encoding="utf-8").split() if word.islower() and word.isalpha()
        ]
    people, clinical = frozenset((*given, *surnames)), clinical_words()
    spelling = Spelling(people, frozenset(ordinary), frozenset(clinical))
    notes = clean_paragraphs(tables, spelling)
    plain, short = note_words([one for some in notes.values() for one in some], spelling)
    phrases = clinical_phrases(people)
    lists = (given, surnames, surnames[:_COMMON], clinical | short, [*ordinary, *plain], phrases)
    return WordLists(frozenset(), *map(hashed, lists)), notes


def hashed(words: Iterable[str]) -> frozenset[int]:
    """The checksums of words, in small letters."""
    return frozenset(word_hash(word.lower()) for word in words)


def _census(path: Path) -> list[str]:
    return [line.split()[0].lower() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]


def clinical_words() -> set[str]:
    """Words of the shipped vocabularies' English names, words with digits as a whole."""
    found: set[str] = set()
    for term in Vocabulary.shipped().terms():
        if term.category in _CLINICAL:
            for name in (term.name, *term.synonyms):
                found.update(word for word in _WORD.findall(name.lower()) if len(word) > 2)
                found.update(_CODE.findall(name.lower()))
    return found


def clinical_phrases(names: frozenset[str]) -> set[str]:
    """English names of the shipped vocabularies: those that hold a name of people, and those of one long word alone."""
    found: set[str] = set()
    for term in Vocabulary.shipped().terms():
        for name in (term.name, *term.synonyms):
            words = _PART.findall(name.lower())
            named = any(len(word) > 2 and word in names for word in words)
            alone = len(name) >= _LONG and term.category in _SPOKEN and not named
            if words and (alone if len(words) == 1 else named) and len(words) <= MOST_WORDS:
                found.add(" ".join(words))
    return found


def clinical_pairs() -> set[str]:
    """Two neighbouring characters of the shipped vocabularies' Chinese names, seen in two names at least."""
    counts: Counter[str] = Counter()
    for term in Vocabulary.shipped().terms():
        for name in (term.name_zh, *term.synonyms_zh):
            counts.update({name[at : at + 2] for at in range(len(name) - 1)})
    return {pair for pair, count in counts.items() if count > 1}
