"""Seeds and global switches, which are set before every case; switches are put back after it."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import random
import sys
import warnings
from collections.abc import Iterator

from autograder.probing.case import Case
from autograder.probing.torch_parts import part

__all__ = ["case_by_itself", "case_within", "program_by_itself"]

#: What generators are seeded with before a program is loaded.
_SEED_OF_PROGRAMS = 0


@contextlib.contextmanager
def case_by_itself(case: Case) -> Iterator[None]:
    """
    Let one case of one check run as if nothing had run before it in this process.

    The generators of Python, NumPy and torch are seeded from the case, and what is global in torch
    (grad mode, default dtype and device, threads, determinism, anomaly detection, how tensors are
    printed) is set as it is when torch is imported. A submission may change any of that, even at
    the top of its file; a change lasts until the end of the case in which it is made. Afterwards
    switches and filters are as they were before the case. Generators are left as they are: whatever
    draws next is a case or a program, and each is seeded.
    """
    with warnings.catch_warnings():
        if not _has_torch():
            _seed(case.torch_seed)
            yield
            return
        with part("switches").torch_as_imported():
            _seed(case.torch_seed)
            yield


@contextlib.contextmanager
def case_within(inner: Case, outer: Case) -> Iterator[None]:
    """Let the case *inner* run by itself within *outer*, of which nothing has drawn yet."""
    with case_by_itself(inner):
        yield
    _seed(outer.torch_seed)


@contextlib.contextmanager
def program_by_itself(*, hears_again: bool = True) -> Iterator[None]:
    """
    Let one of several programs of a process be loaded and run as if it were the only one.

    Switches are put back after it as they were before it. Generators begin the same for each: to put them
    back would take ten times as long.

    Args:
        hears_again: Whether torch, from now on, repeats the warnings that it otherwise gives once in a
            process; an earlier program may have been given them.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        if _has_torch():
            if hears_again:
                part("switches").hear_warnings_again()
            stack.enter_context(part("switches").torch_as_imported())
        _seed(_SEED_OF_PROGRAMS)
        yield


def _seed(seed: int) -> None:
    if _has_torch():
        part("tensors").seed_generators(seed)
        return
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed)


@functools.cache
def _has_torch() -> bool:
    """Tell whether there is torch; exercises by hand run where there is none."""
    try:
        return importlib.util.find_spec("torch") is not None
    except (ImportError, OSError, ValueError):
        return False
