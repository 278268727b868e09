"""Landlock: what learner code may read and write, by folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from landlockpy import AccessFS, Ruleset, Scope, abi_version

from autograder.sandbox.isolation import Wall
from autograder.sandbox.jobs import Limits
from autograder.sandbox.walls import linux
from autograder.sandbox.walls.layer import Layer
from autograder.sandbox.walls.places import (
    carved,
    copies_of_ours,
    installation,
    site_packages,
    system_files,
)

__all__ = ["Landlock"]

_LIST = AccessFS.READ_DIR
_READ = AccessFS.READ_FILE | AccessFS.EXECUTE
_WRITE = (
    AccessFS.WRITE_FILE | AccessFS.TRUNCATE | AccessFS.REFER | AccessFS.MAKE_REG | AccessFS.MAKE_DIR
    | AccessFS.MAKE_SYM | AccessFS.MAKE_FIFO | AccessFS.REMOVE_FILE | AccessFS.REMOVE_DIR
)  # fmt: skip


#: Files of our package that no learner code has any business with.
_OURS = ("__init__.py", "_course/misconceptions.yaml")


class Landlock(Layer):
    """
    Python, its packages and shared libraries can be read, the scratch folder written.

    Where the kernel's Landlock is new enough, no TCP port can be bound or reached (ABI 4),
    and no abstract socket or process outside can be addressed (ABI 6).
    """

    wall = Wall.LANDLOCK
    #: What all servers' children may read; a copy of a server knows it from the start.
    _to_read: Sequence[tuple[Path, AccessFS]] = ()

    def prepare(self) -> str:
        """Write the rules; return the version of the kernel's Landlock."""
        try:
            rules = self._reading()
        except FileNotFoundError:  # A package has been updated since the list was made.
            self._to_read = ()
            rules = self._reading()
        rules.allow_path(os.devnull, AccessFS.READ_FILE | AccessFS.WRITE_FILE)
        # This covers a disk mounted on a folder below, too: Landlock walks up through mounts.
        rules.allow_path(self.ground.scratch, AccessFS.READ_FILE | _LIST | _WRITE)
        self._rules = rules
        return f"ABI {abi_version()}"

    def _reading(self) -> Ruleset:
        """Rules by which all that children may read can be read; lists it unless it is known."""
        rules = Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL)
        self._to_read = self._to_read or [*_to_read(packages=self.ground.packages)]
        for place, access in self._to_read:
            rules.allow_path(place, access)
        return rules

    def raise_in_child(self, limits: Limits) -> None:  # noqa: ARG002
        """Restrict this process by the rules."""
        linux.restrict_files(self._rules.fileno())
        self._rules.close()

    def breach(self) -> str:
        """Try to read files of the system and of ours; writes a file to the work folder."""
        ours = [folder / name for folder in copies_of_ours() for name in _OURS]
        for path in (Path("/etc/passwd"), Path("/proc/self/environ"), *ours):
            try:
                path.open("rb").close()
            except (PermissionError, FileNotFoundError):
                continue
            return f"{path} can be read"
        (self.ground.work / "trial").write_text("", encoding="ascii")
        return ""


def _to_read(*, packages: bool) -> Iterator[tuple[Path, AccessFS]]:
    """Yield the places of Python and of the system that can be read, and in which way."""
    closed = copies_of_ours() if packages else (*copies_of_ours(), *site_packages())
    installed = installation()
    for folder in installed:
        yield folder, _LIST  # Python lists a folder before it imports from it.
    for place in carved([*installed, *system_files()], closed):
        yield place, _READ | _LIST if place.is_dir() else _READ
