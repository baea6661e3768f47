"""The shipped structures are the drugs' own: none of a salt's other half, none of a mixture."""

import csv
from pathlib import Path

import pytest

from kg.vocabulary import Vocabulary

OWN = Path(__file__).parents[2] / "tools" / "build_data" / "structures.tsv"
FORMULAS = {
    "Olanzapine": "C17H20N4S",
    "Fosfomycin": "C3H7O4P",
    "Metformin": "C4H11N5",
    "Warfarin": "C19H16O4",
    "Acetylsalicylic acid": "C9H8O4",
    "Omeprazole": "C17H19N3O3S",
    "Simvastatin": "C25H38O5",
    "Morphine": "C17H19NO3",
    "Diazepam": "C16H13ClN2O",
    "Haloperidol": "C21H23ClFNO2",
}


@pytest.fixture(scope="module")
def structures() -> dict[str, str]:
    rows = Vocabulary.shipped(("Drug",)).terms()
    return {row.name: value for row in rows for key, value in row.properties if key == "smiles"}


def test_structures_have_the_formula_of_their_drug(structures):
    chem = pytest.importorskip("rdkit.Chem", reason="pip install 'medkg[chemistry]'")
    descriptors = pytest.importorskip("rdkit.Chem.rdMolDescriptors", reason="pip install 'medkg[chemistry]'")
    with OWN.open(encoding="utf-8", newline="") as file:
        wanted = FORMULAS | {row["name"]: row["formula"] for row in csv.DictReader(file, delimiter="\t")}
    found = {name: descriptors.CalcMolFormula(chem.MolFromSmiles(structures[name])) for name in wanted}
    assert found == wanted


def test_no_structure_is_of_several_molecules(structures):
    assert structures and not [name for name, smiles in structures.items() if "." in smiles]
