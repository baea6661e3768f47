"""The public face of medkg: what users import, loaded on first use.

from medkg import Engine
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.engine import Engine
    from kg.errors import MedkgError
    from kg.identifiers import Curie
    from kg.records import Edge, Evidence, Node

__version__ = "0.1.0"

_HOMES = {
    "Curie": "kg.identifiers",
    "Edge": "kg.records",
    "Engine": "api.engine",
    "Evidence": "kg.records",
    "MedkgError": "kg.errors",
    "Node": "kg.records",
}

__all__ = ["Curie", "Edge", "Engine", "Evidence", "MedkgError", "Node", "__version__"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'medkg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
