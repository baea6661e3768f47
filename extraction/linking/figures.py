"""Further figures of linking: against the one MeSH number, without composites, and how true the chances are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extraction.corpora.records import AnnotatedDocument, Entity
from extraction.evaluation.pairing import SYSTEM, pairs
from extraction.scoring import precision
from kg.figures import Figure, bootstrap

_BINS = 10
_COMPARED = ("MESH:", "OMIM:")


def linking_figures(gold: Sequence[AnnotatedDocument], predicted: Sequence[AnnotatedDocument]) -> tuple[Figure, ...]:
    """Figures on the mentions that the gold standard links; intervals resample documents.

    ``accuracy_primary``: right when the answer's first MeSH number, or its first OMIM number where it has no MeSH
    number or the gold standard gives OMIM, is a gold one. ``accuracy_simple``: without mentions of several things.
    ``accuracy_composite_all``: of those, each identifier must be named. ``calibration_error``: expected calibration
    error of the chances of given links in ten bins of equal width, 0 is best.
    """
    sides = [list(zip(wanted.entities, found.entities, strict=True)) for wanted, found in pairs(gold, predicted)]
    rows = []
    for kind in ("", *sorted({one.type for wanted in gold for one in wanted.entities})):
        chosen = [[both for both in side if both[0].identifiers and kind in ("", both[0].type)] for side in sides]
        suffix = f"_{kind}" if kind else ""
        rows += _share(f"accuracy_primary{suffix}", [[_primary(*both) for both in side] for side in chosen])
        simple = [[_any(*both) for both in side if len(both[0].identifiers) == 1] for side in chosen]
        rows += _share(f"accuracy_simple{suffix}", simple)
        composite = [[_all(*both) for both in side if len(both[0].identifiers) > 1] for side in chosen]
        rows += _share(f"accuracy_composite_all{suffix}", composite)
    given = [both for side in sides for both in side if both[1].identifiers]
    rows.append(_calibration([one.score for _, one in given], [_any(*both) for both in given]))
    return tuple(rows)


def calibration_error(chances: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error in ten bins of equal width; 0 when there is nothing.

    >>> calibration_error([1.0, 1.0, 0.5, 0.5], [True, True, True, False])
    0.0
    """
    if not chances:
        return 0.0
    said, truth = np.asarray(chances, dtype=np.float64), np.asarray(right, dtype=np.float64)
    bins = np.minimum((said * _BINS).astype(int), _BINS - 1)
    gaps = [abs(said[bins == one].mean() - truth[bins == one].mean()) * (bins == one).mean() for one in set(bins)]
    return float(sum(gaps))


def _calibration(chances: Sequence[float], right: Sequence[bool]) -> Figure:
    value = calibration_error(chances, right)
    return Figure(SYSTEM, "calibration_error", value, value, value, len(chances))


def _share(metric: str, rights: Sequence[Sequence[bool]]) -> list[Figure]:
    counts = np.array([(float(sum(one)), float(len(one)), float(len(one))) for one in rights])
    total = int(counts[:, 1].sum()) if len(counts) else 0
    return [Figure(SYSTEM, metric, *bootstrap(counts, precision), total)] if total else []


def _any(gold: Entity, found: Entity) -> bool:
    return bool(set(gold.identifiers) & set(found.identifiers))


def _all(gold: Entity, found: Entity) -> bool:
    return set(gold.identifiers) <= set(found.identifiers)


def _primary(gold: Entity, found: Entity) -> bool:
    spaces = [space for space in _COMPARED if any(one.startswith(space) for one in gold.identifiers)]
    first = (next((one for one in found.identifiers if one.startswith(space)), None) for space in spaces)
    return any(one in gold.identifiers for one in first if one)
