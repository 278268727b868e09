"""How torch seeds devices that nobody uses: it notes from where it was asked, for an error that never comes."""

from __future__ import annotations

import types
from typing import Any

import torch

__all__ = ["quote_no_seeds"]


class _NoStack(types.ModuleType):
    """Stands in for :mod:`traceback` where torch asks for nothing but the lines of the stack."""

    @staticmethod
    def format_stack() -> list[str]:
        return []


def quote_no_seeds() -> None:
    """
    Make ``torch.manual_seed`` read no source of all that is being called.

    It leaves a seed for each kind of device that has not been used yet, with the lines that have asked for it,
    which takes forty times as long as to seed. Those are quoted if a device that is used later refuses the seed.

    Changes torch's modules, so this is for a process of the sandbox, before any learner code is loaded there.
    """
    for name in ("cuda", "mtia", "xpu"):
        module: Any = getattr(torch, name, None)
        if hasattr(module, "traceback"):
            module.traceback = _NoStack("traceback")
