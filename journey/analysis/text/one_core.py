"""Keeps learning from texts to one core."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_core() -> Iterator[None]:
    """Within, linear algebra uses one thread; also a decorator.

    On matrices as small as ours the threads of OpenBLAS mostly wait for each other, spinning: beside a busy server a lesson of
    1,500 examples took 33 seconds of CPU with two of them, and takes 4 with one.
    """
    import sklearn.linear_model
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    del sklearn  # only libraries that are loaded by now can be told
    with threadpool_limits(1):
        yield
