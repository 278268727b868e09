"""A repository template whose workflow grades every push on GitHub Actions."""

from __future__ import annotations

from pathlib import Path

from autograder.assignments import Assignment, Bundle
from autograder.files import write_whole
from autograder.generating.gradescope import TORCH, TORCH_INDEX
from autograder.generating.learners import write_scripts
from autograder.generating.wheel import our_wheel

__all__ = ["write_actions"]

# Learners own the repository, so nothing secret is in it: public cases only. Grade for marks
# with `gradlings grade` on what they pushed.
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
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
          cache: pip
          cache-dependency-path: .gradlings/requirements.txt
      - name: Install
        run: |
          pip install --index-url {TORCH_INDEX} '{TORCH}'
          pip install .gradlings/*.whl
      - name: Grade
        run: |
          gradlings autograde --bundle .gradlings/bundle . \\
            -o result.json --markdown "$GITHUB_STEP_SUMMARY"
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: gradlings-result
          path: result.json
"""


def write_actions(assignment: Assignment, bundle: Bundle, folder: Path) -> Path:
    """
    Write a repository template: the scripts, a workflow, our wheel, and a bundle of public cases.

    The workflow leaves a summary on the run's page and ``result.json`` (Gradescope's schema)
    as an artifact.
    """
    write_scripts(assignment, bundle, folder)
    write_whole(folder / ".github" / "workflows" / "gradlings.yml", _WORKFLOW)
    our_wheel(folder / ".gradlings")
    write_whole(folder / ".gradlings" / "requirements.txt", f"{TORCH}\n")
    bundle.write_public(folder / ".gradlings" / "bundle")
    write_whole(
        folder / ".gitignore", "__pycache__/\n.gradlings/progress.json\n.gradlings/backups/\n"
    )
    return folder
