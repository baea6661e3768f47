"""Fails when a Python file of the project is over the length limit: one file, one subject."""

from __future__ import annotations

import sys
from pathlib import Path

LIMIT = 400
FOLDERS = ("kg", "extraction", "gnn", "api", "tests", "benchmarks", "tools")


def main() -> int:
    """Prints each file over the limit; returns 1 when there is one."""
    root = Path(__file__).resolve().parent.parent
    files = [root / "medkg.py", *(file for folder in FOLDERS for file in sorted((root / folder).rglob("*.py")))]
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    long = {file: length for file, length in lengths.items() if length > LIMIT}
    for file, length in long.items():
        print(f"{file.relative_to(root)}: {length} lines, over {LIMIT}: split it by subject")
    print(f"{len(files)} files, longest {max(lengths.values())} lines")
    return 1 if long else 0


if __name__ == "__main__":
    sys.exit(main())
