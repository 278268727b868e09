"""
The warm server as it would be with one part of its design taken away.

    python leaky_server.py DESIGN OPTIONS

OPTIONS are those of ``autograder.sandbox.server``. Attacks that find nothing in the real server
have to find something here, or they prove nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

from autograder.sandbox import child, children, server, wire
from autograder.sandbox.walls import folders, raising

__all__ = ["DESIGNS", "leak"]


def hears_submissions():
    """As before payloads went by descriptor: every job is read, parsed and held here for a while."""
    receive = wire.receive
    heard = wire.heard = []

    def hearing(control):
        message, descriptors = receive(control)
        if _is_for_the_server(message):
            data = os.pread(descriptors[0], 1 << 24, 0)
            heard.append(json.loads(data))
            del heard[:-20]
            message["heard"] = heard
        return message, descriptors

    fork = children.Children._forked

    def forking(self, **how):
        held = [*heard]  # noqa: F841 - a variable of the loop that forks, as it was one
        return fork(self, **how)

    wire.receive, children.Children._forked = hearing, forking


def _is_for_the_server(message):
    """Tell an order for the server from what it hands on to a child, and from what it says itself."""
    return "limits" in message


def leaves_descriptors_open():
    """Payloads of earlier jobs stay open in the server, and its children close nothing."""
    receive = wire.receive

    def keeping(control):
        message, descriptors = receive(control)
        if _is_for_the_server(message):
            os.dup(descriptors[0])
        return message, descriptors

    wire.receive = keeping
    child.os = _Without(os, closerange=lambda *_: None)


def follows_links():
    """Whoever cleans up takes every entry for a folder, and gives itself rights on where it leads."""
    open_up = folders._open_up

    def opening(folder, place=None):
        # A link to the root would close this machine to every other user.
        with contextlib.suppress(OSError):  # It leads nowhere, or round.
            if not os.path.samestat(os.stat(folder, dir_fd=place), Path("/").stat()):
                open_up(folder, place)

    folders._is_folder = lambda *_: True
    folders._open_up = opening


def leaves_the_way_open():
    """What lies beside a child's folder can be listed and changed by whoever has the same user."""
    raising.Walls._closed_way = lambda _: contextlib.nullcontext()


def watches_no_folder():
    """Nobody looks how much a child writes."""
    server.is_overfull = lambda *_: False


class _Without:
    """A module with some of its functions replaced, for one importer alone."""

    def __init__(self, module, **replaced):
        self._module = module
        self.__dict__.update(replaced)

    def __getattr__(self, name):
        return getattr(self._module, name)


#: By the name of the design that is taken away.
DESIGNS = {
    "PAST": hears_submissions,
    "DESCRIPTORS": leaves_descriptors_open,
    "BROOM": follows_links,
    "FENCE": leaves_the_way_open,
    "QUOTA": watches_no_folder,
}


def leak(design, options):
    """Serve as the real server does, without *design*."""
    DESIGNS[design]()
    server._start(options)


if __name__ == "__main__":
    leak(sys.argv[1], json.loads(sys.argv[2]))
