"""
The task of a child that grades: it runs the checks of exercises on one learner's code.

Most children run one job. A child that gets several runs those whose programs are plain
(:mod:`autograder.sandbox.plain`), and ends with the first that reaches for the grader.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from autograder.probing.harness import program_by_itself
from autograder.probing.running import CHECKS_FILENAME, load_checks, run_checks
from autograder.probing.submission import is_learners_file
from autograder.probing.torch_parts import arrays_part
from autograder.sandbox.jobs import Job
from autograder.sandbox.kinds import Kind, Write
from autograder.sandbox.plain import is_plain, shared_parts
from autograder.sandbox.practice import practise, prepare_practice, train_a_little
from autograder.sandbox.trees import forget_trees
from autograder.sandbox.tripwire import (
    MAX_TRIPPED,
    arm,
    leave_the_stage,
    names_in,
    on_the_stage,
)

__all__ = ["needs_the_rest", "prepare", "run", "start", "warm_up", "when_idle"]

_PACKAGE = f"{Path(__file__).resolve().parents[1]}/"
#: torch imports much on first use: the first optimizer step alone takes a second in a fresh
#: process. Imported in the server, children inherit it.
_LAZILY_IMPORTED = (
    "torch._dynamo", "torch._subclasses.schema_check_mode", "torch.func",
    "torch.profiler._cupti_monitor", "torch.utils.serialization.config",
)  # fmt: skip
#: Parts of numpy that it loads on first use, ``np.random`` say. A child for exercises by hand can
#: read no file of numpy's, so it has only these; not numpy.polynomial, which differentiates.
_PARTS_OF_NUMPY = (
    "numpy", "numpy.char", "numpy.fft", "numpy.linalg", "numpy.ma", "numpy.random", "numpy.rec",
    "numpy.strings", "numpy.testing", "numpy.typing",
)  # fmt: skip


#: Checks that a server has loaded, by their texts, those that were asked for last last; others each child loads itself.
_prepared: dict[str, Mapping[str, Any]] = {}
_MOST_PREPARED = 256


def start(kind: Kind) -> None:
    """Import in the server torch and all that a child needs of it; for exercises by hand, numpy."""
    if kind.torch:
        _import_torch()
    else:
        _import_all(_PARTS_OF_NUMPY)
        arrays_part()
    shared_parts()
    prepare_practice(torch=kind.torch)
    leave_the_stage(**_for_learners())


def _import_torch() -> None:
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)  # Before anything of ours notes how torch's switches stand.

    from autograder import seeing  # noqa: F401, PLC0415 - learners leave draw(loss) in their code
    from autograder.probing import torch_parts  # noqa: PLC0415
    from autograder.probing.journal.mode import prepare_names, tell_backward  # noqa: PLC0415
    from autograder.probing.journal.quiet_steps import (  # noqa: PLC0415
        tell_no_steps,
        time_no_steps,
    )
    from autograder.probing.originals import hold_originals  # noqa: PLC0415
    from autograder.probing.quiet_seeds import quote_no_seeds  # noqa: PLC0415

    torch_parts.import_all()
    tell_backward()
    tell_no_steps()
    time_no_steps()
    quote_no_seeds()
    prepare_names()
    for name, module in list(sys.modules.items()):
        if name.startswith("autograder.probing."):
            hold_originals(vars(module))


def prepare(shared: Mapping[str, Any]) -> None:
    """Load the exercises' checks in the server, so that every child finds them loaded."""
    if shared["optimizes"]:
        # The first optimizer imports most of these: once here, not within a child's time.
        when_idle()
    with on_the_stage():
        for text in shared["checks"]:
            with contextlib.suppress(Exception):  # The child will report an author's mistake.
                _prepared[text] = _prepared.pop(text, {}) or load_checks(text)
    for text in [*_prepared][:-_MOST_PREPARED]:
        del _prepared[text]


def needs_the_rest(shared: Mapping[str, Any]) -> bool:
    """Whether the exercise has optimizers, of which the first imports most of the rest."""
    return bool(shared.get("optimizes"))


