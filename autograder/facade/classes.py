"""A whole class: its submissions are read, graded on all cores, and its results written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.assignments import Bundle, pack
from autograder.assignments.decisions import DECISIONS, load_decisions
from autograder.content import Course
from autograder.enums import StrEnum
from autograder.errors import OurFault, Say
from autograder.facade.bundles import LEDGER, bundle_for
from autograder.facade.hand_ins import HandIns, enrolled, hand_ins, roster_of
from autograder.facade.history import put_aside, standings_in
from autograder.facade.written import Marked, marked, write_marks
from autograder.feedback.refusals import refusal
from autograder.generating.class_outputs import Written, write_outputs
from autograder.gradebooks.exports import Gradebooks
from autograder.grading.adjusting import decide
from autograder.grading.changes import Change, changes_since, keep_better, standings_of
from autograder.grading.classes import ClassWork, grade_all
from autograder.grading.cluster import cluster_executor, send_config
from autograder.grading.early import EarlyExecutor
from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.points import results_of
from autograder.grading.pool import WorkerConfig, cores, get_ready, open_pool
from autograder.grading.results import ClassResults, Unread
from autograder.languages import words_in
from autograder.sandbox import Tier
from autograder.submissions import Reader, safe_file_names

__all__ = ["GradedClass", "NotWrittenError", "Stage", "Step", "grade_class"]


class Stage(StrEnum):
    """The stages of grading a class."""

    KEYS = "keys"
    PROGRAMS = "programs"


@dataclass(frozen=True, slots=True)
class Step:
    """
    How far the grading of a class has come.

    Attributes:
        done: How many programs have a verdict, including earlier runs; 0 while keys are made.
        total: How many programs there are; 0 while keys are made.
        exercise: The exercise whose hidden keys are being made; empty while programs are graded.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    exercise: str = ""


Progress = Callable[[Step], object]


@dataclass(frozen=True, slots=True)
class GradedClass:
    """
    A graded class.

    Attributes:
        results: Everybody's points and verdicts, as in the written files.
        written: The written files, and files that were there before and have been kept.
        graded: How many programs were graded now; the others were graded in an earlier run.
        changes: Which points changed since the last run, and why.
        tables: The tables in which marks for written answers are filled in, one for each exercise.
    """

    results: ClassResults
    written: Written
    graded: int
    changes: tuple[Change, ...] = ()
    tables: tuple[Path, ...] = ()


class NotWrittenError(OurFault):
    """The class is graded, but its files can't be written; the same call continues from there."""

    def __init__(self, why: OSError) -> None:
        super().__init__(why)
        self._why = why

    def __str__(self) -> str:
        return self.message(words_in("en"))

    def message(self, say: Say) -> str:
        """Return the reason, and that all verdicts are kept, in the language of *say*."""
        kept = say("What was graded is kept; the same command goes on from there.")
        return f"{refusal(self._why, say)} {kept}"


