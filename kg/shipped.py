"""Where the shipped tables lie, what the manifest says of them, and whether they are intact.

In a checkout they are ``data/`` beside ``kg/``; in an installed wheel they are the package directory ``medkg_data``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.results import Dropped, DropReason

INSTALLED_PACKAGE = "medkg_data"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a shipped table comes from.

    Attributes:
        name: the source's name (``Mondo Disease Ontology``).
        licence: SPDX id or the source's own words.
        version: release or date.
        url: its origin.
        attribution: what the licence asks to be said; may be empty.
    """

    name: str
    licence: str
    version: str
    url: str
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class ShippedFile:
    """One shipped table.

    Attributes:
        path: relative to the data directory, with ``/`` (``vocabulary/diseases.parquet``).
        kind: ``vocabulary``, ``facts`` or another first directory.
        rows, size: number of rows, and of bytes.
        sha256: checksum of its bytes.
        categories: node categories that a vocabulary table holds; predicates that a table of facts holds.
        prefixes: CURIE prefixes of a vocabulary table's ids.
        provenance: every source it draws on.
    """

    path: str
    kind: str
    rows: int
    size: int
    sha256: str
    categories: tuple[str, ...]
    prefixes: tuple[str, ...]
    provenance: tuple[Provenance, ...]

    @property
    def name(self) -> str:
        """The file's name without directory and ending (``diseases``)."""
        return Path(self.path).stem


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that ships, with one version for all of it."""

    version: str
    files: tuple[ShippedFile, ...]

    def of_kind(self, kind: str) -> tuple[ShippedFile, ...]:
        """The files of one kind, in the manifest's order (by path)."""
        return tuple(file for file in self.files if file.kind == kind)


@lru_cache(maxsize=1)
def _root() -> Path:
    beside = Path(__file__).resolve().parent.parent / "data"
    if (beside / MANIFEST).is_file():
        return beside
    spec = find_spec(INSTALLED_PACKAGE)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(location) / MANIFEST).is_file():
            return Path(location)
    raise SourceError(
        f"The shipped knowledge is missing: neither {beside} nor an installed {INSTALLED_PACKAGE} holds {MANIFEST}.",
        "Install medkg from its wheel or from a whole checkout, or build the tables with tools/build_data/build.py.",
    )


def data_path(*parts: str) -> Path:
    """The path of something that ships; the file itself need not exist.

    Raises:
        SourceError: the shipped data is nowhere to be found.
    """
    return _root().joinpath(*parts)


@lru_cache(maxsize=1)
def manifest() -> Manifest:
    """What ``manifest.json`` says.

    Raises:
        SourceError: it is missing or is not what this version reads.
    """
    path = data_path(MANIFEST)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(content["version"], tuple(_file(entry) for entry in content["files"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{path} cannot be read: {error!r}.", "Install medkg again.") from error


def _file(entry: dict[str, Any]) -> ShippedFile:
    return ShippedFile(
        path=entry["path"],
        kind=entry["path"].split("/")[0],
        rows=entry["rows"],
        size=entry["size"],
        sha256=entry["sha256"],
        categories=tuple(entry["categories"]),
        prefixes=tuple(entry["prefixes"]),
        provenance=tuple(Provenance(**source) for source in entry["sources"]),
    )


def damaged_files() -> tuple[Dropped, ...]:
    """The shipped tables that are missing or whose checksum is not the manifest's; empty when all are intact."""
    found = []
    for file in manifest().files:
        path = data_path(file.path)
        if not path.is_file():
            found.append(Dropped(file.path, DropReason.MISSING_FIELD, "The file is missing: install medkg again."))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != file.sha256:
            found.append(Dropped(file.path, DropReason.FAILED, "Its checksum is wrong: install medkg again."))
    return tuple(found)
