"""``gradlings lock``: run the reference and every wrong program, and write down what they show."""

from __future__ import annotations

from autograder.authoring.programs import Programs
from autograder.content import Exercise
from autograder.grading import Grader
from autograder.grading.grader import PUBLIC_SEED, digest
from autograder.judging import CaseKey, Key, KeyFormatError, compare_facts, read_key, write_key
from autograder.observations import Observation
from autograder.runs import End

__all__ = ["LockError", "is_current", "make_key", "write_key_file"]


class LockError(RuntimeError):
    """A program of the author's could not be observed; the message says which and why."""


def make_key(
    grader: Grader, exercise: Exercise, programs: Programs, *, seed: str = PUBLIC_SEED
) -> Key:
    """
    Return the key of *exercise* for the cases of *seed*.

    Raises:
        LockError: If a program can't be loaded, hangs or crashes, or a check is broken.
    """
    if programs.reference is None:
        raise LockError(f"{programs.folder}/reference.py is missing; write the right answer there")
    reference = _observe(grader, exercise, "reference", programs.reference, seed)
    wrong = {
        name: _observe(grader, exercise, f"wrong/{name}", source, seed)
        for name, source in programs.wrong.items()
    }
    checks = {
        check: tuple(
            CaseKey(seen, {name: shown[check][index] for name, shown in wrong.items()})
            for index, seen in enumerate(cases)
        )
        for check, cases in reference.items()
    }
    return Key(exercise.id, seed, checks, digest(exercise))


def write_key_file(grader: Grader, exercise: Exercise, key: Key) -> bool:
    """Write ``key.json`` unless the one there says the same; tell whether it was written."""
    if is_current(grader, exercise, key):
        return False
    exercise.key_path.write_text(write_key(key, grader.classify), encoding="utf-8", newline="\n")
    return True


def is_current(grader: Grader, exercise: Exercise, key: Key) -> bool:
    """
    Tell whether ``key.json`` says what *key* says, within the judge's tolerances.

    Another torch version may round otherwise; that makes no key stale.
    """
    try:
        old = read_key(exercise.key_path.read_text(encoding="utf-8"))
    except (OSError, KeyFormatError):
        return False
    same_frame = (
        old.checks_digest == key.checks_digest
        and old.programs == key.programs
        and old.checks.keys() == key.checks.keys()
        and all(len(old.checks[name]) == len(key.checks[name]) for name in key.checks)
    )
    return same_frame and all(
        _alike(grader, before, after)
        for name in key.checks
        for before, after in zip(old.checks[name], key.checks[name], strict=True)
    )


def _observe(
    grader: Grader, exercise: Exercise, name: str, source: str, seed: str
) -> dict[str, tuple[Observation, ...]]:
    checks = [claim.check for claim in exercise.sheet.claims]
    run = grader.run(source, exercise, names=checks, seed=seed)
    where = f"{exercise.id}: {name}.py"
    if run.load is not None:
        raise LockError(f"{where} can't be loaded: {run.load.error.message}")
    if run.broken:
        check, text = next(iter(run.broken.items()))
        raise LockError(f"{where}: the check {check} is broken: {text}")
    if run.end is not End.DONE or run.stops:
        check, stop = next(iter(run.stops.items()))
        raise LockError(f"{where} ended early in {check}: {stop.end} {stop.detail}".rstrip())
    return dict(run.observations)


def _alike(grader: Grader, before: CaseKey, after: CaseKey) -> bool:
    pairs = [(before.reference, after.reference)]
    pairs += [(before.wrong[name], after.wrong[name]) for name in after.wrong]
    # A wrong program is stored under the reference's call and sizes, whatever it made of them.
    frame = before.reference.call, dict(before.reference.sizes)
    if frame != (after.reference.call, dict(after.reference.sizes)):
        return False
    # What is shown beside a learner's loop has to be there.
    if before.reference.recording.keys() != after.reference.recording.keys():
        return False
    return all(
        {name for name, _ in old.all()} == {name for name, _ in new.all()}
        and all(
            compare_facts(fact, dict(new.all())[name], grader.classify) is None
            for name, fact in old.all()
        )
        for old, new in pairs
    )
