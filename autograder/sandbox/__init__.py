"""Sandbox: learner code in processes of its own. The parent side imports no torch."""

from autograder.sandbox.at_a_glance import may_be_plain, may_tell_the_time, remembers_nothing
from autograder.sandbox.clock import slowness
from autograder.sandbox.cold_process import ColdProcess
from autograder.sandbox.copies import Original
from autograder.sandbox.fork_server import ForkServer
from autograder.sandbox.isolation import Isolation, IsolationError, Tier, Wall
from autograder.sandbox.jobs import Job, Limits
from autograder.sandbox.kinds import Kind, kind_of
from autograder.sandbox.opening import EachKind, open_one, open_original, open_runner
from autograder.sandbox.replies import ChildReply
from autograder.sandbox.runner import (
    Closing,
    LastRound,
    OneKind,
    Plan,
    Runner,
    SandboxError,
)

__all__ = [
    "ChildReply",
    "Closing",
    "ColdProcess",
    "EachKind",
    "ForkServer",
    "Isolation",
    "IsolationError",
    "Job",
    "Kind",
    "LastRound",
    "Limits",
    "OneKind",
    "Original",
    "Plan",
    "Runner",
    "SandboxError",
    "Tier",
    "Wall",
    "kind_of",
    "may_be_plain",
    "may_tell_the_time",
    "open_one",
    "open_original",
    "open_runner",
    "remembers_nothing",
    "slowness",
]
