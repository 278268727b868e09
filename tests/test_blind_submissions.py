"""
Submissions that were written from the statements alone, without a look at checks or solutions.

``cases/blind/manifest.tsv`` says of each whether it is right, wrong or has two mistakes; each was proved so by
an oracle of its author's, with plain torch.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from autograder.judging import Outcome

pytestmark = pytest.mark.nightly

BLIND = Path(__file__).parent / "cases" / "blind"
#: Those that are judged wrongly today, to be mended.
MISJUDGED = {
}  # fmt: skip


def by_exercise():
    found = defaultdict(dict)
    for line in (BLIND / "manifest.tsv").read_text(encoding="utf-8").splitlines():
        name, kind, *_ = line.split("\t")
        if kind in ("right", "wrong", "double"):
            found[name.partition(".")[0]][name] = kind == "right"
    return dict(found)


@pytest.mark.parametrize("exercise", by_exercise())
def test_right_ones_pass_and_wrong_ones_do_not(grader, course, exercise):
    misjudged = set()
    for name, right in by_exercise()[exercise].items():
        source = (BLIND / name).read_text(encoding="utf-8")
        verdict = grader.grade(source, course.exercise(exercise))
        passed = verdict.outcome is Outcome.PASSED and (right or not verdict.advice)
        if passed is not right:
            misjudged.add(name)

    assert misjudged == {name for name in MISJUDGED if name.startswith(f"{exercise}.")}
