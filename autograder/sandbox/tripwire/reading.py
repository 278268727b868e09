"""A reading of the source for names that lead from a learner's objects to the grader's."""

from __future__ import annotations

import ast
import functools
import itertools
import re
from collections.abc import Collection, Iterator, Sequence

from autograder.sandbox.trees import Tree, tree_of
from autograder.sandbox.tripwire.bindings import (
    NAMED_BY,
    are_numbers,
    are_texts,
    asked_for_something,
    defined_names,
    imported_names,
    names_bound_only_to,
    plain_statements,
)
from autograder.sandbox.tripwire.words import (
    A_NAME_COMPUTED,
    A_NAMESPACE,
    INTROSPECTION,
    OF_MODULES,
    OUR_NAME,
    OURS,
    TOO_DEEP,
    WRITES,
)

__all__ = ["names_in"]

#: Modules from which an honest program takes things, but which it never passes on.
_NOT_TO_BE_HANDED_ON = frozenset({"sys", "gc", "os", "io", "inspect", "builtins"})
#: Suspicious names that torch has as harmless methods: ``model.eval()``.
_HARMLESS_AS_ATTRIBUTE = frozenset({"eval", "exec", "compile"})
_SUSPICIOUS_AS_ATTRIBUTE = INTROSPECTION - _HARMLESS_AS_ATTRIBUTE
#: Functions that give or change what has a name; to ask whether there is one is harmless.
_GIVES_BY_NAME = NAMED_BY - {"hasattr"}
#: Attributes that an honest program may set on a module that it imports.
_TO_BE_SET = frozenset({"backends", "stdout", "stderr", "stdin"})
#: Nodes of which :meth:`_Reading._words_of` may have something to say; two of three are of other kinds.
_TELLING = frozenset({
    ast.Attribute, ast.Call, ast.Constant, ast.FunctionDef, ast.Import, ast.ImportFrom, ast.MatchClass,
    ast.Name, ast.Subscript,
})  # fmt: skip
#: Names that learners may import from our package: they leave ``draw(loss)`` in what they hand in.
_FOR_LEARNERS = {OURS: {"draw"}, f"{OURS}.notebook": {"check", "quiz", "use_language"}}


@functools.lru_cache(maxsize=32)
def names_in(source: str) -> Sequence[tuple[str, int]]:
    """
    Return each name in *source* that leads to the grader, and its line. Nothing is run.

    Args:
        source: The submission; if it can't be parsed, there are none.
    """
    try:
        tree = tree_of(source)
    except (SyntaxError, ValueError):
        return ()
    except (RecursionError, MemoryError):  # Python might run what is too deep for this parse.
        return ((TOO_DEEP, 0),)
    return (*_Reading(tree).found(),)


