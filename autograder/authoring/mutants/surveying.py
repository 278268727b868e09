"""Which mutants of an exercise's programs does the grader see, and what does it call them?"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from functools import cached_property

from autograder.authoring.lock import make_key
from autograder.authoring.mutants.operators import OPERATORS
from autograder.authoring.mutants.rewriting import rewritten
from autograder.authoring.programs import Programs, load_programs
from autograder.content import Exercise
from autograder.enums import StrEnum
from autograder.grading import Grader
from autograder.judging import Key, Outcome, Verdict, misconception_of

__all__ = ["Fate", "Mutant", "Survey", "mutants_of", "survey_exercise"]

#: Seeds on which what passes the public cases is run again, beside the reference.
_OTHER_SEEDS = ("mutants 1", "mutants 2", "mutants 3")


class Fate(StrEnum):
    """What becomes of a mutant."""

    SAME = "same"
    """It passes, and on other cases, too: it is a right answer, or nothing looks at what it changes."""
    SURVIVED = "survived"
    """It passes the public cases, and fails others: these look, and not often enough."""
    NAMED = "named"
    """It is told an idea of its operator's."""
    OTHER = "other"
    """It fails, and is told another idea. It may fit all the same: programs have several readings."""
    UNNAMED = "unnamed"
    """It fails, and no idea is named."""
    BROKEN = "broken"
    """Grading it fails through a fault of ours."""


@dataclass(frozen=True)
class Mutant:
    """
    A right program with one thing changed.

    Attributes:
        operator: The name of the operator that changed it.
        misconceptions: Ids of those that may be named for it.
        origin: Which right program it was: ``reference``, or the name of a right variant.
        before: That program as Python's parser writes it, so without comments.
        source: What has become of it.
    """

    operator: str
    misconceptions: frozenset[str]
    origin: str
    before: str
    source: str

    @property
    def diff(self) -> str:
        """What was changed, as a unified diff without context."""
        before, after = self.before.splitlines(), self.source.splitlines()
        return "\n".join(unified_diff(before, after, self.origin, self.operator, lineterm="", n=0))


@dataclass(frozen=True)
class Survey:
    """Every mutant of one exercise, with what was said of it."""

    exercise: str
    fates: Sequence[tuple[Mutant, Fate, Verdict]]

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many mutants have each fate."""
        return Counter(fate for _, fate, _ in self.fates)

    @property
    def counts_by_operator(self) -> Mapping[str, Mapping[Fate, int]]:
        """The same for each operator that made some, in the order in which they come."""
        counts: dict[str, Counter[Fate]] = {}
        for mutant, fate, _ in self.fates:
            counts.setdefault(mutant.operator, Counter())[fate] += 1
        return counts

    def of(self, *fates: Fate) -> Iterator[tuple[Mutant, Fate, Verdict]]:
        """Yield those with one of *fates*."""
        return (one for one in self.fates if one[1] in fates)


def mutants_of(programs: Programs) -> Iterator[Mutant]:
    """Yield the mutants of the reference and of each right variant; none twice, no known program."""
    known = {_normal(text) for text in (*programs.right.values(), *programs.wrong.values())}
    origins = {"reference": programs.reference or "", **programs.right}
    known.add(_normal(origins["reference"]))
    for origin, text in origins.items():
        tree = ast.parse(text)
        for operator in OPERATORS:
            for changed in rewritten(tree, operator.rule):
                source = ast.unparse(changed) + "\n"
                if source not in known:
                    known.add(source)
                    yield Mutant(
                        operator.name, operator.misconceptions, origin, _normal(text), source
                    )


def survey_exercise(grader: Grader, exercise: Exercise, *, most: int | None = None) -> Survey:
    """
    Grade the mutants of *exercise*.

    Args:
        most: At most so many, evenly chosen.
    """
    mutants = list(mutants_of(load_programs(grader.course, exercise)))
    if most is not None and len(mutants) > most:
        mutants = [mutants[len(mutants) * index // most] for index in range(most)]
    judging = _Judging(grader, exercise)
    return Survey(exercise.id, [(mutant, *judging.fate(mutant)) for mutant in mutants])


class _Judging:
    def __init__(self, grader: Grader, exercise: Exercise) -> None:
        self._grader, self._exercise = grader, exercise

    def fate(self, mutant: Mutant) -> tuple[Fate, Verdict]:
        verdict = self._grader.grade(mutant.source, self._exercise)
        if verdict.outcome is Outcome.BROKEN:
            return Fate.BROKEN, verdict
        named = {*verdict.misconceptions, *verdict.advice}
        if named & mutant.misconceptions:
            return Fate.NAMED, verdict
        if verdict.outcome is Outcome.PASSED:
            return self._fate_of_what_passed(mutant), verdict
        return Fate.OTHER if named else Fate.UNNAMED, verdict

    def _fate_of_what_passed(self, mutant: Mutant) -> Fate:
        for key in self._other_keys:
            verdict = self._grader.grade(mutant.source, self._exercise, key=key)
            if verdict.outcome is Outcome.BROKEN:
                return Fate.BROKEN
            if verdict.outcome is not Outcome.PASSED:
                return Fate.SURVIVED
        return Fate.SAME

    @cached_property
    def _other_keys(self) -> Sequence[Key]:
        programs = load_programs(self._grader.course, self._exercise)
        advice = self._exercise.sheet.advice
        needed = {
            name: text for name, text in programs.wrong.items() if misconception_of(name) in advice
        }
        programs = replace(programs, wrong=needed)
        return [
            make_key(self._grader, self._exercise, programs, seed=seed) for seed in _OTHER_SEEDS
        ]


def _normal(source: str) -> str:
    return ast.unparse(ast.parse(source)) + "\n"
