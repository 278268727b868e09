"""A learner's file, loaded; the only place where learner code is called."""

from __future__ import annotations
import __future__

import ast
import copy
import difflib
import linecache
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from autograder.observations import ErrorFact
from autograder.probing.facts import describe_call, describe_error

__all__ = [
    "LearnerError",
    "LoadError",
    "Submission",
    "answer_or_none",
    "ask",
    "load_submission",
]

Result = TypeVar("Result")

#: What tracebacks of learner code show as its file.
FILENAME = "<submission>"
#: The module's name, so that what stands under ``if __name__ == "__main__":`` is not run.
MODULE_NAME = "submission"
# "from __future__ import annotations" is for the whole file, also when run line by line.
_FUTURE_FLAGS = __future__.annotations.compiler_flag
#: Why names of the loaded file have no value: the error of the statement that was to give one.
#: One file is loaded at a time, as there is one text of it in linecache.
_unbound: dict[str, ErrorFact] = {}


class LearnerError(Exception):
    """The learner's code raised; *error* says what, *exception* is the original."""

    def __init__(self, exception: BaseException, error: ErrorFact) -> None:
        super().__init__(error.type_name)
        self.exception = exception
        self.error = error


class LoadError(Exception):
    """
    The submission can't be graded at all.

    Attributes:
        kind: ``"syntax"``, ``"missing"`` or ``"raised"``.
        error: What was raised, with its line in the learner's file.
        nearest: For ``"missing"``: a name in the file that may have been meant.
    """

    def __init__(self, kind: str, error: ErrorFact, nearest: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.error = error
        self.nearest = nearest


class Submission:
    """
    The names of a learner's file; its functions are called through this.

    ``submission.zero_it(W, x)`` calls the learner's ``zero_it`` and returns
    what it returns. Whatever it raises (``sys.exit`` too) comes out as
    :class:`LearnerError`, so that a bug in a check is never taken for the
    learner's.
    """

    def __init__(self, module: types.ModuleType, source: str) -> None:
        self._module = module
        self.source = source
        self._calls: list[str] = []

    @property
    def call(self) -> str:
        """The first call since :meth:`forget_calls`, as a learner would type it, and how often."""
        often = f"   ×{len(self._calls)}" if len(self._calls) > 1 else ""
        return self._calls[0] + often if self._calls else ""

    def forget_calls(self) -> None:
        """Start a new case."""
        self._calls.clear()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        try:
            function = self._module.__dict__[name]
        except KeyError:
            raise LearnerError(
                NameError(name), ErrorFact("NameError", f"name {name!r} is not defined")
            ) from None

        def call(*args: Any, **kwargs: Any) -> Any:
            self._calls.append(describe_call(name, args, kwargs))
            return ask(lambda: function(*args, **kwargs))

        return call


def ask(question: Callable[[], Result]) -> Result:
    """
    Run what runs learner code and return what it gives: ``ask(lambda: model(X))``.

    For what a submission returned, a module or an object of its own class: whatever that raises
    is the learner's too.

    Raises:
        LearnerError: With what was raised.
    """
    try:
        return question()
    except BaseException as exception:  # noqa: BLE001 - SystemExit is an answer too
        raise LearnerError(exception, learner_fact(exception)) from None


def answer_or_none(question: Callable[[], Result]) -> Result | None:
    """Return what *question* gives; None where it raises, for what nobody is obliged to survive."""
    try:
        return ask(question)
    except LearnerError:
        return None


def load_submission(source: str, function: str) -> Submission:
    """
    Run a learner's file and return its names.

    Statements run one by one: an exception in one (a forgotten experiment at
    the end, say) does not lose the functions defined before or after it. A library that
    can't be imported costs only what uses it: not the others imported in the same line, and
    no function for its annotations. What misses it later raises the import's own error.

    Args:
        source: The file's text. Its code is run here and now.
        function: The name that has to be defined afterwards.

    Raises:
        LoadError: If the file can't be parsed or lacks *function*.
    """
    # For tracebacks and for learners who call inspect.getsource on themselves.
    linecache.cache[FILENAME] = (len(source), None, source.splitlines(keepends=True), FILENAME)
    try:
        tree = ast.parse(source, FILENAME)
        # Some mistakes, a return outside a function say, are found only by compiling.
        flags = compile(tree, FILENAME, "exec", dont_inherit=True).co_flags & _FUTURE_FLAGS
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 0
        raise LoadError("syntax", describe_error(error, line, _line(source, line))) from None

    module = types.ModuleType(MODULE_NAME)
    module.__file__ = FILENAME
    sys.modules[MODULE_NAME] = module  # where dataclasses and typing look a class's names up
    first_error: ErrorFact | None = None
    _unbound.clear()
    for statement in _statements(tree):
        try:
            statements = ast.Module([statement], [])
            code = compile(statements, FILENAME, "exec", flags, dont_inherit=True)
            exec(code, module.__dict__)  # noqa: S102 - running it is the job of this room
        except BaseException as exception:  # noqa: BLE001 - SystemExit must not end the grading
            failure = learner_fact(exception)
            first_error = first_error or failure
            _unbound.update(dict.fromkeys(_names_bound_by(statement), failure))
            if isinstance(statement, ast.Import | ast.ImportFrom):
                flags |= _FUTURE_FLAGS

    if callable(module.__dict__.get(function)):
        return Submission(module, source)
    if first_error is not None:
        raise LoadError("raised", first_error)
    defined = [name for name, value in module.__dict__.items() if callable(value)]
    nearest = difflib.get_close_matches(function, defined, 1)
    raise LoadError(
        "missing", ErrorFact("NameError", f"name {function!r} is not defined"), *nearest
    )


def learner_fact(exception: BaseException) -> ErrorFact:
    """
    Return *exception* as a fact, with the innermost line of the learner's own file.

    For a name that has no value because a statement of the file failed, that is the failure.
    """
    if type(exception) is NameError and (cause := _cause(exception)) is not None:
        return cause
    line = 0
    traceback = exception.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == FILENAME:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    code = linecache.cache[FILENAME][2] if FILENAME in linecache.cache else []  # type: ignore[misc]
    return describe_error(exception, line, code[line - 1].strip() if 0 < line <= len(code) else "")


def _line(source: str, number: int) -> str:
    lines = source.splitlines()
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _cause(error: NameError) -> ErrorFact | None:
    """Why the name has no value, if a statement that was to bind it failed."""
    name = error.name
    return _unbound.get(name, _unbound.get("*")) if type(name) is str else None


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """What is run of a file, each import of a line by itself."""
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                one = copy.copy(statement)
                one.names = [alias]
                yield one
        else:
            yield statement


def _names_bound_by(statement: ast.stmt) -> Iterator[str]:
    """The names that *statement* was to give a value to; ``*`` for those of a whole module."""
    definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    # What stands within a definition is bound when it is called, or belongs to the class.
    nodes = [statement] if isinstance(statement, definitions) else ast.walk(statement)
    for node in nodes:
        if isinstance(node, definitions):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
