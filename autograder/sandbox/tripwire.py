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
import itertools
import re
import sys
import threading
import types
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from types import FrameType
from typing import Any

__all__ = ["MAX_TRIPPED", "WORDS", "arm", "leave_the_stage", "names_in"]

#: By attribute or name: roads from what a learner has to what is the grader's.
_ROADS = frozenset({
    # Of functions, methods and classes.
    "__globals__", "__closure__", "__self__", "__func__", "__code__", "__subclasses__",
    "__builtins__", "__getattribute__", "__get__", "__import__", "cell_contents", "FunctionType",
    "CodeType",
    # Of frames.
    "f_back", "f_locals", "f_globals", "f_builtins", "f_code", "tb_frame", "tb_next", "gi_frame",
    "gi_code", "cr_frame", "ag_frame", "_getframe", "_current_frames", "_current_exceptions",
    "_getframemodulename", "currentframe", "walk_stack", "walk_tb", "getouterframes",
    "getinnerframes", "settrace", "setprofile", "addaudithook", "register_callback",
    # Of the garbage collector, and of looking at objects from without.
    "get_objects", "get_referrers", "get_referents", "getclosurevars", "getmembers",
    "getmembers_static", "getattr_static", "attrgetter", "methodcaller",
    # Of code in texts, and of modules.
    "exec", "eval", "compile", "marshal", "importlib", "runpy", "codeop", "InteractiveInterpreter",
    "resolve_name", "locate", "mock",
    "_interpreters", "_xxsubinterpreters",
    # Of bare memory.
    "ctypes", "_ctypes", "cffi", "_cffi_backend", "_testcapi", "_testinternalcapi", "posix",
    "__array_interface__", "__array_struct__", "stride_tricks",
    "_construct_storage_from_data_pointer",
    # Of torch's hooks and modes, among which are the grader's.
    "_backward_hooks", "_post_accumulate_grad_hooks", "_global_optimizer_pre_hooks",
    "_global_optimizer_post_hooks", "_global_forward_hooks", "_global_forward_pre_hooks",
    "_global_backward_hooks", "_python_dispatch", "_get_current_function_mode",
    "_get_current_function_mode_stack", "_pop_mode", "_push_mode", "_pop_mode_temporarily",
    "_pop_torch_function_stack", "_push_on_torch_function_stack",
})  # fmt: skip
#: Attributes that lead somewhere only on the module that is named.
_OF_MODULES = {
    ("sys", "modules"), ("sys", "meta_path"), ("sys", "path_hooks"), ("sys", "excepthook"),
    ("sys", "unraisablehook"), ("sys", "last_traceback"), ("os", "write"), ("os", "writev"),
    ("os", "pwrite"), ("os", "pwritev"), ("os", "sendfile"), ("os", "splice"), ("os", "dup"),
    ("os", "dup2"), ("os", "fdopen"), ("io", "FileIO"), ("inspect", "stack"), ("inspect", "trace"),
    ("gc", "callbacks"), ("gc", "unfreeze"), ("torch", "_C"), ("torch", "library"),
}  # fmt: skip
#: Modules that an honest program takes things from, but hands to nobody.
_NOT_TO_BE_HANDED_ON = frozenset({"sys", "gc", "os", "io", "inspect", "builtins"})
#: Methods of torch's own that have such a name and lead nowhere: ``model.eval()``.
_HARMLESS_AS_ATTRIBUTE = frozenset({"eval", "exec", "compile"})
_NAMED_BY = frozenset({"getattr", "setattr", "delattr", "hasattr"})
#: What an honest program may set on a module that it imports.
_TO_BE_SET = frozenset({"backends", "stdout", "stderr", "stdin"})
_OURS = "autograder"
#: What learners may take of our package: they leave ``draw(loss)`` in what they hand in.
_FOR_LEARNERS = {_OURS: {"draw"}, f"{_OURS}.notebook": {"check", "quiz", "use_language"}}

