"""Workspace: a learner's working copy, and their progress in it."""

from autograder.workspace.progress import (
    ENOUGH_TRIES,
    ExerciseProgress,
    ItemProgress,
    LastError,
    Progress,
)
from autograder.workspace.progress_file import ProgressError, ProgressFile, ProgressKeeper
from autograder.workspace.working_copy import (
    NoWorkspaceError,
    Update,
    UpdateKind,
    Workspace,
    WorkspaceError,
    render_stub,
)

__all__ = [
    "ENOUGH_TRIES",
    "ExerciseProgress",
    "ItemProgress",
    "LastError",
    "NoWorkspaceError",
    "Progress",
    "ProgressError",
    "ProgressFile",
    "ProgressKeeper",
    "Update",
    "UpdateKind",
    "Workspace",
    "WorkspaceError",
    "render_stub",
]
