"""Structures: the parent molecule of a salt, at build time only.

The dictionary of drug names gives some drugs the structure of another, mostly by a brand name of a mixture ("Midol").
So a structure counts only where one molecule is left when counter-ions are taken out, and those in ``structures.tsv``,
written by hand with their formulas, go before the dictionary's. No structure is better than another drug's.
"""

from __future__ import annotations

from functools import cache

from rdkit import Chem, RDLogger
from rdkit.Chem.MolStandardize import rdMolStandardize
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

RDLogger.DisableLog("rdApp.*")
MAX_ATOMS = 150
CARBON = 6
_COUNTER_IONS = (
    "OC(=O)O", "C(=O)O", "CC(=O)O", "CCC(=O)O", "C(=O)(C(=O)O)O", "OC(=O)C(=O)O", "OC(=O)CC(=O)O", "OC(=O)CCC(=O)O",
    "OC(=O)C=CC(=O)O", "OC(=O)CC(O)C(=O)O", "OC(=O)C(O)C(O)C(=O)O", "OC(=O)CC(O)(CC(=O)O)C(=O)O", "CC(O)C(=O)O",
    "OCC(O)C(O)C(O)C(O)C(=O)O", "OCC(O)C(O)C(O)C(O)C(O)C(=O)O", "OC(=O)C(F)(F)F", "OC(=O)CCCCC(=O)O",
    "CS(=O)(=O)O", "CCS(=O)(=O)O", "OCCS(=O)(=O)O", "OS(=O)(=O)CCS(=O)(=O)O", "OS(=O)(=O)c1ccccc1",
    "Cc1ccc(cc1)S(=O)(=O)O", "OS(=O)(=O)c1ccc2ccccc2c1", "OS(=O)(=O)c1cccc2c1cccc2S(=O)(=O)O", "COS(=O)(=O)O",
    "CCCCCCCCCCCCOS(=O)(=O)O", "CC1(C)C2CCC1(CS(=O)(=O)O)C(=O)C2", "OC(=O)c1ccccc1", "OC(=O)c1ccccc1O",
    "OC(=O)c1cc2ccccc2c(Cc2c(O)c(C(=O)O)cc3ccccc23)c1O", "CNCC(O)C(O)C(O)C(O)CO", "NC(CO)(CO)CO", "NCCO", "OCCNCCO",
    "OCCN(CCO)CCO", "CN", "CNC", "CCNCC", "C[N+](C)(C)CCO", "NCCN", "CO", "CCO", "CC(C)O", "CC(C)=O", "CC#N",
)  # fmt: skip


def parent_structure(smiles: str) -> str:
    """Canonical SMILES of the one molecule that is no counter-ion, uncharged; empty when there is no such structure.

    >>> parent_structure("CN(C)C(=N)N=C(N)N.Cl")
    'CN(C)C(=N)N=C(N)N'
    >>> parent_structure("CC(=O)Oc1ccccc1C(=O)O.Cn1c(=O)c2c(ncn2C)n(C)c1=O")
    ''
    """
    if not smiles or smiles.count(".") > 20:
        return ""
    molecule = Chem.MolFromSmiles(smiles)
    if molecule is None or molecule.GetNumAtoms() > MAX_ATOMS:
        return ""
    fragments = {_neutral(one) for one in Chem.GetMolFrags(molecule, asMols=True) if _is_organic(one)}
    left = {one for one in fragments if _flat(one) not in _counter_ions()} if len(fragments) > 1 else fragments
    return left.pop() if len(left) == 1 and _flat(next(iter(left))) != _flat("OC(=O)O") else ""


def checked_structure(name: str, smiles: str, formula: str) -> str:
    """Canonical SMILES of a structure that was written by hand.

    Raises:
        ValueError: it has another formula than it should.
    """
    molecule = Chem.MolFromSmiles(smiles)
    found = CalcMolFormula(molecule) if molecule is not None else "nothing"
    if found != formula:
        raise ValueError(f"structures.tsv, {name}: the structure is {found}, not {formula}.")
    return str(Chem.MolToSmiles(molecule))


@cache
def _counter_ions() -> frozenset[str]:
    return frozenset(_flat(smiles) for smiles in _COUNTER_IONS)


def _flat(smiles: str) -> str:
    return str(Chem.MolToSmiles(Chem.MolFromSmiles(smiles), isomericSmiles=False))


def _neutral(molecule: Chem.Mol) -> str:
    return str(Chem.MolToSmiles(rdMolStandardize.Uncharger().uncharge(molecule)))


def _is_organic(molecule: Chem.Mol) -> bool:
    return any(atom.GetAtomicNum() == CARBON for atom in molecule.GetAtoms())
