"""Files that are there whole or not at all: written aside, synced, renamed into place."""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import GraphDirectoryError

ASIDE = ".aside-"
_OLD = ".old"
_FULL = (errno.ENOSPC, errno.EDQUOT)


def disk_error(path: Path, error: OSError) -> GraphDirectoryError:
    """The error of ours for a failed write."""
    if error.errno in _FULL:
        return GraphDirectoryError(
            f"The disk that holds {path.parent} is full; {path.name} was not written.",
            "Free some space and run the same command again: it goes on where it was.",
        )
    return GraphDirectoryError(
        f"{path} cannot be written: {error.strerror or error}.", "Check the permissions and the disk."
    )


def write_file(path: Path, data: bytes | memoryview, *, sync_name: bool = True) -> None:
    """Writes ``path`` whole or not at all; once this returns, it survives a loss of power.

    Args:
        path: where.
        data: what.
        sync_name: whether to sync the folder too; a caller who writes many files syncs it once.

    Raises:
        GraphDirectoryError: the disk is full or refuses.
    """
    aside = path.with_name(f"{ASIDE}{os.getpid()}-{path.name}")
    try:
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        if sync_name:
            sync_folder(path.parent)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise disk_error(path, error) from error


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A new folder to write into; it takes the place of ``folder`` when the block ends without error.

    What was written is synced first. On Linux the two are exchanged at once: a kill leaves the old folder or the new
    one, and at most a hidden one beside them. Where folders cannot be exchanged the old one is renamed first: an error
    puts it back, and after a kill between the two renames :func:`put_back` does.

    Args:
        folder: its parents are made when they are missing.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    put_back(folder.parent)
    aside = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    aside.mkdir()
    try:
        yield aside
        _sync_below(aside)
        if not folder.exists():
            aside.replace(folder)
        elif not _exchange(aside, folder):
            _rename_both(aside, folder)
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def put_back(parent: Path) -> None:
    """Gives old folders their names back whose replacing was killed between two renames; see :func:`whole_folder`.

    Does nothing where the folder of that name is there, and where the disk refuses.
    """
    for old in sorted(parent.glob(f".*-*{_OLD}")):
        folder = parent / old.name[1 : -len(_OLD)].rpartition("-")[0]
        if not folder.exists():
            with suppress(OSError):
                old.replace(folder)


def _rename_both(aside: Path, folder: Path) -> None:
    old = aside.with_name(f"{aside.name}{_OLD}")
    folder.replace(old)
    try:
        aside.replace(folder)
    except OSError:
        old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Whether the two have taken each other's names, at once; False where the system or its disk cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)  # not in every C library
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return rename is not None and rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


def _sync_below(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder survive a loss of power."""
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path, keep: Iterable[str]) -> int:
    """Deletes the files of a folder that are not named in ``keep``; returns how many."""
    kept = frozenset(keep)
    swept = 0
    for entry in list(os.scandir(folder)):
        if entry.is_file(follow_symlinks=False) and entry.name not in kept:
            Path(entry.path).unlink(missing_ok=True)
            swept += 1
    return swept
