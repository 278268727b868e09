"""Importing modules that stay as long as the command does."""

from __future__ import annotations

import gc
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["imported"]


def imported(name: str) -> ModuleType:
    """
    Import the module *name* and return it.

    Python looks for garbage the more often, the more objects there are, and a module's objects are
    none: that would take a tenth of the time. So it does not look meanwhile, and never among them.
    """
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()
