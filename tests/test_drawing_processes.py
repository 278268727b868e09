"""Drawing where it runs: in a process that has imported nothing yet, and in the sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from autograder.judging import Outcome

ROOT = Path(__file__).resolve().parent.parent


def test_importing_the_package_imports_no_torch():
    script = (
        "import sys, autograder; assert 'draw' in dir(autograder); "
        "assert 'torch' not in sys.modules; import autograder.drawing; "
        "assert 'torch' not in sys.modules; from autograder import draw; "
        "assert 'torch' in sys.modules"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True)


def test_a_submission_may_draw_in_the_sandbox(grader, course):
    source = (
        "from autograder import draw\n"
        "def build_this_graph(w, x, b):\n"
        "    y = (w * x + b).tanh()\n"
        "    print(draw(y, language='hu'))\n"
        "    return y\n"
    )

    verdict = grader.grade(source, course.exercise("build_this_graph"))

    assert (verdict.outcome, verdict.score) == (Outcome.PASSED, 4.0)
    assert verdict.printed.startswith("Tanh (y = ")