def when_idle() -> None:
    """Import what torch imports on first use, and set up what it sets up then, so that no child pays for it."""
    _import_all(_LAZILY_IMPORTED)
    # An optimizer asks an accelerator whether it is there; after that, a child could not use it.
    if "torch" in sys.modules and not _is_for_an_accelerator():
        train_a_little()


def warm_up() -> None:
    """
    Practise in a child that waits for its job, where that starts no thread.

    A thread that is there before the walls would stand outside them. Torch for an accelerator starts
    one for each device when a gradient is first asked for.
    """
    if not _is_for_an_accelerator():
        practise()


def _is_for_an_accelerator() -> bool:
    torch = sys.modules.get("torch")
    if torch is None:
        return False
    return any(getattr(torch.version, name, None) for name in ("cuda", "hip", "xpu"))


def _import_all(names: Iterable[str]) -> None:
    for name in names:
        with contextlib.suppress(ImportError):  # Versions of torch and numpy differ in these.
            importlib.import_module(name)


def run(payload: BinaryIO, write: Write, more: BinaryIO | None = None) -> None:
    """
    Run the jobs (:class:`Job`) that *payload* lists; *write* a message for each thing that is seen.

    ``{"end": True}`` stands between two jobs, and ``{"alone": True}`` for one, or after all of one, that
    has to run in a process of its own.

    Args:
        more: Has a line of jobs of the same programs for each round after the first, once the one
            before has been told.
    """
    jobs = _jobs_in(payload)
    company = len(jobs) > 1
    # All are read before any is run: what has been run might change what a reading finds.
    plain = {job.source for job in jobs if (company or more) and _may_share(job)}
    post = _Post(write, holds=company)
    alarms = _Alarms(post.send)
    programs = _Programs(post, alarms, {job.checks: _loaded(job) for job in jobs}, plain)
    leave_the_stage(**_for_learners())
    folder = f"{os.getcwd()}/"  # noqa: PTH109 - a child copies twenty pages for what Path adds
    arm(
        lambda file: is_learners_file(file) or file.startswith(folder),
        lambda file: file == CHECKS_FILENAME or file.startswith(_PACKAGE),
        alarms.tell,
    )
    programs.run(jobs, alone=not company)
    if more is not None:
        post.holds = True
        write({"end": True})
        # What is cut is void: its writer had no more room.
        while (line := more.readline()).endswith(b"\n"):
            programs.run(_jobs_in(io.BytesIO(line)))
            write({"end": True})


class _Post:
    """
    Sends messages at once or, while it *holds* them, all of a program together once that has ended.

    Of a program in company nothing counts before its end, and each message that is sent by itself
    wakes the grader.
    """

    def __init__(self, write: Write, *, holds: bool) -> None:
        self._write = write
        self._held: list[dict[str, Any]] = []
        self.holds = holds

    def send(self, message: dict[str, Any]) -> None:
        if self.holds:
            self._held.append(message)
        else:
            self._write(message)

    def flush(self) -> None:
        """Send what is held."""
        held, self._held = self._held, []
        if held:
            self._write(*held)


