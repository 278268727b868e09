"""What the statements of a learner's file that failed have left without a value."""

from __future__ import annotations

import ast
import functools
import types
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from autograder.observations import ErrorFact

__all__ = ["Unbound", "cause_of", "cause_of_name", "forget_files", "remember"]

#: Stands for every name: that is what ``from utils import *`` may bind.
_ANY = "*"
_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
#: By file, the submission's own and those that it imports. A process loads one submission at a time.
_FILES: dict[str, Unbound] = {}


@dataclass(frozen=True)
class _Bound:
    """The names that a piece of code gives a value to, and the attributes."""

    names: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)


class Unbound:
    """
    Names and attributes of one file without a value, each with the error that is to blame.

    Args:
        tree: The whole file.
        file: Its name, as tracebacks show it.
    """

    def __init__(self, tree: ast.Module, file: str) -> None:
        self._file = file
        self._names: dict[str, ErrorFact] = {}
        self._attributes: dict[str, ErrorFact] = {}
        self._tree = tree

    @functools.cached_property
    def _by_function(self) -> dict[str, _Bound]:
        """What calls bind; most files have no statement that fails, and nobody asks."""
        return _bound_by_calls(self._tree)

    def note(self, statement: ast.stmt, failure: ErrorFact, exception: BaseException) -> None:
        """Note that *statement* failed: what it was to bind is missing because of *failure*."""
        failure = _failure_of_import(statement) or failure
        bound = _bound_by(statement)
        for function in _functions_in(exception.__traceback__, self._file):
            called = self._by_function.get(function, _Bound())
            bound.names.update(called.names)
            bound.attributes.update(called.attributes)
        self._names.update(dict.fromkeys(bound.names, failure))
        self._attributes.update(dict.fromkeys(bound.attributes, failure))

    def name(self, name: str) -> ErrorFact | None:
        """Return why *name* has no value, if that is known."""
        return _missing(name, self._names.get(name, self._names.get(_ANY)))

    def attribute(self, name: str) -> ErrorFact | None:
        """Return why an attribute *name* has no value, if that is known."""
        return _missing(name, self._attributes.get(name))


def remember(file: str, unbound: Unbound) -> None:
    """Have :func:`cause_of` know the names of *file* that are left without a value."""
    _FILES[file] = unbound


def cause_of_name(name: str, file: str) -> ErrorFact | None:
    """Return why *name* has no value in *file*, if a statement that was to give it one failed."""
    unbound = _FILES.get(file)
    return unbound.name(name) if unbound else None


def forget_files() -> None:
    """Forget all files: another submission is loaded."""
    _FILES.clear()


def cause_of(exception: BaseException) -> ErrorFact | None:
    """
    Return the failure behind *exception*, if that says that something has no value.

    None if it says anything else, or if no statement that failed was to give that value. Only
    Python's own exceptions are looked at: a learner's may say anything.
    """
    name = getattr(exception, "name", None) if type(exception) in _ABOUT_NAMES else None
    if type(name) is not str:
        return None
    if type(exception) is NameError:
        return cause_of_name(name, _innermost_file(exception.__traceback__))
    owner = exception.obj  # type: ignore[attr-defined]
    if type(owner) is types.ModuleType:
        helper = _FILES.get(_file_of(owner))
        if helper is not None and (cause := helper.name(name)) is not None:
            return cause
    causes = (unbound.attribute(name) for unbound in _FILES.values())
    return next((cause for cause in causes if cause is not None), None)


_ABOUT_NAMES = (NameError, AttributeError)


def _missing(name: str, failure: ErrorFact | None) -> ErrorFact | None:
    return replace(failure, missed=name[:100]) if failure is not None else None


def _failure_of_import(statement: ast.stmt) -> ErrorFact | None:
    """Why a name can't be imported from a file of the hand-in: its own statement failed there."""
    if not (isinstance(statement, ast.ImportFrom) and statement.module):
        return None
    helper = next((u for file, u in _FILES.items() if _is_file_of(statement.module, file)), None)
    causes = (helper.name(alias.name) for alias in statement.names) if helper else ()
    cause = next((cause for cause in causes if cause is not None), None)
    # Its line is one of another file.
    return replace(cause, line=0) if cause is not None else None


def _is_file_of(module: str, file: str) -> bool:
    return file.endswith((f"/{module.replace('.', '/')}.py", f"/{module}/__init__.py"))


def _file_of(module: types.ModuleType) -> str:
    file = vars(module).get("__file__")
    return file if type(file) is str else ""


def _innermost_file(traceback: types.TracebackType | None) -> str:
    file = ""
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        traceback = traceback.tb_next
    return file


def _functions_in(traceback: types.TracebackType | None, file: str) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == file:
            yield code.co_name
        traceback = traceback.tb_next


def _bound_by_calls(tree: ast.Module) -> dict[str, _Bound]:
    """By the name of each function: what a call of it binds outside of itself."""
    found: dict[str, _Bound] = defaultdict(_Bound)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            bound = found[function.name]
            for node in ast.walk(function):
                if isinstance(node, ast.Global):
                    bound.names.update(node.names)
                elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                    bound.attributes.add(node.attr)
    return found


def _bound_by(statement: ast.stmt) -> _Bound:
    """What *statement* was to bind; ``*`` for all names of a module."""
    bound = _Bound()
    # What stands within a definition is bound when it is called, or belongs to the class.
    nodes = [statement] if isinstance(statement, _DEFINITIONS) else ast.walk(statement)
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                bound.names.add(name)
            case ast.ClassDef(name=name):
                bound.names.add(name)
            case ast.Import(names=aliases):
                for alias in aliases:
                    first, *parts = alias.name.split(".")
                    bound.names.add(alias.asname or first)
                    bound.attributes.update(parts)
            case ast.ImportFrom(names=aliases):
                bound.names.update(alias.asname or alias.name for alias in aliases)
            case ast.Name(id=name, ctx=ast.Store()):
                bound.names.add(name)
            case ast.Attribute(attr=name, ctx=ast.Store()):
                bound.attributes.add(name)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                bound.names.add(name)
            case ast.ExceptHandler(name=str(name)):
                bound.names.add(name)
    return bound
