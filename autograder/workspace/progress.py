"""
The progress file, ``.gradlings/progress.json``. Documented in ``docs/progress.md``.

It is keyed by exercise id, which never changes, so it survives updates of the course.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any

from filelock import FileLock, Timeout
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from autograder.errors import OurFault
from autograder.files import naming, quoted, write_whole
from autograder.judging import Outcome, ReasonKind, Verdict
from autograder.workspace.reviews import due_at, reviewed

__all__ = [
    "ExerciseProgress",
    "ItemProgress",
    "LastError",
    "Progress",
    "ProgressError",
    "ProgressFile",
]

#: Seconds to wait for another program's change, which takes milliseconds, and between two attempts.
_PATIENCE, _POLL = 20.0, 0.01


class _Model(BaseModel):
    # Keep fields that a newer Gradlings wrote.
    model_config = ConfigDict(extra="allow")


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
        attempts: How often its file was checked.
        hints: How many hints were shown, 0 to 3.
        misconceptions: How often each misconception was named.
    """

    passed_at: str | None = None
    attempts: int = 0
    hints: int = 0
    misconceptions: dict[str, int] = {}


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

    def next_hint(self, exercise_id: str, count: int) -> int:
        """Return the number of the next hint, from 1 to *count*; the last one is repeated."""
        entry = self.exercises.get(exercise_id)
        return min((entry.hints if entry else 0) + 1, count)

    def give_hint(self, exercise_id: str, number: int) -> None:
        """Note that the hints up to *number* were shown. Modifies this object."""
        entry = self.of(exercise_id)
        entry.hints = max(entry.hints, number)

    def start_anew(self, exercise_id: str) -> None:
        """Mark an exercise as not passed; its counts stay. Modifies this object."""
        self.of(exercise_id).passed_at = None

    def record(self, verdict: Verdict) -> None:
        """Take *verdict* into account. Modifies this object."""
        entry = self.of(verdict.exercise)
        entry.attempts += 1
        _count(entry.misconceptions, verdict.misconceptions)
        self._plan(verdict)
        if verdict.outcome is Outcome.PASSED and entry.passed_at is None:
            entry.passed_at = datetime.now(timezone.utc).isoformat(timespec="seconds")
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


class ProgressError(OurFault):
    """The progress file can't be changed; the message says why and what to do."""


class ProgressFile:
    """
    The file of a learner's progress, which several programs change: watch mode, a quiz in another
    terminal, a notebook.

    No program writes back a state that it read earlier. Each change is made to the current contents
    of the file, with all other programs locked out.

    A disk that is full or write-protected is no reason to stop learning: changes that could not be
    written wait in this object, and are tried again with the next change.

    Attributes:
        tell: Called with the new path of an unreadable file that was put aside.
        trouble: Why the file could not be read or written the last time; None if it could.
    """

    def __init__(self, path: Path, tell: Callable[[Path], None] = lambda _: None) -> None:
        self.path = path
        self.tell = tell
        self.trouble: OSError | ProgressError | None = None
        self._waiting: list[Callable[[Progress], object]] = []

    def load(self) -> Progress:
        """
        Return the current progress, for reading only; changes to the object are not saved.

        It includes changes that wait to be written. A missing file means a new learner, and is no
        error. A malformed file is put aside unchanged, never overwritten. If the file can't be
        read, :attr:`trouble` says why, and the progress is that of a new learner.
        """
        try:
            try:
                progress = self._read()
            except ValidationError:
                with self._locked():
                    progress = self._read_or_put_aside()
        except (OSError, ProgressError) as error:
            self.trouble, progress = error, Progress()
        else:
            self.trouble = self.trouble if self._waiting else None
        for change in self._waiting:
            change(progress)
        return progress

    def note(self, change: Callable[[Progress], object]) -> Progress:
        """
        Make *change* to the progress, and return the result.

        If it can't be written, for whatever reason, the change waits, :meth:`load` includes it all
        the same, and :attr:`trouble` says why.

        Args:
            change: Modifies the progress that it is given; it may be called more than once.
        """
        self._waiting.append(change)
        try:
            return self.catch_up()
        except BaseException:  # The change itself failed.
            self._waiting.pop()
            raise

    def catch_up(self) -> Progress:
        """Try again to write waiting changes, if any; return the progress, written or not."""
        if not self._waiting:
            return self.load()
        try:
            with self.changing() as progress:
                pass
        except (OSError, ProgressError) as error:
            self.trouble = error
            return self.load()
        return progress

    @contextmanager
    def changing(self) -> Iterator[Progress]:
        """
        Give the progress to be changed, and write it when the block is left without an error.

        Keep the block short, since other programs wait. A power cut leaves the old file or the new
        one. Waiting changes are written, too.

        Raises:
            ProgressError: If another program does not release the file.
            OSError: If it can't be read or written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked():
            progress = self._read_or_put_aside()
            for change in self._waiting:
                change(progress)
            yield progress
            write_whole(self.path, progress.model_dump_json(indent=1) + "\n")
        self._waiting.clear()
        self.trouble = None

    def _read(self) -> Progress:
        try:
            return Progress.model_validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return Progress()

    def _read_or_put_aside(self) -> Progress:
        try:
            return self._read()
        except ValidationError:
            aside = self.path.with_suffix(".unreadable.json")
            number = 1
            while aside.exists():
                number += 1
                aside = self.path.with_suffix(f".unreadable{number}.json")
            self.path.rename(aside)
            self.tell(aside)
            return Progress()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # The system releases the lock of a program that was killed. The lock file stays.
        # After one wait in vain, the next attempts don't wait until the lock is free again.
        patience = 0.0 if isinstance(self.trouble, ProgressError) else _PATIENCE
        lock = FileLock(self.path.with_suffix(".lock"), timeout=patience)
        try:
            with naming(self.path):  # flock's errors name no file
                lock.acquire(poll_interval=_POLL)
        except Timeout:
            raise ProgressError(
                f"{quoted(self.path)} is held by another program (a watch or a quiz that hangs?); "
                "end that one, then try again"
            ) from None
        try:
            yield
        finally:
            lock.release()
