"""Gradebooks: grades as tables and files that learning platforms accept."""

from autograder.gradebooks.canvas import fill_canvas, new_canvas
from autograder.gradebooks.exports import Gradebooks
from autograder.gradebooks.gradescope import gradescope_report
from autograder.gradebooks.moodle import fill_moodle
from autograder.gradebooks.own import our_table
from autograder.gradebooks.rows import Filled
from autograder.tables import GradebookError

__all__ = [
    "Filled",
    "GradebookError",
    "Gradebooks",
    "fill_canvas",
    "fill_moodle",
    "gradescope_report",
    "new_canvas",
    "our_table",
]