def grade_class(
    assignment: Path,
    submissions: Path | Sequence[Path],
    output: Path,
    *,
    course: Course | Path | None = None,
    workers: int | None = None,
    isolation: str = Tier.STANDARD.label,
    only: Sequence[str] = (),
    regrade: bool = False,
    scheduler: str | None = None,
    quizzes: Sequence[Path] = (),
    written: Sequence[Path] = (),
    with_names: bool = False,
    gradebooks: Gradebooks | None = None,
    roster: Path | None = None,
    names: str = "",
    bundle: Path | None = None,
    never_lower: bool = False,
    history: int = 0,
    progress: Progress = lambda _: None,
) -> GradedClass:
    r"""
    Grade everybody's *submissions* to an *assignment*; write grades, feedback and a report.

    Each verdict is kept in ``output/ledger.sqlite`` at once, so after an interruption the same call
    continues where it stopped; later it grades only programs that have changed.

    Args:
        assignment: The assignment's file, or the folder of its bundle. What the instructor decided
            about students is in ``adjust.yaml`` beside it.
        submissions: Folders, or downloads from learning platforms: of sections, for example. The
            same student in two of them is one.
        output: The folder for grades and reports; made if missing.
        course: The course that the assignment's file chooses from, or its folder, which is read only
            if need be; by default the one that comes with Gradlings. A bundle brings its own.
        workers: The number of processes; one for each core by default.
        isolation: The weakest isolation to accept: ``"process"``, ``"standard"``, ``"strong"``.
        only: Exercises and students; if given, nothing else is graded.
        regrade: Whether to grade again programs that were graded before.
        scheduler: Address of a Dask scheduler (``tcp://…``) whose workers are used.
        quizzes: Files of answers to quiz items, as platforms export them.
        written: Tables of marks for written answers, besides ``output/written/ID.csv``, into which
            they are taken; each is named after its exercise.
        with_names: Whether the pages of written answers show whose each is.
        gradebooks: Gradebooks that platforms exported, to be filled in.
        roster: A table of everybody in the class: id, name, e-mail, section, group. By default a
            gradebook is one.
        names: A regular expression for the paths of hand-ins, with a group ``student`` and perhaps
            ``time`` and ``file``, where they are named as on no platform that is known.
        bundle: The folder of a bundle that was made of the assignment's file; then no solutions are
            needed.
        never_lower: Whether nobody's sum may be lower than in the last run.
        history: How many earlier outputs are kept in ``output/earlier``.
        progress: Called before an exercise's keys are made, and whenever programs were graded.

    Raises:
        InputError: If an argument can't be used; then nothing has been graded.
        IsolationError, SandboxError: If nothing can be run here.
        NotWrittenError: If the files can't be written; all verdicts are kept.

    Example:
        >>> from pathlib import Path
        >>> from autograder import grade_class
        >>> _ = Path("hw1.yaml").write_text('''
        ... title: Homework
        ... secret: "0123456789abcdef"
        ... exercises: [slope_by_numbers]
        ... cases: {hidden: false}
        ... ''')
        >>> anna = Path("submissions/anna/slope_by_numbers.py")
        >>> anna.parent.mkdir(parents=True)
        >>> _ = anna.write_text("def slope_by_numbers(f, w, h):\n    pass\n")
        >>> done = grade_class(
        ...     Path("hw1.yaml"), Path("submissions"), Path("out"), workers=1, isolation="process"
        ... )
        >>> [(student.name, student.score) for student in done.results.students]
        [('anna', 0.0)]
    """
    output.mkdir(parents=True, exist_ok=True)
    floor, gradebooks = Tier.named(isolation), gradebooks or Gradebooks()
    several = [submissions] if isinstance(submissions, Path) else list(submissions)
    opened = bundle_for(
        assignment, output, course, bundle, lambda one: progress(Step(Stage.KEYS, exercise=one))
    )
    _refuse_wrong(gradebooks, opened)
    people = roster_of(roster, gradebooks)
    place = assignment if assignment.is_dir() else assignment.parent
    decided = load_decisions(place / DECISIONS, opened.worth, opened.sheet.languages)
    kept = output / "readings.sqlite"
    with (
        Ledger(output / LEDGER) as ledger,
        _pools(opened, floor, workers) as pools,
    ):

        def begin_if_new(keys: Sequence[LedgerKey]) -> None:
            is_new = bool(keys) if regrade else len(ledger.known(keys)) < len(keys)
            if is_new and not scheduler:
                pools.begin()

        with Reader(floor, gists=True, workers=workers or cores(), kept=kept) as reader:
            people_and_files = enrolled(opened, several, people, names, quizzes, reader)
            everybody = people_and_files.enrolment.people
            decisions = decide(decided, everybody)
            found = hand_ins(opened, people_and_files, decisions, only, reader, begin_if_new)
        # A wrong table is refused now rather than after an hour.
        marked(opened, found.written, everybody, output, written)
        ledger.note_faults(found.work.faults)
        if regrade:
            ledger.forget(found.work.works)
        todo = len(found.work.works) - len(ledger.known(found.work.works))
        _grade(opened, found.work, ledger, floor, workers, scheduler, pools, progress)
        _note_answers(found.work, ledger)
        before = standings_in(ledger)
        # Read again: while programs were graded, more marks may have been typed.
        marks = marked(opened, found.written, everybody, output, written)
        results = _results(opened, found, marks, ledger, floor)
        if never_lower:
            results = keep_better(results, before)
        after = standings_of(opened, found.work, results)
        changes = changes_since(before, after)
        try:
            put_aside(output, history)
            tables = write_marks(marks, results, names=with_names)
            written_files = write_outputs(
                results,
                output,
                gradebooks,
                changes=changes,
                with_names=with_names,
                workers=workers or cores(),
            )
        except OSError as error:
            raise NotWrittenError(error) from None
        # Remembered once it has been told: a run that is stopped before tells it the next time.
        if any(one != before.get(key) for key, one in after.items()):
            ledger.note_standings(
                (student, exercise, one.points, one.causes)
                for (student, exercise), one in after.items()
            )
    return GradedClass(results, written_files, todo, changes, tuple(tables))


