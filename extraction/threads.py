"""Reading uses one thread of the linear algebra library: its products are small, and threads that wait spin.

With OpenBLAS' own choice of two threads, reading notes took twice the processor time and was no quicker.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache
from typing import cast

from threadpoolctl import ThreadpoolController


def single_threaded() -> AbstractContextManager[object]:
    """Within, the linear algebra libraries (BLAS) of the process use one thread; after it, as many as before.

    Their number of threads is the whole process's. Where several threads of Python read, the first one in sets it and
    puts it back, and the others leave it alone.
    """
    return cast(AbstractContextManager[object], _controller().limit(limits=1, user_api="blas"))


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    """Of the libraries that are loaded when something is first read; looking for them takes 15 ms."""
    return ThreadpoolController()
