"""
Gradlings: exercises for PyTorch autograd, graded by what programs show.

The names that this package itself exports are its stable interface; the rooms below it may change.
Each name is imported when it is first used, so ``import autograder`` alone costs nothing.
"""

from importlib import import_module

# For mypy: importing typing for it would cost each command some milliseconds.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from autograder.errors import GradlingsError
    from autograder.facade.classes import grade_class
    from autograder.facade.grading import Feedback, Grading, open_course
    from autograder.judging import Verdict
    from autograder.seeing import draw

__all__ = [
    "Feedback",
    "Grading",
    "GradlingsError",
    "Verdict",
    "draw",
    "grade_class",
    "open_course",
]
__version__ = "0.1.0"

_ROOMS = {
    "Feedback": "autograder.facade.grading",
    "GradlingsError": "autograder.errors",
    "Grading": "autograder.facade.grading",
    "Verdict": "autograder.judging",
    "draw": "autograder.seeing",  # imports torch, and nothing of the facade: learners' programs use it
    "grade_class": "autograder.facade.classes",
    "open_course": "autograder.facade.courses",
}


def __getattr__(name: str) -> "Any":
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load_ipython_extension(shell: "Any") -> None:
    """``%load_ext autograder``: see :func:`autograder.notebook.load_magics`."""
    import_module("autograder.notebook").load_magics(shell)
