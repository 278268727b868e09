"""Gradlings: exercises for PyTorch autograd, graded by what programs show."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# For learners; what they need of torch is imported when they ask for it.
_DOORS = {"draw": "autograder.seeing"}


def __getattr__(name: str) -> Any:
    if name in _DOORS:
        return getattr(import_module(_DOORS[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_DOORS})


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext autograder``: see :func:`autograder.notebook.load_magics`."""
    import_module("autograder.notebook").load_magics(shell)
