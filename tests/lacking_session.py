"""
Grades one program after the other, as watching a file does: ``-m lacking_session``.

JSON on standard input: ``exercise`` and ``sources`` (name to text). On standard output, a line for
each: the verdict in words, the seconds, and the folders of ours among the temporary files.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from autograder.content import bundled_course_path, load_course
from autograder.feedback import feedback_on, json_report
from autograder.grading import Grader
from autograder.languages import words_in
from autograder.sandbox import open_runner


def main(asked):
    course = load_course(bundled_course_path())
    exercise, say = course.exercise(asked["exercise"]), words_in("en")
    runner = open_runner()
    try:
        grader = Grader(course, runner)
        for name, source in asked["sources"].items():
            if asked.get("pause"):
                runner.settle()
            started = time.monotonic()
            verdict = grader.grade(source, exercise)
            seconds = time.monotonic() - started
            report = json_report([feedback_on(verdict, exercise, course, say)])["results"][0]
            pids = list(runner.pids)
            print(json.dumps({"name": name, **report, "seconds": seconds, "pids": pids, **left()}))
    finally:
        runner.close()
    print(json.dumps({"name": "closed", **left()}))


def left():
    temporary = Path(tempfile.gettempdir())
    return {"left": sorted(str(path.relative_to(temporary)) for path in temporary.rglob("*"))}


if __name__ == "__main__":
    main(json.load(sys.stdin))
