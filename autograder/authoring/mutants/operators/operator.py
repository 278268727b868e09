"""An operator: one idea of the catalogue, as a change of a program's tree."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from autograder.authoring.mutants.rewriting import Rule

__all__ = ["Operator", "Parts", "operator"]

#: What a rule yields: for each change, what is put in the place of a node.
Parts = Iterator["ast.AST | list[ast.stmt]"]


@dataclass(frozen=True, slots=True)
class Operator:
    """
    One way to go wrong, and what it may be called.

    Attributes:
        name: What it does, in a few words.
        misconceptions: Ids of those that may be named for its mutants.
    """

    name: str
    rule: Rule = field(repr=False)
    misconceptions: frozenset[str]


def operator(name: str, *misconceptions: str) -> Callable[[Rule], Operator]:
    """Make the decorated rule an operator called *name*."""
    return lambda rule: Operator(name, rule, frozenset(misconceptions))
