"""The names of a vocabulary as one flat table, kept in the user's cache between runs.

The cache is ``$MEDKG_CACHE``, else ``$XDG_CACHE_HOME/medkg``, else ``~/.cache/medkg``. A file is named by a hash of the
shipped tables' checksums and of the code that spells names, so that a stale one is never read; it is written aside and
renamed, and where nothing can be written the table is built anew in each run.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from extraction.clinical_abbreviations import ABBREVIATIONS, WORDING
from extraction.folding import fold_name
from extraction.lexicon_names import MATCHED, Guard, Spelling, Trust, spellings
from kg.identifiers import content_hash
from kg.shipped import manifest
from kg.vocabulary import Term, Vocabulary

_SPELLING_CODE = ("clinical_abbreviations.py", "folding.py", "lexicon_names.py", "lexicon_stops.py", "lexicon_table.py")

LINKING_ONLY = ("use", "linking")
"""Property of terms whose names are too general to be looked for in a text; they are linked to all the same."""

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("keys", "curies", "categories", "names", "surfaces")),
        *((name, pa.int8()) for name in ("trusts", "guards")),
    ]
)
"""The columns of a table of names, one row a (key, term), sorted by key.

``keys``: folded names. ``curies``, ``categories``, ``names``: of the term. ``surfaces``: the name as its vocabulary
writes it. ``trusts``, ``guards``: of :class:`extraction.lexicon_names.Trust` and ``Guard``.
"""


def build_table(vocabulary: Vocabulary) -> pa.Table:
    """Every spelling of every term of a matched category, and the abbreviations of clinical notes, by ``SCHEMA``."""
    found = _by_key(vocabulary.terms())
    for words, name in WORDING.items():
        key = fold_name(words)
        named = found.get(fold_name(name), [])
        if named:
            found[key] = [(term, Spelling(key, words, Trust.SYNONYM, Guard.NONE)) for term, _ in named]
    for short, long in ABBREVIATIONS.items():
        key = fold_name(short)
        named = found.get(fold_name(long), [])
        if named:
            found[key] = [(term, Spelling(key, short, Trust.ABBREVIATION, Guard.CAPITALS)) for term, _ in named]
    rows = [
        (key, term.id, str(term.category), term.name, one.surface, int(one.trust), int(one.guard))
        for key in sorted(found)
        for term, one in found[key]
    ]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in SCHEMA]
    return pa.table(columns, schema=SCHEMA)


def shipped_table() -> pa.Table:
    """The table of the shipped vocabularies, from the cache when it is there."""
    path = cache_folder() / f"names-{names_fingerprint()}.parquet"
    cached = _read(path)
    if cached is None:
        cached = table = build_table(Vocabulary.shipped())
        write_aside(path, lambda aside: pq.write_table(table, aside))
    return cached


def cache_folder() -> Path:
    """Where compiled names are kept between runs; it need not exist."""
    chosen = os.environ.get("MEDKG_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "medkg"


def _by_key(terms: Iterable[Term]) -> dict[str, list[tuple[Term, Spelling]]]:
    found: dict[str, list[tuple[Term, Spelling]]] = {}
    for term in terms:
        if term.category not in MATCHED or LINKING_ONLY in term.properties:
            continue
        best: dict[str, Spelling] = {}
        for one in spellings(term):
            known = best.get(one.key)
            if known is None or (one.guard, one.trust) < (known.guard, known.trust):
                best[one.key] = one
        for key, one in best.items():
            found.setdefault(key, []).append((term, one))
    return found


def names_fingerprint() -> str:
    """A hash of the shipped vocabularies and of the code that spells names."""
    here = Path(__file__).parent
    code = [(here / name).read_text(encoding="utf-8") for name in _SPELLING_CODE]
    return content_hash(manifest().version, *(file.sha256 for file in manifest().of_kind("vocabulary")), *code)


def _read(path: Path) -> pa.Table | None:
    try:
        return pq.read_table(path, schema=SCHEMA, memory_map=False)
    except (OSError, KeyError, ValueError):
        return None


def write_aside(path: Path, write: Callable[[Path], None]) -> None:
    """Writes a file of the cache aside and renames it; an unwritable cache costs time and nothing else."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=f".part{path.suffix}")
        os.close(handle)
    except OSError:
        return
    aside = Path(name)
    try:
        write(aside)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
