"""The fingerprint of the rules: it follows what shapes evidence, and nothing else."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from extraction.deidentify.masking import mask
from extraction.fingerprint import code_fingerprint, fingerprint, shipped_fingerprint
from extraction.pipeline import Pipeline, PipelineConfig
from kg.vocabulary import Term, Vocabulary

SHAPING = (
    "deidentify/english.py", "deidentify/masking.py", "sections.py", "headings.py", "sentences.py", "lexicon_stops.py",
    "clinical_abbreviations.py", "mentions.py", "abbreviations.py",
    "linking/exact.py", "assertion_rules_zh.py", "recogniser/combine.py",
    "relations/patterns_en.py", "to_evidence.py", "pipeline.py", "folding.py",
)  # fmt: skip


@pytest.fixture
def copy(tmp_path):
    source = Path(mask.__code__.co_filename).parents[1]
    return Path(shutil.copytree(source, tmp_path / "extraction", ignore=shutil.ignore_patterns("__pycache__")))


def test_a_copy_elsewhere_has_the_same_fingerprint(copy):
    assert fingerprint(copy) == fingerprint(files("extraction")) == code_fingerprint()


@pytest.mark.parametrize("name", SHAPING)
def test_a_changed_rule_changes_it(copy, name):
    (copy / name).write_text((copy / name).read_text(encoding="utf-8") + "X = 1\n", encoding="utf-8")
    assert fingerprint(copy) != code_fingerprint()


def test_a_new_file_changes_it(copy):
    (copy / "relations" / "further.py").write_text("", encoding="utf-8")
    assert fingerprint(copy) != code_fingerprint()


def test_line_endings_and_files_without_effect_do_not(copy):
    for file in copy.rglob("*.py"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    for name in (
        "evaluate_notes.py",
        "scoring.py",
        "readers/table.py",
        "gold.py",
        "corpora/ddi.py",
        "learning/card.py",
    ):
        (copy / name).write_text("", encoding="utf-8")
    assert fingerprint(copy) == code_fingerprint()


def test_the_pipeline_carries_it_with_the_vocabulary_and_the_configuration():
    asthma = Term("MONDO:0004979", "Disease", "asthma")
    versions = [
        Pipeline(vocabulary=Vocabulary([asthma], "one")).version,
        Pipeline(vocabulary=Vocabulary([asthma], "two")).version,
        Pipeline(PipelineConfig(use_annotations=True), Vocabulary([asthma], "one")).version,
        Pipeline(PipelineConfig(mask_literature=True), Vocabulary([asthma], "one")).version,
    ]
    assert len(set(versions)) == len(versions)
    assert all(code_fingerprint() in version for version in versions)
    assert len(shipped_fingerprint()) == 12
