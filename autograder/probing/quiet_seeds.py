"""How torch seeds devices that nobody uses: it notes from where it was asked, for an error that never comes."""

from __future__ import annotations

import traceback
import types
from typing import Any

import torch

__all__ = ["quote_no_seeds"]


def quote_no_seeds() -> None:
    """
    Make ``torch.manual_seed`` read no source of all that is being called.

    It leaves a seed for each kind of device that has not been used yet, with the lines that have asked for it,
    which takes forty times as long as to seed. Those are quoted if a device that is used later refuses the seed.

    Changes torch's modules, so this is for a process of the sandbox, before any learner code is loaded there.
    """
    without_stacks = types.ModuleType("traceback")
    vars(without_stacks).update(vars(traceback) | {"format_stack": lambda *_: []})
    for name in ("cuda", "mtia", "xpu"):
        module: Any = getattr(torch, name, None)
        if hasattr(module, "traceback"):
            module.traceback = without_stacks
