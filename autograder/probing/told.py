"""How much of what a check sees is told: all, or only the facts, which decide."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

__all__ = ["only_facts", "telling"]

_only_facts = False


def only_facts() -> bool:
    """Tell whether neither clues nor pictures nor calls are wanted now, so that nothing need be spent on them."""
    return _only_facts


@contextlib.contextmanager
def telling(*, only_facts: bool) -> Iterator[None]:
    """Have :func:`only_facts` give this within the block, for all checks that run there."""
    global _only_facts  # noqa: PLW0603 - checks call watching() without saying for whom
    before, _only_facts = _only_facts, only_facts
    try:
        yield
    finally:
        _only_facts = before