class _Programs:
    """
    Runs one program after the other in this process.

    Args:
        checks: The loaded checks by their texts; or what is wrong with them.
        plain: Sources of the programs that may be run beside others, or after themselves.
    """

    def __init__(
        self,
        post: _Post,
        alarms: _Alarms,
        checks: Mapping[str, Mapping[str, Any] | str],
        plain: Collection[str],
    ) -> None:
        self._post, self._alarms, self._checks, self._plain = post, alarms, checks, plain
        #: Seconds of CPU time that programs have taken in company, by their jobs' cases.
        self._taken: defaultdict[tuple[str, str, str], float] = defaultdict(float)

    def run(self, jobs: Sequence[Job], *, alone: bool = False) -> None:
        """Run *jobs*; *alone* is the first and only one of a process, which need not be plain."""
        for number, job in enumerate(jobs, 1):
            if self._alarms.has_told or not (alone or job.source in self._plain):
                self._post.send({"alone": True})
            elif job.names:
                self._run_one(job, alone=alone)
            if number < len(jobs):
                # At once: what comes next may never end, and is not this one's fault.
                self._post.send({"end": True})
            self._post.flush()

    def _run_one(self, job: Job, *, alone: bool) -> None:
        send = self._post.send
        self._alarms.read(job)
        sys.stdin = _Nobody()
        sys.stdout = sys.stderr = _printed(job.limits.printed, send)
        begun = time.process_time()
        # Alone, a program is given a warning of torch's once; what comes after another, each time again.
        with program_by_itself(hears_again=not alone):
            for message in _messages(job, self._checks[job.checks], send):
                send(message)
        cases = job.exercise, job.seed, job.source
        self._taken[cases] += time.process_time() - begun
        if not alone and self._taken[cases] > job.limits.seconds:
            # The parent's clock counts for all together; alone, this program's time would be up.
            send({"alone": True})


def _jobs_in(file: BinaryIO) -> list[Job]:
    with file:  # Closed, so that learner code finds one descriptor less.
        return [Job.from_json(data) for data in json.load(file)]


def _may_share(job: Job) -> bool:
    """Whether the job's program may run in one process with others of its student."""
    alone = job.helpers or job.left_out or not is_plain(job.source)
    return not alone and not any(names_in(job.source))


class _Nobody(io.StringIO):
    """An input at which nobody types; it stays open, though ``exit()`` closes it."""

    def close(self) -> None:
        pass


def _loaded(job: Job) -> Mapping[str, Any] | str:
    """The job's checks; or what is wrong with them, which is an author's mistake."""
    try:
        if job.checks not in _prepared:
            with on_the_stage():
                _prepared[job.checks] = load_checks(job.checks)
        return _prepared[job.checks]
    except Exception as error:  # noqa: BLE001 - reported as our fault
        return f"{type(error).__name__}: {error}"[:500]


def _messages(job: Job, checks: Mapping[str, Any] | str, write: Write) -> Iterator[dict[str, Any]]:
    if isinstance(checks, str):
        for name in job.names:
            for index in range(job.first, job.cases):
                yield {"check": name, "case": index, "broken": checks}
        return
    yield from run_checks(
        checks,
        source=job.source,
        function=job.function,
        exercise=job.exercise,
        seed=job.seed,
        cases=job.cases,
        names=job.names,
        helpers=job.helpers,
        left_out=job.left_out,
        only_facts=job.only_facts,
        first=job.first,
        tell=write,
    )


class _Alarms:
    """Reports what reaches for the grader: names in a job's files, and what it does as it runs."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._sent: set[tuple[str, int]] = set()

    @property
    def has_told(self) -> bool:
        return bool(self._sent)

    def tell(self, word: str, line: int) -> None:
        if (word, line) not in self._sent and len(self._sent) < MAX_TRIPPED:
            # The message comes first: if it is interrupted in between, it is sent again.
            self._write({"tripped": word, "line": line})
            self._sent.add((word, line))

    def read(self, job: Job) -> None:
        for word, line in names_in(job.source):
            self.tell(word, line)
        for text in job.helpers.values():
            for word, _ in names_in(text):
                self.tell(word, 0)  # lines are those of the submission itself
        forget_trees()


def _for_learners() -> dict[str, Any]:
    seeing = sys.modules.get("autograder.seeing")
    return {"draw": seeing.draw} if seeing else {}


def _printed(limit: int, write: Write) -> io.TextIOBase:
    """A stream for what learner code prints: passed on up to *limit* characters, then dropped."""
    left = limit

    class Printed(io.TextIOBase):
        """A stream none of whose attributes leads to the function that sends what is written."""

        def writable(self) -> bool:
            return True

        def write(self, text: str) -> int:
            nonlocal left
            kept = text[:left]
            if kept:
                left -= len(kept)
                write({"printed": kept.encode("utf-8", "replace").decode()})
            return len(text)

    return Printed()
