"""Loading a learner's file: its statements run one by one, and one that fails costs only itself."""

from __future__ import annotations
import __future__

import ast
import copy
import difflib
import functools
import io
import linecache
import sys
import types
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from autograder.observations import MAX_LEFT_OUT, MAX_STATEMENTS, ErrorFact
from autograder.probing.facts import describe_error
from autograder.probing.helper_files import helpers_importable
from autograder.probing.submission import FILENAME, Submission, learner_fact
from autograder.probing.unbound import Unbound, cause_of_name, forget_files, remember
from autograder.texts import lines_of_program

__all__ = ["LoadError", "load_submission"]

#: The module's name, so that what stands under ``if __name__ == "__main__":`` is not run.
MODULE_NAME = "submission"
# "from __future__ import annotations" is for the whole file, also when run line by line.
_FUTURE_FLAGS = __future__.annotations.compiler_flag
#: Exceptions by which a statement was to end the program, or waited for somebody to type.
_ENDINGS = (SystemExit, KeyboardInterrupt, EOFError)

#: Takes a message about loading: plain data.
Tell = Callable[[dict[str, Any]], object]


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


def load_submission(
    source: str,
    function: str,
    *,
    helpers: Mapping[str, str] = MappingProxyType({}),
    left_out: Collection[int] = (),
    tell: Tell = lambda _: None,
) -> Submission:
    """
    Run a learner's file and return its names.

    Statements run one by one: an exception in one (a forgotten experiment at
    the end, say) does not lose the functions defined before or after it. A library that
    can't be imported costs only what uses it: not the others imported in the same line, and
    no function for its annotations. What misses it later raises the import's own error.

    Args:
        source: The file's text. Its code is run here and now.
        function: The name that has to be defined afterwards.
        helpers: Texts of files beside it that it can import, by the names of their modules.
        left_out: Numbers of statements that are not run, since they ended or kept an earlier
            process.
        tell: Called before statement n is run (``{"loading": n}``), about each statement that was
            left out or ended early (``{"left_out": n, "line", "code", "error"}``), and once all
            have been run (``{"loaded": True}``).

    Raises:
        LoadError: If the file can't be parsed or lacks *function*.
    """
    forget_files()
    helpers_importable(helpers, FILENAME, _run_helper)
    try:
        program = _parsed(source, FILENAME)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 0
        raise LoadError("syntax", describe_error(error, line, _line(source, line))) from None

    module = types.ModuleType(MODULE_NAME)
    module.__file__ = FILENAME
    sys.modules[MODULE_NAME] = module  # where dataclasses and typing look a class's names up
    first_error = program.run(module, left_out, _Announcer(source, tell))
    tell({"loaded": True})

    if callable(vars(module).get(function)):
        return Submission(module, source, program.tree)
    if (cause := cause_of_name(function, FILENAME)) is not None:
        raise LoadError("raised", cause)
    defined = [name for name, value in vars(module).items() if callable(value)]
    nearest = difflib.get_close_matches(function, defined, 1)
    if first_error is not None and not nearest:
        raise LoadError("raised", first_error)
    raise LoadError(
        "missing", ErrorFact("NameError", f"name {function!r} is not defined"), *nearest
    )


class _Announcer:
    """Tells what is run and what is left out of the learner's own file."""

    def __init__(self, source: str, tell: Tell) -> None:
        self._source = source
        self._tell = tell
        self._left = MAX_LEFT_OUT

    def begins(self, number: int) -> None:
        if number < MAX_STATEMENTS:
            self._tell({"loading": number})

    def leaves_out(self, number: int, statement: ast.stmt) -> None:
        self._tell_left_out(number, statement.lineno, "")

    def failed(self, number: int, statement: ast.stmt, exception: BaseException) -> None:
        """Tell of a statement that was to end the program, or waited for input."""
        kind = type(exception)
        if kind in _ENDINGS:
            self._tell_left_out(number, statement.lineno, kind.__name__)

    def _tell_left_out(self, number: int, line: int, error: str) -> None:
        if self._left and number < MAX_STATEMENTS:
            self._left -= 1
            code = _line(self._source, line)[:200]
            self._tell({"left_out": number, "line": line, "code": code, "error": error})


class _Statements:
    """
    The statements of one file, to be run in a module of its own.

    Attributes:
        tree: The whole file, which nobody may change.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: If it is no Python.
    """

    def __init__(self, source: str, file: str) -> None:
        self.tree = ast.parse(source, file)
        # Some mistakes, a return outside a function say, are found only by compiling.
        code = compile(self.tree, file, "exec", dont_inherit=True)
        #: Those of the future that the file imports.
        self._flags = code.co_flags & _FUTURE_FLAGS
        self._file = file
        self._code: dict[tuple[int, int], types.CodeType] = {}

    def run(
        self,
        module: types.ModuleType,
        left_out: Collection[int] = (),
        announcer: _Announcer | None = None,
    ) -> ErrorFact | None:
        """Run them one by one; return the first error."""
        first_error, flags = None, self._flags
        unbound = Unbound(self.tree, self._file)
        remember(self._file, unbound)
        for number, statement in enumerate(_one_by_one(self.tree)):
            if number in left_out:
                if announcer:
                    announcer.leaves_out(number, statement)
                continue
            if announcer:
                announcer.begins(number)
            try:
                code = self._compiled(number, statement, flags)
                exec(code, vars(module))  # noqa: S102 - running it is the job of this room
            except BaseException as exception:  # noqa: BLE001 - SystemExit must not end the grading
                failure = learner_fact(exception)
                first_error = first_error or failure
                unbound.note(statement, failure, exception)
                if announcer:
                    announcer.failed(number, statement, exception)
                if isinstance(statement, ast.Import | ast.ImportFrom):
                    flags |= _FUTURE_FLAGS
        return first_error

    def _compiled(self, number: int, statement: ast.stmt, flags: int) -> types.CodeType:
        """Compile a statement; once, however often the file is run in this process."""
        code = self._code.get((number, flags))
        if code is None:
            alone = ast.Module([statement], [])
            code = compile(alone, self._file, "exec", flags, dont_inherit=True)
            if number < MAX_STATEMENTS:
                self._code[number, flags] = code
        return code


def _run_helper(text: str, module: types.ModuleType) -> None:
    """Run a file beside the submission; raises SyntaxError and the like, as an import does."""
    _parsed(text, str(module.__file__)).run(module)


def _parsed(source: str, file: str) -> _Statements:
    """
    Return the statements of *source*.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: If it is no Python.
    """
    # For tracebacks and for learners who call inspect.getsource on themselves.
    lines = io.StringIO(source, newline=None).readlines()
    linecache.cache[file] = (len(source), None, lines, file)
    read = _read_once if len(source) <= _LONGEST_KEPT else _Statements
    return read(source, file)


#: A notebook holds all programs of its student, and some programs are run on public and on hidden cases.
_read_once = functools.lru_cache(maxsize=8)(_Statements)
#: Characters of the longest file that is kept once it has been read, for it takes memory that its program may have.
_LONGEST_KEPT = 20_000


def _line(source: str, number: int) -> str:
    lines = lines_of_program(source)
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _one_by_one(tree: ast.Module) -> Iterator[ast.stmt]:
    """What is run of a file, each import of a line by itself."""
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                one = copy.copy(statement)
                one.names = [alias]
                yield one
        else:
            yield statement
