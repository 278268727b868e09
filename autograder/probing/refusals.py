"""How a submission refuses an input: by which exception, and what its message names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.probing.submission import LearnerError

__all__ = ["Refusal", "refusal", "shapes_named"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    The outcome of a call that should be refused.

    Attributes:
        by: The name of the exception, or ``"nothing"``.
        message: Its text.
        returned: What the call returned instead.
    """

    by: str = "nothing"
    message: str = ""
    returned: Any = None


def refusal(kind: type[Exception], call: Callable[..., Any], *arguments: Any) -> Refusal:
    """
    Call a submission's function, and note whether it raises an exception of this *kind*.

    Raises:
        LearnerError: If it raises any other exception, which is no refusal.
    """
    try:
        return Refusal(returned=call(*arguments))
    except LearnerError as error:
        if not issubclass(type(error.exception), kind):
            raise
        return Refusal(kind.__name__, error.error.message)


def shapes_named(message: str) -> set[tuple[int, ...]]:
    """Return everything in *message* that looks like a shape: ``(4, 1)``, ``(4,)``, ``torch.Size([4])``."""
    written = re.findall(r"[(\[]([\d,\s]*)[)\]]", message)
    return {tuple(int(size) for size in re.findall(r"\d+", sizes)) for sizes in written}
