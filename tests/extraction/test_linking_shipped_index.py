"""The shipped index of names fits the shipped vocabularies, so that nobody waits for another."""

from __future__ import annotations

import pytest

from extraction.linking import index
from extraction.linking.concepts import Concepts, shipped_concepts


def test_the_shipped_index_is_read_and_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """When a vocabulary changed, run ``tools.build_data.name_index`` and ``tools/models_manifest.py``."""

    def made_again(concepts: Concepts) -> index.NameIndex:
        raise AssertionError(f"data/index does not fit the {len(concepts.names)} shipped names")

    monkeypatch.setattr(index, "build_index", made_again)
    found = index.shipped_index(shipped_concepts())
    assert all(len(one) for one in found.digests)
