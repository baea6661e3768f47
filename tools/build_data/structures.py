"""Structures: the parent molecule of a salt or mixture, at build time only."""

from __future__ import annotations

from rdkit import Chem, RDLogger
from rdkit.Chem.MolStandardize import rdMolStandardize

RDLogger.DisableLog("rdApp.*")
MAX_ATOMS = 150


def parent_structure(smiles: str) -> str:
    """Canonical SMILES of the largest organic fragment, uncharged; empty when there is no usable structure.

    >>> parent_structure("CN(C)C(=N)N=C(N)N.Cl")
    'CN(C)C(=N)N=C(N)N'
    """
    if not smiles or smiles.count(".") > 20:
        return ""
    molecule = Chem.MolFromSmiles(smiles)
    if molecule is None or molecule.GetNumAtoms() > MAX_ATOMS:
        return ""
    fragments = rdMolStandardize.LargestFragmentChooser(preferOrganic=True).choose(molecule)
    return str(Chem.MolToSmiles(rdMolStandardize.Uncharger().uncharge(fragments)))
