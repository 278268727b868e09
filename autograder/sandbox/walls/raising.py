"""Raising all walls, in an order in which none hinders the next."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import secrets
import select
import signal
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from autograder.sandbox.isolation import Isolation, Wall
from autograder.sandbox.jobs import Limits
from autograder.sandbox.walls import linux
from autograder.sandbox.walls.folders import remove_folder
from autograder.sandbox.walls.layer import Ground, Layer

__all__ = ["Walls"]

#: Module and class of each wall, in the order in which they are raised. They are loaded by name,
#: so that a missing library costs only the wall that needs it.
_LAYERS = (
    (Wall.NETWORK, "namespaces", "NoNetwork"),
    (Wall.SCRATCH, "namespaces", "ScratchDisk"),
    (Wall.PROCESSES, "namespaces", "OwnProcesses"),
    (Wall.USER, "privileges", "OwnUser"),
    (Wall.LIMITS, "limits", "ResourceLimits"),
    (Wall.NO_NEW_PRIVILEGES, "privileges", "NoNewPrivileges"),
    (Wall.LANDLOCK, "files", "Landlock"),
    (Wall.SECCOMP, "calls", "CallFilter"),
)
#: The order in a child: limits before the change of user, and that before it loses the right to.
_IN_CHILD = (
    Wall.LIMITS, Wall.USER, Wall.NO_NEW_PRIVILEGES, Wall.LANDLOCK, Wall.SECCOMP,
)  # fmt: skip
#: Seconds for removing what a child left behind, before the next one begins.
_SECONDS_TO_CLEAN_UP = 2.0
_NOT_HERE = (OSError, RuntimeError, ImportError)


class _NotRaisedError(OSError):
    """A wall that could not be raised in a child."""

    def __init__(self, wall: Wall, why: OSError) -> None:
        super().__init__(why.errno, str(why))
        self.wall = wall


class Walls:
    """
    The walls of one server.

    Args:
        scratch: An empty folder for this server alone; children write below it.
        down: Walls to leave down, for tests that show what each wall is for.
        inside: Whether bubblewrap stands around this server.
        packages: Whether children may read installed packages.

    Call :meth:`raise_around_server` first, while the process has one thread,
    and :meth:`prepare` once torch is imported.
    """

    def __init__(
        self,
        scratch: Path,
        *,
        down: Collection[Wall] = (),
        inside: bool = False,
        packages: bool = True,
    ) -> None:
        self._ground = Ground(scratch, packages)
        self._layers: dict[Wall, Layer] = {}
        self._words: dict[Wall, str] = {}
        self._missing = dict.fromkeys(down, "left down for a test")
        self._instead: dict[str, str] = {}
        if inside:
            self._words[Wall.BUBBLEWRAP] = ""
        else:
            self._missing[Wall.BUBBLEWRAP] = "not asked for"

    @property
    def folder(self) -> Path:
        """The folder where a child may write."""
        return self._ground.work

    def raise_around_server(self) -> None:
        """Raise the walls that hold for the server and all its children."""
        try:
            linux.adopt_orphans()
        except OSError as error:
            self._instead["subreaper"] = (
                f"{os.strerror(error.errno or 0)}: what a check leaves running may go on"
            )
        for wall, module, name in _LAYERS:
            if wall in self._missing:
                continue
            try:
                kind = getattr(importlib.import_module(f"{__package__}.{module}"), name)
                layer: Layer = kind(self._ground)
                layer.raise_around_server()
            except _NOT_HERE as error:
                self._missing[wall] = str(error) or type(error).__name__
            else:
                self._layers[wall] = layer

    def raise_around_copy(self, scratch: Path) -> None:
        """
        Raise, in a copy of the server that has *scratch* to itself, the walls that each server has of its own.

        They are to be prepared and tried again, :meth:`prepare`, as those of any server.
        """
        for ask in (linux.die_with_parent, linux.adopt_orphans):
            with contextlib.suppress(OSError):  # As in the server, this costs only itself.
                ask()
        self._ground.move_to(scratch)
        for wall, layer in list(self._layers.items()):
            try:
                layer.raise_around_copy()
            except _NOT_HERE as error:
                self._leave_down(wall, str(error) or type(error).__name__)

    def prepare(self) -> Isolation:
        """Prepare the walls that each child raises, have a child try all, and return what held."""
        for wall, layer in list(self._layers.items()):
            try:
                self._words[wall] = layer.prepare()
            except _NOT_HERE as error:
                self._leave_down(wall, str(error) or type(error).__name__)
        # Until nothing gets through: a wall that can't be raised keeps others from being tried.
        while breaches := self._tried():
            for wall, breach in breaches.items():
                self._leave_down(wall, breach)
        return Isolation(dict(self._words), dict(self._missing), dict(self._instead))

    @contextlib.contextmanager
    def around_child(self) -> Iterator[None]:
        """Hold, as a context, while a child works; its folder is made and removed. One at a time."""
        with contextlib.ExitStack() as stack:
            if self.folder_is_open:
                stack.enter_context(self._plain_folder())
            for layer in self._layers.values():
                stack.enter_context(layer.around_child())
            stack.enter_context(self._closed_way())
            yield

    def fork(self) -> int:
        """Fork a child as :func:`os.fork` does."""
        for layer in self._layers.values():
            layer.before_fork()
        pid = -1
        try:
            pid = os.fork()
        finally:
            if pid:
                for layer in self._layers.values():
                    layer.after_fork()
        return pid

    @contextlib.contextmanager
    def _closed_way(self) -> Iterator[None]:
        """
        Keep the child from listing or changing what lies beside its folder while it runs.

        Landlock lets the child write there, since its own folder, made anew each time, is below.
        With a user of its own it owns nothing there; otherwise it may pass, and not even read.
        """
        if self._ground.user:
            yield
            return
        self._ground.scratch.chmod(0o100)
        try:
            yield
        finally:
            self._ground.scratch.chmod(0o700)

    def raise_in_child(self, limits: Limits) -> None:
        """
        Shut this process in; there is no way back.

        Raises:
            OSError: If a wall can't be raised. Then no learner code may run here.
        """
        for wall in _IN_CHILD:
            if wall in self._layers:
                try:
                    self._layers[wall].raise_in_child(limits)
                except OSError as error:
                    raise _NotRaisedError(wall, error) from error
            if wall is Wall.USER:  # The change of user undoes this; a later wall forbids it.
                with contextlib.suppress(OSError):  # The server ends its children anyway.
                    linux.die_with_parent()

    @property
    def part_children(self) -> bool:
        """Whether a child neither sees nor reaches another one that lives at the same time."""
        return {Wall.PROCESSES, Wall.SECCOMP, Wall.LANDLOCK} <= self._layers.keys()

    @property
    def end_all_of_a_child(self) -> bool:
        """Whether all that a child has started ends with it."""
        return Wall.PROCESSES in self._layers

    @property
    def folder_is_open(self) -> bool:
        """Whether :attr:`folder` is no disk of its own, so that its size has to be watched."""
        return Wall.SCRATCH not in self._layers

    def _leave_down(self, wall: Wall, why: str) -> None:
        self._layers.pop(wall, None)
        self._words.pop(wall, None)
        self._missing[wall] = why

    def _tried(self) -> dict[Wall, str]:
        """What got through each wall in a child behind all of them, or why it can't be raised."""

        def attempt() -> dict[str, str]:
            try:
                self.raise_in_child(Limits())
            except _NotRaisedError as error:
                return {error.wall.name: str(error)}
            breaches = {wall.name: layer.breach() for wall, layer in self._layers.items()}
            if Wall.BUBBLEWRAP in self._words and Path("/etc/passwd").exists():
                breaches[Wall.BUBBLEWRAP.name] = "the machine's files are there"
            return {wall: f"did not hold: {what}" for wall, what in breaches.items() if what}

        with self.around_child():
            seen = _answer_of_fork(self.fork, attempt)
        if seen is None:  # Then none of the walls can be trusted.
            return dict.fromkeys(self._layers, "the trial of the walls failed")
        return {Wall[name]: breach for name, breach in seen.items()}

    @contextlib.contextmanager
    def _plain_folder(self) -> Iterator[None]:
        # Moved aside first, so that the next child does not find what can't be removed in time.
        if os.path.lexists(self.folder):
            self.folder.rename(self.folder.with_name(f"left-{secrets.token_hex(8)}"))
        self.folder.mkdir(mode=0o700)
        if self._ground.user:
            os.chown(self.folder, self._ground.user, self._ground.user)
        try:
            yield
        finally:
            remove_folder(self.folder, _SECONDS_TO_CLEAN_UP)


def _answer_of_fork(
    fork: Callable[[], int], work: Callable[[], dict[str, str]]
) -> dict[str, str] | None:
    """Return the result of *work* in a child of this process; None if it fails or hangs."""
    reading, writing = os.pipe()
    pid = fork()
    if pid == 0:
        try:
            os.write(writing, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    answer = b""
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        if select.select([pipe], [], [], 10)[0]:
            answer = pipe.read(1 << 16)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    try:
        return dict(json.loads(answer))
    except ValueError:
        return None
