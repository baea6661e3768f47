"""Makes the tables by which linking finds names again, from the shipped vocabularies; run it after build.py.

Run it too when the spelling of names changes (``extraction/folding.py``, ``extraction/linking/normal.py``)::

    python tools/build_data/name_index.py
"""

from __future__ import annotations

from extraction.linking.concepts import shipped_concepts
from extraction.linking.index import FOLDER, write_index
from kg.shipped import data_path


def main() -> None:
    """Writes the tables and prints their sizes."""
    folder = data_path(FOLDER)
    write_index(shipped_concepts(), folder)
    for path in sorted(folder.glob("*.parquet")):
        print(f"{path.stat().st_size:>11,} bytes  {FOLDER}/{path.name}")


if __name__ == "__main__":
    main()
