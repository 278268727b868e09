"""Sandbox: learner code in processes of its own. The parent side imports no torch."""

from autograder.sandbox.answers import Answer
from autograder.sandbox.cold_process import ColdProcess
from autograder.sandbox.fork_server import ForkServer
from autograder.sandbox.isolation import Isolation, IsolationError, Tier, Wall
from autograder.sandbox.jobs import Job, Limits
from autograder.sandbox.kinds import Kind
from autograder.sandbox.runner import OneKind, Runner, SandboxError
from autograder.sandbox.runners import EachKind, open_one, open_runner

__all__ = [
    "Answer",
    "ColdProcess",
    "EachKind",
    "ForkServer",
    "Isolation",
    "IsolationError",
    "Job",
    "Kind",
    "Limits",
    "OneKind",
    "Runner",
    "SandboxError",
    "Tier",
    "Wall",
    "open_one",
    "open_runner",
]
