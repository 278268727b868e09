"""torch as it was before any learner code ran, for those who look at what learner code did."""

from __future__ import annotations

import functools
import importlib.util
from types import ModuleType
from typing import Any

__all__ = ["hold_originals"]

#: The modules whose functions checks and watchers call while learner code is in the process.
_HELD = frozenset(
    {
        "torch", "torch.autograd", "torch.autograd.functional", "torch.func", "torch.linalg",
        "torch.nn", "torch.nn.functional", "torch.nn.init", "torch.nn.utils", "torch.optim",
        "torch.overrides", "torch.utils", "torch.utils.data", "numpy", "numpy.linalg",
        "math", "gc", "warnings",
    }
)  # fmt: skip


#: What of torch switches recording on or off.
_CONTEXTS = ("no_grad", "enable_grad", "set_grad_enabled", "inference_mode")


def hold_originals(names: dict[str, Any]) -> None:
    """
    Have each name of *names* that stands for a module of torch's stand for a copy of it.

    What learner code puts into the module afterwards (``torch.is_grad_enabled = …``, by whatever
    way) is then nothing that asks by these names hears of. Classes are the same in both, so what
    is put into ``torch.Tensor`` is; that is for the recorders to see. *names* is changed.
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
        # Modules below it only: others lead back here.
        if type(value) is ModuleType and value.__name__ == f"{module.__name__}.{name}":
            vars(copy)[name] = _copy(value) if value.__name__ in _HELD else value
    return copy


def _contexts(torch: ModuleType) -> dict[str, Any]:
    """
    Contexts that switch recording, as torch has them, which ask *torch* alone what was on before.

    Those of torch's own ask ``torch.is_grad_enabled`` and put back what it says: one of ours that
    ends after a learner's function has ended would switch on what that one left off.
    """
    spec = importlib.util.find_spec("torch.autograd.grad_mode")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["torch"] = torch
    return {name: vars(module)[name] for name in _CONTEXTS}
