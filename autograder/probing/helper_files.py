"""Files that were handed in beside a submission, as modules that it can import."""

from __future__ import annotations

import importlib.abc
import importlib.util
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec

__all__ = ["helpers_importable", "is_package", "may_be_named"]

#: Packages that torch, NumPy and the checks import when they need them: not to be replaced, even if
#: that is not yet done. What has been imported already, and the standard library, is safe anyway.
_NOT_TO_BE_REPLACED = frozenset({
    "autograder", "gradlings", "torch", "numpy", "functorch", "torchgen", "sympy", "mpmath",
    "networkx", "jinja2", "markupsafe", "fsspec", "filelock", "typing_extensions", "setuptools",
    "packaging", "optree", "triton", "scipy", "pkg_resources", "pip", "psutil", "tqdm", "yaml",
    "sitecustomize", "usercustomize", "antigravity", "ml_dtypes", "opt_einsum", "nvidia",
})  # fmt: skip


def may_be_named(module: str) -> bool:
    """Tell whether a hand-in may bring a module of this name: nothing else is called so here."""
    top = module.partition(".")[0]
    return not (
        top in _NOT_TO_BE_REPLACED
        or top in sys.stdlib_module_names
        or top in sys.builtin_module_names
        or top in sys.modules
    )


def is_package(module: str, helpers: Mapping[str, str]) -> bool:
    """Tell whether *module* holds other modules among *helpers*."""
    return any(name.startswith(f"{module}.") for name in helpers)


def helpers_importable(
    helpers: Mapping[str, str],
    folder: str,
    run: Callable[[str, types.ModuleType], None],
) -> None:
    """
    Let each of *helpers* be imported by its name, from here on until this process loads others.

    A name that something else has here (``json``, ``torch``) still means that.

    Args:
        helpers: Texts by the names of their modules, ``utils`` or ``lib.rates``.
        folder: The folder in which tracebacks show their files.
        run: Runs a text in a module.
    """
    old = [finder for finder in sys.meta_path if isinstance(finder, _HelperFinder)]
    for finder in old:
        finder.forget()
    usable = {name: text for name, text in helpers.items() if may_be_named(name)}
    if usable:
        sys.meta_path.insert(0, _HelperFinder(usable, folder, run))


class _HelperFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(
        self, texts: Mapping[str, str], folder: str, run: Callable[[str, types.ModuleType], None]
    ) -> None:
        self._texts = texts
        self._folder = folder
        self._run = run

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002 - the protocol of finders
        target: types.ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname not in self._texts:
            return None
        package = is_package(fullname, self._texts)
        within = "/__init__.py" if package else ".py"
        file = f"{self._folder}/{fullname.replace('.', '/')}{within}"
        spec = importlib.util.spec_from_loader(fullname, self, origin=file, is_package=package)
        if spec is not None:
            spec.has_location = True  # it has a __file__, as modules have
        return spec

    def exec_module(self, module: types.ModuleType) -> None:
        self._run(self._texts[module.__name__], module)

    def forget(self) -> None:
        """Undo all: its modules can't be found any more."""
        sys.meta_path.remove(self)
        for name in self._texts:
            sys.modules.pop(name, None)
