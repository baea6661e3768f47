"""``python -m tools.identifiers OUT.json --count 2000 --language en --held-out``: notes in Presidio's JSON."""

from __future__ import annotations

import argparse
from pathlib import Path

from extraction.corpora.presidio import write_presidio
from tools.identifiers.note import NoteOptions, make_notes


def main() -> None:
    """Reads the arguments and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--language", choices=("en", "zh"), default="en")
    parser.add_argument("--seed", type=int, default=0)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--held-out", action="store_const", const=True, default=None, dest="held_out")
    part.add_argument("--development", action="store_const", const=False, dest="held_out")
    part.add_argument("--blind", action="store_true", help="whole notes whose errors are never looked at")
    parser.add_argument("--charts", action="store_true", help="whole English notes of the kinds for training, or kept")
    given = parser.parse_args()
    options = NoteOptions(given.count, given.language, given.seed, given.held_out, given.blind, given.charts)
    write_presidio(given.out, make_notes(options))


main()
