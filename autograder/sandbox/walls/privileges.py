"""The rights of a child: a user id of its own where root can give it one, and no privileges."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.isolation import Wall
from autograder.sandbox.jobs import Limits
from autograder.sandbox.walls import linux
from autograder.sandbox.walls.layer import Layer
from autograder.sandbox.walls.places import PACKAGE, installation

__all__ = ["NoNewPrivileges", "OwnUser"]

#: User ids that no distribution assigns; see UIDS-GIDS in systemd's documentation.
_UNUSED_USERS = range(1_879_048_192, 2_147_483_647)


class OwnUser(Layer):
    """A user id that owns nothing on this machine; each server picks another."""

    wall = Wall.USER

    def raise_around_server(self) -> None:
        """Choose the user id and make what it needs reachable; only root can."""
        if os.getuid() != 0:
            raise PermissionError("only root can give children another")
        places = installation()
        if self.ground.own_mounts:
            _open_the_way([*places, PACKAGE, self.ground.scratch])
        user = secrets.choice(_UNUSED_USERS)
        refused = _refused_to(user, places)
        if refused:
            raise PermissionError(refused)
        self._take(user)

    def raise_around_copy(self) -> None:
        """Choose another user id."""
        self._take(secrets.choice(_UNUSED_USERS))

    def raise_in_child(self, limits: Limits) -> None:  # noqa: ARG002
        """Change to the user, for good."""
        user = self.ground.user
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)

    def _take(self, user: int) -> None:
        self.ground.scratch.chmod(0o711)
        self.ground.user = user

    def breach(self) -> str:
        """Look whether this is still the server's user."""
        return "" if os.getresuid() == (self.ground.user,) * 3 else "still the server's user"


class NoNewPrivileges(Layer):
    """No capabilities now, and none to be gained by running a program."""

    wall = Wall.NO_NEW_PRIVILEGES

    def raise_in_child(self, limits: Limits) -> None:  # noqa: ARG002
        """Drop capabilities, and forbid new privileges."""
        if not self.ground.user:  # A process that has changed its user has lost them already.
            linux.drop_capabilities()
        linux.allow_no_new_privileges()

    def breach(self) -> str:
        """Look whether new privileges are forbidden."""
        return "" if linux.has_no_new_privileges() else "privileges can be gained"


def _open_the_way(places: Iterable[Path]) -> None:
    """
    Make *places* reachable in our own mounts where a folder above them is closed to others.

    Python is often installed in a home (``/root/.pyenv``). The closed folder is
    replaced by an empty one with nothing in it but *places*.
    """
    behind: dict[Path, list[Path]] = {}
    for place in places:
        closed = next((f for f in reversed(place.parents) if not f.stat().st_mode & 0o001), None)
        if closed is not None:
            behind.setdefault(closed, []).append(place)
    for closed, hidden in behind.items():
        kept = [os.open(place, os.O_PATH | os.O_CLOEXEC) for place in hidden]
        linux.mount_scratch(str(closed), "mode=755,size=1m")
        for descriptor, place in zip(kept, hidden, strict=True):
            place.mkdir(parents=True)
            linux.bind(f"/proc/self/fd/{descriptor}", str(place))
            os.close(descriptor)


def _refused_to(user: int, places: Iterable[Path]) -> str:
    """Return the error that *user* gets when reading *places*, tried in a fork; or ``""``."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        why = ""
        try:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            for place in places:
                next(place.iterdir(), None)
        except OSError as error:
            why = str(error)
        finally:
            os.write(writing, json.dumps(why).encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        why = json.loads(pipe.read() or b'"the trial failed"')
    os.waitpid(pid, 0)
    return str(why)
