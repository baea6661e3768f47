"""Plain triple files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sources.triples import read_split, read_triples

_CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


@given(st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=1, max_size=7))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, triples: list[tuple[str, str, str]]) -> None:
    """Any text without control characters, line separators of Unicode too."""
    path = tmp_path_factory.mktemp("triples") / "train.txt"
    path.write_bytes("\r\n".join("\t".join(triple) for triple in triples).encode())
    if not triples[0][0].startswith("\ufeff"):
        assert read_triples(path) == tuple(triples)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no triples"),
        (b"a\tb\n", ":1 holds 2 cells"),
        (b"a\tb\tc\nx\t\ty\n", ":2: cell 2 is empty"),
        (b"a\t  \tc\n", ":1: cell 2 is empty"),
        (b"a\t\t\n", ":1: cell 2 is empty"),
        (b"\xff\xfe", "UTF-8"),
        (b"Head\tRelation\tTail\na\tb\tc\n", "names columns"),
        (b"source\trelation\ttarget\na\tb\tc\n", "names columns"),
    ],
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


def test_columns_names_that_are_names(tmp_path: Path) -> None:
    """A relation that is called so and stands in other lines too is one."""
    path = tmp_path / "train.txt"
    path.write_text("h\tr\tt\nt\tr\th\n", encoding="utf-8")
    assert len(read_triples(path)) == 2


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """Said before its files are."""
    with pytest.raises(SourceError, match="nowhere does not exist"):
        read_split(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(SourceError, match="file is no folder"):
        read_split(tmp_path / "file")
