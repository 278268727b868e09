"""Jobs for the sandbox, and the limits that it enforces."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from autograder.sandbox.kinds import Kind, kind_of

__all__ = ["Job", "Limits", "limits_of", "payload_of", "shared_of"]

#: The part of its own time that a job brings to a process that it shares.
_SHARE = 1 / 8


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What one run may use.

    Attributes:
        seconds: CPU time of one run: a busy machine must not fail a right answer.
        idle: How many times as long it may wait for something other than a core.
        memory: Address space beyond what the warm server already maps, in bytes.
            torch 2.13 needs about 600 MiB of address space for a backward pass,
            most of it mapped once in the server.
        threads: Largest number of threads.
        file_size: Largest file that may be written, in bytes.
        disk: Largest sum of all files that are written, in bytes.
        files: Largest number of files and folders that are made.
        open_files: Largest number of open file descriptors.
        reply: Largest reply, in bytes; a longer one ends the run.
        printed: How many characters of learner output are kept.
    """

    seconds: float = 5.0
    idle: float = 3.0
    memory: int = 1 << 30
    threads: int = 64
    file_size: int = 16 << 20
    disk: int = 32 << 20
    files: int = 1_000
    open_files: int = 64
    reply: int = 4 << 20
    printed: int = 8_000

    @property
    def patience(self) -> float:
        """
        Seconds of wall-clock time that a run may take, so that sleeping code ends, too.

        That is its CPU time, and while it may idle. Time spent waiting for a core comes on top.
        """
        return (1 + self.idle) * self.seconds


@dataclass(frozen=True, slots=True)
class Job:
    """
    One submission to run on the checks of one exercise.

    Attributes:
        checks: The text of the exercise's ``checks.py``, since the sandbox reads no file of ours.
        source: The submission's text.
        function: The name of the learner's function.
        names: The checks to run, in order.
        seed: The seed from which the cases are drawn.
        cases: How many cases each check has here, those before *first* included.
        torch: Whether the process has torch; see :attr:`kind`.
        helpers: Texts of files beside it that the submission can import, by their modules' names.
        left_out: Numbers of statements of the submission that are not run, since a process ended
            in them before.
        only_facts: Whether nothing but facts is told of a case: no clues, nothing to be shown.
        first: The number of the first case that is run; those before it have been run.
    """

    exercise: str
    checks: str
    source: str
    function: str
    names: tuple[str, ...]
    seed: str
    cases: int
    limits: Limits = field(default_factory=Limits)
    torch: bool = True
    helpers: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[int, ...] = ()
    only_facts: bool = False
    first: int = 0

    @property
    def kind(self) -> Kind:
        """The kind of process that the job needs."""
        return kind_of(torch=self.torch)

    def only(self, names: Sequence[str]) -> Job:
        """Return the same job for fewer checks."""
        return replace(self, names=tuple(names))

    def since(self, first: int) -> Job:
        """Return the same job without the cases before the *first*."""
        return replace(self, first=first)

    def to_json(self) -> dict[str, Any]:
        """Return the job as plain data, to be read by :meth:`from_json`."""
        data = {one.name: getattr(self, one.name) for one in fields(self)}
        return data | {"limits": asdict(self.limits), "helpers": dict(self.helpers)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Job:
        """Read what :meth:`to_json` wrote; the sender is trusted. Takes entries out of *data*."""
        limits = Limits(**data.pop("limits"))
        names, left_out = tuple(data.pop("names")), tuple(data.pop("left_out"))
        return cls(**data, names=names, left_out=left_out, limits=limits)


def payload_of(jobs: Sequence[Job]) -> bytes:
    """Return *jobs* as a child reads them."""
    return json.dumps([job.to_json() for job in jobs]).encode()


def shared_of(jobs: Sequence[Job]) -> dict[str, Any]:
    """Return what the server may read of *jobs*, the same for every learner; see ``checking``."""
    checks = [job.checks for job in jobs]
    return {"checks": checks, "optimizes": any("optim" in text for text in checks)}


def limits_of(jobs: Sequence[Job], seeds: int = 1) -> Limits:
    """
    Return the limits of a process that runs *jobs* one after the other, on the cases of so many *seeds*.

    Several have little time together: what does not end in it costs nothing but another process.
    One has its own time, whatever comes after it.
    """
    first, *others = jobs
    if not others:
        return first.limits
    seconds = sum(job.limits.seconds for job in jobs) * _SHARE * seeds
    return replace(first.limits, seconds=seconds)
