"""
A tripwire: what can be seen of a submission that reaches for the grader.

Two looks, since neither sees all. A reading of the source finds names that lead from a learner's
objects to somebody else's (``__globals__``, ``sys.modules``). An audit hook (PEP 578), which no
Python code can take away again, sees what names were hidden from the reading: frames, the garbage
collector's lists, code objects, ``exec``.

What trips it is a question for an instructor, never a verdict: whoever computes the right numbers
can hide how, and an honest program may have a reason. Honest programs trip nothing (measured over
all right variants of the course, ``tests/test_tripwire.py``).
"""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

__all__ = ["MAX_TRIPPED", "WORDS", "arm", "leave_the_stage", "names_in"]

#: By attribute or name: roads from what a learner has to what is the grader's.
_ROADS = frozenset({
    "__globals__", "__closure__", "__self__", "__func__", "__code__", "__subclasses__",
    "__builtins__", "__getattribute__", "__import__", "cell_contents", "f_back", "f_locals",
    "f_globals", "f_builtins", "f_code", "tb_frame", "tb_next", "gi_frame", "gi_code", "cr_frame",
    "ag_frame", "_getframe", "_current_frames", "_getframemodulename", "currentframe",
    "walk_stack", "walk_tb", "getouterframes", "getinnerframes", "getclosurevars",
    "getmembers", "getmembers_static", "getattr_static", "get_objects", "get_referrers",
    "get_referents", "settrace", "setprofile", "addaudithook", "register_callback", "FunctionType",
    "CodeType", "attrgetter", "methodcaller", "importlib", "ctypes", "_ctypes", "marshal",
    "exec", "eval", "compile",
})  # fmt: skip
#: Attributes that lead somewhere only on the module that is named.
_OF_MODULES = {
    ("sys", "modules"), ("os", "write"), ("os", "writev"), ("os", "pwrite"), ("os", "dup2"),
    ("os", "fdopen"), ("inspect", "stack"), ("inspect", "trace"), ("builtins", "__dict__"),
}  # fmt: skip
#: Methods of torch's own that have such a name and lead nowhere: ``model.eval()``.
_HARMLESS_AS_ATTRIBUTE = frozenset({"eval", "exec", "compile"})
_NAMED_BY = frozenset({"getattr", "setattr", "delattr", "hasattr"})
_OURS = "autograder"
#: What learners may take of our package: they leave ``draw(loss)`` in what they hand in.
_FOR_LEARNERS = {_OURS: {"draw"}, f"{_OURS}.notebook": {"check", "quiz", "use_language"}}

_EVENTS = frozenset({
    "sys._getframe", "sys._current_frames", "sys._current_exceptions", "sys._getframemodulename",
    "sys.settrace", "sys.setprofile", "sys.addaudithook", "sys.monitoring.register_callback",
    "gc.get_objects", "gc.get_referrers", "gc.get_referents", "code.__new__", "function.__new__",
    "marshal.loads", "compile", "exec",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "__code__", "tb_frame", "gi_frame", "gi_code", "cr_frame", "cr_code", "ag_frame", "ag_code",
    "f_locals", "f_globals", "f_code", "f_back",
})  # fmt: skip
_CTYPES = "ctypes."
_A_NAME_COMPUTED = "a name that is computed"
_OUR_NAME = "the name of the grader"
_OPENED = "opens a descriptor or /proc"
#: All that a child may say of a submission; whatever else it says is no message of ours.
WORDS = frozenset(
    {*_ROADS, *(f"{module}.{name}" for module, name in _OF_MODULES), *_EVENTS, *_ATTRIBUTES}
    | {_A_NAME_COMPUTED, _OUR_NAME, _OPENED, "ctypes"}
)

#: Most that is told of one submission: a question needs no hundred reasons.
MAX_TRIPPED = 20

#: Takes what tripped, one of :data:`WORDS`, and the line in the submission, 0 if unknown.
Tell = Callable[[str, int], None]


