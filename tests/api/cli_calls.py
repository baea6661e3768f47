"""A call of the ``medkg`` command as tests make it, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple


class Ended(NamedTuple):
    """Its exit code and what it printed."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        """Standard output of ``--json``."""
        return json.loads(self.out)


Run = Callable[..., Ended]
