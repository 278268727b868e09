"""Sandbox: learner code in processes of its own. The parent side imports no torch."""

from autograder.sandbox.isolation import Isolation, IsolationError, Tier, Wall
from autograder.sandbox.jobs import Job, Limits
from autograder.sandbox.runners import (
    ColdProcess,
    EachKind,
    ForkServer,
    Runner,
    SandboxError,
    open_runner,
)

__all__ = [
    "ColdProcess",
    "EachKind",
    "ForkServer",
    "Isolation",
    "IsolationError",
    "Job",
    "Limits",
    "Runner",
    "SandboxError",
    "Tier",
    "Wall",
    "open_runner",
]
