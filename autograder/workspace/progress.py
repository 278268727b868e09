"""
A learner's progress, as ``.gradlings/progress.json`` holds it. Documented in ``docs/progress.md``.

It is keyed by exercise id, which never changes, so it survives updates of the course.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from autograder.judging import Outcome, ReasonKind, Verdict
from autograder.workspace.reviews import due_at, reviewed

__all__ = [
    "ENOUGH_TRIES",
    "ExerciseProgress",
    "ItemProgress",
    "LastError",
    "Progress",
]


#: So many different programs are tried before solutions are shown of what is not passed.
ENOUGH_TRIES = 5


class _Model(BaseModel):
    # Keep fields that a newer Gradlings wrote.
    model_config = ConfigDict(extra="allow")


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def _readable_card(card: dict[str, Any]) -> dict[str, Any]:
    try:
        due_at(card)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no card of py-fsrs: {error}") from None
    return card


_Card = Annotated[dict[str, Any], AfterValidator(_readable_card)]


class ExerciseProgress(_Model):
    """
    A learner's progress on one exercise.

    Attributes:
        passed_at: When it was first passed, ISO 8601 in UTC; None if never, or reset since.
        set_aside_at: When it was set aside as known, ISO 8601 in UTC; None if it was not, or is taken back.
        attempts: How often its file was checked.
        hints: How many hints were shown, 0 to 3.
        misconceptions: How often each misconception was named.
        tries: Digests of different programs that were checked, of the first :data:`ENOUGH_TRIES`.
        solution_at: When a solution was shown before it was passed, ISO 8601 in UTC; None if never.
    """

    passed_at: str | None = None
    set_aside_at: str | None = None
    attempts: int = 0
    hints: int = 0
    misconceptions: dict[str, int] = {}
    tries: list[str] = []
    solution_at: str | None = None


class ItemProgress(_Model):
    """
    A learner's answers to one quiz item. Only the first answer counts each time it is asked.

    Attributes:
        asked: How often the item was answered.
        right: How often the answer was right.
        last_right: Whether the latest answer was right.
        credit: The credit for the latest answer, 0 to 1.
        misconceptions: How often an answer showed each misconception.
    """

    asked: int = 0
    right: int = 0
    last_right: bool = False
    credit: float = 0.0
    misconceptions: dict[str, int] = {}


class LastError(_Model):
    """The last exception in a check, for ``gradlings explain``."""

    exercise: str
    type_name: str
    message: str


class Progress(_Model):
    """The whole file."""

    schema_version: int = 1
    exercises: dict[str, ExerciseProgress] = {}
    items: dict[str, ItemProgress] = {}
    #: Cards of py-fsrs as plain data, by item or exercise; they say when it is to be asked again.
    cards: dict[str, _Card] = {}
    last_error: LastError | None = None

    def of(self, exercise_id: str) -> ExerciseProgress:
        """Return the entry of an exercise; adds an empty one if there is none."""
        return self.exercises.setdefault(exercise_id, ExerciseProgress())

    def passed(self, exercise_id: str) -> bool:
        """Tell whether the exercise has been passed."""
        entry = self.exercises.get(exercise_id)
        return entry is not None and entry.passed_at is not None

    def is_aside(self, exercise_id: str) -> bool:
        """Tell whether the exercise is set aside, and was not passed all the same."""
        entry = self.exercises.get(exercise_id)
        return entry is not None and entry.set_aside_at is not None and entry.passed_at is None

    def is_open(self, exercise_id: str) -> bool:
        """Tell whether the exercise is still to be done: neither passed nor set aside."""
        return not (self.passed(exercise_id) or self.is_aside(exercise_id))

    def set_aside(self, exercise_ids: Iterable[str]) -> None:
        """Set aside those exercises that are open. Modifies this object."""
        for name in exercise_ids:
            if self.is_open(name):
                self.of(name).set_aside_at = _now()

    def take_back(self, exercise_ids: Iterable[str]) -> None:
        """Put exercises that were set aside back among those to be done. Modifies this object."""
        for name in exercise_ids:
            if name in self.exercises:
                self.exercises[name].set_aside_at = None

    def next_hint(self, exercise_id: str, count: int) -> int:
        """Return the number of the next hint, from 1 to *count*; the last one is repeated."""
        entry = self.exercises.get(exercise_id)
        return min((entry.hints if entry else 0) + 1, count)

    def give_hint(self, exercise_id: str, number: int) -> None:
        """Note that the hints up to *number* were shown. Modifies this object."""
        entry = self.of(exercise_id)
        entry.hints = max(entry.hints, number)

    def start_anew(self, exercise_id: str) -> None:
        """Mark an exercise as to be done; its counts stay. Modifies this object."""
        self.of(exercise_id).passed_at = None
        self.take_back([exercise_id])

    def give_solution(self, exercise_id: str) -> None:
        """
        Note that solutions are shown before the exercise is passed. Modifies this object.

        It comes back in a review: to have read a program is not to have written one.
        """
        self.of(exercise_id).solution_at = _now()
        self.review(exercise_id, right=False)

    def record_stub(self, verdict: Verdict) -> None:
        """
        Take into account that the stub was checked: nobody answers for its mistakes. Modifies this object.

        The exception that it was written for is explained all the same.
        """
        self.of(verdict.exercise).attempts += 1
        self._note_error(verdict)

    def record(self, verdict: Verdict, new: str = "") -> None:
        """
        Take *verdict* into account. Modifies this object.

        Args:
            new: A digest of the program if that counts as a try unless it was met before.
        """
        entry = self.of(verdict.exercise)
        entry.attempts += 1
        if new and new not in entry.tries and len(entry.tries) < ENOUGH_TRIES:
            entry.tries.append(new)
        _count(entry.misconceptions, verdict.misconceptions)
        self._plan(verdict)
        if verdict.outcome is Outcome.PASSED and entry.passed_at is None:
            entry.passed_at = _now()
        self._note_error(verdict)

    def _note_error(self, verdict: Verdict) -> None:
        """Note the first exception that a check met, if any did, for ``gradlings explain``."""
        for check in verdict.checks:
            reason = check.reason
            if reason and reason.error and reason.kind in (ReasonKind.RAISED, ReasonKind.LOAD):
                self.last_error = LastError(
                    exercise=verdict.exercise,
                    type_name=reason.error.type_name,
                    message=reason.error.message.encode("utf-8", "replace").decode(),
                )
                break

    def _plan(self, verdict: Verdict) -> None:
        """Plan to ask about a mistake later; the same mistake in repeated saves counts once."""
        name = verdict.exercise
        if verdict.misconceptions and name not in self.cards:
            self.review(name, right=False)
        elif verdict.outcome is Outcome.PASSED and name in self.due():
            self.review(name, right=True)

    def record_answer(
        self, item_id: str, misconceptions: Sequence[str], credit: float, *, right: bool
    ) -> None:
        """Take the first answer to a quiz item into account. Modifies this object."""
        entry = self.items.setdefault(item_id, ItemProgress())
        entry.asked += 1
        entry.right += right
        entry.last_right, entry.credit = right, credit
        _count(entry.misconceptions, misconceptions)
        # An item that was answered right at once need not come back.
        if not right or item_id in self.cards:
            self.review(item_id, right=right)

    def review(self, name: str, *, right: bool, now: datetime | None = None) -> None:
        """Plan when the item or exercise *name* is to be asked again. Modifies this object."""
        moment = now or datetime.now(timezone.utc)
        self.cards[name] = reviewed(self.cards.get(name), right=right, now=moment)

    def due(self, now: datetime | None = None) -> list[str]:
        """Return the items and exercises to be asked again, the longest due first."""
        moment = now or datetime.now(timezone.utc)
        times = {name: due_at(card) for name, card in self.cards.items()}
        return sorted((n for n, due in times.items() if due <= moment), key=lambda n: times[n])

    @property
    def next_due(self) -> datetime | None:
        """The earliest time at which something is to be asked again; None if nothing is."""
        return min((due_at(card) for card in self.cards.values()), default=None)


def _count(counts: dict[str, int], names: Sequence[str]) -> None:
    for name in names:
        counts[name] = counts.get(name, 0) + 1
