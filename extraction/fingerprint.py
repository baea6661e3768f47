"""A short hash of the rules and the code that evidence depends on, so that a changed rule makes a new version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kg.identifiers import content_hash
from kg.shipped import manifest

WITHOUT_EFFECT = (
    "readers/*", "evaluate_*.py", "scoring*.py", "gold.py", "corpora/*", "evaluation/*", "learning/*",
)  # fmt: skip
"""Files that say what is read and how it is judged, never what a text means; any other file counts."""

_CHARACTERS = 12
_PACKAGE = "extraction"
_KINDS = ("vocabulary", "supplement", "models")


def fingerprint(package: Traversable) -> str:
    """12 hexadecimal characters over the Python files of a package that shape evidence; line endings do not count.

    Args:
        package: the folder of the package.
    """
    parts: list[str] = []
    for path, file in sorted(_sources(package, ""), key=lambda one: one[0]):
        if not any(fnmatch(path, pattern) for pattern in WITHOUT_EFFECT):
            parts += [path, "\n".join(file.read_text(encoding="utf-8").splitlines())]
    return content_hash(*parts)[:_CHARACTERS]


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """The fingerprint of this package, read once."""
    return fingerprint(files(_PACKAGE))


@lru_cache(maxsize=1)
def shipped_fingerprint() -> str:
    """12 hexadecimal characters over the checksums of the shipped vocabularies and models."""
    files_of_kinds = (file for kind in _KINDS for file in manifest().of_kind(kind))
    return content_hash(*sorted(f"{file.path} {file.sha256}" for file in files_of_kinds))[:_CHARACTERS]


def model_fingerprint(name: str) -> str:
    """12 hexadecimal characters over the files of a user's model; over its name when it is no file or folder."""
    path = Path(name.rpartition(":")[2])
    if not path.exists():
        return content_hash(name)[:_CHARACTERS]
    held = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    sums = (f"{one.relative_to(path)} {hashlib.sha256(one.read_bytes()).hexdigest()}" for one in held)
    return content_hash(*sums)[:_CHARACTERS]


def _sources(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _sources(one, f"{prefix}{one.name}/")
        elif one.name.endswith(".py"):
            yield f"{prefix}{one.name}", one
