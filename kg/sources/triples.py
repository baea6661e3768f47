"""Plain triple files (head, relation, tail; tab-separated, no header) and folders that hold a split of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError

Triple = tuple[str, str, str]

_SUFFIXES = (".txt", ".tsv")
_PARTS = {"train": ("train",), "valid": ("valid", "dev", "validation"), "test": ("test",), "facts": ("facts",)}
_HEADERS = {
    ("head", "relation", "tail"), ("h", "r", "t"), ("subject", "predicate", "object"), ("source", "relation", "target"),
}  # fmt: skip
_REMEDY = "Each line is head, relation and tail, separated by tabs, in UTF-8."


@dataclass(frozen=True, slots=True)
class TripleSplit:
    """The parts of a published split.

    Attributes:
        train, valid, test: triples as published, in the order of the files, duplicates kept.
        facts: triples of the graph that are no supervision; empty when the split has none.
    """

    train: tuple[Triple, ...]
    valid: tuple[Triple, ...]
    test: tuple[Triple, ...]
    facts: tuple[Triple, ...] = ()


def read_triples(path: Path) -> tuple[Triple, ...]:
    """The triples of one file.

    Raises:
        SourceError: no such file, not UTF-8, empty, a header, or a line that is no triple; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.", "Give an existing file.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 at byte {error.start}.", _REMEDY) from error
    triples: list[Triple] = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != 3:
            raise SourceError(f"{path}:{number} holds {len(cells)} cells, {line[:80]!r}, not a triple.", _REMEDY)
        empty = [place for place, cell in enumerate(cells, 1) if not cell.strip()]
        if empty:
            raise SourceError(f"{path}:{number}: cell {empty[0]} is empty in {line[:80]!r}.", _REMEDY)
        triples.append((cells[0], cells[1], cells[2]))
    if not triples:
        raise SourceError(f"{path} holds no triples.", _REMEDY)
    first = triples[0]
    if tuple(map(str.lower, first)) in _HEADERS and sum(triple[1] == first[1] for triple in triples) == 1:
        raise SourceError(
            f"{path} begins with {' '.join(first)!r}, which names columns and is no triple.",
            "Take the header out: every line is a triple.",
        )
    return tuple(triples)


def check_folder(folder: Path) -> None:
    """Refuses a path that is no folder.

    Raises:
        SourceError: it does not exist, or is a file.
    """
    if not folder.is_dir():
        said = "is no folder" if folder.exists() else "does not exist"
        raise SourceError(f"{folder} {said}.", "Give the folder of a split, or of a graph.")


def read_split(folder: Path) -> TripleSplit:
    """The split that a folder holds as ``train``, ``valid`` (or ``dev``), ``test`` and perhaps ``facts``, .txt or .tsv.

    Raises:
        SourceError: there is no such folder, train, valid or test is missing, or a file is malformed.
    """
    check_folder(folder)
    files = {part: _find(folder, names) for part, names in _PARTS.items()}
    for part in ("train", "valid", "test"):
        if files[part] is None:
            wanted = " or ".join(name + suffix for name in _PARTS[part] for suffix in _SUFFIXES)
            raise SourceError(f"{folder} holds no {wanted}.", "A split is a folder with train, valid and test files.")
    read = {part: read_triples(path) if path is not None else () for part, path in files.items()}
    return TripleSplit(read["train"], read["valid"], read["test"], read["facts"])


def _find(folder: Path, names: tuple[str, ...]) -> Path | None:
    for name in names:
        for suffix in _SUFFIXES:
            path = folder / f"{name}{suffix}"
            if path.is_file():
                return path
    return None
