"""What a working copy remembers: the language, and which course it is of."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ValidationError

from autograder.content import Language
from autograder.errors import InputError
from autograder.files import quoted, write_whole

__all__ = [
    "NoWorkspaceError",
    "Settings",
    "WorkspaceError",
    "read_settings",
    "settings_path",
    "write_settings",
]


class WorkspaceError(InputError):
    """The working copy can't be made or used; the message says what to do."""


class NoWorkspaceError(WorkspaceError):
    """There is no working copy in this folder or above it."""


class Settings(BaseModel):
    """
    ``.gradlings/workspace.json``.

    Attributes:
        course: The course's folder; None for the course that comes with Gradlings.
        origin: Where a course was unpacked from; None where it lies in a folder of its own.
        digest: What it was then.
    """

    schema_version: int = 1
    language: Language
    course: str | None = None
    origin: str | None = None
    digest: str | None = None


def settings_path(root: Path) -> Path:
    """Return the path of the settings of a working copy at *root*."""
    return root / ".gradlings" / "workspace.json"


def read_settings(root: Path) -> Settings:
    """
    Return the settings of the working copy at *root*.

    Raises:
        NoWorkspaceError: If there are none.
        WorkspaceError: If they can't be read.
    """
    path = settings_path(root)
    try:
        return Settings.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise NoWorkspaceError(
            f"{root} is no working copy; make one with: gradlings init"
        ) from None
    except ValidationError:
        raise WorkspaceError(
            f"{quoted(path)} can't be read; delete it and run gradlings init here again, "
            "your exercises stay as they are"
        ) from None


def write_settings(root: Path, settings: Settings) -> None:
    """Write the *settings* of the working copy at *root*."""
    write_whole(settings_path(root), settings.model_dump_json(indent=1) + "\n")
