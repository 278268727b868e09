"""
Lint and lock on a miniature course: it is clean, and each way to break it is told by one rule.

The table BROKEN holds, for each rule, an edit of ``tests/course`` and the
complaints that it must give: file, problem and fix, and no others.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from courses import miniature_course

from autograder.authoring import (
    LockError,
    Proven,
    create_exercise,
    is_current,
    lint_course,
    lint_exercise,
    load_programs,
    make_key,
    solutions_path,
    write_key_file,
)
from autograder.authoring.lint import RULES, LintReport
from autograder.authoring.new import NewExerciseError
from autograder.content import load_course
from autograder.grading import Grader
from autograder.grading.grader import digest
from autograder.judging import Outcome, read_key

MINIATURE = Path(__file__).parent / "course"
EXERCISES = [exercise.id for exercise in miniature_course().exercises]

DOUBLE = "01_values/double_it"
COUNT = "01_values/count_down"
STEP = "02_gradients/step"
SLOPE = "02_gradients/slope"
SQUARES = (MINIATURE / "solutions" / DOUBLE / "wrong" / "squares_it.py").read_text(encoding="utf-8")
OWN_WORDS = "misconceptions: {graph_cut: {en: Not here., hu: Itt nem.}}\n"


class Shared:
    """
    A runner for one grader that runs nothing which another grader has run.

    Most programs of a broken course are as those of the sound one. What a grader asks for twice
    is two runs, for a program may show something else each time.
    """

    def __init__(self, server, known):
        self._server = server
        self._known = known
        self._asked = Counter()

    def run(self, job):
        return self._once("alone", [job], lambda: self._server.run(job))

    def run_together(self, jobs):
        return self._once("in company", jobs, lambda: self._server.run_together(jobs))

    def _once(self, way, jobs, run):
        name = json.dumps([way, *(job.to_json() for job in jobs)])
        self._asked[name] += 1
        runs = self._known[name]
        if len(runs) < self._asked[name]:
            runs.append(run())
        return runs[self._asked[name] - 1]


@pytest.fixture(scope="session")
def runner(server):
    """Makes a runner for a new grader."""
    return partial(Shared, server, defaultdict(list))


@pytest.fixture
def miniature(runner):
    """A grader of the miniature course, which nobody may change."""
    return Grader(miniature_course(), runner())


class Copy:
    """A copy of the miniature course, to be broken; paths begin at its root."""

    def __init__(self, root, runner):
        self.root = root
        self._runner = runner

    def write(self, path, text):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, path, before, after):
        text = (self.root / path).read_text(encoding="utf-8")
        assert before in text
        self.write(path, text.replace(before, after))

    def remove(self, path):
        (self.root / path).unlink()

    def rename(self, path, name):
        (self.root / path).rename((self.root / path).with_name(name))

    def grader(self):
        return Grader(load_course(self.root / "exercises"), self._runner())

    def key(self, exercise_id="double_it"):
        """A fresh key of an exercise, its grader and the exercise."""
        grader = self.grader()
        exercise = grader.course.exercise(exercise_id)
        return make_key(grader, exercise, load_programs(grader.course, exercise)), grader, exercise

    def lock(self, exercise_id="double_it"):
        """Write the key; tell whether that was needed."""
        key, grader, exercise = self.key(exercise_id)
        return write_key_file(grader, exercise, key)

    def is_current(self, exercise_id="double_it"):
        key, grader, exercise = self.key(exercise_id)
        return is_current(grader, exercise, key)

    def lint(self, exercise_id, **options):
        """The complaints about an exercise as ``(file, problem)``."""
        grader = self.grader()
        report = lint_exercise(grader, grader.course.exercise(exercise_id), **options)
        return [(complaint.file, complaint.problem) for complaint in report.complaints]

    def lint_course(self):
        return [(c.file, c.problem) for c in lint_course(self.grader().course)]


@pytest.fixture
def copy(tmp_path, runner):
    return Copy(Path(shutil.copytree(MINIATURE, tmp_path / "course")), runner)


# The miniature course is clean


@pytest.mark.by_day(2)
@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_the_miniature_course_lints_clean(miniature, exercise_id):
    report = lint_exercise(miniature, miniature.course.exercise(exercise_id))

    assert report.complaints == ()


def test_the_miniature_course_is_clean_as_a_whole(miniature):
    assert lint_course(miniature.course) == []


def test_a_report_tells_how_each_wrong_program_was_judged(miniature):
    report = lint_exercise(miniature, miniature.course.exercise("step"))

    assert [(p.program, p.outcome, p.named, p.advice) for p in report.programs] == [
        ("climbs_the_gradient", Outcome.FAILED, ("climbs_the_gradient",), ()),
        ("data_bypasses_autograd", Outcome.PASSED, (), ("data_bypasses_autograd",)),
        ("rebinds_parameter", Outcome.FAILED, ("rebinds_parameter",), ()),
    ]


def test_a_report_counts_the_right_variants(miniature):
    report = lint_exercise(miniature, miniature.course.exercise("slope"))

    assert (report.exercise, report.right) == ("slope", 2)


# Each rule complains, and only that rule. A problem is a regular expression.


def write_stubs(copy, body, exercise=DOUBLE):
    """Another body in the stubs of both languages."""
    for name in ("stub.py", "stub.hu.py"):
        copy.change(f"exercises/{exercise}/{name}", "raise NotImplementedError", body)


def program(name, body, exercise=DOUBLE):
    """An edit: another body for a program of double_it."""
    head = "import random\n\n\ndef double_it(x: float) -> float:\n"
    return lambda copy: copy.write(f"solutions/{exercise}/{name}.py", f"{head}    {body}\n")


def at(file, *problems):
    """Complaints about one file of an exercise."""
    return [(file, problem) for problem in problems]


def reference_at_random(copy):
    program("reference", "return random.SystemRandom().random()")(copy)
    copy.remove(f"solutions/{DOUBLE}/right/by_adding.py")


def reference_always_zero(copy):
    program("reference", "return 0 * x")(copy)
    program("right/by_adding", "return x - x")(copy)


def counting_to_an_empty_list(copy):
    for name in ("reference", "right/by_a_loop"):
        path = f"solutions/{COUNT}/{name}.py"
        assert (copy.root / path).is_file()
        copy.write(path, f"def count_down(n: int) -> list[int]:\n    return []  # {name}\n")


def data_as_a_right_answer(copy):
    source = f"solutions/{STEP}/wrong/data_bypasses_autograd.py"
    copy.write(f"solutions/{STEP}/right/by_data.py", (copy.root / source).read_text())


def other_function(copy):
    for name in ("stub.py", "stub.hu.py"):
        copy.change(f"exercises/{DOUBLE}/{name}", "def double_it", "def twice")


def other_signature(copy):
    for name in ("stub.py", "stub.hu.py"):
        copy.change(f"exercises/{DOUBLE}/{name}", "(x: float)", "(x: int, n=2)")


def change(path, before, after):
    return lambda copy: copy.change(path, before, after)


def write(path, text):
    return lambda copy: copy.write(path, text)


def remove(path):
    return lambda copy: copy.remove(path)


def rename(path, name):
    return lambda copy: copy.rename(path, name)


def unlisted(chapter):
    """An edit: *chapter* lists nothing, as in courses that are older than the list."""

    def edit(copy):
        path = f"exercises/{chapter}/chapter.yaml"
        copy.write(path, (copy.root / path).read_text(encoding="utf-8").partition("exercises:")[0])

    return edit


def numbered(numbers):
    """An edit: exercises with numbers, as in older courses."""

    def edit(copy):
        for exercise, number in numbers.items():
            copy.change(
                f"exercises/{exercise}/exercise.yaml", "title:\n", f"number: {number}\ntitle:\n"
            )

    return edit


BY_HAND = (
    "but where torch is false, in the exercise or for the course, there is numpy alone; "
    "do without, or say torch: true"
)


def checked_by(*facts):
    """An edit: a check of double_it that notes these *facts*."""
    lines = "\n        ".join(facts)
    return lambda copy: copy.write(
        CHECKS,
        f"""from autograder.probing import watching
