"""Graphs for the tests of link prediction: small, made by rule, so that the right answers are known."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from kg.snapshot import Snapshot

DRUGS, TARGETS, ILLNESSES = 23, 7, 11


def mechanism_triples() -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """Drug i binds gene i mod 7; gene g is behind disease g; so drug i treats disease i mod 7, but for five pairs."""
    categories = {f"DRUGBANK:{i:03d}": "Drug" for i in range(DRUGS)}
    categories |= {f"HGNC:{i:03d}": "Gene" for i in range(TARGETS)}
    categories |= {f"MONDO:{i:03d}": "Disease" for i in range(ILLNESSES)}
    triples = [(f"DRUGBANK:{i:03d}", "binds", f"HGNC:{i % TARGETS:03d}") for i in range(DRUGS)]
    triples += [(f"HGNC:{i:03d}", "gene_associated_with_condition", f"MONDO:{i:03d}") for i in range(TARGETS)]
    triples += [(f"DRUGBANK:{i:03d}", "treats", f"MONDO:{i % TARGETS:03d}") for i in range(DRUGS) if i % 5]
    triples += [(f"MONDO:{i:03d}", "subclass_of", f"MONDO:{i - 4:03d}") for i in range(7, ILLNESSES)]
    triples += [(f"DRUGBANK:{i:03d}", "interacts_with", f"DRUGBANK:{i + 1:03d}") for i in range(0, DRUGS - 1, 3)]
    return triples, categories


@pytest.fixture
def gnn_snapshot() -> Snapshot:
    """See :func:`mechanism_triples`."""
    return Snapshot.from_triples(*mechanism_triples())


@pytest.fixture
def gnn_corpora() -> Path:
    """The folder of the corpora."""
    folder = os.environ.get("MEDKG_CORPORA")
    if not folder:
        pytest.skip("set MEDKG_CORPORA to the folder of the corpora")
    return Path(folder)


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Sums over another number of threads differ in their last bits."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
