"""An audit hook: it reports what learners' own code reaches for as it runs."""

from __future__ import annotations

import contextlib
import sys
import threading
import types
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any

from autograder.sandbox.tripwire.words import (
    ATTRIBUTES,
    CTYPES,
    EVENTS,
    INTROSPECTION,
    OPENED,
    OURS,
    RARE_EVENTS,
    UNPICKLED,
)

__all__ = ["arm", "leave_the_stage", "on_the_stage"]

_MAIN = "__main__"
#: With functions of these modules a pickle can do things that its text does not show.
_PICKLED_FROM = frozenset({
    "autograder", "builtins", "ctypes", "gc", "importlib", "inspect", "io", "operator", "os",
    "posix", "runpy", "sys", "types",
})  # fmt: skip
#: Types that honest pickles contain.
_PLAIN = frozenset({
    "set", "frozenset", "bytearray", "complex", "range", "slice", "object", "list", "dict", "tuple",
})  # fmt: skip
#: Takes what was reached for, one of :data:`WORDS`, and the line in the submission, 0 if unknown.
Tell = Callable[[str, int], None]


#: Our package's modules, by their names, while it is not on the stage.
_away: dict[str, types.ModuleType] = {}


def leave_the_stage(**kept: Any) -> None:
    """
    Take our package out of ``sys.modules``, where learner code would find it by its name.

    A server does so once for all of its children: a process that has been forked copies a page for each of our
    modules. Our own code keeps the modules that it uses; none of ours may be imported from here on, but
    :func:`on_the_stage`.

    Args:
        kept: Names that ``import autograder`` still gives.
    """
    if not _away:
        stand_ins = {name: types.ModuleType(name) for name in (_MAIN, OURS)}
        vars(stand_ins[OURS]).update(kept)
        _leave_to(stand_ins)


@contextlib.contextmanager
def on_the_stage() -> Iterator[None]:
    """Have our package back in ``sys.modules`` within the block, to import something of ours."""
    stand_ins = {name: sys.modules[name] for name in (_MAIN, OURS)} if _away else {}
    sys.modules.update(_away)
    _away.clear()
    try:
        yield
    finally:
        if stand_ins:
            _leave_to(stand_ins)


def _leave_to(stand_ins: Mapping[str, types.ModuleType]) -> None:
    ours = [name for name in sys.modules if name == _MAIN or name.partition(".")[0] == OURS]
    _away.update((name, sys.modules.pop(name)) for name in ours)
    sys.modules.update(stand_ins)


def arm(is_learners: Callable[[str], bool], is_ours: Callable[[str], bool], tell: Tell) -> None:
    """
    Report, from here on until this process ends, what learners' own code reaches for.

    Args:
        is_learners: Whether a file of that name holds learner code. What torch or the standard
            library does for it is not its own doing; code that is in no file is.
        is_ours: Whether a file of that name is the grader's.
        tell: Called with what was reached for, and the line.
    """
    frame_of, thread = sys._getframe, threading.get_ident
    looking: set[int] = set()

    def ran_a_file(event: str, arguments: tuple[Any, ...]) -> bool:
        """Whether a second file of the learner's is run, whose text the reading has not seen."""
        code = arguments[0] if event == "exec" and arguments else None
        return isinstance(code, types.CodeType) and is_learners(code.co_filename)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        word = _word(event, arguments)
        me = thread()  # For each thread apart: one inside this hook must not shield another.
        if not word or me in looking:
            return
        looking.add(me)
        try:
            frame: FrameType | None = frame_of(1)
            if not event.startswith("object."):
                frame = _caller(frame)
            file = frame.f_code.co_filename if frame is not None else ""
            if frame is not None and (is_learners(file) or _is_from_a_text(file)):
                tell(word, frame.f_lineno)
            elif (event in RARE_EVENTS or ran_a_file(event, arguments)) and not is_ours(file):
                tell(word, _line_of(frame, is_learners))
        finally:
            looking.discard(me)

    sys.addaudithook(hook)


def _word(event: str, arguments: tuple[Any, ...]) -> str:
    """The word to report for an event, or ``""``."""
    if event in EVENTS or event in RARE_EVENTS:
        return event
    first = arguments[0] if arguments else ""
    if event in ("object.__getattr__", "object.__setattr__", "object.__delattr__"):
        name = arguments[1] if len(arguments) > 1 else ""
        return name if type(name) is str and name in ATTRIBUTES else ""
    if event == "open":
        proc = type(first) is str and first.startswith("/proc")
        return OPENED if proc or type(first) in (int, bytes) else ""
    if event == "pickle.find_class":
        pickled = type(first) is str and first.partition(".")[0] in _PICKLED_FROM
        return UNPICKLED if pickled and arguments[1] not in _PLAIN else ""
    if event == "import":
        return first if type(first) is str and first in INTROSPECTION else ""
    return "ctypes" if event.startswith(CTYPES) else ""


def _caller(frame: FrameType | None) -> FrameType | None:
    """The frame that asked: ``inspect``, for one, takes frames on behalf of its caller."""
    while frame is not None and frame.f_code.co_filename.endswith(_GO_BETWEENS):
        frame = frame.f_back
    return frame


#: Files that act on behalf of their callers.
_GO_BETWEENS = (
    "inspect.py", "importlib/__init__.py", "ctypes/__init__.py", "<frozen importlib._bootstrap>",
)  # fmt: skip


def _is_from_a_text(file: str) -> bool:
    """Whether code was compiled from a text: it is in no file, and counts as its maker's."""
    return file.startswith("<") and not file.startswith("<frozen ")


def _line_of(frame: FrameType | None, is_learners: Callable[[str], bool]) -> int:
    while frame is not None and not is_learners(frame.f_code.co_filename):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0
