"""The predictors on matrices by name, baselines first."""

from __future__ import annotations

from gnn.matrices.models.bnnr import BNNR
from gnn.matrices.models.degree import Degree
from gnn.matrices.models.diffusion import Diffusion
from gnn.matrices.models.fused import Fused
from gnn.matrices.models.kronecker import KroneckerRidge
from gnn.matrices.models.neighbours import NearestNeighbours
from gnn.matrices.models.nrlmf import NRLMF
from gnn.matrices.models.stacked import Stacked
from gnn.matrices.protocol import MatrixPredictor
from kg.errors import NotFoundError

_PREDICTORS: tuple[MatrixPredictor, ...] = (
    Degree(), NearestNeighbours(), Diffusion(), NRLMF(), KroneckerRidge(), BNNR(), Fused(),
    Stacked(1.0, 0.0, 0.0, name="stacked_linear"), Stacked(0.0, 1.0, 0.0, name="stacked_trees"), Stacked(),
)  # fmt: skip
PREDICTOR_NAMES = tuple(one.name for one in _PREDICTORS)
DEFAULT_NAMES = tuple(name for name in PREDICTOR_NAMES if not name.startswith("stacked_"))
"""All but the parts of the stacked model, each of which costs as much as the whole."""


def matrix_predictor(name: str) -> MatrixPredictor:
    """The predictor of that name.

    Raises:
        NotFoundError: an unknown name; the message lists the known ones.
    """
    for one in _PREDICTORS:
        if one.name == name:
            return one
    raise NotFoundError(f"There is no predictor {name!r}.", f"Known: {', '.join(PREDICTOR_NAMES)}.")
