"""
Plain programs: those of which a reading shows that they change nothing that others would meet.

Several programs of one student may run in one process, one after the other, if all of them are
plain. What is plain is a list of what is allowed, and short; anything else only means that a
program gets a process of its own. In a plain program

- modules, and classes that are not its own, stand only where they are used: before a dot, called,
  as a base, in an annotation, in ``isinstance``. So no variable ever holds one, and nothing that is
  set on a variable is set on what all programs share;
- what Python code of libraries defines is never held either, since a function carries attributes, too:
  methods are only called, and so are functions that could be changed;
- modules are those of a short list, of each only what it publishes, and their functions have no effect
  that lasts longer than a case (the harness puts seeds and grad mode back);
- no name leads to namespaces, frames, files, threads or code in texts, and nothing has code that
  Python runs at a time of its own: no such method of a class, no rest of a generator.
"""

from __future__ import annotations

import ast
import builtins
import functools
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType

from autograder.sandbox.at_a_glance import MODULES
from autograder.sandbox.trees import Tree, names_bound, tree_of

__all__ = ["is_plain", "shared_parts"]

#: Characters of the longest program that is read: reading must cost less than a process.
_LONGEST = 20_000
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
#: Names of functions and attributes that have lasting effects, on files or in C++, that run what stands
#: in an annotation, or that give away what others share: ``numpy.finfo`` gives all the same object,
#: ``AttributeError.obj`` is whatever ``"{0.__class__.no}".format(x)`` has reached.
_LASTING = frozenset({
    "clear_overloads", "compile", "dump", "errstate", "fdel", "fget", "fields", "finfo", "from_file",
    "fromfile", "fromregex", "fset", "func", "genfromtxt", "get_overloads", "get_type_hints", "iinfo",
    "import_ir_module", "load", "loads", "loadtxt", "make_dataclass", "memmap", "obj", "overload",
    "pickle_storage_type", "printoptions", "register", "save", "savetxt", "savez", "savez_compressed",
    "share_memory_", "singledispatch", "singledispatchmethod", "storage_type", "tofile", "update_wrapper",
    "use_deterministic_algorithms", "wraps",
})  # fmt: skip
#: Of what ``torch`` itself holds, the parts that are plain beside functions of tensors: most of the rest is
#: the compiler's, the profiler's or a switch.
_OF_TORCH = frozenset({
    "BoolTensor", "DoubleTensor", "FloatTensor", "Generator", "IntTensor", "LongTensor", "Size", "Tensor",
    "device", "dtype", "enable_grad", "get_default_dtype", "inference_mode", "initial_seed",
    "is_grad_enabled", "is_tensor", "manual_seed", "no_grad", "seed", "set_grad_enabled",
})  # fmt: skip
#: Of the functions of modules that set something, those whose setting the harness puts back.
_PUT_BACK = frozenset({"set_grad_enabled"})
#: Statements with something to do when they are left; Python 3.10 has no ``except*``.
_LEFT_AT_ITS_END = (ast.With, ast.Try, getattr(ast, "TryStar", ast.Try))
#: What may stand in an annotation: nothing that binds a name.
_OF_ANNOTATIONS = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.BinOp, ast.BitOr, ast.Constant,
    ast.Load,
)  # fmt: skip


#: Nodes that can keep a program from being plain; imports are asked first, by themselves.
_ASKED = (
    ast.Name, ast.Attribute, ast.FunctionDef, ast.ClassDef, ast.arg, ast.While, ast.AsyncFunctionDef,
    ast.MatchClass,
)  # fmt: skip


@functools.lru_cache(maxsize=32)
def is_plain(source: str) -> bool:
    """
    Tell whether a program may share a process with others of its student; read once.

    To be asked before any learner code has run in this process. Nothing of *source* is run, but
    names of libraries are looked up in the modules that are loaded here.
    """
    if len(source) > _LONGEST:
        return False
    try:
        return _Reading(tree_of(source)).is_plain()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