_EVENTS = frozenset({
    "sys._getframe", "sys._getframemodulename", "code.__new__", "function.__new__",
    "marshal.loads", "compile", "exec",
})  # fmt: skip
#: What neither torch nor the standard library does for an honest program: told whoever calls.
_RARE_EVENTS = frozenset({
    "sys._current_frames", "sys._current_exceptions", "sys.settrace", "sys.setprofile",
    "sys.addaudithook", "sys.monitoring.register_callback", "gc.get_objects", "gc.get_referrers",
    "gc.get_referents",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "__code__", "tb_frame", "gi_frame", "gi_code", "cr_frame", "cr_code", "ag_frame", "ag_code",
    "f_locals", "f_globals", "f_code", "f_back",
})  # fmt: skip
_CTYPES = "ctypes."
_A_NAME_COMPUTED = "a name that is computed"
_OUR_NAME = "the name of the grader"
_OPENED = "opens a descriptor or /proc"
_A_NAMESPACE = "all names of a module"
_WRITES = "writes into a module"
_TOO_DEEP = "too deeply nested to be read"
_UNPICKLED = "unpickles what leads to the grader"
#: By these modules' functions a pickle does what its text does not say.
_PICKLED_ROADS = frozenset({
    "autograder", "builtins", "ctypes", "gc", "importlib", "inspect", "io", "operator", "os",
    "posix", "runpy", "sys", "types",
})  # fmt: skip
#: Types that honest pickles name.
_PLAIN = frozenset({
    "set", "frozenset", "bytearray", "complex", "range", "slice", "object", "list", "dict", "tuple",
})  # fmt: skip
#: All that a child may say of a submission; whatever else it says is no message of ours.
WORDS = frozenset(
    {*_ROADS, *(f"{module}.{name}" for module, name in _OF_MODULES)}
    | {*_EVENTS, *_RARE_EVENTS, *_ATTRIBUTES}
    | {_A_NAME_COMPUTED, _OUR_NAME, _OPENED, _A_NAMESPACE, _WRITES, _UNPICKLED, _TOO_DEEP, "ctypes"}
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
    except (SyntaxError, ValueError):
        return
    except (RecursionError, MemoryError):  # What is too deep for us might be run all the same.
        yield _TOO_DEEP, 0
        return
    yield from _Reading(tree).found()


class _Reading:
    """What one program calls its things, and what it names among them."""

    def __init__(self, tree: ast.Module) -> None:
        self._nodes = [*ast.walk(tree)]
        self._out_of_use = _plain_statements(self._nodes)
        self._asked = _asked_for_something(self._nodes)
        self._own = _defined_names(self._nodes)
        self._imported = _imported_names(self._nodes)
        self._spelled = _names_bound_only_to(self._nodes, _are_texts)
        self._numbers = _names_bound_only_to(self._nodes, _are_numbers)

    def found(self) -> Iterator[tuple[str, int]]:
        for node in self._nodes:
            if id(node) not in self._out_of_use:
                for word in self._words_of(node):
                    yield word, getattr(node, "lineno", 0)

    def _words_of(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if (
                modules := self._modules_with(name, owner)
            ):
                yield f"{min(modules)}.{name}"
            case ast.Attribute(attr=name) if name in _ROADS - _HARMLESS_AS_ATTRIBUTE:
                yield name
            case ast.Attribute(value=owner, attr="__dict__") if self._is_module(owner):
                yield _A_NAMESPACE
            case ast.Attribute(ctx=ast.Store() | ast.Del()) if self._is_imported(node):
                yield _WRITES
            case ast.Name(id=name) | ast.FunctionDef(name=name) if name in _ROADS - self._own:
                yield name
            case ast.Name() if id(node) not in self._asked:
                yield from self._handed_on(node)
            case ast.Constant(value=str(text)):
                yield from _words_in(text)
            case ast.Import() | ast.ImportFrom():
                yield from _of_import(node)
            case ast.MatchClass(kwd_attrs=names):
                yield from _ROADS & {*names}
            case _:
                yield from self._computed_in(node)

    def _handed_on(self, node: ast.Name) -> Iterator[str]:
        """What is not used where it stands: from there on no reading can follow it."""
        if self._imported.get(node.id, set()) & _NOT_TO_BE_HANDED_ON:
            yield _A_NAMESPACE
        if node.id in _NAMED_BY - {"hasattr"} - self._own:
            yield _A_NAME_COMPUTED

    def _computed_in(self, node: ast.AST) -> Iterator[str]:
        """Names that are given as values, and modules whose names are taken all at once."""
        match node:
            case ast.Call(func=ast.Name(id="vars"), args=[owner]) if self._is_module(owner):
                yield _A_NAMESPACE
            case ast.Call(func=ast.Name(id=function), args=[owner, name, *_]) if (
                function in _NAMED_BY
            ):
                if not self._is_spelled(name):
                    yield _A_NAME_COMPUTED
                if function in ("setattr", "delattr") and self._is_imported(owner):
                    yield _WRITES
                match owner, name:
                    case ast.Name(id=module), ast.Constant(value=str(text)):
                        yield from (f"{m}.{text}" for m in self._modules_with(text, module))
            case ast.Call(
                func=ast.Attribute(attr="__setattr__" | "__delattr__"), args=[owner, *_]
            ) if self._is_imported(owner):
                yield _WRITES
            case ast.Subscript(value=ast.Call(func=ast.Name(id="globals")), slice=name):
                if not self._is_spelled(name, {"__builtins__"}):
                    yield _A_NAME_COMPUTED
            case ast.Subscript(value=namespace, slice=name) if _is_namespace_of_another(namespace):
                if not self._is_spelled(name):
                    yield _A_NAME_COMPUTED

    def _modules_with(self, name: str, owner: str) -> set[str]:
        """Modules that *owner* may stand for, where *name* leads to the grader."""
        return {m for m in {owner, *self._imported.get(owner, ())} if (m, name) in _OF_MODULES}

    def _is_module(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self._imported

    def _is_imported(self, node: ast.expr) -> bool:
        """Whether it is, or is part of, something that was imported and is not for setting."""
        while isinstance(node, ast.Attribute):
            if node.attr in _TO_BE_SET:
                return False
            node = node.value
            if _is_class_of_another(node):
                return True
        return self._is_module(node) or _is_class_of_another(node)

    def _is_spelled(self, name: ast.expr, roads: Collection[str] = _ROADS) -> bool:
        """Whether a name that is given as a value can be read, or can't be one of ours."""
        match name:
            case ast.Constant():
                return True
            case ast.Name(id=variable):
                return variable in self._spelled
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), *parts]):
                return not any(road.startswith(start) for road in roads) or all(
                    self._is_number(part) for part in parts
                )
        return False

    def _is_number(self, part: ast.expr) -> bool:
        match part:
            case ast.FormattedValue(value=ast.Name(id=variable)):
                return variable in self._numbers
        return False


