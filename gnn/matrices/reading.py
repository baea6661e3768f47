"""Reads interaction matrices: Yamanishi's sets, ``.mat`` files of drug repositioning, LRSSL's folder, plain tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.io import loadmat

from gnn.matrices.data import InteractionMatrix, Matrix, tanimoto
from kg.errors import SourceError

INTERACTIONS = "interactions.tsv"
_LRSSL = "drug_dis_mat.txt"
_PREFIXES = {"nuclear_receptor": "nr", "gpcr": "gpcr", "ion_channel": "ic", "enzyme": "e"}
_TRIPLE = 3


def read_interactions(path: Path) -> InteractionMatrix:
    """Reads one data set.

    Args:
        path: ``Fdataset.mat`` (keys ``didr``, ``drug``, ``disease``); LRSSL's folder; ``yamanishi/folds/gpcr`` (its
            parts are pooled, the similarities lie in ``yamanishi/sim``); or a folder of one's own with
            ``interactions.tsv`` (row id, column id), ``row_similarity*.tsv`` and ``column_similarity*.tsv`` (square
            tables with names in the first row and column).

    Raises:
        SourceError: nothing of these, or a file that cannot be read.
        InputError: shapes or values that do not agree.
    """
    if path.suffix == ".mat" and path.is_file():
        return _mat(path)
    if (path / _LRSSL).is_file():
        return _lrssl(path)
    if (path / INTERACTIONS).is_file():
        return _plain(path)
    if path.name in _PREFIXES and path.is_dir():
        return _yamanishi(path)
    raise SourceError(
        f"{path} is no interaction matrix.",
        f"Give a .mat file, LRSSL's folder, yamanishi/folds/<set>, or a folder with {INTERACTIONS}.",
    )


def _mat(path: Path) -> InteractionMatrix:
    try:
        raw = loadmat(path)
        values, drug, disease = raw["didr"].T.astype(np.float64), raw["drug"], raw["disease"]
        rows, columns = (tuple(str(one[0][0]) for one in raw[key]) for key in ("Wrname", "Wdname"))
    except (KeyError, ValueError, TypeError, IndexError, OSError, NotImplementedError) as error:
        raise SourceError(
            f"{path} cannot be read: {error}.", "It needs didr, drug, disease, Wrname, Wdname."
        ) from error
    return InteractionMatrix.make(path.stem, (rows, columns), values, ((drug,), (disease,)))


def _lrssl(folder: Path) -> InteractionMatrix:
    rows, columns, values = read_table(folder / _LRSSL)
    _, _, structure = read_table(folder / "drug_pubchem_mat.txt")
    _, _, domains = read_table(folder / "drug_target_domain_mat.txt")
    _, _, disease = read_table(folder / "disease_similarity.txt")
    drugs = (tanimoto(structure), tanimoto(domains))
    return InteractionMatrix.make("lrssl", (rows, columns), values, (drugs, (disease,)))


def _yamanishi(folder: Path) -> InteractionMatrix:
    similarities = folder.parent.parent / "sim"
    prefix = _PREFIXES[folder.name]
    rows, _, drugs = read_table(similarities / f"{prefix}_simmat_dc.txt")
    columns, _, targets = read_table(similarities / f"{prefix}_simmat_dg.txt")
    pairs = {
        (fields[2], fields[0])
        for file in sorted(folder.rglob("*.txt"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if len(fields := line.split()) == _TRIPLE
    }
    values = _filled(folder, rows, columns, pairs)
    return InteractionMatrix.make(folder.name, (rows, columns), values, ((drugs,), (targets,)))


def _plain(folder: Path) -> InteractionMatrix:
    rows, row_tables = _tables(folder, "row_similarity")
    columns, column_tables = _tables(folder, "column_similarity")
    lines = (folder / INTERACTIONS).read_text(encoding="utf-8").splitlines()
    pairs = {(fields[0], fields[1]) for line in lines if len(fields := line.split("\t")) >= _TRIPLE - 1}
    values = _filled(folder, rows, columns, pairs)
    return InteractionMatrix.make(folder.name, (rows, columns), values, (row_tables, column_tables))


def _tables(folder: Path, prefix: str) -> tuple[tuple[str, ...], tuple[Matrix, ...]]:
    read = [read_table(file) for file in sorted(folder.glob(f"{prefix}*.tsv"))]
    if not read:
        raise SourceError(f"{folder} holds no {prefix}*.tsv.", "Give at least one similarity of the rows and columns.")
    if any(one[0] != read[0][0] for one in read):
        raise SourceError(f"The tables {prefix}*.tsv of {folder} name other things.", "Give them in one order.")
    return read[0][0], tuple(one[2] for one in read)


def _filled(folder: Path, rows: tuple[str, ...], columns: tuple[str, ...], pairs: set[tuple[str, str]]) -> Matrix:
    row_at, column_at = ({name: at for at, name in enumerate(names)} for names in (rows, columns))
    unknown = sorted(pair for pair in pairs if pair[0] not in row_at or pair[1] not in column_at)
    if unknown:
        raise SourceError(
            f"{folder}: {len(unknown)} of {len(pairs)} pairs have no similarity, such as {' and '.join(unknown[0])}.",
            "Add their rows to the tables of similarities, or take the pairs out.",
        )
    values = np.zeros((len(rows), len(columns)))
    for row, column in pairs:
        values[row_at[row], column_at[column]] = 1.0
    return values


def read_table(path: Path) -> tuple[tuple[str, ...], tuple[str, ...], Matrix]:
    """Names of rows, names of columns and the numbers of a tab-separated table with a header.

    The header may or may not have a cell above the row names.

    Raises:
        SourceError: the file is missing, or a row has another number of cells or one that is no finite number.
    """
    if not path.is_file():
        raise SourceError(f"There is no table {path}.", "Give the whole folder.")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    header = lines[0].rstrip("\n").split("\t")
    rows: list[str] = []
    numbers: list[list[float]] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        try:
            numbers.append([float(cell) for cell in cells[1:] if cell.strip()])
        except ValueError as error:
            raise SourceError(f"{path} line {number}: {error}.", "Correct the cell.") from error
        rows.append(cells[0])
        if len(numbers[-1]) != len(numbers[0]):
            found = f"{len(numbers[-1])} numbers where the first row has {len(numbers[0])}"
            raise SourceError(f"{path} line {number} has {found}.", "Correct the row.")
    if not numbers:
        raise SourceError(f"{path} holds no row.", "Give a table with a header and rows.")
    columns, values = header[-len(numbers[0]) :], np.array(numbers)
    broken = np.argwhere(~np.isfinite(values))
    if len(broken):
        row, column = broken[0]
        raise SourceError(
            f"{path}: {len(broken)} of {values.size} numbers are not finite, the first in row {rows[row]!r}, "
            f"column {columns[column]!r}: {values[row, column]}.",
            "Correct the table.",
        )
    return tuple(rows), tuple(columns), values
