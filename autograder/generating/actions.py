"""A repository template whose workflow grades every push on GitHub Actions."""

from __future__ import annotations

from pathlib import Path

from autograder.assignments import Assignment, Bundle
from autograder.files import write_whole
from autograder.generating.cells import TORCH_INDEX
from autograder.generating.gradescope import TORCH
from autograder.generating.handouts import ACTIONS
from autograder.generating.learners import write_working_copy
from autograder.generating.places import Places
from autograder.generating.wheel import our_wheel

__all__ = ["write_actions"]

# Actions are pinned by commit, since a tag can be moved to code that nobody here has reviewed.
# Learners own the repository, so it holds public cases only, and nothing secret. For marks, run
# `gradlings grade` on what they pushed.
_INSTALL_TORCH = f"          pip install --index-url {TORCH_INDEX} '{TORCH}'\n"
_WORKFLOW = f"""\
name: Gradlings
on: [push, workflow_dispatch]
permissions:
  contents: read
jobs:
  grade:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
      - uses: actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0
        with:
          python-version: "3.12"
          cache: pip
          cache-dependency-path: .gradlings/requirements.txt
      - name: Install
        run: |
{_INSTALL_TORCH}          pip install .gradlings/*.whl
      - name: Grade
        run: |
          gradlings autograde --bundle .gradlings/bundle . \\
            -o result.json --markdown "$GITHUB_STEP_SUMMARY"
      - uses: actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0
        if: always()
        with:
          name: gradlings-result
          path: result.json
"""


def write_actions(assignment: Assignment, bundle: Bundle, places: Places) -> Path:
    """
    Write a repository template: the scripts, a workflow, our wheel, and a bundle of public cases.

    The workflow leaves a summary on the run's page and ``result.json`` (Gradescope's schema)
    as an artifact.
    """
    folder = places.students
    write_working_copy(assignment, bundle, folder, ACTIONS, wheel_folder=".gradlings")
    write_whole(folder / ".github" / "workflows" / "gradlings.yml", _workflow(assignment))
    # The workflow needs it, so an error here is not caught.
    wheel = our_wheel(folder / ".gradlings", torch=assignment.needs_torch)
    asked = TORCH if assignment.needs_torch else f"./{wheel.name}"
    write_whole(folder / ".gradlings" / "requirements.txt", f"{asked}\n")
    bundle.write_public(folder / ".gradlings" / "bundle")
    write_whole(
        folder / ".gitignore",
        "__pycache__/\n.venv/\nresult.json\n.gradlings/progress.json\n.gradlings/backups/\n",
    )
    return folder


def _workflow(assignment: Assignment) -> str:
    return _WORKFLOW if assignment.needs_torch else _WORKFLOW.replace(_INSTALL_TORCH, "")
