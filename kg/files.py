"""Files that are there whole or not at all: written aside, synced, renamed into place."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import GraphDirectoryError

ASIDE = ".aside-"
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

    A kill leaves the old folder or the new one, and at most a hidden one beside them; others may read what is written.

    Args:
        folder: its parents are made when they are missing.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield aside
        aside.chmod(0o755)  # mkdtemp hides it from others
        old = Path(f"{aside}.old")
        if folder.exists():
            folder.replace(old)
        aside.replace(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
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
