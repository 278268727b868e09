"""Rules about how programs are judged: right ones pass, all others fail and are named."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from autograder.authoring.lint.complaints import Complaint
from autograder.authoring.lint.subject import Subject
from autograder.authoring.lock import LockError
from autograder.judging import Outcome, Verdict, misconception_of
from autograder.judging.comparing import same
from autograder.observations import ErrorFact
from autograder.runs import End

__all__ = [
    "constants_fail",
    "programs_can_be_told_apart",
    "reference_passes",
    "stub_fails",
    "wrong_programs_are_named",
]


#: Enough to spare for answers that are slower, and for a machine that is busy with other things.
_PART_OF_THE_TIME = 0.25


def reference_passes(subject: Subject) -> Iterator[Complaint]:
    """
    The reference, and every other right answer, gets full points and no advice, in a quarter of the
    time that an answer may take.

    Raises:
        LockError: If there is no reference; without it, nothing else can be proved.
    """
    if subject.programs.reference is None:
        raise LockError("reference.py is missing; write the right answer there")
    raised = [case.reference.facts.get("raised") for c in subject.key.checks.values() for case in c]
    if all(isinstance(fact, ErrorFact) for fact in raised):
        problem = f"raises in every case of every check ({raised[0]!s:.120}); mend it"
        yield Complaint(subject.program_file("reference"), problem)
    sources = {"reference": subject.programs.reference, **_right(subject)}
    # A pass in company counts, as in a class; what fails there is tried again alone.
    together = subject.judge_in_company(sources, part=_PART_OF_THE_TIME)
    for name, source in sources.items():
        verdict = together.get(name)
        if verdict is None or not _is_plain_pass(verdict):
            verdict = subject.judge(source, part=_PART_OF_THE_TIME)
        if verdict.outcome is Outcome.TIMEOUT:
            limit = subject.exercise.sheet.time_limit
            yield Complaint(
                subject.sheet_file,
                f"{name}.py needs more than {_PART_OF_THE_TIME * limit:g} s, a quarter of "
                f"time_limit ({limit:g} s), so a right answer might be refused on a busy machine. "
                f"Let the check do less, or set time_limit: {2 * limit:g}",
            )
        elif not _is_plain_pass(verdict):
            yield Complaint(
                subject.program_file(name),
                f"must pass, but {_summary(verdict)}. Does a check look at a matter of taste?",
            )


def stub_fails(subject: Subject) -> Iterator[Complaint]:
    """The stub fails: nobody gets the tick for opening a file."""
    for language in subject.exercise.languages:
        path = subject.exercise.stub_path(language)
        if path.is_file():
            verdict = subject.judge(path.read_text(encoding="utf-8"))
            if verdict.outcome not in (Outcome.FAILED, Outcome.ERRORED):
                yield Complaint(subject.file(path), f"must fail, but {_summary(verdict)}")


def wrong_programs_are_named(subject: Subject) -> Iterator[Complaint]:
    """Each wrong program gets its own misconception and no other, and fails unless it is advice."""
    for name, verdict in subject.wrong_verdicts.items():
        misconception = misconception_of(name)
        if misconception in subject.exercise.sheet.advice:
            right = verdict.outcome is Outcome.PASSED and verdict.advice == (misconception,)
        else:
            right = (
                verdict.outcome is Outcome.FAILED
                and verdict.misconceptions == (misconception,)
                and not verdict.advice
            )
        if not right:
            yield Complaint(
                subject.program_file(f"wrong/{name}"),
                f"must be named {misconception!r}, but {_summary(verdict)}",
            )


def programs_can_be_told_apart(subject: Subject) -> Iterator[Complaint]:
    """No two programs show the same: if they do, a check or a clue is missing."""
    key, classify = subject.key, subject.grader.classify
    for one, other in itertools.combinations(key.programs, 2):
        alike = all(
            same(case.wrong[one].facts, case.wrong[other].facts, classify)
            and same(case.wrong[one].clues, case.wrong[other].clues, classify)
            for cases in key.checks.values()
            for case in cases
        )
        if alike:
            yield Complaint(
                subject.program_file(f"wrong/{one}"),
                f"shows the same as wrong/{other}.py in every case; "
                "add a check or a clue that tells them apart, or merge them",
            )


#: What a function might always return, each with what its program needs before.
_CONSTANTS = {
    "None": "",
    "0": "",
    "0.0": "",
    "True": "",
    "'text'": "",
    "[]": "",
    "()": "",
    "object()": "",
    "float('nan')": "",
    "_A": "import numpy\n_A = numpy.zeros((2, 3))\n",
    "_T": "import torch\n_T = torch.zeros(2, 3)\n",
    "_W": "import torch\n_W = torch.zeros(3, 1, requires_grad=True)\n",
}


def constants_fail(subject: Subject) -> Iterator[Complaint]:
    """A submission that always returns the same garbage fails, and breaks no check."""
    function, torch = subject.exercise.function, subject.exercise.sheet.torch
    sources = {
        constant: f"{before}def {function}(*args, **kwargs):\n    return {constant}\n"
        for constant, before in _CONSTANTS.items()
        if torch or "import torch" not in before
    }
    # In company with each other only: none of them does anything that another could meet.
    together = subject.judge_in_company(sources)
    for constant, source in sources.items():
        verdict = together.get(constant) or subject.judge(source)
        if verdict.outcome not in (Outcome.FAILED, Outcome.ERRORED):
            yield Complaint(
                subject.file(subject.exercise.checks_path),
                f"a function that always returns {constant} must fail, but {_summary(verdict)}",
            )


def _is_plain_pass(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.PASSED and not verdict.advice


def _right(subject: Subject) -> dict[str, str]:
    return {f"right/{name}": source for name, source in subject.programs.right.items()}


def _summary(verdict: Verdict) -> str:
    """*verdict* in half a sentence, for authors."""
    words = [f"is {verdict.outcome}"]
    if verdict.misconceptions:
        words.append(f"named {', '.join(verdict.misconceptions)}")
    if verdict.advice:
        words.append(f"advised {', '.join(verdict.advice)}")
    for check in verdict.checks:
        if check.reason is not None and not verdict.misconceptions:
            difference = check.reason.difference
            where = f"in {check.check}"
            if difference is not None:
                where += (
                    f": {difference.name} observed {difference.observed!s:.120}, "
                    f"expected {difference.expected!s:.120}"
                )
            elif check.reason.end is not End.DONE:
                where += f": {check.reason.end}"
            else:
                where += f": {check.reason.kind} {check.reason.detail}".rstrip()
            words.append(where)
            break
    return ", ".join(words)
