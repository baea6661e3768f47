"""A folder that is replaced is there whole or not at all, whatever stops the replacing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

import kg.files
from kg.files import put_back, whole_folder

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="folders are exchanged on Linux alone")

_KILLED = """
import os, sys
from pathlib import Path
import kg.files
rename = Path.replace
kg.files._exchange = lambda one, other: False
Path.replace = lambda path, target: (rename(path, target), os._exit(0))
with kg.files.whole_folder(Path(sys.argv[1])):
    pass
"""


@pytest.fixture(params=["exchanged", "renamed"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """With an old file in it, in either way of replacing it."""
    if request.param == "renamed":
        monkeypatch.setattr(kg.files, "_exchange", lambda one, other: False)
    _write(tmp_path / "model", "old")
    yield tmp_path / "model"


def _write(folder: Path, text: str) -> None:
    with whole_folder(folder) as aside:
        (aside / "below").mkdir()
        (aside / "below" / "weights").write_text(text)


def _read(folder: Path) -> str:
    return (folder / "below" / "weights").read_text()


def test_the_new_takes_the_place_of_the_old(folder: Path) -> None:
    _write(folder, "new")
    assert _read(folder) == "new"
    assert list(folder.parent.iterdir()) == [folder]


def test_an_error_within_leaves_the_old(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), whole_folder(folder) as aside:
        (aside / "half").write_text("half")
        raise ZeroDivisionError
    assert _read(folder) == "old"
    assert list(folder.parent.iterdir()) == [folder]


def test_an_error_between_the_renames_puts_the_old_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, rename = tmp_path / "model", Path.replace
    _write(folder, "old")
    monkeypatch.setattr(kg.files, "_exchange", lambda one, other: False)

    def refuse(path: Path, target: Path) -> Path:
        if target == folder and not path.name.endswith(".old"):
            raise PermissionError(13, "refused")
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        _write(folder, "new")
    assert _read(folder) == "old"
    assert list(tmp_path.iterdir()) == [folder]


def test_a_kill_between_the_renames_is_made_good(tmp_path: Path) -> None:
    """The process ends with the old folder under its hidden name; the next one puts it back."""
    folder = tmp_path / "my-model"
    _write(folder, "old")
    subprocess.run([sys.executable, "-c", _KILLED, str(folder)], check=True)
    assert not folder.exists()
    put_back(tmp_path)
    assert _read(folder) == "old"
    assert not list(tmp_path.glob(".*.old"))


def test_an_old_folder_beside_a_new_one_is_left_alone(tmp_path: Path) -> None:
    _write(tmp_path / "model", "new")
    (tmp_path / ".model-0a1b2c3d.old").mkdir()
    put_back(tmp_path)
    put_back(tmp_path / "absent")
    assert _read(tmp_path / "model") == "new"


@LINUX
def test_a_reader_always_finds_a_whole_folder(tmp_path: Path) -> None:
    folder, ended, missing = tmp_path / "model", Event(), []
    _write(folder, "0")

    def watch() -> None:
        while not ended.is_set():
            if not folder.exists():
                missing.append(1)

    watcher = Thread(target=watch)
    watcher.start()
    for number in range(50):
        _write(folder, str(number))
    ended.set()
    watcher.join()
    assert not missing
    assert _read(folder) == "49"


def test_who_may_read_it_is_for_the_umask_to_say(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        _write(tmp_path / "model", "new")
    finally:
        os.umask(before)
    assert (tmp_path / "model").stat().st_mode & 0o777 == 0o750
