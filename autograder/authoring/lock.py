"""``gradlings lock``: run the reference and every wrong program, and write down what they show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from autograder.authoring.company import run_in_company
from autograder.authoring.programs import Programs
from autograder.content import Exercise
from autograder.errors import UnfitCourseError
from autograder.files import write_whole
from autograder.grading import Grader
from autograder.grading.grader import PUBLIC_SEED, digest
from autograder.judging import CaseKey, Key, KeyFormatError, compare_facts, read_key, write_key
from autograder.judging.comparing import same
from autograder.judging.rules import RuleError, fulfilled, word_for
from autograder.observations import Observation, Rule
from autograder.runs import End, Run

__all__ = [
    "LockError",
    "ProgramRuns",
    "is_current",
    "key_of",
    "make_key",
    "observe",
    "repeating_programs",
    "run_programs",
    "run_programs_again",
    "write_key_file",
]

#: How many of the judge's tolerances another torch or another processor may be off by: a wrong
#: program may diverge, and its rounding errors grow.
_ROUNDING = 10.0
_NO_RUNS: Mapping[str, Run] = MappingProxyType({})


class LockError(UnfitCourseError, RuntimeError):
    """One of the author's programs could not be observed; the message says which and why."""


@dataclass(frozen=True, slots=True)
class ProgramRuns:
    """
    Runs of the author's programs on the cases of one seed; each went through all checks.

    Attributes:
        wrong: By program name.
    """

    seed: str
    reference: Run
    wrong: Mapping[str, Run]


def run_programs(
    grader: Grader,
    exercise: Exercise,
    programs: Programs,
    *,
    seed: str = PUBLIC_SEED,
    done: Mapping[str, Run] = _NO_RUNS,
) -> ProgramRuns:
    """
    Run the reference of *exercise* and all its wrong programs on the cases of *seed*, each alone.

    Args:
        done: Runs of wrong programs, by name, that have been made.

    Raises:
        LockError: If there is no reference, if a program can't be loaded, hangs or crashes, or if
            a check is broken.
    """
    if programs.reference is None:
        raise LockError(f"{programs.folder}/reference.py is missing; write the right answer there")
    reference = _run(grader, exercise, "reference", programs.reference, seed)
    wrong = {
        name: done.get(name) or _run(grader, exercise, f"wrong/{name}", source, seed)
        for name, source in programs.wrong.items()
    }
    return ProgramRuns(seed, reference, wrong)


def run_programs_again(grader: Grader, exercise: Exercise, programs: Programs) -> ProgramRuns:
    """
    Run them as :func:`run_programs` does on the public cases, wrong ones in company where that is sound.

    It is where ``key.json`` says the same: what is there was seen of each program alone. What shows
    something else in company, a neighbour's doing perhaps, is run alone as well, and that counts.

    Raises:
        LockError: As :func:`run_programs` and :func:`key_of` do.
    """
    together = run_in_company(grader, exercise, _seen_before(exercise, programs))
    runs = run_programs(grader, exercise, programs, done=together)
    confirmed = repeating_programs(grader, exercise, key_of(exercise, runs))
    if together.keys() <= confirmed:
        return runs
    alone = {name: run for name, run in runs.wrong.items() if name not in together}
    sure = {name: run for name, run in together.items() if name in confirmed}
    return run_programs(grader, exercise, programs, done=alone | sure)


def _seen_before(exercise: Exercise, programs: Programs) -> dict[str, str]:
    """The wrong programs, by name, of which ``key.json`` says something about these very checks."""
    old = _stored_key(exercise)
    if old is None or old.checks_digest != digest(exercise):
        return {}
    return {name: source for name, source in programs.wrong.items() if name in old.programs}


def key_of(exercise: Exercise, runs: ProgramRuns) -> Key:
    """
    Return the key that *runs* make.

    Raises:
        LockError: If the reference does not fulfil a rule of its own, which then no answer could.
    """
    for check, cases in runs.reference.observations.items():
        for seen in cases:
            _refuse_unfulfilled(seen, f"{exercise.id}: {check}")
    checks = {
        check: tuple(
            CaseKey.of_sent(
                seen, {name: run.observations[check][index] for name, run in runs.wrong.items()}
            )
            for index, seen in enumerate(cases)
        )
        for check, cases in runs.reference.observations.items()
    }
    return Key(exercise.id, runs.seed, checks, digest(exercise))


def make_key(
    grader: Grader, exercise: Exercise, programs: Programs, *, seed: str = PUBLIC_SEED
) -> Key:
    """
    Return the key of *exercise* for the cases of *seed*.

    Raises:
        LockError: As :func:`run_programs` and :func:`key_of` do.
    """
    return key_of(exercise, run_programs(grader, exercise, programs, seed=seed))


