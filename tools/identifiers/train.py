"""Trains the taggers that ship. With the corpora in ``$C``, these commands give the weights of ``data/models``::

    python -m tools.identifiers.train en OUT --notes 4500 --charts 6000 --pii $C/pii-synth/synth_dataset_v2.json \\
        --abstracts $C/bc5cdr/train.pubtator $C/bc5cdr/dev.pubtator $C/ncbi-disease/train.pubtator \\
        --tables $C/mts-dialog/train.csv $C/aci-bench/train.csv \\
        --banned $C/never-train.tsv --names CENSUS --dictionary /usr/share/dict/american-english --budget 1
    python -m tools.identifiers.train zh OUT --notes 4000

What is needed: an annotated general corpus in Presidio's JSON, abstracts in PubTator's format as prose without
identifiers, the census files of names (public domain), and a spelling dictionary (SCOWL's, free to use). The two take
some minutes on one core. ``--without-fold N`` leaves out a fifth of the corpus, by template, to be scored on it.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from pathlib import Path

import torch

from extraction.corpora.presidio import read_presidio
from extraction.corpora.records import AnnotatedDocument
from extraction.deidentify.learned import train_tagger
from extraction.deidentify.tokens import WordLists
from extraction.learning.card import CorpusUse, ModelCard
from extraction.learning.task import TrainingOptions
from tools.identifiers.corpus import clinical_pairs, hashed, plain_texts, template_of, variants, word_lists
from tools.identifiers.note import NoteOptions, make_notes

_SEED = 7
_TWICE = 2
_FOLDS = 5
_OURS = "this project's"


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=("en", "zh"))
    parser.add_argument("out", type=Path)
    parser.add_argument("--notes", type=int, default=3500)
    parser.add_argument("--charts", type=int, default=0, help="whole notes of many kinds, English alone")
    parser.add_argument("--pii", type=Path)
    parser.add_argument("--abstracts", type=Path, nargs="*", default=[])
    parser.add_argument("--tables", type=Path, nargs="*", default=[], help="notes of MTS-Dialog and aci-bench")
    parser.add_argument("--banned", type=Path, help="TSV whose first column names documents that train nothing")
    parser.add_argument("--names", type=Path)
    parser.add_argument("--dictionary", type=Path)
    parser.add_argument("--variants", type=int, default=20)
    parser.add_argument("--budget", type=float, default=0.8)
    parser.add_argument("--without-fold", type=int, default=-1, help="leave out one of five folds by template")
    return parser.parse_args()


def fold_of_template(document: AnnotatedDocument) -> int:
    """The fold, 0 to 4, of all texts of one template."""
    return int(hashlib.sha256(template_of(document).encode("utf-8")).hexdigest()[:8], 16) % _FOLDS


def main() -> None:
    """Trains and writes one tagger."""
    given = arguments()
    torch.set_num_threads(1)
    documents = list(make_notes(NoteOptions(given.notes, given.language, _SEED, held_out=False)))
    documents += make_notes(NoteOptions(given.charts, given.language, _SEED, held_out=False, charts=True))
    uses = [CorpusUse("generated notes", "", _OURS, len(documents))]
    prose, read = _prose(given) if given.language == "en" else ([], [])
    named = {one.name for one in prose}
    if given.pii is not None:
        known = [one for one in read_presidio(given.pii)[0] if fold_of_template(one) != given.without_fold]
        made = variants(known, given.variants)
        documents += known * _TWICE + made
        texts = {one.name for one in known}  # some stand in the file more than once
        named |= texts
        uses.append(CorpusUse(f"generated from the templates of {given.pii.name}", "", _OURS, len(made)))
        uses.append(CorpusUse(given.pii.name, _checksum(given.pii), "MIT (presidio-research)", len(texts)))
    lists, notes = _lists(given, prose)
    for path, paragraphs in notes.items():
        documents += paragraphs
        texts = {one.name for one in paragraphs}
        named |= texts
        uses.append(CorpusUse(f"{path.parent.name}/{path.name}", _checksum(path), "CC BY 4.0", len(texts)))
    documents += prose
    uses += read
    model = train_tagger(documents, TrainingOptions(seed=0, budget=given.budget), lists, advance=_show)
    model.save(given.out, _card(given, model.card, uses, named))


def _card(given: argparse.Namespace, card: ModelCard, uses: list[CorpusUse], named: set[str]) -> ModelCard:
    """The card with its corpora and arguments; what is generated is told by its number, for the seed makes it."""
    settings = (
        *card.settings,
        ("notes", str(given.notes)),
        ("charts", str(given.charts)),
        ("variants", str(given.variants if given.pii else 0)),
    )
    return replace(card, corpora=tuple(uses), documents=tuple(sorted(named)), settings=settings)


def _prose(given: argparse.Namespace) -> tuple[list[AnnotatedDocument], list[CorpusUse]]:
    """Abstracts, a quarter as many as notes at most, and where they are from."""
    lines = given.banned.read_text(encoding="utf-8").splitlines() if given.banned else []
    banned = frozenset(line.split("\t")[0] for line in lines)
    texts: list[AnnotatedDocument] = []
    uses: list[CorpusUse] = []
    for path in given.abstracts:
        taken = plain_texts([path], banned)[: given.notes // 4 - len(texts)]
        texts += taken
        uses.append(CorpusUse(f"{path.parent.name}/{path.name}", _checksum(path), "public domain", len(taken)))
    return texts, uses


def _lists(
    given: argparse.Namespace, prose: list[AnnotatedDocument]
) -> tuple[WordLists, dict[Path, list[AnnotatedDocument]]]:
    """The word lists, and the clean paragraphs of notes by file."""
    empty = frozenset[int]()
    if given.language == "zh":
        return WordLists(empty, empty, empty, empty, hashed(clinical_pairs()), empty), {}
    return word_lists(given.names, given.dictionary, prose, given.tables)


def _show(what: str, done: int, total: int) -> None:
    if done % 200 == 0 or done == total:
        print(what, done, "of", total, flush=True)


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
