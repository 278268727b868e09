"""
The kinds of questions: one module each, found by being here.

A module holds ``KIND``, an instance of what :class:`~autograder.quizzes.kind.Kind` asks for. A new one
needs besides a name in ``content.items.ItemKind`` (what its entry in ``quiz.yaml`` must hold) and a line
in the table of ``generating/quizzes/making.py`` (which form platforms get); where it is typed in a page,
also its reader in ``quiz.js``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from autograder.content.items import ItemKind
from autograder.quizzes.kind import Kind
from autograder.quizzes.questions import Question

__all__ = ["KINDS", "kind_of"]


def _found() -> dict[ItemKind, Kind]:
    modules = (
        importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)
    )
    kinds: list[Kind] = [module.KIND for module in modules]
    return {kind.name: kind for kind in kinds}


#: By name, all kinds that there are.
KINDS: Mapping[ItemKind, Kind] = MappingProxyType(_found())


def kind_of(asked: Question | ItemKind) -> Kind:
    """Return the kind of a question, or the one of a name."""
    return KINDS[asked.kind if isinstance(asked, Question) else asked]