def names_in(source: str) -> Iterator[tuple[str, int]]:
    """
    Yield what *source* names that leads to the grader, and its line. Nothing is run.

    Args:
        source: The submission; what can't be parsed names nothing.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    texts, own = _plain_statements(tree), _defined_names(tree)
    for node in ast.walk(tree):
        if id(node) in texts or (isinstance(node, ast.Name) and node.id in own):
            continue
        for word in _words_of(node):
            yield word, getattr(node, "lineno", 0)


def _words_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Attribute(value=ast.Name(id=module), attr=name) if (module, name) in _OF_MODULES:
            yield f"{module}.{name}"
        case ast.Attribute(attr=name) if name in _ROADS - _HARMLESS_AS_ATTRIBUTE:
            yield name
        case ast.Name(id=name) if name in _ROADS:
            yield name
        case ast.Constant(value=str(text)) if text in _ROADS - _HARMLESS_AS_ATTRIBUTE:
            yield text
        case ast.Constant(value=str(text)) if _OURS in text:
            yield _OUR_NAME
        case ast.Import(names=names):
            for alias in names:
                yield from _of_import(alias.name, ())
        case ast.ImportFrom(module=str(module), names=names):
            yield from _of_import(module, [alias.name for alias in names])
        case ast.Call(func=ast.Name(id=function), args=[_, name, *_]) if function in _NAMED_BY:
            if not (isinstance(name, ast.Constant) and isinstance(name.value, str)):
                yield _A_NAME_COMPUTED


def _of_import(module: str, names: list[str] | tuple[()]) -> Iterator[str]:
    top = module.partition(".")[0]
    if top == _OURS and not (names and set(names) <= _FOR_LEARNERS.get(module, set())):
        yield _OUR_NAME
    yield from _ROADS & {top, *names}
    yield from (f"{module}.{name}" for name in names if (module, name) in _OF_MODULES)


def _plain_statements(tree: ast.Module) -> set[int]:
    """Texts that are statements: docstrings, and what was put out of use by three quotes."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _defined_names(tree: ast.Module) -> set[str]:
    """Names that the program gives to something of its own: a function ``eval``, say."""
    own: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                own.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                own.add(name)
    return own


def leave_the_stage(**kept: Any) -> None:
    """
    Take our package out of ``sys.modules``, where learner code would find it by its name.

    What we run keeps what it uses; nothing of ours may be imported from here on.

    Args:
        kept: What ``import autograder`` still gives.
    """
    for name in [*sys.modules]:
        if name == "__main__" or name.partition(".")[0] == _OURS:
            del sys.modules[name]
    sys.modules["__main__"] = types.ModuleType("__main__")
    door = sys.modules[_OURS] = types.ModuleType(_OURS)
    door.__dict__.update(kept)


def arm(is_learners: Callable[[str], bool], tell: Tell) -> None:
    """
    Tell, from here on until this process ends, what learners' own code reaches for.

    Args:
        is_learners: Whether a file of that name holds learner code. What torch or the standard
            library do for it are none of its own.
    """
    frame_of = sys._getframe
    looking = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal looking
        if looking or not (word := _word(event, arguments)):
            return
        looking = True
        try:
            frame = _caller(frame_of(1))
            if frame is not None and is_learners(frame.f_code.co_filename):
                tell(word, frame.f_lineno)
        finally:
            looking = False

    sys.addaudithook(hook)


def _word(event: str, arguments: tuple[Any, ...]) -> str:
    """What to say of an event, or nothing."""
    if event in _EVENTS:
        return event
    if event in ("object.__getattr__", "object.__setattr__", "object.__delattr__"):
        name = arguments[1] if len(arguments) > 1 else ""
        return name if type(name) is str and name in _ATTRIBUTES else ""
    if event == "open":
        path = arguments[0] if arguments else ""
        proc = type(path) is str and path.startswith("/proc")
        return _OPENED if proc or type(path) in (int, bytes) else ""
    return "ctypes" if event.startswith(_CTYPES) else ""


def _caller(frame: FrameType | None) -> FrameType | None:
    """Who asked: ``inspect`` hands out frames to whoever calls it."""
    while frame is not None and frame.f_code.co_filename.endswith("inspect.py"):
        frame = frame.f_back
    return frame
