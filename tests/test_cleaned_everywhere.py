"""What a submission says reaches no terminal, page, Markdown or JSON with anything that is obeyed."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
from rich.console import Console

from autograder.feedback import feedback_on, json_report
from autograder.grading.results import Answer, ClassResults, StudentResult
from autograder.judging import read_verdict, write_verdict
from autograder.languages import words_in
from autograder.pages.markdown import render_student_markdown
from autograder.pages.student import render_student_html
from autograder.screens.feedback import render_feedback

ODD = "\x1b]0;pwned\x1b\\\x1b[2J\x1b[H\x1b[32mALL OK\x9b31m\x07\x08\r\u202e\u2066\u200b\u2028\x00\ud800"
# Handed to us as 12_ansi_recording/zero_it.py.
RECORDING = """
import sys
S = sys.modules["autograder.probing.watching"].Seen
old = S.observation
def observation(self, submission, case):
    self.recording = {"fresh": ("\\x1b]0;pwned\\x1b\\\\", "\\x1b[2J\\x1b[H\\x1b[32mALL OK")}
    return old(self, submission, case)
S.observation = observation
def zero_it(*a): pass
"""
FILM = RECORDING.replace('("\\x1b', "(ODD, ODD), 'name': ODD, 'loss': (ODD, 1.0), ODD: (\"\\x1b")
FUNCTION = "def zero_it(W, x, y, lr, steps):\n    "
SAYS = {
    "the handed recording": RECORDING,
    "a film of it": FILM,
    "printed": f"{FUNCTION}print(ODD)\n    return ODD",
    "raised": f"{FUNCTION}raise ValueError(ODD)",
    "a type": f"{FUNCTION}raise type(ODD.replace(chr(0), '').replace(chr(0xd800), ''), (Exception,), {{}})(ODD)",
    "a line": f"{FUNCTION}raise ValueError()  # \x1b[2J\u202e\u200b",
    "returned": f"{FUNCTION}return [ODD, [ODD]]",
    "facts": RECORDING.replace("self.recording =", "self.facts[ODD] = ODD; self.facts['raised'] = None; self.recording ="),
    "loading": "raise ValueError(ODD)",
    "syntax": "def zero_it(:\n  '\x1b[2J\u202e'",
    "a near name": "def zero_itt\u0301\u0301\u0301\u0301\u0301\u0301(): pass",
    "a call": f"{FUNCTION}x.__class__.__name__ = 'x'\nzero_it.__name__ = ODD",
}  # fmt: skip


def outputs_of(verdict, exercise, course):
    say = words_in("hu")
    feedback = feedback_on(verdict, exercise, course, say)
    console = Console(file=io.StringIO(), width=90, no_color=True, force_terminal=False)
    console.print(render_feedback(feedback, say))
    yield console.file.getvalue()
    yield json.loads(json.dumps(json_report([feedback])))["results"][0]["checks"][0]["message"]
    answer = Answer(exercise.id, verdict, verdict.score, verdict.max_score)
    student = StudentResult("a", "Ada", "a", 0.0, 1.0, (answer,))
    title = {"en": "Homework", "hu": "Házi"}
    results = ClassResults("hw1", title, ("hu",), course, (exercise,), (student,))
    yield render_student_html(results, student, "hu")
    yield render_student_markdown(results, student, "hu")


@pytest.mark.parametrize("name", SAYS)
def test_nothing_that_is_obeyed_reaches_a_reader(grader, course, name):
    exercise = course.exercise("zero_it")
    verdict = grader.grade(f"ODD = {ODD!r}\n{SAYS[name]}\n", exercise)

    assert verdict.score < verdict.max_score
    assert write_verdict(read_verdict(write_verdict(verdict))) == write_verdict(verdict)
    for text in outputs_of(verdict, exercise, course):
        odd = {c for c in text if c != "\n" and unicodedata.category(c)[0] == "C"}
        assert odd == set()
        assert "\u2028" not in text
        assert "pwned" not in text
