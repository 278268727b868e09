"""Our package is on no stage where learner code runs: a server has left it before it forks a child."""

from __future__ import annotations

import json
import subprocess
import sys

BEFORE = """
import io, json, os, sys
from autograder.sandbox import checking
from autograder.sandbox.jobs import Job, Limits, payload_of
from autograder.sandbox.kinds import BY_HAND
from autograder.sandbox.tripwire import leave_the_stage, on_the_stage
from autograder.sandbox.walls.places import forget_packages

CHECKS = '''
from autograder.probing import watching

def answers(submission, case):
    with watching() as seen:
        seen.returned(submission.answer())
    return seen
'''

def tell(*things):
    print(*things, file=sys.__stdout__)  # Where a program has run, another stands in its place.

def ours():
    return [name for name in sys.modules if name.partition(".")[0] == "autograder"]

def seen(source):
    messages = []
    job = Job("ex", CHECKS, source, "answer", ("answers",), "s", 1, Limits(), torch=False)
    checking.run(io.BytesIO(payload_of([job])), lambda *several: messages.extend(several))
    return [one for one in messages if "check" in one]

checking.start(BY_HAND)
forget_packages()
"""


def after(lines):
    """What *lines* print in a server for exercises by hand."""
    done = subprocess.run(
        [sys.executable, "-c", BEFORE + lines], check=False, capture_output=True, encoding="utf-8"
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_a_server_that_has_started_or_prepared_an_exercise_or_the_rest_has_left_it():
    lines = """
tell(ours())
checking.prepare({"checks": [CHECKS], "optimizes": False}); tell(ours())
checking.when_idle(); tell(ours())
tell(vars(sys.modules["__main__"]).get("checking"), vars(sys.modules["autograder"]).get("draw"))
"""

    assert after(lines) == ["['autograder']"] * 3 + ["None None"]


def test_a_child_finds_no_module_of_ours_to_take_away():
    lines = """
class Watched(dict):
    def pop(self, name, *rest):
        tell("takes", name)
        return super().pop(name, *rest)
    __delitem__ = pop

checking.prepare({"checks": [CHECKS], "optimizes": False})
sys.modules = Watched(sys.modules)
tell(*[one["observation"]["facts"] for one in seen("def answer():\\n    return 1\\n")])
"""

    assert [line for line in after(lines) if "autograder" in line] == []


def test_something_of_ours_can_be_imported_once_it_is_back_and_is_the_same():
    lines = """
from_before = checking.on_the_stage
with on_the_stage():
    import autograder.sandbox.tripwire as again
    import autograder.sandbox.plain
tell(again.on_the_stage is from_before, ours())
leave_the_stage(draw=1)
tell(vars(sys.modules["autograder"]).get("draw"))
"""

    assert after(lines) == ["True ['autograder']", "None"]


def test_checks_that_no_server_has_prepared_are_loaded_by_the_child_itself():
    lines = """
tell("answers" in str(seen("def answer():\\n    return 1\\n")), ours())
"""

    assert after(lines) == ["True ['autograder']"]


def test_a_mistake_of_an_author_leaves_the_package_away_all_the_same():
    lines = """
CHECKS = "import nothing_of_that_name"
checking.prepare({"checks": [CHECKS], "optimizes": False}); tell(ours())
tell(seen("def answer():\\n    return 1\\n")[0]["broken"], ours())
"""

    assert after(lines) == [
        "['autograder']",
        "ModuleNotFoundError: No module named 'nothing_of_that_name' ['autograder']",
    ]


def test_a_server_keeps_the_latest_of_many_exercises():
    lines = """
texts = [f"x = {n}" for n in range(checking._MOST_PREPARED + 3)]
for text in texts:
    checking.prepare({"checks": [text], "optimizes": False})
checking.prepare({"checks": texts[:1], "optimizes": False})
tell(json.dumps([texts.index(text) for text in checking._prepared][-3:]), len(checking._prepared))
"""

    *_, last = after(lines)
    assert last == json.dumps([257, 258, 0]) + " 256"
