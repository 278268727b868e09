"""Whether the strong tier is to be had here: bubblewrap may be there, and refused by the system."""

from __future__ import annotations

import functools
import sys

import pytest

from autograder.sandbox import ForkServer, IsolationError, Tier


@functools.cache
def why_not_strong() -> str:
    """Why not; empty if it is. Tries it, once in a process."""
    if sys.platform != "linux":
        return "the walls are Linux's"
    with ForkServer(Tier.STRONG) as server:
        try:
            server.isolation.require(Tier.STRONG)
        except IsolationError as error:
            return error.what
    return ""


def need_strong() -> None:
    """Skip the test that calls this where the strong tier is not to be had, and say why."""
    if why := why_not_strong():
        pytest.skip(why)
