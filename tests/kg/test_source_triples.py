"""Plain triple files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sources.triples import read_split, read_triples

_CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=1, max_size=7))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, triples: list[tuple[str, str, str]]) -> None:
    """Any text without control characters, line separators of Unicode too."""
    path = tmp_path_factory.mktemp("triples") / "train.txt"
    path.write_bytes("\r\n".join("\t".join(triple) for triple in triples).encode())
    if not triples[0][0].startswith("\ufeff"):
        assert read_triples(path) == tuple(triples)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "no triples"), (b"a\tb\n", ":1 holds 2 cells"), (b"a\tb\tc\nx\t\ty\n", ":2 holds"), (b"\xff\xfe", "UTF-8")],
)
def test_bad_files(tmp_path: Path, content: bytes, message: str) -> None:
    """Each names what is wrong and where."""
    path = tmp_path / "train.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        read_triples(path)


def test_split_by_the_names_of_its_files(tmp_path: Path) -> None:
    """dev stands for valid, .tsv for .txt; facts are optional."""
    for name in ("train.txt", "dev.tsv", "test.txt"):
        (tmp_path / name).write_text(f"{name}\tp\tx\n", encoding="utf-8")
    split = read_split(tmp_path)
    assert split.valid == (("dev.tsv", "p", "x"),)
    assert split.facts == ()
    (tmp_path / "test.txt").unlink()
    with pytest.raises(SourceError, match=r"test\.txt or test\.tsv"):
        read_split(tmp_path)