from autograder.probing.rules import near


def result_is_twice_x(submission, case):
    x = case.uniform(-9, 9)
    with watching() as seen:
        y = submission.double_it(x)
        y = y if type(y) is float else 0.0
        {lines}
    return seen
""",
    )


WRITES_BEFORE_ANOTHER_READS = """from autograder.probing import journaled, one_run, read_back


def result_is_the_derivative(submission, case):
    seen = _passed_twice(submission, case).judging_answer()
    return seen.judging({"read_back": read_back([seen.answer], [case.uniform(1, 99)])})


def an_earlier_pass_does_not_matter(submission, case):
    seen = _passed_twice(submission, case)
    return seen.judging({"second": seen.answer})


@one_run
def _passed_twice(submission, case):
    x = case.leaf()
    (x**3).backward()
    return journaled(submission.slope, x=x)
"""
SAYS_YES = (
    'seen.fact("model.adds", abs(y - x - 2) < 1e-6)',
    'seen.fact("model.squares", abs(y - x * x) < 1e-6)',
    'seen.fact("model.doubles", abs(y - 2 * x) < 1e-6)',
)
NO_WITNESS = (
    "has no witness: the public facts of the reference, replayed on the cases of another seed, "
    r"pass\. Draw what the check hands over from the case, .* or where .* by seen\.judged and a rule"
)
DIFFERS = r"is failed, in result_is_twice_x: returned observed -?[0-9.e-]+, expected -?[0-9.e-]+"
SHEET = f"exercises/{DOUBLE}/exercise.yaml"
CHECKS = f"exercises/{DOUBLE}/checks.py"
README = f"exercises/{DOUBLE}/README.md"

# Rule and case -> (exercise, edit, complaints)
BROKEN = {
    "files_are_all_there: no README.hu.md": (
        "double_it",
        remove(f"exercises/{DOUBLE}/README.hu.md"),
        at(f"exercises/{DOUBLE}/README.hu.md", "is missing or empty; write it"),
    ),
    "files_are_all_there: an empty README.md": (
        "double_it",
        write(README, "\n"),
        at(README, "is missing or empty; write it"),
    ),
    "files_are_all_there: no stub.hu.py": (
        "double_it",
        remove(f"exercises/{DOUBLE}/stub.hu.py"),
        at(f"exercises/{DOUBLE}/stub.hu.py", "is missing or empty; write it"),
    ),
    "no_stray_files: beside the sheet": (
        "double_it",
        write(f"exercises/{DOUBLE}/README.uh.md", "…"),
        at(
            f"exercises/{DOUBLE}/README.uh.md",
            r"is no file of an exercise\. Did you mean 'README\.(hu\.)?md'\? Remove it",
        ),
    ),
    "no_stray_files: like no other": (
        "double_it",
        write(f"exercises/{DOUBLE}/x", "…"),
        at(f"exercises/{DOUBLE}/x", r"is no file of an exercise\. Remove it"),
    ),
    "no_stray_files: beside the reference": (
        "double_it",
        write(f"solutions/{DOUBLE}/wrongs/adds_two.py", "…"),
        at(
            f"solutions/{DOUBLE}/wrongs/adds_two.py",
            r"is neither reference\.py, right/\*\.py nor wrong/\*\.py; remove it",
        ),
    ),
    "concepts_and_needs_are_known: a concept": (
        "double_it",
        change(f"exercises/{DOUBLE}/exercise.yaml", "claims:", "concepts: [step]\nclaims:"),
        at(
            f"exercises/{DOUBLE}/exercise.yaml",
            r"teaches the concept 'step', which concepts\.yaml lacks\. Did you mean 'steps'\?",
        ),
    ),
    "concepts_and_needs_are_known: no exercise": (
        "double_it",
        change(f"exercises/{DOUBLE}/exercise.yaml", "claims:", "needs: [mean]\nclaims:"),
        at(
            f"exercises/{DOUBLE}/exercise.yaml",
            r"needs the exercise 'mean', which does not exist\. Did you mean 'mean_of'\?",
        ),
    ),
    "concepts_and_needs_are_known: a later exercise": (
        "double_it",
        change(f"exercises/{DOUBLE}/exercise.yaml", "claims:", "needs: [step]\nclaims:"),
        at(
            f"exercises/{DOUBLE}/exercise.yaml",
            r"needs 'step', which comes later \(number \d+\); "
            "need an earlier one, or move the exercise",
        ),
    ),
    "place_is_known: not in the list": (
        "mean_of",
        change("exercises/01_values/chapter.yaml", "  - mean_of\n", ""),
        at(
            "exercises/01_values/chapter.yaml",
            "does not list 'mean_of'; add it under exercises, after what comes before it",
        ),
    ),
    "place_is_known: neither list nor number": (
        "slope",
        unlisted("02_gradients"),
        at(
            "exercises/02_gradients/chapter.yaml",
            "does not list 'slope'; add it under exercises, after what comes before it",
        ),
    ),
    "place_is_known: a number that says otherwise": (
        "double_it",
        numbered({DOUBLE: 2, COUNT: 1}),
        at(
            f"exercises/{DOUBLE}/exercise.yaml: number",
            r"does not agree with the list of chapter\.yaml, which counts; remove the number",
        ),
    ),
    "ids_are_known: a wrong program": (
        "double_it",
        rename(f"solutions/{DOUBLE}/wrong/adds_two.py", "add_two.py"),
        at(
            f"solutions/{DOUBLE}/wrong/add_two.py",
            r"names the misconception 'add_two', which misconceptions\.yaml lacks\. "
            r"Did you mean 'adds_two'\?",
        ),
    ),
    "ids_are_known: advice without a program": (
        "step",
        change(f"exercises/{STEP}/exercise.yaml", "advice: [", "advice: [graph_cut, "),
        at(
            f"exercises/{STEP}/exercise.yaml",
            r"marks 'graph_cut' as advice, but no wrong/graph_cut\.py shows it; add one",
        ),
    ),
    "ids_are_known: unknown advice": (
        "step",
        change(f"exercises/{STEP}/exercise.yaml", "advice: [", "advice: [graph_cuts, "),
        at(
            f"exercises/{STEP}/exercise.yaml",
            r"names the misconception 'graph_cuts', which misconceptions\.yaml lacks\. "
            r"Did you mean 'graph_cut'\?",
            r"marks 'graph_cuts' as advice, but no wrong/graph_cuts\.py shows it; add one",
        ),
    ),
    "ids_are_known: words for a misconception that no program shows": (
        "step",
        change(f"exercises/{STEP}/exercise.yaml", "advice: [", f"{OWN_WORDS}advice: ["),
        at(
            f"exercises/{STEP}/exercise.yaml",
            r"words 'graph_cut' for this exercise, but no wrong/graph_cut\.py shows it, so nobody "
            r"would read that; add one, or take the words out",
        ),
    ),
    "ids_are_known: words for an unknown misconception": (
        "step",
        change(
            f"exercises/{STEP}/exercise.yaml",
            "advice: [",
            f"{OWN_WORDS}advice: [".replace("graph_cut", "graph_cuts"),
        ),
        at(
            f"exercises/{STEP}/exercise.yaml",
            r"names the misconception 'graph_cuts', which misconceptions\.yaml lacks\. "
            r"Did you mean 'graph_cut'\?",
        ),
    ),
    "ids_are_known: a check that is not there": (
        "double_it",
        change(SHEET, "check: result_is_twice_x", "check: result_is_twice"),
        [
            *at(
                SHEET,
                r"claims the check 'result_is_twice', which checks\.py lacks\. "
                r"Did you mean 'result_is_twice_x'\?",
            ),
            (
                f"{CHECKS}: result_is_twice_x",
                "is claimed by no line of the rubric; claim it, or start its name with _",
            ),
            (
                f"solutions/{DOUBLE}",
                r"double_it: reference\.py: the check result_is_twice is broken: KeyError: .*",
            ),
        ],
    ),
    "ids_are_known: a check that nobody claims": (
        "double_it",
        change(CHECKS, "def result", "def extra(submission, case): ...\n\n\ndef result"),
        at(
            f"{CHECKS}: extra",
            "is claimed by no line of the rubric; claim it, or start its name with _",
        ),
    ),
    "ids_are_known: checks that are no Python": (
        "double_it",
        change(CHECKS, "with watching() as seen:", "with watching() as seen"),
        [
            *at(f"{CHECKS}:5", "is not Python: .*"),
            (
                f"solutions/{DOUBLE}",
                r"double_it: reference\.py: the check result_is_twice_x is broken: SyntaxError: .*",
            ),
        ],
    ),
    "stub_is_a_stub: no TODO": (
        "double_it",
        change(f"exercises/{DOUBLE}/stub.py", "# TODO: ", "# "),
        at(f"exercises/{DOUBLE}/stub.py", "has no '# TODO'; say beside the code what to do"),
    ),
    "stub_is_a_stub: languages differ": (
        "double_it",
        change(f"exercises/{DOUBLE}/stub.hu.py", "raise", "x = 0\n    raise"),
        at(
            f"exercises/{DOUBLE}/stub.hu.py",
            r"has other code than stub\.py; only docstrings and comments may differ",
        ),
    ),
    "stub_is_a_stub: no Python": (
        "double_it",
        change(f"exercises/{DOUBLE}/stub.hu.py", "-> float:", "-> float"),
        at(f"exercises/{DOUBLE}/stub.hu.py", r"is not Python \(line 1\): .*"),
    ),
    "signatures_agree: another function": (
        "double_it",
        other_function,
        at(f"exercises/{DOUBLE}/stub.py", "defines no function 'double_it'; add it"),
    ),
    "signatures_agree: other arguments": (
        "double_it",
        other_signature,
        at(
            f"exercises/{DOUBLE}/stub.py",
            r"asks for double_it\(x: int, n=2\) -> float, "
            r"the reference has double_it\(x: float\) -> float; make them equal",
        ),
    ),
    "by_hand_needs_no_library: the checks": (
        "count_down",
        lambda copy: copy.write(
            f"exercises/{COUNT}/checks.py",
            "import math, numpy.polynomial\n"
            "from autograder.probing import journaled, leaf, watching\n"
            "from autograder.probing.facts import describe\n\n\n"
            "def result_counts_down_to_one(submission, case):\n"
            "    from autograder.probing.memory import SavedTensors\n\n"
            "    with watching() as seen:\n"
            "        seen.returned(submission.count_down(case.tensor(2)))\n"
            "    return seen\n",
        ),
        [
            (f"exercises/{COUNT}/checks.py:1", rf"needs numpy\.polynomial, {BY_HAND}"),
            (
                f"exercises/{COUNT}/checks.py:2",
                rf"needs autograder\.probing\.leaf, {BY_HAND}",
            ),
            (
                f"exercises/{COUNT}/checks.py:7",
                rf"needs autograder\.probing\.memory\.SavedTensors, {BY_HAND}",
            ),
            (
                f"exercises/{COUNT}/checks.py:10",
                rf"needs torch \(case\.tensor\), {BY_HAND}",
            ),
            (
                f"solutions/{COUNT}",
                r"count_down: reference\.py: the check result_counts_down_to_one is broken: "
                r"ModuleNotFoundError: No module named 'numpy\.polynomial'",
            ),
        ],
    ),
    "by_hand_needs_no_library: the stubs": (
        "count_down",
        lambda copy: write_stubs(
            copy, "import torch.nn as nn\n    raise NotImplementedError", COUNT
        ),
        [
            (f"exercises/{COUNT}/stub.py:4", rf"needs torch\.nn, {BY_HAND}"),
            (f"exercises/{COUNT}/stub.hu.py:4", rf"needs torch\.nn, {BY_HAND}"),
        ],
    ),
    "hints_do_not_solve: a hint": (
        "step",
        change(f"exercises/{STEP}/exercise.yaml", "Who holds w?", "Write w -= lr * w.grad there."),
        at(
            f"exercises/{STEP}/exercise.yaml: hints.2.en",
            r"holds a line of a right answer \(w-=lr\*w\.grad\); say the idea instead",
        ),
    ),
    "hints_do_not_solve: a line of another right answer": (
        "step",
        change(f"exercises/{STEP}/exercise.yaml", "Ki fogja a w-t?", "Talán optimizer.step()."),
        at(
            f"exercises/{STEP}/exercise.yaml: hints.2.hu",
            r"holds a line of a right answer \(optimizer\.step\(\)\); say the idea instead",
        ),
    ),
    "reference_passes: no reference": (
        "double_it",
        remove(f"solutions/{DOUBLE}/reference.py"),
        at(
            f"solutions/{DOUBLE}",
            r"reference\.py is missing; write the right answer there",
        ),
    ),
    "reference_passes: the reference differs from itself": (
        "double_it",
        reference_at_random,
        at(
            f"solutions/{DOUBLE}/reference.py",
            rf"must pass, but {DIFFERS}\. Does a check look at a matter of taste\?",
        ),
    ),
    "reference_passes: a right variant fails": (
        "double_it",
        program("right/by_adding", "return x + x + 1"),
        at(
            f"solutions/{DOUBLE}/right/by_adding.py",
            rf"must pass, but {DIFFERS}\. Does a check look at a matter of taste\?",
        ),
    ),
    "reference_passes: a right variant is one of the wrong programs": (
        "double_it",
        program("right/by_adding", "return x + 2"),
        at(
            f"solutions/{DOUBLE}/right/by_adding.py",
            r"must pass, but is failed, named adds_two\. Does a check look at a matter of taste\?",
        ),
    ),
    "reference_passes: a right variant gets advice": (
        "step",
        data_as_a_right_answer,
        at(
            f"solutions/{STEP}/right/by_data.py",
            r"must pass, but is passed, advised data_bypasses_autograd\. "
            r"Does a check look at a matter of taste\?",
        ),
    ),
    "stub_fails: the stub passes": (
        "double_it",
        lambda copy: write_stubs(copy, "return 2 * x"),
        [
            (f"exercises/{DOUBLE}/stub.py", "must fail, but is passed"),
            (f"exercises/{DOUBLE}/stub.hu.py", "must fail, but is passed"),
        ],
    ),
    "wrong_programs_are_named: not named": (
        "double_it",
        program("wrong/squares_it", "return random.SystemRandom().random()"),
        at(
            f"solutions/{DOUBLE}/wrong/squares_it.py",
            f"must be named 'squares_it', but {DIFFERS}",
        ),
    ),
    "wrong_programs_are_named: passes": (
        "double_it",
        program("wrong/squares_it", "return x + x"),
        at(
            f"solutions/{DOUBLE}/wrong/squares_it.py",
            "must be named 'squares_it', but is passed",
        ),
    ),
    "wrong_programs_are_named: named as another": (
        "double_it",
        program("wrong/squares_it", "return 2 + x"),
        [
            (
                f"solutions/{DOUBLE}/wrong/squares_it.py",
                "must be named 'squares_it', but is failed, named adds_two",
            ),
            (
                f"solutions/{DOUBLE}/wrong/adds_two.py",
                (
                    r"shows the same as wrong/squares_it\.py in every case; "
                    "add a check or a clue that tells them apart, or merge them"
                ),
            ),
        ],
    ),
    "programs_can_be_told_apart": (
        "double_it",
        program("wrong/adds_two.turned_round", "return 2 + x"),
        at(
            f"solutions/{DOUBLE}/wrong/adds_two.py",
            r"shows the same as wrong/adds_two\.turned_round\.py in every case; "
            "add a check or a clue that tells them apart, or merge them",
        ),
    ),
    "constants_fail: zero passes": (
        "double_it",
        reference_always_zero,
        [
            *at(
                CHECKS,
                "a function that always returns 0 must fail, but is passed",
                r"a function that always returns 0\.0 must fail, but is passed",
            ),
            (f"{SHEET}: result_is_twice_x", NO_WITNESS),
        ],
    ),
    "constants_fail: an empty list passes where there is no torch": (
        "count_down",
        counting_to_an_empty_list,
        [
            *at(
                f"exercises/{COUNT}/checks.py",
                r"a function that always returns \[\] must fail, but is passed",
                r"a function that always returns \(\) must fail, but is passed",
            ),
            (f"exercises/{COUNT}/exercise.yaml: result_counts_down_to_one", NO_WITNESS),
        ],
    ),
    "claims_have_witnesses: the same inputs for every seed": (
        "double_it",
        change(CHECKS, "case.uniform(-9, 9)", "case.cycle(1.5, -4.0, 0.25)"),
        at(f"{SHEET}: result_is_twice_x", NO_WITNESS),
    ),
    "claims_have_witnesses: a check that says yes about itself": (
        "double_it",
        checked_by(*SAYS_YES),
        at(f"{SHEET}: result_is_twice_x", NO_WITNESS),
    ),
    "claims_have_witnesses: a rule that all numbers fulfil": (
        "double_it",
        checked_by(*SAYS_YES, 'seen.judged("model.y", [y], near([2 * x], 1e6))'),
        at(f"{SHEET}: result_is_twice_x", NO_WITNESS),
    ),
    "claims_show_the_same_in_any_order: one writes into what both look at": (
        "slope",
        write(f"exercises/{SLOPE}/checks.py", WRITES_BEFORE_ANOTHER_READS),
        at(
            f"exercises/{SLOPE}/checks.py: an_earlier_pass_does_not_matter",
            r"shows something else of reference\.py if it comes before other claims: one of them "
            r"changes what their one run returned\. Note in the run what it was before, or let one "
            r"of the claims make a run of its own",
        ),
    ),
    "reference_passes: a rule of its own says no": (
        "double_it",
        checked_by('seen.judged("returned", [y], near([3 * x], 0.01))'),
        at(
            f"solutions/{DOUBLE}",
            "double_it: result_is_twice_x: the rule near of returned says 'too far away' of the "
            "reference, where 'near enough' is right. Mend the check, or what the rule is given",
        ),
    ),
    "reference_passes: a rule that can't be applied": (
        "double_it",
        checked_by('seen.judged("returned", [y], near([float("nan")], 0.01))'),
        at(
            f"solutions/{DOUBLE}",
            "double_it: result_is_twice_x: the rule of returned can't be applied: "
            "a rule is given numbers that are not finite",
        ),
    ),
    "facts_have_words: none for a fact": (
        "double_it",
        change(CHECKS, "    return seen", '    seen.fact("x.wobbles", False)\n    return seen'),
        at(
            SHEET,
            r"has no words for the fact 'x\.wobbles'; add it under facts, in both languages",
        ),
    ),
    "facts_have_words: for no fact": (
        "slope",
        change(
            f"exercises/{SLOPE}/exercise.yaml",
            "facts:\n",
            "facts:\n  sceond:\n    en: a\n    hu: b\n",
        ),
        at(
            f"exercises/{SLOPE}/exercise.yaml",
            r"has words for the fact 'sceond', which no check reports\. Did you mean 'second'\?",
        ),
    ),
}


@pytest.mark.by_day(20)
@pytest.mark.parametrize(("exercise_id", "edit", "complaints"), BROKEN.values(), ids=BROKEN)
def test_a_broken_exercise_is_told_by_its_rule(copy, exercise_id, edit, complaints):
    edit(copy)
    told = copy.lint(exercise_id, key_must_be_current=False)

    assert [file for file, _ in told] == [file for file, _ in complaints]
    for (_, problem), (_, expected) in zip(told, complaints, strict=True):
        assert re.fullmatch(expected, problem)


def test_every_rule_is_in_the_table():
    tried = {name.partition(":")[0] for name in BROKEN} | {"key_is_current"}

    assert tried == {rule.__name__ for rule in RULES}


def test_claims_of_one_run_that_only_look_at_it_are_clean(copy):
    path = f"exercises/{SLOPE}/checks.py"
    copy.write(path, WRITES_BEFORE_ANOTHER_READS)
    copy.change(path, '{"read_back": read_back([seen.answer], [case.uniform(1, 99)])}', "{}")

    assert copy.lint("slope", key_must_be_current=False) == []


class Noting:
    """A runner that notes in which way it runs *source*, beside all else."""

    def __init__(self, runner, source):
        self._runner, self._source = runner, source
        self.ways = []

    def run(self, job):
        self._note("alone", [job])
        return self._runner.run(job)

    def run_together(self, jobs):
        self._note("in company", jobs)
        return self._runner.run_together(jobs)

    def _note(self, way, jobs):
        self.ways += [way for job in jobs if job.source == self._source]


@pytest.mark.parametrize(
    ("stored", "ways"),
    [
        ("says so", ["in company"]),
        ("is missing", ["alone", "alone"]),
        ("is of other checks", ["alone", "alone"]),
        ("says something else", ["in company", "alone", "alone"]),
    ],
)
def test_a_program_runs_in_company_if_the_key_says_that_it_showed_the_same_alone(
    copy, stored, ways
):
    if stored == "is missing":
        copy.remove(f"exercises/{DOUBLE}/key.json")
    elif stored == "is of other checks":
        copy.write(CHECKS, f"{(copy.root / CHECKS).read_text()}# changed\n")
    elif stored == "says something else":
        copy.write(
            f"solutions/{DOUBLE}/wrong/squares_it.py", "def double_it(x):\n    return x**4\n"
        )
        copy.lock()
        copy.write(f"solutions/{DOUBLE}/wrong/squares_it.py", SQUARES)
    grader = copy.grader()
    grader.runner = runner = Noting(grader.runner, SQUARES)

    lint_exercise(grader, grader.course.exercise("double_it"))

    assert runner.ways == ways


class Influenced:
    """A runner in which neighbours have much influence: in company, each program is as *source*."""

    def __init__(self, runner, source):
        self._runner, self._source = runner, source
        self.run = runner.run

    def run_together(self, jobs):
        return self._runner.run_together([replace(job, source=self._source) for job in jobs])


@pytest.mark.parametrize("program", ["squares_it", "adds_two"])
def test_what_a_program_shows_only_in_company_counts_for_nothing(copy, program):
    source = (copy.root / f"solutions/{DOUBLE}/wrong/{program}.py").read_text(encoding="utf-8")
    grader = copy.grader()
    exercise = grader.course.exercise("double_it")
    alone = lint_exercise(grader, exercise)

    grader.runner = Influenced(grader.runner, source)

    assert alone.complaints == ()
    assert lint_exercise(grader, exercise) == alone


def test_a_constant_that_breaks_a_check_is_a_complaint_too(copy):
    copy.change(
        f"exercises/{SLOPE}/checks.py", "submission.slope(x))", "submission.slope(x).clone())"
    )
    told = copy.lint("slope", key_must_be_current=False)

    assert told[0] == (
        f"exercises/{SLOPE}/checks.py",
        (
            "a function that always returns None must fail, but is broken, "
            "in result_is_the_derivative: broken AttributeError: "
            "'NoneType' object has no attribute 'clone' (checks.py:7)"
        ),
    )


def test_a_line_that_the_stub_holds_may_stand_in_a_hint(copy):
    line = "optimizer = torch.optim.SGD([w], lr=lr)"
    write_stubs(copy, f"{line}\n    raise NotImplementedError", STEP)
    for name in ("stub.py", "stub.hu.py"):
        copy.change(f"exercises/{STEP}/{name}", "from torch", "import torch\nfrom torch")
    copy.change(f"exercises/{STEP}/README.md", "Move", f"    {line}\n\nMove")

    assert copy.lint("step") == []


def test_a_takeaway_that_solves_is_a_complaint(copy):
    copy.change(f"exercises/{STEP}/exercise.yaml", "A step happens in place.", "w -= lr * w.grad")

    assert copy.lint("step") == [
        (
            f"exercises/{STEP}/exercise.yaml: takeaway.en",
            "holds a line of a right answer (w-=lr*w.grad); say the idea instead",
        )
    ]


def test_a_statement_that_solves_is_a_complaint(copy):
    copy.change(f"exercises/{STEP}/README.md", "Move", "    w -= lr * w.grad\n\nMove")

    assert copy.lint("step") == [
        (
            f"exercises/{STEP}/README.md",
            "holds a line of a right answer (w-=lr*w.grad); say the idea instead",
        )
    ]


def test_a_reference_that_only_raises_is_a_complaint(copy):
    program("reference", "return 2 * y")(copy)
    copy.remove(f"solutions/{DOUBLE}/right/by_adding.py")

    assert copy.lint("double_it", key_must_be_current=False) != []


@pytest.mark.parametrize(
    "file",
    [
        f"exercises/{DOUBLE}/stub.py",
        f"exercises/{DOUBLE}/README.md",
        f"exercises/{DOUBLE}/checks.py",
        f"solutions/{DOUBLE}/reference.py",
    ],
)
def test_a_file_that_is_not_utf_8_is_a_complaint(copy, file):
    path = copy.root / file
    path.write_bytes(path.read_bytes() + b"# caf\xe9\n")

    assert file in [told for told, _ in copy.lint("double_it", key_must_be_current=False)]


def test_a_check_claimed_twice_is_a_complaint(copy):
    sheet = (copy.root / SHEET).read_text(encoding="utf-8")
    claim = re.search(r"  - check: .*?(?=hints:)", sheet, re.DOTALL).group()
    copy.change(SHEET, claim, claim * 2)

    assert copy.lint("double_it")[0] == (
        SHEET,
        "claims the check 'result_is_twice_x' twice; merge the claims",
    )


def test_a_complaint_is_shown_as_file_and_problem(copy):
    copy.remove(README)
    grader = copy.grader()
    (complaint,) = lint_exercise(grader, grader.course.exercise("double_it")).complaints

    assert str(complaint) == f"{README}\n  is missing or empty; write it"


# Programs that can't be observed

UNOBSERVABLE = {
    "a wrong program that hangs": (
        "wrong/adds_two",
        "while True: pass",
        "double_it: wrong/adds_two.py ended early in result_is_twice_x: timeout",
    ),
    "a reference that hangs": (
        "reference",
        "while True: pass",
        "double_it: reference.py ended early in result_is_twice_x: timeout",
    ),
    "a wrong program that ends the process": (
        "wrong/squares_it",
        "import os; os._exit(3)",
        "double_it: wrong/squares_it.py ended early in result_is_twice_x: crashed exit status 3",
    ),
    "a wrong program that is not Python": (
        "wrong/adds_two",
        "return ]",
        "double_it: wrong/adds_two.py can't be loaded: unmatched ']'",
    ),
}


@pytest.mark.parametrize(("name", "body", "message"), UNOBSERVABLE.values(), ids=UNOBSERVABLE)
def test_a_program_that_can_not_be_observed_is_a_lock_error(copy, name, body, message):
    program(name, body)(copy)
    copy.change(SHEET, "title:\n", "time_limit: 1\ntitle:\n")
    with pytest.raises(LockError) as caught:
        copy.key()

    assert str(caught.value) == message


def test_a_program_without_the_function_is_a_lock_error(copy):
    copy.write(f"solutions/{DOUBLE}/wrong/adds_two.py", "def double(x):\n    return x + 2\n")

    with pytest.raises(LockError) as caught:
        copy.key()

    assert str(caught.value) == (
        "double_it: wrong/adds_two.py can't be loaded: name 'double_it' is not defined"
    )


def test_a_broken_check_is_a_lock_error_with_its_line(copy):
    copy.change(CHECKS, "    return seen", "    return 1 / 0")

    with pytest.raises(LockError) as caught:
        copy.key()

    assert str(caught.value) == (
        "double_it: reference.py: the check result_is_twice_x is broken: "
        "ZeroDivisionError: division by zero (checks.py:7)"
    )


def test_no_reference_is_a_lock_error(copy):
    copy.remove(f"solutions/{DOUBLE}/reference.py")

    with pytest.raises(LockError, match=r"double_it/reference\.py is missing; write the right"):
        copy.key()


def test_lint_tells_a_program_that_hangs(copy):
    program("wrong/adds_two", "while True: pass")(copy)
    copy.change(SHEET, "title:\n", "time_limit: 1\ntitle:\n")

    assert copy.lint("double_it") == [
        (
            f"solutions/{DOUBLE}",
            "double_it: wrong/adds_two.py ended early in result_is_twice_x: timeout",
        )
    ]


def test_a_right_answer_that_needs_much_of_its_time_is_a_complaint(copy):
    copy.change(
        f"solutions/{DOUBLE}/reference.py", "def double_it(x: float) -> float:\n",
        "import time\n\n\ndef double_it(x: float) -> float:\n    begun = time.process_time()\n"
        "    while time.process_time() < begun + 0.3:\n        pass\n",
    )  # fmt: skip
    copy.change(SHEET, "title:\n", "time_limit: 2\ntitle:\n")

    assert (
        f"exercises/{DOUBLE}/exercise.yaml",
        "reference.py needs more than 0.5 s, a quarter of time_limit (2 s), so a right answer might "
        "be refused on a busy machine. Let the check do less, or set time_limit: 4",
    ) in copy.lint("double_it")


# The course as a whole


def test_a_misconception_taught_by_no_exercise_is_a_complaint(copy):
    copy.change("exercises/misconceptions.yaml", "exercise: double_it", "exercise: duoble_it")

    assert copy.lint_course() == [
        (
            "exercises/misconceptions.yaml: adds_two",
            (
                "is taught by the exercise 'duoble_it', which does not exist. "
                "Did you mean 'double_it'?"
            ),
        )
    ]


def test_an_explanation_with_an_unknown_misconception_is_a_complaint(copy):
    copy.change("exercises/errors.yaml", "[graph_cut]", "[graph_cuts]")

    assert copy.lint_course() == [
        (
            "exercises/errors.yaml: nothing_was_tracked",
            (
                "names the misconception 'graph_cuts', which misconceptions.yaml lacks. "
                "Did you mean 'graph_cut'?"
            ),
        )
    ]


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        (
            "duoble_it",
            "lists 'duoble_it', which is no exercise of this chapter. Did you mean 'double_it'?",
        ),
        ("slope", "lists 'slope', which is no exercise of this chapter. Remove it"),
        ("mean_of", "lists 'mean_of' twice; the first place counts, keep one"),
    ],
)
def test_a_list_of_a_chapter_with_what_is_not_there_is_a_complaint(copy, listed, problem):
    copy.change("exercises/01_values/chapter.yaml", "  - mean_of\n", f"  - mean_of\n  - {listed}\n")

    assert copy.lint_course() == [("exercises/01_values/chapter.yaml: exercises", problem)]


def test_an_older_course_with_numbers_and_no_list_is_clean(copy):
    unlisted("01_values")(copy)
    numbered({DOUBLE: 1, "01_values/mean_of": 2, COUNT: 3})(copy)

    assert copy.lint("double_it") == []
    assert copy.lint_course() == []


def test_solutions_of_no_exercise_are_a_complaint(copy):
    copy.rename(f"solutions/{DOUBLE}", "doubel_it")
    ((file, problem),) = copy.lint_course()

    assert file.endswith("solutions/01_values/doubel_it")
    assert problem == "holds solutions of no exercise; rename or remove it"


@pytest.mark.parametrize("file", ["errors.yml", "01_values/chapters.yaml"])
def test_a_stray_file_of_a_course_is_a_complaint(copy, file):
    copy.write(f"exercises/{file}", "")

    assert copy.lint_course() == [(f"exercises/{file}", "is no file of a course; remove it")]


@pytest.mark.parametrize("file", ["README.md", "01_values/README.md", "01_values/README.hu.md"])
def test_a_file_of_a_course_is_no_complaint(copy, file):
    copy.write(f"exercises/{file}", "…")

    assert copy.lint_course() == []


# Locking


def test_lock_writes_what_the_programs_show(copy):
    path = copy.root / "exercises" / DOUBLE / "key.json"
    path.unlink()
    copy.lock()
    key = read_key(path.read_text(encoding="utf-8"))

    assert (key.exercise, key.seed, key.programs) == (
        "double_it",
        "public",
        ("adds_two", "squares_it"),
    )
    (cases,) = key.checks.values()
    for case in cases:
        x = float(case.reference.call.removeprefix("double_it(").removesuffix(")"))
        assert case.reference.facts["returned"] == 2 * x
        assert case.wrong["adds_two"].facts["returned"] == x + 2
        assert case.wrong["squares_it"].facts["returned"] == x * x


def test_a_key_has_as_many_cases_as_the_sheet_asks_for(copy):
    copy.change(SHEET, "title:\n", "cases: 7\ntitle:\n")
    key, _, _ = copy.key()

    assert [len(cases) for cases in key.checks.values()] == [7]


def test_lock_writes_nothing_if_the_key_is_current(copy):
    path = copy.root / "exercises" / DOUBLE / "key.json"
    path.write_text(path.read_text(encoding="utf-8").replace("\n ", "\n  "), encoding="utf-8")
    before = path.read_bytes()

    assert copy.lock() is False
    assert path.read_bytes() == before


def test_lock_says_that_it_wrote(copy):
    copy.remove(f"exercises/{DOUBLE}/key.json")

    assert copy.lock() is True


def test_what_was_locked_is_current(copy):
    program("wrong/squares_it", "return x**3")(copy)
    copy.lock()

    assert copy.is_current()


def test_the_same_programs_give_the_same_text(copy):
    path = copy.root / "exercises" / SLOPE / "key.json"
    texts = []
    for _ in range(2):
        path.unlink()
        copy.lock("slope")
        texts.append(path.read_bytes())

    assert texts[0] == texts[1]


def test_another_seed_gives_other_cases(copy):
    grader = copy.grader()
    exercise = grader.course.exercise("double_it")
    programs = load_programs(grader.course, exercise)
    public, secret = (make_key(grader, exercise, programs, seed=s) for s in ("public", "secret"))

    calls = [
        {case.reference.call for case in k.checks["result_is_twice_x"]} for k in (public, secret)
    ]
    assert not calls[0] & calls[1]
    assert secret.seed == "secret"


STALE = {
    "no key": remove(f"exercises/{DOUBLE}/key.json"),
    "a key that is no key": write(f"exercises/{DOUBLE}/key.json", "{}"),
    "a key of another schema": change(
        f"exercises/{DOUBLE}/key.json", '"schema": 1', '"schema": 99'
    ),
    "another wrong program": program("wrong/squares_it", "return x**3"),
    "a new wrong program": program("wrong/sum_for_mean", "return x - 1"),
    "a wrong program less": remove(f"solutions/{DOUBLE}/wrong/squares_it.py"),
    "another reference": program("reference", "return 3 * x"),
    "a comment in the checks": change(CHECKS, "def result", "# hm\ndef result"),
    "another number of cases": change(SHEET, "title:\n", "cases: 5\ntitle:\n"),
}


@pytest.mark.parametrize("edit", STALE.values(), ids=STALE)
def test_the_key_is_stale(copy, edit):
    edit(copy)

    assert not copy.is_current()


@pytest.mark.parametrize("name", ["a key that is no key", "no key", "another wrong program"])
def test_lint_complains_of_a_stale_key(copy, name):
    STALE[name](copy)

    assert copy.lint("double_it") == [
        (
            f"exercises/{DOUBLE}/key.json",
            "is not what the programs show now; run: gradlings lock double_it",
        )
    ]


def test_a_stale_key_may_be_asked_not_to_matter(copy):
    copy.remove(f"exercises/{DOUBLE}/key.json")

    assert copy.lint("double_it", key_must_be_current=False) == []


CURRENT = {
    "other texts": change(SHEET, "en: Twice as much", "en: Two times"),
    "another stub": change(f"exercises/{DOUBLE}/stub.py", "TODO: ", "TODO: please "),
    "another right variant": program("right/by_adding", "return x * 2.0"),
    "the same program written in another way": program("wrong/adds_two", "return 2.0 + x"),
    "rounding": program("reference", "return 2 * x * (1 + 1e-9)"),
}


@pytest.mark.parametrize("edit", CURRENT.values(), ids=CURRENT)
def test_the_key_stays_current(copy, edit):
    edit(copy)

    assert copy.is_current()


def test_the_line_ends_of_windows_make_no_key_stale(copy):
    path = copy.root / CHECKS
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert copy.is_current()


def test_a_program_that_calls_less_often_than_the_reference_makes_no_key_stale(copy):
    # graph_cut raises in the first of the two calls.
    copy.change(
        f"exercises/{SLOPE}/checks.py",
        'seen.fact("second", submission.slope(x))',
        'submission.slope(x)\n        seen.fact("second", submission.slope(x))',
    )
    copy.lock("slope")

    assert copy.is_current("slope")


def test_numbers_moved_within_tolerance_keep_a_key_current(copy):
    path = copy.root / "exercises" / SLOPE / "key.json"
    key = json.loads(path.read_bytes())
    tensor = key["checks"]["result_is_the_derivative"][0]["reference"]["facts"]["returned"]
    tensor["values"][0] *= 1 + 1e-6
    path.write_text(json.dumps(key))

    assert copy.is_current("slope")


def test_numbers_moved_beyond_tolerance_make_a_key_stale(copy):
    path = copy.root / "exercises" / SLOPE / "key.json"
    key = json.loads(path.read_bytes())
    tensor = key["checks"]["result_is_the_derivative"][0]["reference"]["facts"]["returned"]
    tensor["values"][0] *= 1 + 1e-2
    path.write_text(json.dumps(key))

    assert not copy.is_current("slope")


def test_an_error_that_torch_words_anew_makes_no_key_stale(copy):
    # errors.yaml knows it by "does not require grad".
    copy.change(f"exercises/{SLOPE}/key.json", "element 0 of tensors does", "this tensor does")

    assert copy.is_current("slope")


def test_a_digest_is_that_of_the_checks(copy):
    key, _, exercise = copy.key()

    assert key.checks_digest == digest(exercise)


# What was proved before


class Refusing:
    """A runner for when nothing is to be run."""

    def run(self, job):
        raise AssertionError(job)

    run_together = run


def test_an_exercise_that_was_proved_and_has_not_changed_is_not_run_again(copy):
    proven = Proven(copy.root / "exercises")
    grader = copy.grader()
    exercise = grader.course.exercise("step")
    first = lint_exercise(grader, exercise, proven=proven)

    again = lint_exercise(Grader(grader.course, Refusing()), exercise, proven=proven)

    assert first.complaints == ()
    assert again == first
    with pytest.raises(AssertionError):
        lint_exercise(Grader(grader.course, Refusing()), exercise)


def test_what_has_complaints_is_proved_again(copy):
    copy.remove(f"exercises/{DOUBLE}/key.json")
    proven = Proven(copy.root / "exercises")
    grader = copy.grader()
    exercise = grader.course.exercise("double_it")

    for _ in range(2):
        lint_exercise(grader, exercise, proven=proven, key_must_be_current=False)
        assert lint_exercise(grader, exercise, proven=proven).complaints


def test_complaints_that_need_no_run_are_made_of_what_was_proved_too(copy):
    copy.write(f"exercises/{DOUBLE}/notes.txt", "mine")
    proven = Proven(copy.root / "exercises")
    grader = copy.grader()

    reports = [
        lint_exercise(grader, grader.course.exercise("double_it"), proven=proven) for _ in range(2)
    ]

    assert proven.results(grader.course.exercise("double_it")) is not None
    assert reports[0] == reports[1]
    assert "notes.txt" in reports[1].complaints[0].file


def test_of_several_exercises_those_are_tried_that_have_changed_since_they_were_proved(
    copy, command, monkeypatch
):
    asked = []

    def tried(_course, ids, _jobs, *, cached):
        asked.append((list(ids), cached))
        return [LintReport(name, ()) for name in ids]

    monkeypatch.setattr("autograder.facade.authoring.lint_exercises", tried)
    proven = Proven(copy.root / "exercises")
    for exercise in copy.grader().course.exercises:
        proven.keep(exercise, ())
    lint = ("--course", copy.root / "exercises", "lint", "double_it", "count_down", "step")
    copy.write(f"solutions/{COUNT}/reference.py", "# a comment\n")

    said = command(*lint)
    assert (said.exit_code, asked) == (0, [(["count_down"], True)]), said.output
    assert command(*lint, "--no-cache").exit_code == 0
    assert asked[1:] == [(["double_it", "count_down", "step"], False)]


# Programs and where they are


def test_solutions_stand_beside_exercises(copy):
    assert solutions_path(copy.grader().course) == copy.root / "solutions"


def test_solutions_are_found_from_within_the_course(copy, monkeypatch):
    monkeypatch.chdir(copy.root / "exercises")

    assert solutions_path(load_course(Path())).resolve() == copy.root / "solutions"


def test_an_exercise_without_solutions_has_no_programs(copy):
    shutil.rmtree(copy.root / "solutions")
    course = copy.grader().course
    programs = load_programs(course, course.exercise("double_it"))

    assert (programs.reference, programs.right, programs.wrong, programs.stray) == (
        None,
        {},
        {},
        (),
    )


def test_what_python_leaves_behind_is_not_stray(copy):
    copy.write(f"solutions/{DOUBLE}/__pycache__/reference.cpython-311.pyc", "")
    copy.write(f"exercises/{DOUBLE}/__pycache__/checks.cpython-311.pyc", "")

    assert copy.lint("double_it") == []


# gradlings new


def test_a_new_exercise_has_every_file(copy):
    written = create_exercise(copy.grader().course, "02_gradients/fresh")

    assert [str(path.relative_to(copy.root)) for path in written] == [
        "exercises/02_gradients/fresh/exercise.yaml",
        "exercises/02_gradients/fresh/README.md",
        "exercises/02_gradients/fresh/README.hu.md",
        "exercises/02_gradients/fresh/stub.py",
        "exercises/02_gradients/fresh/stub.hu.py",
        "exercises/02_gradients/fresh/checks.py",
        "solutions/02_gradients/fresh/reference.py",
        "solutions/02_gradients/fresh/right/another_way.py",
        "solutions/02_gradients/fresh/wrong/climbs_the_gradient.py",
    ]
    assert all(path.is_file() for path in written)


def ids(copy):
    return [exercise.id for exercise in copy.grader().course.exercises]


def test_a_new_exercise_is_the_last_of_its_chapter(copy):
    create_exercise(copy.grader().course, "01_values/fresh")

    assert ids(copy) == ["double_it", "mean_of", "count_down", "fresh", "slope", "step"]


@pytest.mark.parametrize(
    ("after", "order"),
    [
        ("double_it", ["double_it", "fresh", "mean_of", "count_down"]),
        ("mean_of", ["double_it", "mean_of", "fresh", "count_down"]),
        ("count_down", ["double_it", "mean_of", "count_down", "fresh"]),
    ],
)
@pytest.mark.parametrize(
    "written",
    [
        "exercises:\n  - double_it\n  - mean_of   # the first loop\n  - count_down\n",
        "exercises: [double_it, mean_of, count_down]\n",
        "exercises: [\n  double_it,\n  mean_of, count_down,\n]\n",
        "exercises:\n- double_it\n-   'mean_of'\n- count_down",
    ],
    ids=["a line each", "in brackets", "brackets over lines", "quoted, no end of line"],
)
def test_a_new_exercise_in_the_middle_touches_one_line_of_its_chapter(copy, written, after, order):
    chapter = "exercises/01_values/chapter.yaml"
    head = "# what they know already\ntitle: {en: Values, hu: Értékek}\n"
    copy.write(chapter, head + written)

    create_exercise(copy.grader().course, "01_values/fresh", after=after)

    text = (copy.root / chapter).read_text(encoding="utf-8")
    assert ids(copy)[:4] == order
    removed = text.replace("  - fresh\n", "").replace("- fresh\n", "").replace("-   fresh\n", "")
    assert removed.replace(", fresh", "").strip() == (head + written).strip()


def test_a_new_exercise_in_an_older_course_writes_the_list(copy):
    unlisted("01_values")(copy)
    numbered({DOUBLE: 3, "01_values/mean_of": 1, COUNT: 2})(copy)

    create_exercise(copy.grader().course, "01_values/fresh", after="mean_of")

    assert ids(copy)[:4] == ["mean_of", "fresh", "count_down", "double_it"]


def test_a_new_exercise_that_is_to_come_after_none_of_its_chapter_is_refused(copy):
    with pytest.raises(NewExerciseError) as caught:
        create_exercise(copy.grader().course, "01_values/fresh", after="doubel_it")

    assert str(caught.value) == (
        "there is no exercise 'doubel_it' in 01_values to come after. Did you mean 'double_it'?"
    )
    assert not (copy.root / "exercises/01_values/fresh").exists()


@pytest.mark.parametrize("written", ["exercises: []", "exercises: ['double_it', 'mean_of']"])
def test_a_list_that_no_line_can_be_added_to_is_told_before_anything_is_written(copy, written):
    chapter = "exercises/01_values/chapter.yaml"
    copy.write(chapter, f"title: {{en: Values, hu: Értékek}}\n{written}\n")

    with pytest.raises(NewExerciseError, match=r"with a line for each \(- fresh\), then try again"):
        create_exercise(copy.grader().course, "01_values/fresh")

    assert not (copy.root / "exercises/01_values/fresh").exists()


def test_a_new_exercise_lints_clean_once_it_is_locked(copy):
    create_exercise(copy.grader().course, "02_gradients/fresh")
    copy.lock("fresh")

    assert copy.lint("fresh") == []


def test_a_new_exercise_that_is_not_locked_is_only_told_that(copy):
    create_exercise(copy.grader().course, "02_gradients/fresh")

    assert copy.lint("fresh") == [
        (
            "exercises/02_gradients/fresh/key.json",
            "is not what the programs show now; run: gradlings lock fresh",
        )
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "fresh",
            (
                "'fresh' is no CHAPTER/EXERCISE; write it like 06_updates/step_no_grad "
                "(small letters, digits, underscores, at most 32)"
            ),
        ),
        (
            "02_gradients/Fresh",
            (
                "'02_gradients/Fresh' is no CHAPTER/EXERCISE; write it like 06_updates/step_no_grad "
                "(small letters, digits, underscores, at most 32)"
            ),
        ),
        (
            "02_gradient/fresh",
            (
                "there is no chapter '02_gradient'. Did you mean '02_gradients'? "
                "If a new one is meant, write its {course}/02_gradient/chapter.yaml first"
            ),
        ),
        (
            "02_gradients/double_it",
            "the exercise 'double_it' exists already; choose another id",
        ),
    ],
)
def test_a_name_that_can_not_be_taken_is_refused(copy, name, message):
    course = copy.grader().course
    with pytest.raises(NewExerciseError) as caught:
        create_exercise(course, name)

    assert str(caught.value) == message.replace("{course}", str(course.path))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/",
        "02_gradients/",
        "../exercises/fresh",
        "02_gradients/../fresh",
        "02_gradients/a/b",
        "02_gradients/2nd",
        "02_gradients/" + "a" * 33,
        "02_gradients/fresh\n",
        "gradients/fresh",
        "02_gradients/ötödik",
    ],
)
def test_a_name_of_another_form_is_refused(copy, name):
    with pytest.raises(NewExerciseError, match="is no CHAPTER/EXERCISE"):
        create_exercise(copy.grader().course, name)


def test_a_new_exercise_overwrites_nothing(copy):
    copy.write("solutions/02_gradients/fresh/reference.py", "mine\n")
    with pytest.raises(NewExerciseError, match=r"reference\.py exists already; remove it or"):
        create_exercise(copy.grader().course, "02_gradients/fresh")

    assert not (copy.root / "exercises/02_gradients/fresh").exists()