def write_key_file(grader: Grader, exercise: Exercise, key: Key) -> bool:
    """
    Write ``key.json`` unless the old one says the same; return whether it was written.

    Raises:
        OSError: If it can't be written; the old one is unharmed.
    """
    if is_current(grader, exercise, key):
        return False
    write_whole(exercise.key_path, write_key(key, grader.classify))
    return True


def is_current(grader: Grader, exercise: Exercise, key: Key) -> bool:
    """
    Tell whether ``key.json`` says what *key* says, except for rounding.

    Another torch or another processor rounds differently; that does not make a key stale.
    """
    old = _stored_key(exercise)
    return (
        old is not None
        and _is_of_same_cases(old, key)
        and old.programs == key.programs
        and all(_alike(grader, before, after) for before, after in _paired(old, key))
    )


def repeating_programs(grader: Grader, exercise: Exercise, key: Key) -> frozenset[str]:
    """
    Return the wrong programs of *key* that ``key.json`` says the same of, as the judge compares.

    These were run twice, then and now, so each of them shows the same whenever it is run.
    """
    old = _stored_key(exercise)
    if old is None or not _is_of_same_cases(old, key):
        return frozenset()
    return frozenset(
        name
        for name in key.programs
        if name in old.programs
        and all(
            same(before.wrong[name].facts, after.wrong[name].facts, grader.classify)
            and same(before.wrong[name].clues, after.wrong[name].clues, grader.classify)
            for before, after in _paired(old, key)
        )
    )


def _stored_key(exercise: Exercise) -> Key | None:
    try:
        return read_key(exercise.key_path.read_text(encoding="utf-8"))
    except (OSError, KeyFormatError):
        return None


def _is_of_same_cases(old: Key, key: Key) -> bool:
    return (
        old.checks_digest == key.checks_digest
        and old.checks.keys() == key.checks.keys()
        and all(len(old.checks[name]) == len(key.checks[name]) for name in key.checks)
    )


def _paired(old: Key, key: Key) -> Iterator[tuple[CaseKey, CaseKey]]:
    """The cases of two keys that are of the same cases, pair by pair."""
    for name in key.checks:
        yield from zip(old.checks[name], key.checks[name], strict=True)


def observe(
    grader: Grader, exercise: Exercise, name: str, source: str, seed: str
) -> dict[str, tuple[Observation, ...]]:
    """
    Return what the author's program *source* sends on the cases of *seed*, by check.

    Raises:
        LockError: If it can't be loaded, hangs or crashes, or a check is broken.
    """
    return dict(_run(grader, exercise, name, source, seed).observations)


def _run(grader: Grader, exercise: Exercise, name: str, source: str, seed: str) -> Run:
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
    return run


def _refuse_unfulfilled(seen: Observation, where: str) -> None:
    for name, rule in seen.rules.items():
        try:
            word, wanted = word_for(seen.facts[name], rule), fulfilled(rule)
        except RuleError as error:
            raise LockError(f"{where}: the rule of {name} can't be applied: {error}") from None
        if word != wanted:
            raise LockError(
                f"{where}: the rule {rule.name} of {name} says {word!r} of the reference, where "
                f"{wanted!r} is right. Mend the check, or what the rule is given"
            )


def _alike(grader: Grader, before: CaseKey, after: CaseKey) -> bool:
    pairs = [(before.expected, after.expected)]
    pairs += [(before.wrong[name], after.wrong[name]) for name in after.wrong]
    # A wrong program is stored under the reference's call and sizes, even if it changed them.
    frame = before.reference.call, dict(before.reference.sizes)
    if frame != (after.reference.call, dict(after.reference.sizes)):
        return False
    rules = before.reference.rules, after.reference.rules
    if rules[0].keys() != rules[1].keys() or not all(
        _same_rule(grader, rule, rules[1][name]) for name, rule in rules[0].items()
    ):
        return False
    # The recording is shown beside a learner's own, so the key has to hold it.
    if before.reference.recording.keys() != after.reference.recording.keys():
        return False
    return all(
        {name for name, _ in old.all()} == {name for name, _ in new.all()}
        and all(
            compare_facts(fact, dict(new.all())[name], grader.classify, slack=_ROUNDING) is None
            for name, fact in old.all()
        )
        for old, new in pairs
    )


def _same_rule(grader: Grader, one: Rule, other: Rule) -> bool:
    return one.name == other.name and same(one.given, other.given, grader.classify)
