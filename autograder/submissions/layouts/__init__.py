"""Layouts: how learning platforms name the files that students hand in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from autograder.submissions.layouts.blackboard import Blackboard, login_in
from autograder.submissions.layouts.brightspace import Brightspace
from autograder.submissions.layouts.canvas import Canvas
from autograder.submissions.layouts.gradescope import Gradescope, gradescope_owners
from autograder.submissions.layouts.ilias import Ilias
from autograder.submissions.layouts.layout import Layout, Owner, Platform, share
from autograder.submissions.layouts.moodle import Moodle
from autograder.submissions.layouts.own import Named, Plain

__all__ = [
    "Blackboard",
    "Layout",
    "Named",
    "Owner",
    "Plain",
    "Platform",
    "gradescope_owners",
    "is_platforms",
    "layout_of",
    "login_in",
]

#: Those whose names say beyond doubt who made them, the most telling first.
_SURE = (Moodle, Gradescope, Blackboard, Brightspace, Canvas)


def layout_of(
    paths: Iterable[str],
    *,
    exercises: Collection[str] = (),
    gradescope: Mapping[str, Sequence[Owner]] = MappingProxyType({}),
    logins: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Layout, bool]:
    """
    Return the layout that most of *paths* (relative to the top folder) follow.

    Args:
        exercises: Ids of exercises, which may be part of a file's name.
        gradescope: The owners of each folder, as Gradescope's metadata says.
        logins: By name of a note of Blackboard's, the login that it says.

    Returns:
        The layout, and whether it is only guessed: by names that could mean something else, or
        because some paths don't follow it.
    """
    # Each student counts once, however many files there are in a folder.
    in_folder = {path.partition("/")[0]: "/" in path for path in paths}
    tops = list(in_folder)
    made: dict[type, Layout] = {
        Blackboard: Blackboard(tops, logins), Brightspace: Brightspace(), Canvas: Canvas(),
        Gradescope: Gradescope(gradescope), Moodle: Moodle(),
    }  # fmt: skip
    for kind in _SURE:
        part = share(tops, sum(kind.fits(top) for top in tops))
        if part > 0.5:
            return made[kind], part < 1
    folders = [top for top in tops if in_folder[top]]
    if share(tops, len(folders)) > 0.5:
        if share(folders, Ilias.fit(folders)) > 0.5:
            return Ilias(), True
        return Plain(Platform.FOLDERS, exercises), True
    return Plain(Platform.FLAT, exercises), True


def is_platforms(names: Iterable[str]) -> bool:
    """Tell whether *names*, of files and folders, are like those that platforms give."""
    names = list(names)
    return any(share(names, sum(kind.fits(name) for name in names)) > 0.5 for kind in _SURE)
