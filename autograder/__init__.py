"""Gradlings: exercises for PyTorch autograd, graded by what programs show."""

from typing import Any

__version__ = "0.1.0"


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext autograder``: see :func:`autograder.notebook.load_magics`."""
    from autograder.notebook import load_magics  # noqa: PLC0415 - only notebooks need it

    load_magics(shell)
