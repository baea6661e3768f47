"""What laboratories and nurses measure: a vocabulary written by hand for this project.

Names, abbreviations and usual units stand in ``measurements.tsv``. LOINC's codes are left out, as its terms ask for a
notice beside every copy; an id is ``medkg.measurement:`` and the English name in snake case, and never changes.

``build.py`` writes the table with the others. Alone, for this table only::

    python tools/build_data/measurements.py --out data
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import pyarrow.parquet as pq
from manifest import write_manifest
from tables import TermRow, write_terms

from kg.schema import Category

PREFIX = "medkg.measurement"
TABLE = "vocabulary/measurements.parquet"
_OWN = Path(__file__).with_name("measurements.tsv")
_HAN = range(0x3400, 0xA000)


def measurement_rows(path: Path = _OWN) -> list[TermRow]:
    """One term a test or vital sign.

    Properties: ``kind`` (``laboratory``, ``vital_sign``); ``unit``, one a usual unit; ``low`` and ``high``, between
    which a number is believed to be its value in some usual unit; ``symbol``, a name that counts only as it is written.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return [_row(entry) for entry in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _row(entry: dict[str, str]) -> TermRow:
    row = TermRow(f"{PREFIX}:{entry['id']}", Category.CLINICAL_MEASUREMENT, entry["name"], entry["name_zh"])
    for name in filter(None, entry["names"].split("|")):
        plain = name.removeprefix("=")
        (row.synonyms_zh if any(ord(letter) in _HAN for letter in plain) else row.synonyms).add(plain)
        if plain != name:
            row.properties.add(f"symbol={plain}")
    row.properties |= {f"unit={unit}" for unit in entry["units"].split("|") if unit}
    row.properties |= {f"kind={entry['kind']}", f"low={entry['low']}", f"high={entry['high']}"}
    return row


def main() -> None:
    """Writes the table below ``--out`` and enters it in the manifest there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args().out
    rows = write_terms(out / TABLE, measurement_rows())
    counts = {
        path.relative_to(out).as_posix(): pq.read_metadata(path).num_rows for path in sorted(out.rglob("*.parquet"))
    }
    write_manifest(out, counts)
    print(f"{rows:,} rows in {TABLE}")


if __name__ == "__main__":
    main()