class _Reading:
    """
    The names in one program, and those among them that lead to the grader.

    What few programs need is looked for only once it is asked for.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._out_of_use = plain_statements(tree)
        self._own = defined_names(tree)
        self._imported = imported_names(tree)

    @functools.cached_property
    def _asked(self) -> set[ast.AST]:
        return asked_for_something(self._tree)

    @functools.cached_property
    def _spelled(self) -> set[str]:
        return names_bound_only_to(self._tree, are_texts)

    @functools.cached_property
    def _numbers(self) -> set[str]:
        return names_bound_only_to(self._tree, are_numbers)

    def found(self) -> Iterator[tuple[str, int]]:
        for node in self._tree.nodes:
            if type(node) in _TELLING and node not in self._out_of_use:
                for word in self._words_of(node):
                    yield word, getattr(node, "lineno", 0)

    def _words_of(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if (
                modules := self._modules_with(name, owner)
            ):
                yield f"{min(modules)}.{name}"
            case ast.Attribute(attr=name) if name in _SUSPICIOUS_AS_ATTRIBUTE:
                yield name
            case ast.Attribute(value=owner, attr="__dict__") if self._is_module(owner):
                yield A_NAMESPACE
            case ast.Attribute(ctx=ast.Store() | ast.Del()) if self._is_imported(node):
                yield WRITES
            case ast.Name(id=name) | ast.FunctionDef(name=name) if self._is_suspicious(name):
                yield name
            case ast.Name():
                yield from self._handed_on(node)
            case ast.Constant(value=str(text)):
                yield from _words_in(text)
            case ast.Import() | ast.ImportFrom():
                yield from _of_import(node)
            case ast.MatchClass(kwd_attrs=names):
                yield from INTROSPECTION & {*names}
            case _:
                yield from self._computed_in(node)

    def _handed_on(self, node: ast.Name) -> Iterator[str]:
        """A name that is passed on rather than used where it stands: then nobody can follow it."""
        words = []
        if self._imported.get(node.id, set()) & _NOT_TO_BE_HANDED_ON:
            words.append(A_NAMESPACE)
        if node.id in _GIVES_BY_NAME and node.id not in self._own:
            words.append(A_NAME_COMPUTED)
        if words and node not in self._asked:
            yield from words

    def _is_suspicious(self, name: str) -> bool:
        return name in INTROSPECTION and name not in self._own

    def _computed_in(self, node: ast.AST) -> Iterator[str]:
        """Names that are given as values, and modules all of whose names are taken at once."""
        match node:
            case ast.Call(func=ast.Name(id="vars"), args=[owner]) if self._is_module(owner):
                yield A_NAMESPACE
            case ast.Call(func=ast.Name(id=function), args=[owner, name, *_]) if (
                function in NAMED_BY
            ):
                if not self._is_spelled(name):
                    yield A_NAME_COMPUTED
                if function in ("setattr", "delattr") and self._is_imported(owner):
                    yield WRITES
                match owner, name:
                    case ast.Name(id=module), ast.Constant(value=str(text)):
                        yield from (f"{m}.{text}" for m in self._modules_with(text, module))
            case ast.Call(
                func=ast.Attribute(attr="__setattr__" | "__delattr__"), args=[owner, *_]
            ) if self._is_imported(owner):
                yield WRITES
            case ast.Subscript(value=ast.Call(func=ast.Name(id="globals")), slice=name):
                if not self._is_spelled(name, {"__builtins__"}):
                    yield A_NAME_COMPUTED
            case ast.Subscript(value=namespace, slice=name) if _is_namespace_of_another(namespace):
                if not self._is_spelled(name):
                    yield A_NAME_COMPUTED

    def _modules_with(self, name: str, owner: str) -> set[str]:
        """Modules that *owner* may stand for and on which *name* leads to the grader."""
        return {m for m in {owner, *self._imported.get(owner, ())} if (m, name) in OF_MODULES}

    def _is_module(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self._imported

    def _is_imported(self, node: ast.expr) -> bool:
        """Whether *node* is an imported module or a part of one, other than those to be set."""
        while isinstance(node, ast.Attribute):
            if node.attr in _TO_BE_SET:
                return False
            node = node.value
            if _is_class_of_another(node):
                return True
        return self._is_module(node) or _is_class_of_another(node)

    def _is_spelled(self, name: ast.expr, names: Collection[str] = INTROSPECTION) -> bool:
        """Whether the text that *name* computes is known here, or at least can't be in *names*."""
        match name:
            case ast.Constant():
                return True
            case ast.Name(id=variable):
                return variable in self._spelled
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), *parts]):
                return not any(known.startswith(start) for known in names) or all(
                    self._is_number(part) for part in parts
                )
        return False

    def _is_number(self, part: ast.expr) -> bool:
        match part:
            case ast.FormattedValue(value=ast.Name(id=variable)):
                return variable in self._numbers
        return False


def _words_in(text: str) -> Iterator[str]:
    """Yield names for introspection: the whole text, or names in it that occur in no prose."""
    if text in _SUSPICIOUS_AS_ATTRIBUTE:
        yield text
        return
    if OURS in text:
        yield OUR_NAME
    yield from sorted({word for word in _IN_TEXTS.findall(text) if word in INTROSPECTION})
    yield from sorted({f"{m}.{n}" for m, n in _DOTTED.findall(text) if (m, n) in OF_MODULES})


#: Words that look like names in a program rather than like prose.
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
    if way[0] == OURS and not (names and set(names) <= _FOR_LEARNERS.get(module, set())):
        yield OUR_NAME
    yield from sorted(INTROSPECTION & {*way, *names})
    if "*" in names and module in _NOT_TO_BE_HANDED_ON:
        yield A_NAMESPACE
    pairs = [*itertools.pairwise(way), *((module, name) for name in names)]
    yield from (f"{owner}.{name}" for owner, name in pairs if (owner, name) in OF_MODULES)


def _is_class_of_another(node: ast.expr) -> bool:
    """Whether *node* is ``type(x)`` or ``x.__class__``, x not being the program's own ``self``."""
    match node:
        case (
            ast.Call(func=ast.Name(id="type"), args=[owner])
            | ast.Attribute(value=owner, attr="__class__")
        ):
            return not (isinstance(owner, ast.Name) and owner.id == "self")
    return False


def _is_namespace_of_another(node: ast.expr) -> bool:
    """Whether *node* is ``vars(x)`` or ``x.__dict__``, x not being the program's own ``self``."""
    match node:
        case (
            ast.Call(func=ast.Name(id="vars"), args=[owner])
            | ast.Attribute(value=owner, attr="__dict__")
        ):
            return not (isinstance(owner, ast.Name) and owner.id == "self")
    return False
