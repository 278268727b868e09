"""
Plain programs: those of which a reading shows that they change nothing that others would meet.

Several programs of one student may run in one process, one after the other, if all of them are
plain. What is plain is a list of what is allowed, and short; anything else only means that a
program gets a process of its own. In a plain program

- modules, and classes that are not its own, stand only where they are used: before a dot, called,
  as a base, in an annotation, in ``isinstance``. So no variable ever holds one, and nothing that is
  set on a variable is set on what all programs share;
- modules are those of a short list, and their functions have no effect that lasts longer than a
  case (the harness puts seeds and grad mode back);
- no name leads to namespaces, frames, files, threads or code in texts, and no class has methods
  that Python calls at a time of its own.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType

__all__ = ["is_plain"]

#: Characters of the longest program that is read: reading must cost less than a process.
_LONGEST = 20_000
_MODULES = frozenset({
    "__future__", "collections", "collections.abc", "dataclasses", "functools", "itertools", "math", "numpy",
    "numpy.linalg", "numpy.random", "random", "torch", "torch.autograd",
    "torch.autograd.functional", "torch.linalg", "torch.nn", "torch.nn.functional",
    "torch.nn.init", "torch.nn.utils", "torch.optim", "torch.optim.lr_scheduler",
    "torch.utils.data", "typing",
})  # fmt: skip
#: What is built in and only looks at what it is given.
_BUILT_IN = frozenset({
    "__name__", "abs", "all", "any", "ascii", "bin", "bool", "bytes", "callable", "chr",
    "classmethod", "complex", "dict", "divmod", "enumerate", "filter", "float", "format",
    "frozenset", "hash", "hex", "id", "input", "int", "isinstance", "iter", "len", "list", "map",
    "max", "min", "next", "object", "oct", "ord", "pow", "print", "property", "range", "repr",
    "reversed", "round", "set", "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple",
    "zip", "NotImplemented", "Ellipsis",
    *(name for name, value in vars(builtins).items()
      if isinstance(value, type) and issubclass(value, BaseException)),
})  # fmt: skip
#: Methods that Python calls only where a program's own code says so.
_SPECIAL = frozenset({
    "__init__", "__call__", "__len__", "__getitem__", "__iter__", "__next__", "__repr__", "__str__",
    "__enter__", "__exit__", "__add__", "__radd__", "__sub__", "__mul__", "__rmul__", "__neg__",
    "__truediv__", "__pow__", "__post_init__",
})  # fmt: skip
#: Functions and methods that have lasting effects, on files or in C++, or that give classes away.
_LASTING = frozenset({
    "compile", "dump", "errstate", "fields", "from_file", "fromfile", "genfromtxt",
    "get_type_hints", "import_ir_module", "load", "loads", "loadtxt", "make_dataclass", "memmap",
    "save", "savetxt", "savez", "savez_compressed", "share_memory_", "singledispatch", "tofile",
    "use_deterministic_algorithms",
})  # fmt: skip
#: Of the functions of modules that set something, those whose setting the harness puts back.
_PUT_BACK = frozenset({"set_grad_enabled"})
#: What may stand in an annotation: nothing that binds a name.
_OF_ANNOTATIONS = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.BinOp, ast.BitOr, ast.Constant,
    ast.Load,
)  # fmt: skip


def is_plain(source: str) -> bool:
    """
    Tell whether a program may share a process with others of its student.

    To be asked before any learner code has run in this process. Nothing of *source* is run, but
    names of libraries are looked up in the modules that are loaded here.
    """
    if len(source) > _LONGEST:
        return False
    try:
        return _Reading(ast.parse(source)).is_plain()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


class _Reading:
    """One program, with what its names stand for."""

    def __init__(self, tree: ast.Module) -> None:
        self._nodes = [*ast.walk(tree)]
        self._parents = {id(c): p for p in self._nodes for c in ast.iter_child_nodes(p)}
        self._in_annotations = {id(node) for node in _parts_of_annotations(self._nodes)}
        self._own = {*_names_bound(self._nodes)}
        #: By name, the ways to what is imported under it: ``nn`` is ``("torch", "nn")``.
        self._imported: dict[str, list[tuple[str, ...]]] = {}

    def is_plain(self) -> bool:
        imports = [node for node in self._nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        return all(map(self._import_is_plain, imports)) and all(map(self._is_plain, self._nodes))

    def _import_is_plain(self, statement: ast.Import | ast.ImportFrom) -> bool:
        """Whether only listed modules, and parts of them, are imported; notes their names."""
        for alias in statement.names:
            if isinstance(statement, ast.Import):
                module, way = alias.name, tuple(alias.name.split("."))
                name = alias.asname or way[0]
                way = way if alias.asname else way[:1]
            else:
                module = statement.module or ""
                way = (*module.split("."), alias.name)
                name = alias.asname or alias.name
            if module not in _MODULES or name == "*":
                return False
            if module != "__future__":
                self._imported.setdefault(name, []).append(way)
        return True

    def _is_plain(self, node: ast.AST) -> bool:
        match node:
            case ast.Name(id=name) if name in self._imported:
                return isinstance(node.ctx, ast.Load) and self._is_used_as_shared(node)
            case ast.Name(id=name):
                return _is_fit(name) and (name in self._own or name in _BUILT_IN)
            case ast.Attribute():
                return self._attribute_is_plain(node)
            case ast.FunctionDef(name=name):
                return name in _SPECIAL or _is_fit(name)
            case ast.ClassDef(name=name, keywords=keywords):
                return _is_fit(name) and not keywords
            case ast.arg(arg=name):
                return _is_fit(name)
            case ast.While(test=ast.Constant()):
                # Without a way out it would only keep the others waiting.
                return any(isinstance(one, ast.Break | ast.Return) for one in ast.walk(node))
        return not isinstance(node, ast.AsyncFunctionDef | ast.MatchClass)

    def _attribute_is_plain(self, node: ast.Attribute) -> bool:
        if node.attr in _LASTING or (node.attr.startswith("_") and not _is_own_part(node)):
            return False
        if isinstance(node.ctx, ast.Load):
            return True
        # Set on a variable, on a part of what it holds, or on an entry of that.
        base = node.value
        while isinstance(base, ast.Attribute | ast.Subscript):
            base = base.value
        return isinstance(base, ast.Name) and base.id not in self._imported

    def _is_used_as_shared(self, node: ast.Name) -> bool:
        """Whether what all programs share is harmless as it is used here."""
        names: list[str] = []
        top: ast.AST = node
        while isinstance(parent := self._parents.get(id(top)), ast.Attribute):
            names.append(parent.attr)
            top = parent
        if names and not isinstance(getattr(top, "ctx", None), ast.Load):
            return False
        found = [_found((*way, *names)) for way in self._imported[node.id]]
        if all(map(_can_be_a_value, found)):
            return True
        return all(map(_can_be_used, found)) and self._is_used_in_place(top)

    def _is_used_in_place(self, node: ast.AST) -> bool:
        """Whether *node* is called, a base, a decorator, caught, or asked for by an annotation."""
        if id(node) in self._in_annotations:
            return True
        match self._parents.get(id(node)):
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, asked]) if asked is node:
                return True
            case ast.Call(func=used) | ast.ExceptHandler(type=used):
                return used is node
            case ast.ClassDef(bases=used) | ast.FunctionDef(decorator_list=used):
                return any(one is node for one in used)
        return False


_NOTHING = object()
#: Stands for what is found on a class: used where it stands, it is as good as the class.
_PART_OF_A_CLASS = type("part of a class", (), {})


def _found(way: Sequence[str]) -> object:
    """Return what *way* leads to in the modules that are loaded here, if it is harmless."""
    first, *names = way
    found: object = sys.modules.get(first, _NOTHING)
    for name in names:
        if isinstance(found, ModuleType) and found.__name__ in _MODULES:
            found = vars(found).get(name, _NOTHING)
            if name in _LASTING or (name.startswith("set") and name not in _PUT_BACK):
                return _NOTHING
        elif isinstance(found, type) and hasattr(found, name):
            found = _PART_OF_A_CLASS
        else:
            return _NOTHING
    return found


def _can_be_a_value(found: object) -> bool:
    """Whether a variable may hold what was found: a function, or what can't be changed."""
    kind = type(found)
    if kind in (bool, int, float, str, type(None)):
        return True
    if f"{kind.__module__}.{kind.__name__}" in _UNCHANGEABLE:
        return True
    return callable(found) and not isinstance(found, type) and kind.__module__ in _OF_FUNCTIONS


