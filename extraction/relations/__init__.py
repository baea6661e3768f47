"""Relations that a sentence states, each family with its own extractor name and confidence."""

from __future__ import annotations

from extraction.relations.component import RELATIONS_VERSION, RelationComponent

__all__ = ["RELATIONS_VERSION", "RelationComponent"]
