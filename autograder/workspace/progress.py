"""
The progress file, ``.gradlings/progress.json``. Documented in ``docs/progress.md``.

Keyed by exercise id, which never changes, so it outlives updates of the course.
"""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from autograder.judging import Outcome, ReasonKind, Verdict

__all__ = ["ExerciseProgress", "LastError", "Progress", "ProgressFile"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore")


class ExerciseProgress(_Model):
    """
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


class LastError(_Model):
    """The last exception that a check met; ``gradlings explain`` asks for it."""

    exercise: str
    type_name: str
    message: str


class Progress(_Model):
    """The whole file."""

    schema_version: int = 1
    exercises: dict[str, ExerciseProgress] = {}
    last_error: LastError | None = None

    def of(self, exercise_id: str) -> ExerciseProgress:
        """Return the entry of an exercise, made if need be."""
        return self.exercises.setdefault(exercise_id, ExerciseProgress())

    def passed(self, exercise_id: str) -> bool:
        """Tell whether the exercise has been passed."""
        entry = self.exercises.get(exercise_id)
        return entry is not None and entry.passed_at is not None

    def record(self, verdict: Verdict) -> None:
        """Take *verdict* into account. Modifies this object."""
        entry = self.of(verdict.exercise)
        entry.attempts += 1
        for name in verdict.misconceptions:
            entry.misconceptions[name] = entry.misconceptions.get(name, 0) + 1
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


class ProgressFile:
    """Reads and writes the file; a broken one is put aside, never overwritten."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> tuple[Progress, Path | None]:
        """
        Return the progress, and where a file that could not be read was put.

        A missing file is the beginning of a course, not an error.
        """
        try:
            return Progress.model_validate_json(self.path.read_bytes()), None
        except FileNotFoundError:
            return Progress(), None
        except ValidationError:
            aside = self.path.with_suffix(".unreadable.json")
            number = 1
            while aside.exists():
                number += 1
                aside = self.path.with_suffix(f".unreadable{number}.json")
            self.path.rename(aside)
            return Progress(), aside

    def save(self, progress: Progress) -> None:
        """Write *progress*; a power cut leaves the old file or the new one, never half of one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new.json")
        new.write_text(progress.model_dump_json(indent=1) + "\n", encoding="utf-8")
        new.replace(self.path)