_UNCHANGEABLE = frozenset({"torch.dtype", "torch.layout", "torch.memory_format", "torch.device"})
#: Where the types of functions are at home: Python's own, and those of numpy and of torch.
_OF_FUNCTIONS = frozenset({"builtins", "numpy", "functools"})


def _can_be_used(found: object) -> bool:
    return (isinstance(found, type) or type(found).__module__ == "typing") or _can_be_a_value(found)


def _is_fit(name: str) -> bool:
    """Whether a program may use *name*, even for something of its own."""
    if name in _BUILT_IN:
        return True
    # What is built in can't be told from what a function calls so.
    return not name.startswith("__") and name not in vars(builtins)


def _is_own_part(node: ast.Attribute) -> bool:
    """Whether it is ``self._x``, or ``__init__``, which is called on a base."""
    match node:
        case ast.Attribute(attr="__init__", ctx=ast.Load()):
            return True
        case ast.Attribute(value=ast.Name(id="self" | "ctx"), attr=name):
            return not name.startswith("__")
    return False


def _parts_of_annotations(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
    for node in nodes:
        match node:
            case ast.arg(annotation=ast.expr() as annotation):
                pass
            case ast.AnnAssign(annotation=annotation):
                pass
            case ast.FunctionDef(returns=ast.expr() as annotation):
                pass
            case _:
                continue
        parts = [*ast.walk(annotation)]
        if all(isinstance(part, _OF_ANNOTATIONS) for part in parts):
            yield from parts


def _names_bound(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name
