"""
An assignment for nbgrader: ``source/<id>/<id>.ipynb`` and a configuration.

nbgrader runs learner code in the kernel that grades, so a submission can forge its points; this
target is for courses that use nbgrader and trust their students.
"""

from __future__ import annotations

from pathlib import Path

from autograder.assignments import Assignment, Bundle
from autograder.files import write_whole
from autograder.generating.cells import NotebookTarget, make_notebook
from autograder.generating.handouts import NBGRADER, write_handout
from autograder.generating.learners import course_beside
from autograder.generating.places import Places

__all__ = ["write_nbgrader"]

_PUBLIC = 'points = grade("{id}", {worth})\npoints'
# The value of the last line is the partial credit. Learners' copies lack the hidden lines.
_HIDDEN = """\
points = grade("{id}", {worth})
### BEGIN HIDDEN TESTS
points = grade("{id}", {worth}, hidden=True)
### END HIDDEN TESTS
points"""
_SETUP = 'from autograder.notebook import grade, use_language\n\nuse_language("{language}")'
_CONFIG = '''\
"""Configuration of nbgrader for assignments made by Gradlings."""

c = get_config()  # noqa: F821

# Stubs are whole as they are; nbgrader would replace them with its own.
c.ClearSolutions.enabled = False
c.IncludeHeaderFooter.enabled = False
# Torch is imported, and a server started, in the first check; on a busy machine that takes a while,
# and a cell that runs out of time costs its points.
c.ExecutePreprocessor.timeout = 300
c.ExecutePreprocessor.startup_timeout = 300
'''


def write_nbgrader(assignment: Assignment, bundle: Bundle, places: Places) -> Path:
    """
    Write a course folder for nbgrader, in the assignment's first language.

    nbgrader releases to students what lies beside the notebook: a README, our wheel.
    """
    target = NotebookTarget(
        setup=_SETUP, check=_HIDDEN if bundle.sheet.hidden else _PUBLIC, nbgrader=True
    )
    write_whole(places.instructor / "nbgrader_config.py", _CONFIG)
    source = places.instructor / "source" / assignment.id
    notebook = f"{assignment.id}.ipynb"
    write_handout(assignment, source, NBGRADER, [notebook])
    course_beside(assignment, bundle, source)
    return write_whole(
        source / notebook,
        make_notebook(assignment, assignment.sheet.languages[0], target),
    )
