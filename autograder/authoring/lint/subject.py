"""The exercise under examination."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from autograder.authoring.company import run_in_company
from autograder.authoring.lint.complaints import display_path
from autograder.authoring.lock import (
    ProgramRuns,
    key_of,
    observe,
    repeating_programs,
    run_programs_again,
)
from autograder.authoring.programs import Programs, load_programs
from autograder.content import Course, Exercise
from autograder.grading import Grader
from autograder.judging import Key, Verdict, judge
from autograder.observations import Observation
from autograder.runs import Run

__all__ = ["Subject"]

#: Seeds of the cases on which public facts are replayed.
_OTHER_SEEDS = ("another", "one more")


@dataclass
class Subject:
    """What is known of the exercise under examination. Programs run once, when first needed."""

    course: Course
    exercise: Exercise
    grader: Grader
    programs: Programs = field(init=False)

    def __post_init__(self) -> None:
        self.programs = load_programs(self.course, self.exercise)

    @cached_property
    def runs(self) -> ProgramRuns:
        """
        The runs that the key is made from.

        Raises:
            LockError: If one of the author's programs can't be observed.
        """
        return run_programs_again(self.grader, self.exercise, self.programs)

    @cached_property
    def key(self) -> Key:
        """
        The key as the programs make it now; it is stored nowhere.

        Raises:
            LockError: If one of the author's programs can't be observed.
        """
        return key_of(self.exercise, self.runs)

    def judge(self, source: str, *, part: float = 1.0) -> Verdict:
        """
        Run *source* and judge it by the fresh key, whatever ``key.json`` says.

        Args:
            part: The part of the exercise's time that it gets.
        """
        names = [claim.check for claim in self.exercise.sheet.claims]
        return self._judged(self.grader.run(source, self._hurried(part), names=names))

    def judge_in_company(
        self, sources: Mapping[str, str], *, part: float = 1.0
    ) -> dict[str, Verdict]:
        """
        Judge those of *sources*, by name, that can be run several in one process.

        A failure may be a neighbour's doing, so it means something only where none has any.

        Args:
            part: The part of the exercise's time that each gets.
        """
        runs = run_in_company(self.grader, self._hurried(part), sources)
        return {name: self._judged(run) for name, run in runs.items()}

    def _hurried(self, part: float) -> Exercise:
        """The exercise with *part* of its time."""
        sheet = self.exercise.sheet
        hurried = sheet.model_copy(update={"time_limit": part * sheet.time_limit})
        return replace(self.exercise, sheet=hurried)

    @cached_property
    def on_other_seeds(self) -> list[dict[str, tuple[Observation, ...]]]:
        """What the reference sends on the cases of other seeds, by check."""
        source = self.programs.reference or ""
        return [
            observe(self.grader, self.exercise, "reference", source, seed) for seed in _OTHER_SEEDS
        ]

    @cached_property
    def wrong_verdicts(self) -> dict[str, Verdict]:
        """
        The verdicts on the wrong programs by the fresh key, by name.

        A program has to show the same whenever it is run. Where ``key.json`` says that it did, the
        run that made the fresh key is judged; else the program is run once more.
        """
        repeating = repeating_programs(self.grader, self.exercise, self.key)
        return {
            name: self._judged(self.runs.wrong[name]) if name in repeating else self.judge(source)
            for name, source in self.programs.wrong.items()
        }

    def _judged(self, run: Run) -> Verdict:
        return judge(run, self.key, self.grader.rubric(self.exercise), self.grader.classify)

    def file(self, path: Path) -> str:
        """*path* as complaints name it."""
        return display_path(self.course, path)

    @property
    def sheet_file(self) -> str:
        """``exercise.yaml`` as complaints name it."""
        return self.file(self.exercise.folder / "exercise.yaml")

    def program_file(self, name: str) -> str:
        """The program *name* (``wrong/adds_two``) as complaints name it."""
        return self.file(self.programs.folder / f"{name}.py")