def _refuse_wrong(gradebooks: Gradebooks, bundle: Bundle) -> None:
    """Refuse a wrong gradebook before an hour of grading rather than after it."""
    with Ledger(Path(":memory:")) as nothing:
        gradebooks.fill(results_of(bundle, ClassWork({}, {}), nothing, names={}))


def _grade(
    bundle: Bundle,
    work: ClassWork,
    ledger: Ledger,
    floor: Tier,
    workers: int | None,
    scheduler: str | None,
    pools: EarlyExecutor,
    progress: Progress,
) -> None:
    """Grade each program that has no verdict in the ledger, or note why we can't."""
    step = Step(Stage.PROGRAMS, len(ledger.known(work.works)), len(work.works))
    progress(step)

    def advance(count: int) -> None:
        nonlocal step
        step = replace(step, done=step.done + count)
        progress(step)

    config, open_executor, number = _executor(bundle, floor, workers, scheduler, pools)
    grade_all(
        work.works,
        ledger,
        config,
        open_executor,
        send_config=send_config if scheduler else lambda _, config: config,
        workers=number,
        progress=advance,
    )


def _executor(
    bundle: Bundle,
    floor: Tier,
    workers: int | None,
    scheduler: str | None,
    pools: EarlyExecutor,
) -> tuple[WorkerConfig, Callable[[], Executor], int]:
    """The workers' config, a function that opens an executor, and the number of workers."""
    if scheduler:
        open_executor, number = cluster_executor(scheduler)
        return WorkerConfig.to_send(pack(bundle.path), floor), open_executor, workers or number
    return WorkerConfig.of(bundle, floor), pools.open, workers or cores()


def _pools(bundle: Bundle, floor: Tier, workers: int | None) -> EarlyExecutor:
    """Pools of processes on this machine."""
    number, config = workers or cores(), WorkerConfig.of(bundle, floor)

    def begin(pool: Executor) -> None:
        pool.submit(get_ready, config)

    return EarlyExecutor(lambda: open_pool(number, floor), begin, number)


def _note_answers(work: ClassWork, ledger: Ledger) -> None:
    ledger.note_answers(
        (student, index, key)
        for student, several in work.attempts.items()
        for index, graded in enumerate(several)
        for key in graded.ledger_keys.values()
    )


def _results(
    bundle: Bundle, found: HandIns, marks: Marked, ledger: Ledger, floor: Tier
) -> ClassResults:
    collection = found.enrolled.collection
    return results_of(
        bundle,
        found.work,
        ledger,
        names=safe_file_names(found.students),
        enrolment=found.enrolled.enrolment,
        quiz=found.quiz,
        unread=[Unread(refused.name, refused.why) for refused in collection.unreadable],
        isolation=floor.label,
        platform=collection.platform,
        guessed=collection.guessed,
        decisions=found.decisions,
        written=marks.work,
        strangers=marks.strangers,
    )
