"""Loading without Python's search for cycles: hundreds of thousands of names are made, and none is garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Within, the garbage collector does not run by itself; what was made is old to it afterwards.

    The collector is the whole process's; one that is off stays off. A fifth of the processor time of loading went into
    looking at what was just made, over and over.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()  # puts all into the oldest generation, without a look at it
        gc.enable()