class _Reading:
    """One program, with what its names stand for."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._in_annotations = {*_parts_of_annotations(tree)}
        self._own = {*names_bound(tree)}
        #: By name, the ways to what is imported under it: ``nn`` is ``("torch", "nn")``.
        self._imported: dict[str, list[tuple[str, ...]]] = {}

    def is_plain(self) -> bool:
        imports = self._tree.of(ast.Import, ast.ImportFrom)
        asked = self._tree.of(*_ASKED)
        return all(map(self._import_is_plain, imports)) and all(map(self._is_plain, asked))

    def _import_is_plain(self, statement: ast.AST) -> bool:
        """Whether only listed modules, and parts of them, are imported; notes their names."""
        assert isinstance(statement, ast.Import | ast.ImportFrom)
        for alias in statement.names:
            if isinstance(statement, ast.Import):
                module, way = alias.name, tuple(alias.name.split("."))
                name = alias.asname or way[0]
                way = way if alias.asname else way[:1]
            else:
                module = statement.module or ""
                way = (*module.split("."), alias.name)
                name = alias.asname or alias.name
            if module not in MODULES or alias.name == "*":
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
                return (name in _SPECIAL or _is_fit(name)) and not _has_a_rest(node)
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
            return node.attr not in shared_parts() or self._is_called(node)
        # Set on a variable, on a part of what it holds, or on an entry of that.
        base = node.value
        while isinstance(base, ast.Attribute | ast.Subscript):
            base = base.value
        return isinstance(base, ast.Name) and base.id not in self._imported

    def _is_called(self, node: ast.AST) -> bool:
        """Whether it is called, or thrown away where it stands, as ``loss.backward`` is by beginners."""
        parent = self._tree.parents.get(node)
        is_called = isinstance(parent, ast.Call) and parent.func is node
        return is_called or isinstance(parent, ast.Expr)

    def _is_used_as_shared(self, node: ast.Name) -> bool:
        """Whether what all programs share is harmless as it is used here."""
        names: list[str] = []
        top: ast.AST = node
        while isinstance(parent := self._tree.parents.get(top), ast.Attribute):
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
        if node in self._in_annotations:
            return True
        match self._tree.parents.get(node):
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, asked]) if asked is node:
                return "isinstance" not in self._own
            case ast.Call(func=used) | ast.ExceptHandler(type=used) | ast.Expr(value=used):
                return used is node
            case ast.withitem(optional_vars=None):
                return True  # Not called, it can't be entered: ``with torch.no_grad:``
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
        if isinstance(found, ModuleType) and found.__name__ in MODULES:
            if not _is_published(found, name):
                return _NOTHING
            found = vars(found).get(name, _NOTHING)
        elif isinstance(found, type) and hasattr(found, name):
            found = _PART_OF_A_CLASS
        else:
            return _NOTHING
    return found


def _is_published(module: ModuleType, name: str) -> bool:
    """Whether *name* is a part of *module* that is plain, and not merely imported there."""
    if (
        name.startswith("_")
        or name in _LASTING
        or (name.startswith("set") and name not in _PUT_BACK)
    ):
        return False
    if f"{module.__name__}.{name}" in MODULES:
        return True
    found = vars(module).get(name)
    if isinstance(found, ModuleType):
        return False  # F.np, say, is NumPy by a name for which nobody looks who asks about clocks.
    if module.__name__ == "torch":
        return name in _OF_TORCH or name in _functions_of_tensors() or _is_constant(found)
    published = getattr(module, "__all__", None)
    if published is not None:
        return name in published
    home = getattr(found, "__module__", None) or module.__name__
    return f"{home}.".startswith(f"{module.__name__}.") or _can_be_a_value(found)


@functools.cache
def _functions_of_tensors() -> frozenset[str]:
    torch = sys.modules["torch"]
    return frozenset((*dir(torch._C._VariableFunctions), *torch.functional.__all__))


@functools.cache
def shared_parts() -> frozenset[str]:
    """
    Return the names of what classes of libraries hold for all: methods in Python, which could carry
    attributes, and containers.

    To be called first in the server, so that no child pays for it.
    """
    modules = [sys.modules[name] for name in MODULES & sys.modules.keys()]
    classes = {
        cls
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and _is_published(module, name)
        for cls in type.mro(value)
    }
    # A layer of a transformer holds a function of torch by the first of these names.
    return frozenset({"activation"}).union(
        name
        for cls in classes
        for name, value in vars(cls).items()
        if isinstance(value, dict | list | set) or _could_carry(getattr(value, "__func__", value))
    )


def _could_carry(value: object) -> bool:
    """Whether attributes can be set on *value*, which is no class."""
    return hasattr(value, "__dict__") and not isinstance(value, type)


def _can_be_a_value(found: object) -> bool:
    """Whether a variable may hold what was found: what can't be changed, a function in C say."""
    return _is_constant(found) or (_is_function(found) and not _could_carry(found))


def _is_constant(found: object) -> bool:
    kind = type(found)
    if kind in (bool, int, float, str, type(None)):
        return True
    return f"{kind.__module__}.{kind.__name__}" in _UNCHANGEABLE


_UNCHANGEABLE = frozenset({"torch.dtype", "torch.layout", "torch.memory_format", "torch.device"})
#: Where the types of functions are at home: Python's own, and those of numpy and of torch.
_OF_FUNCTIONS = frozenset({"builtins", "numpy", "functools"})


def _can_be_used(found: object) -> bool:
    of_kinds = isinstance(found, type) or type(found).__module__ == "typing"
    return of_kinds or _is_function(found) or _is_constant(found)


def _is_function(found: object) -> bool:
    kind = type(found)
    return callable(found) and kind is not type and kind.__module__ in _OF_FUNCTIONS


def _is_fit(name: str) -> bool:
    """Whether a program may use *name*, even for something of its own."""
    if name in _BUILT_IN:
        return True
    # What is built in can't be told from what a function calls so.
    # An interactive Python and gettext put a "_" there, no server does.
    return not name.startswith("__") and (name == "_" or name not in vars(builtins))


def _has_a_rest(function: ast.FunctionDef) -> bool:
    """Whether it is a generator that has something left to do when it is thrown away."""
    blocks = (node for node in ast.walk(function) if isinstance(node, _LEFT_AT_ITS_END))
    return any(isinstance(one, ast.Yield | ast.YieldFrom) for b in blocks for one in ast.walk(b))


def _is_own_part(node: ast.Attribute) -> bool:
    """Whether it is ``self._x``, or ``__init__``, which is called on a base."""
    match node:
        case ast.Attribute(attr="__init__", ctx=ast.Load()):
            return True
        case ast.Attribute(value=ast.Name(id="self" | "ctx"), attr=name):
            return not name.startswith("__")
    return False


def _parts_of_annotations(tree: Tree) -> Iterator[ast.AST]:
    for node in tree.of(ast.arg, ast.AnnAssign, ast.FunctionDef):
        match node:
            case ast.arg(annotation=ast.expr() as noted) | ast.AnnAssign(annotation=noted):
                pass
            case ast.FunctionDef(returns=ast.expr() as noted):
                pass
            case _:
                continue
        parts = Tree(noted).nodes
        if all(isinstance(part, _OF_ANNOTATIONS) for part in parts):
            yield from parts
