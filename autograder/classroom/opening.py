"""A classroom opened: its roster taken in, its links written, its servers warm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from autograder.assignments import Assignment, load_assignment
from autograder.classroom.admission import Admission
from autograder.classroom.app import Classroom
from autograder.classroom.database import Database
from autograder.classroom.exporting import grade_room, write_answers, write_hand_ins
from autograder.classroom.links import links_in, write_links
from autograder.classroom.pool import Pool
from autograder.classroom.room import Room
from autograder.classroom.server import Address, serve
from autograder.content import Course, Language, Text
from autograder.errors import InputError
from autograder.facade.hand_ins import roster_of
from autograder.files import quoted
from autograder.gradebooks.exports import Gradebooks
from autograder.languages import Words, words_in
from autograder.rosters import Person
from autograder.tables import inert, read_rows, table_at

__all__ = ["Open", "Plan", "export", "opened"]


@dataclass(frozen=True)
class Plan:
    """
    What a class is to work on, and where its work is kept.

    Attributes:
        whole: The course that the assignment's file chooses from.
        data: The folder of the database, the links and exports.
        bundle: The assignment's, for the final grade where there are no solutions.
    """

    whole: Course
    roster: Path
    data: Path
    assignment: Path | None
    isolation: str
    language: Language
    bundle: Path | None = None

    @property
    def say(self) -> Words:
        """Words for the instructor."""
        return words_in(self.language)

    @cached_property
    def course(self) -> Course:
        """The task of the day: the course, or what the assignment has of it, without questions."""
        if self.assignment is None:
            return self.whole
        assignment = load_assignment(self.assignment, self.whole)
        chosen = assignment.exercises
        kept = {one.chapter for one in chosen}
        chapters = {name: one for name, one in self.whole.chapters.items() if name in kept}
        sheet = self.whole.sheet.model_copy(update={"title": self._title_of(assignment)})
        return replace(self.whole, sheet=sheet, exercises=chosen, chapters=chapters, banks={})

    def _title_of(self, assignment: Assignment) -> Text:
        """The assignment's title for learners of all of the course's languages, of which it may lack some."""
        title, tags = assignment.sheet.title, self.whole.languages
        return Text({tag: title[tag] if title.is_in(tag) else title.first for tag in tags})

    @cached_property
    def people(self) -> Sequence[Person]:
        """
        Everybody in the class.

        Raises:
            InputError: If the roster names nobody, or somebody twice.
        """
        people = roster_of(self.roster, Gradebooks()).people
        if not people:
            raise InputError(f"{quoted(self.roster)} names nobody; it needs a row for each learner")
        ids = [person.id for person in people]
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise InputError(
                f"{quoted(self.roster)} has {twice[:60]!r} twice; give each learner an id"
            )
        return people

    @cached_property
    def delimiter(self) -> str:
        """What the roster's rows are split at."""
        return read_rows(table_at(self.roster))[1]

    @property
    def database_path(self) -> Path:
        """Where the class's work is kept."""
        return self.data / "classroom.sqlite"

    def database(self) -> Database:
        """Open the class's database, a new one if there is none."""
        return Database(self.database_path)


class Open:
    """
    An open classroom.

    Attributes:
        isolation: Which walls stand around learners' programs, in words.
        outside: What all links begin with.
    """

    def __init__(
        self,
        plan: Plan,
        database: Database,
        pool: Pool,
        where: tuple[Address, str],
        with_code: bool,
    ) -> None:
        self._plan = plan
        self._pool = pool
        self._address, self.outside = where
        self.isolation = pool.warm_up()
        self._admission = Admission(database, with_code=with_code)
        self._admission.enrol(plan.people, plan.language)
        self._classroom = Classroom(
            Room(plan.course, database, pool, self._address.root_path),
            self._admission,
            plan.say,
            address=self.outside,
            export=lambda: _exported(plan, database, plan.data / "export"),
            is_secure=self.outside.startswith("https:"),
        )

    @property
    def links_path(self) -> Path:
        """Where learners' links are written."""
        return self._plan.data / "links.csv"

    @property
    def instructor_link(self) -> str:
        """The instructor's link, a new one for each start."""
        return self._classroom.link(self._admission.instructor_token)

    def write_links(self, *, anew: bool) -> int:
        """
        Write the links of learners who never had one, or new ones for all; return how many, if it is news.

        Links that are still in the file stay there, at the address that the server has now: whoever
        joins later costs nobody theirs.

        Raises:
            OSError: If they can't be written; then *anew* makes others.
        """
        if anew:
            self._admission.end_instructors_sessions()
        ids = [person.id for person in self._plan.people]
        waiting = set(ids if anew else self._admission.without_link())
        before = {} if anew else links_in(self.links_path)
        kept = {
            one: token
            for one in ids
            if (token := before.get(inert(one))) and self._admission.whose(token) == one
        }
        tokens = kept | self._admission.new_links([one for one in ids if one in waiting])
        if not tokens:
            return 0
        links = [
            (person, self._classroom.link(tokens[person.id]))
            for person in self._plan.people
            if person.id in tokens
        ]
        is_news = write_links(self.links_path, links, self._plan.delimiter)
        return len(links) if is_news else 0

    def serve(self, begun: Callable[[], object]) -> None:
        """Serve until Ctrl-C."""
        learners = len(self._plan.people)
        serve(self._classroom, self._address, learners, begun, self._pool.close)


@contextmanager
def opened(
    plan: Plan,
    where: tuple[Address, str],
    *,
    with_code: bool,
    workers: int | None,
    scheduler: str | None = None,
) -> Iterator[Open]:
    """
    Open the classroom of *plan* for the block.

    Raises:
        InputError: If roster or assignment can't be used.
        IsolationError: If this machine gives less isolation than was asked for.
        Stopped: If *scheduler*, a Dask scheduler's address, has no workers that judge as here.
    """
    _ = plan.course, plan.people  # What is wrong with them is told before servers start.
    database = plan.database()
    try:
        with Pool(plan.course, plan.isolation, workers, scheduler) as pool:
            yield Open(plan, database, pool, where, with_code)
    finally:
        database.close()


def export(plan: Plan, folder: Path) -> str:
    """
    Write everybody's work, and grades if there is an assignment; return what was written.

    Raises:
        InputError: If no class has worked in the folder that *plan* names.
    """
    if not plan.database_path.exists():
        raise InputError(f"no class has worked in {quoted(plan.data)}; say where with --data")
    database = plan.database()
    try:
        return _exported(plan, database, folder)
    finally:
        database.close()


def _exported(plan: Plan, database: Database, folder: Path) -> str:
    exercises = [exercise.id for exercise in plan.course.exercises]
    write_answers(database, folder)
    if plan.assignment is None:
        place = write_hand_ins(database, exercises, folder)
        return plan.say(
            "Everybody's programs are in {path}. With an assignment they would be graded, too.",
            path=quoted(place),
        )
    done = grade_room(
        database,
        plan.whole,
        plan.assignment,
        exercises,
        folder,
        plan.roster,
        plan.isolation,
        plan.bundle,
    )
    return plan.say.many(
        "Work and grades of {n} learner are in {path}.",
        "Work and grades of {n} learners are in {path}.",
        n=len(done.results.students),
        path=quoted(folder),
    )
