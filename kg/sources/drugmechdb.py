"""DrugMechDB's curated mechanisms of action (Gonzalez-Cavazos et al. 2023, doi:10.1038/s41597-023-02534-z), CC0 1.0.

Each is a small graph from a drug to a disease that it is indicated for. They measure explanations, and train nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.identifiers import Curie
from kg.results import Dropped, DropReason

MECHANISMS_FILE = "paths.jsonl"
_DRUGBANK = re.compile(r"(?:DB:)?[DB]*0?(\d{5})")
_UNIPROT = re.compile(r"UniProt(?:KB)?:([A-Z0-9]+)(?:-\d+)?")
_REMEDY = f"Give the folder that holds DrugMechDB's {MECHANISMS_FILE}, one JSON object a line."


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One curated mechanism.

    Attributes:
        id: DrugMechDB's own.
        drug: ``DRUGBANK:…``.
        disease: mostly ``MESH:…``.
        disease_names: how the record and its nodes call the disease, sorted.
        proteins: ``UniProtKB:…`` on the way, sorted; may be empty.
    """

    id: str
    drug: Curie
    disease: Curie
    disease_names: tuple[str, ...]
    proteins: tuple[Curie, ...]


def read_mechanisms(folder: Path) -> tuple[tuple[Mechanism, ...], tuple[Dropped, ...]]:
    """The mechanisms of a folder in the file's order, and the records that name no drug or no disease.

    Raises:
        SourceError: the file is missing, or a line is no record; the message names the line.
    """
    path = folder / MECHANISMS_FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}.", _REMEDY) from error
    found: list[Mechanism] = []
    dropped: list[Dropped] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = _mechanism(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise SourceError(f"{path}:{number} is no mechanism: {error!r}.", _REMEDY) from error
        if isinstance(one, Mechanism):
            found.append(one)
        else:
            dropped.append(Dropped(f"{path.name}:{number}", DropReason.NOT_A_CURIE, one))
    return tuple(found), tuple(dropped)


def drugbank_curie(text: str) -> Curie | None:
    """The CURIE of a DrugBank number as DrugMechDB writes it, slips included; None when it holds none.

    >>> drugbank_curie("DB:B02362"), drugbank_curie("DB:DB00002")
    ('DRUGBANK:DB02362', 'DRUGBANK:DB00002')
    """
    match = _DRUGBANK.fullmatch(text.strip())
    return Curie.parse(f"DRUGBANK:DB{match[1]}") if match else None


def _mechanism(raw: dict[str, Any]) -> Mechanism | str:
    graph = raw["graph"]
    drug, disease = drugbank_curie(str(graph["drugbank"])), str(graph["disease_mesh"]).strip()
    if drug is None:
        return f"{graph['drugbank']!r} is no DrugBank number"
    if not disease.startswith("MESH:"):
        return f"{disease!r} is no MeSH number"
    names = {str(graph["disease"]), *(str(node["name"]) for node in raw["nodes"] if node["id"] == disease)}
    matches = (_UNIPROT.fullmatch(str(node["id"]).strip()) for node in raw["nodes"])
    proteins = {Curie.parse(f"UniProtKB:{match[1]}") for match in matches if match}
    return Mechanism(str(graph["_id"]), drug, Curie.parse(disease), tuple(sorted(names)), tuple(sorted(proteins)))
