"""Morgan fingerprints of chemical structures, by RDKit (the extra ``chemistry``).

Rogers and Hahn 2010, doi:10.1021/ci100050t.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from kg.errors import InputError, MissingDependencyError

EXTRA = "chemistry"
SMILES = "smiles"
"""The property of a node that holds its structure."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Which fingerprint.

    Attributes:
        radius: bonds around each atom.
        bits: length.
    """

    radius: int = 2
    bits: int = 2048


def fingerprints(smiles: Sequence[str], kind: Fingerprint | None = None) -> csr_matrix:
    """float32 [len(smiles), bits] of 0 and 1; a structure that is empty has a row of zeros.

    Raises:
        InputError: a SMILES that does not parse; the message names it.
        MissingDependencyError: RDKit is not installed.
    """
    chosen = kind or Fingerprint()
    chemistry, generators = _rdkit()
    generator = generators.GetMorganGenerator(radius=chosen.radius, fpSize=chosen.bits)
    rows: list[int] = []
    columns: list[int] = []
    for row, one in enumerate(smiles):
        if one:
            on = generator.GetFingerprint(_parsed(chemistry, one)).GetOnBits()
            columns.extend(on)
            rows.extend([row] * len(on))
    ones = np.ones(len(rows), np.float32)
    return csr_matrix((ones, (rows, columns)), shape=(len(smiles), chosen.bits))


def parses(smiles: str) -> bool:
    """Whether RDKit reads the structure.

    Raises:
        MissingDependencyError: RDKit is not installed.
    """
    try:
        _parsed(_rdkit()[0], smiles)
    except InputError:
        return False
    return True


def canonical(smiles: str) -> str:
    """The one SMILES that RDKit writes for this molecule, stereochemistry included.

    Raises:
        InputError: it does not parse.
        MissingDependencyError: RDKit is not installed.
    """
    chemistry, _ = _rdkit()
    written: str = chemistry.MolToSmiles(_parsed(chemistry, smiles))
    return written


def _parsed(chemistry: Any, smiles: str) -> Any:
    molecule = chemistry.MolFromSmiles(smiles.strip())
    if molecule is None or not molecule.GetNumAtoms():
        raise InputError(f"The SMILES {smiles!r} does not parse.", "Give one structure, such as CC(=O)Oc1ccccc1C(=O)O.")
    return molecule


def _rdkit() -> tuple[Any, Any]:
    try:
        from rdkit import Chem, rdBase
        from rdkit.Chem import rdFingerprintGenerator
    except ImportError as error:
        raise MissingDependencyError.for_extra(EXTRA, "reading structures") from error
    rdBase.DisableLog("rdApp.*")  # what does not parse is told as an error of our own
    return Chem, rdFingerprintGenerator
