"""A drug-target model on disk: ``card.json`` and ``arrays.npz``, in which nothing is pickled."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from gnn.drugtarget.card import DrugTargetCard
from gnn.drugtarget.cells import FEATURES
from gnn.drugtarget.data import TargetData
from gnn.drugtarget.model import DrugTargetModel, Kind, Line
from gnn.drugtarget.reference import Reference
from gnn.drugtarget.training import TrainedTargets
from gnn.features.structures import Fingerprint
from kg.errors import ModelMismatchError, NotFoundError
from kg.files import write_file

FOLDER = "drugtarget"
CARD_FILE = "card.json"
ARRAYS_FILE = "arrays.npz"


def targets_directory(models: Path, relation: str) -> Path:
    """Where the model of a relation lies in a graph's folder of models."""
    return models / FOLDER / relation


def save_targets(trained: TrainedTargets, directory: Path) -> None:
    """Writes both files; a reader of an earlier model finds either the old arrays or the new.

    Raises:
        GraphDirectoryError: the disk is full or refuses.
    """
    model, data = trained.model, trained.model.data
    rows, columns = np.nonzero(data.links)
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        drugs=np.array(data.drugs), targets=np.array(data.targets),
        drug_names=np.array(data.drug_names), target_names=np.array(data.target_names),
        links=np.stack([rows, columns]).astype(np.int32),
        print_rows=data.prints.indptr, print_bits=data.prints.indices, alike=data.alike,
        known=_flat(model.known), new=_flat(model.new), content_hash=np.array(data.content_hash),
    )  # fmt: skip
    directory.mkdir(parents=True, exist_ok=True)
    write_file(directory / ARRAYS_FILE, buffer.getvalue())
    write_file(directory / CARD_FILE, trained.card.to_json().encode("utf-8"))


def load_targets(directory: Path) -> TrainedTargets:
    """The stored model.

    Raises:
        NotFoundError: no model lies there.
        ModelMismatchError: it is broken, or of another version.
    """
    if not (directory / CARD_FILE).is_file():
        raise NotFoundError(f"No drug-target model lies in {directory}.", "Train one: medkg train drugtarget.")
    card = DrugTargetCard.from_json((directory / CARD_FILE).read_text(encoding="utf-8"))
    try:
        with np.load(io.BytesIO((directory / ARRAYS_FILE).read_bytes()), allow_pickle=False) as arrays:
            data = _data(arrays)
            lines = {kind: _line(arrays[str(kind)]) for kind in Kind}
    except (OSError, KeyError, ValueError, EOFError, IndexError, zipfile.BadZipFile) as error:
        raise ModelMismatchError(f"{directory / ARRAYS_FILE} cannot be read: {error}.", "Train it again.") from error
    if (card.drugs, card.targets) != data.links.shape:
        raise ModelMismatchError(f"The card and the arrays in {directory} are of two models.", "Train it again.")
    return TrainedTargets(DrugTargetModel(data, Reference.solve(data), lines[Kind.KNOWN], lines[Kind.NEW]), card)


def _data(arrays: np.lib.npyio.NpzFile) -> TargetData:
    names = {key: tuple(arrays[key].tolist()) for key in ("drugs", "targets", "drug_names", "target_names")}
    links = np.zeros((len(names["drugs"]), len(names["targets"])), np.float32)
    links[tuple(arrays["links"])] = 1.0
    bits = arrays["print_bits"]
    prints = csr_matrix((np.ones(len(bits), np.float32), bits, arrays["print_rows"]), (len(links), Fingerprint().bits))
    return TargetData(
        names["drugs"], names["targets"], names["drug_names"], names["target_names"], links, prints,
        arrays["alike"], str(arrays["content_hash"]),
    )  # fmt: skip


def _flat(line: Line) -> NDArray[np.float64]:
    return np.concatenate([line.weights, line.mean, line.spread, [line.intercept]])


def _line(flat: NDArray[np.float64]) -> Line:
    size = len(FEATURES)
    if flat.shape != (3 * size + 1,):
        raise ValueError(f"{len(flat)} weights where {3 * size + 1} are read")
    return Line(flat[:size], flat[size : 2 * size], flat[2 * size : 3 * size], float(flat[-1]))