def _words_in(text: str) -> Iterator[str]:
    """Roads that a text names: one that is nothing else, or one that no other text would hold."""
    if text in _ROADS - _HARMLESS_AS_ATTRIBUTE:
        yield text
        return
    if _OURS in text:
        yield _OUR_NAME
    yield from sorted({word for word in _IN_TEXTS.findall(text) if word in _ROADS})
    yield from sorted({f"{m}.{n}" for m, n in _DOTTED.findall(text) if (m, n) in _OF_MODULES})


#: What looks like a name of the language's own rather than a word.
_IN_TEXTS = re.compile(r"\b(?:_\w+|\w+_\w+)\b")
_DOTTED = re.compile(r"\b(\w+)[.:](\w+)\b")


def _of_import(statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            yield from _of_module(alias.name, ())
    elif statement.module:
        yield from _of_module(statement.module, [alias.name for alias in statement.names])


def _of_module(module: str, names: Sequence[str]) -> Iterator[str]:
    way = module.split(".")
    if way[0] == _OURS and not (names and set(names) <= _FOR_LEARNERS.get(module, set())):
        yield _OUR_NAME
    yield from sorted(_ROADS & {*way, *names})
    if "*" in names and module in _NOT_TO_BE_HANDED_ON:
        yield _A_NAMESPACE
    pairs = [*itertools.pairwise(way), *((module, name) for name in names)]
    yield from (f"{owner}.{name}" for owner, name in pairs if (owner, name) in _OF_MODULES)


def _is_class_of_another(node: ast.expr) -> bool:
    """``type(x)`` or ``x.__class__``, where x is not the program's own ``self``."""
    match node:
        case (
            ast.Call(func=ast.Name(id="type"), args=[owner])
            | ast.Attribute(value=owner, attr="__class__")
        ):
            return not (isinstance(owner, ast.Name) and owner.id == "self")
    return False


def _is_namespace_of_another(node: ast.expr) -> bool:
    """``vars(x)`` or ``x.__dict__``, where x is not the program's own ``self``."""
    match node:
        case (
            ast.Call(func=ast.Name(id="vars"), args=[owner])
            | ast.Attribute(value=owner, attr="__dict__")
        ):
            return not (isinstance(owner, ast.Name) and owner.id == "self")
    return False


def _plain_statements(nodes: list[ast.AST]) -> set[int]:
    """Texts that are statements: docstrings, and what was put out of use by three quotes."""
    return {
        id(node.value)
        for node in nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _asked_for_something(nodes: list[ast.AST]) -> set[int]:
    """Names that are called, or of which something is taken: ``sys`` in ``sys.argv``."""
    asked: set[int] = set()
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name() as name):
                asked.add(id(name))
            case ast.Call(func=ast.Name(id=function) as name, args=arguments):
                asked.add(id(name))
                if function in _NAMED_BY:
                    asked.update(id(argument) for argument in arguments[:1])
    return asked


def _defined_names(nodes: list[ast.AST]) -> set[str]:
    """
    Names that the program gives to something of its own: a function ``eval``, say.

    Not those of the language's own, which mean something whoever defines them.
    """
    own: set[str] = {"__get__"}
    for node in nodes:
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.arg(arg=name)
                | ast.Name(id=name, ctx=ast.Store())
            ) if not name.startswith("__"):
                own.add(name)
    return own


