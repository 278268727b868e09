"""torch as it was before any learner code ran, for checks and the recorder."""

from __future__ import annotations

import functools
import importlib.util
from types import ModuleType
from typing import Any

__all__ = ["hold_originals"]

#: The modules whose functions checks and the recorder call while learner code is in the process.
_HELD = frozenset(
    {
        "torch", "torch.autograd", "torch.autograd.functional", "torch.func", "torch.linalg",
        "torch.nn", "torch.nn.functional", "torch.nn.init", "torch.nn.utils", "torch.optim",
        "torch.overrides", "torch.utils", "torch.utils.data", "numpy", "numpy.linalg",
        "math", "gc", "warnings",
    }
)  # fmt: skip


#: The contexts of torch that switch recording on or off.
_CONTEXTS = ("no_grad", "enable_grad", "set_grad_enabled", "inference_mode")


def hold_originals(names: dict[str, Any]) -> None:
    """
    Replace each held module among the values of *names* by a copy of it.

    What learner code changes in the module later (``torch.is_grad_enabled = …``) then has no effect
    on code that uses these names. Classes are the same in both, so a change of ``torch.Tensor`` has;
    the recorder sees such changes. *names* is modified.
    """
    for name, value in names.items():
        if type(value) is ModuleType and value.__name__ in _HELD:
            names[name] = _copy(value)


@functools.cache
def _copy(module: ModuleType) -> ModuleType:
    copy = ModuleType(module.__name__, module.__doc__)
    vars(copy).update(vars(module))
    if module.__name__ == "torch":
        vars(copy).update(_contexts(copy))
    for name, value in vars(module).items():
        # Only its own submodules: other modules lead back here.
        if type(value) is ModuleType and value.__name__ == f"{module.__name__}.{name}":
            vars(copy)[name] = _copy(value) if value.__name__ in _HELD else value
    return copy


def _contexts(torch: ModuleType) -> dict[str, Any]:
    """
    Return torch's contexts that switch recording, made anew to ask *torch* alone what was on before.

    Torch's own contexts ask the public ``torch.is_grad_enabled``, which learner code can replace, and
    put back what it says. So a context of ours that ends after a learner's function could switch on
    again what that function left off.
    """
    spec = importlib.util.find_spec("torch.autograd.grad_mode")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["torch"] = torch
    return {name: vars(module)[name] for name in _CONTEXTS}
