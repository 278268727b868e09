"""
The kinds of questions: one module each, found by being here.

Each module holds ``KIND``, an instance of a :class:`~autograder.quizzes.kind.Kind`. A new kind
also needs a name in ``content.items.ItemKind`` (with what its entry in ``quiz.yaml`` must hold)
and a line in the table of ``generating/quizzes/making.py`` (the form that platforms get); if its
answers are typed, pages need a reader for them in ``quiz.js``, too.
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
    """Return the kind of a question, or the kind with a name."""
    return KINDS[asked.kind if isinstance(asked, Question) else asked]