def _imported_names(nodes: list[ast.AST]) -> dict[str, set[str]]:
    """What was imported, by each name that the program has for it: ``{"np": {"numpy"}}``."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    top = alias.name.partition(".")[0]
                    full = alias.name if alias.asname else top
                    found.setdefault(alias.asname or top, set()).add(full)
            case ast.ImportFrom(module=str(module), names=names):
                for alias in names:
                    full = f"{module}.{alias.name}"
                    found.setdefault(alias.asname or alias.name, set()).add(full)
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=module)):
                found.setdefault(name, set()).update(found.get(module, ()))
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute() as part):
                owner = _root(part)
                found.setdefault(name, set()).update(f"{m}.…" for m in found.get(owner, ()))
    return {name: modules for name, modules in found.items() if modules}


def _root(node: ast.expr) -> str:
    """The name at the beginning of ``torch.nn.Linear``."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _names_bound_only_to(nodes: list[ast.AST], fits: Callable[[ast.expr], bool]) -> set[str]:
    """Variables that hold only what *fits*: elements of it in a loop, or it itself."""
    bound: Counter[str] = Counter()
    fitting: Counter[str] = Counter()
    for node in nodes:
        match node:
            case ast.Name(id="globals" | "locals"):  # By these, any variable can be anything.
                return set()
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                bound[name] += 1
            case (
                ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
                | ast.MatchMapping(rest=str(name))
                | ast.ExceptHandler(name=str(name))
                | ast.alias(name=name, asname=None)
                | ast.alias(asname=str(name))
                | ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                bound[name] += 1
            case (
                ast.For(target=target, iter=values) | ast.comprehension(target=target, iter=values)
            ):
                if isinstance(target, ast.Name) and fits(values):
                    fitting[target.id] += 1
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if fits(value):
                fitting[name] += 1
    return {name for name, count in fitting.items() if count == bound[name]}


def _are_texts(node: ast.expr) -> bool:
    """A text as it stands, or a tuple or list of such: ``for name in ("W", "b")``."""
    match node:
        case ast.Constant():
            return True
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return all(isinstance(element, ast.Constant) for element in elements)
    return False


def _are_numbers(node: ast.expr) -> bool:
    """``range(…)``."""
    return isinstance(node, ast.Call) and _root(node.func) == "range"


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


def arm(is_learners: Callable[[str], bool], is_ours: Callable[[str], bool], tell: Tell) -> None:
    """
    Tell, from here on until this process ends, what learners' own code reaches for.

    Args:
        is_learners: Whether a file of that name holds learner code. What torch or the standard
            library do for it are none of its own; what stands in no file is.
        is_ours: Whether a file of that name is the grader's.
    """
    frame_of, thread = sys._getframe, threading.get_ident
    looking: set[int] = set()

    def ran_a_file(event: str, arguments: tuple[Any, ...]) -> bool:
        """Whether a learner's second file is run: its text is nothing that was read."""
        code = arguments[0] if event == "exec" and arguments else None
        return isinstance(code, types.CodeType) and is_learners(code.co_filename)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        word = _word(event, arguments)
        me = thread()  # Each thread by itself: one that looks must not cover for another.
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
            elif (event in _RARE_EVENTS or ran_a_file(event, arguments)) and not is_ours(file):
                tell(word, _line_of(frame, is_learners))
        finally:
            looking.discard(me)

    sys.addaudithook(hook)


def _word(event: str, arguments: tuple[Any, ...]) -> str:
    """What to say of an event, or nothing."""
    if event in _EVENTS or event in _RARE_EVENTS:
        return event
    first = arguments[0] if arguments else ""
    if event in ("object.__getattr__", "object.__setattr__", "object.__delattr__"):
        name = arguments[1] if len(arguments) > 1 else ""
        return name if type(name) is str and name in _ATTRIBUTES else ""
    if event == "open":
        proc = type(first) is str and first.startswith("/proc")
        return _OPENED if proc or type(first) in (int, bytes) else ""
    if event == "pickle.find_class":
        road = type(first) is str and first.partition(".")[0] in _PICKLED_ROADS
        return _UNPICKLED if road and arguments[1] not in _PLAIN else ""
    if event == "import":
        return first if type(first) is str and first in _ROADS else ""
    return "ctypes" if event.startswith(_CTYPES) else ""


def _caller(frame: FrameType | None) -> FrameType | None:
    """Who asked: ``inspect`` hands out frames to whoever calls it. What it looks at is its own."""
    while frame is not None and frame.f_code.co_filename.endswith(_GO_BETWEENS):
        frame = frame.f_back
    return frame


#: Files that do what they do for whoever calls them.
_GO_BETWEENS = (
    "inspect.py", "importlib/__init__.py", "ctypes/__init__.py", "<frozen importlib._bootstrap>",
)  # fmt: skip


def _is_from_a_text(file: str) -> bool:
    """Code that was made of a text stands in no file, and is the work of whoever had it made."""
    return file.startswith("<") and not file.startswith("<frozen ")


def _line_of(frame: FrameType | None, is_learners: Callable[[str], bool]) -> int:
    while frame is not None and not is_learners(frame.f_code.co_filename):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0
