"""Rows in columns, as they go through the pipe into kglite's bulk interface.

The worker imports pyarrow and pandas at its first load: a worker that only reads starts without them.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Columns(NamedTuple):
    """Nodes of one label, or relationships of one type between two labels.

    Attributes:
        target: ``(label,)``, or ``(subject's label, type, object's label)``.
        body: an Arrow stream of the columns; relationships name their ends in ``_s`` and ``_o``.
        lists: the distinct values of each column of lists; in ``body`` such a column holds positions in them.
        rows: how many.
    """

    target: tuple[str, ...]
    body: bytes
    lists: dict[str, list[list[str]]]
    rows: int


def data_frame(columns: Columns) -> Any:
    """The rows as a pandas frame; equal lists are one object."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    with pa.ipc.open_stream(columns.body) as stream:
        frame = stream.read_pandas()
    for name, distinct in columns.lists.items():
        cells = np.empty(len(distinct), object)
        for number, value in enumerate(distinct):
            cells[number] = value
        frame[name] = pd.Series(cells[frame[name].to_numpy()], dtype=object)
    return frame
