"""
What learners do to a right program, as changes of its tree.

Each operator is one idea of the catalogue: it drops a zeroing, puts ``=`` for in-place, a sum for a
mean. It names the misconceptions that its mutants may fairly be told; where it names none, no name
is the only right one.
"""

from __future__ import annotations

from autograder.authoring.mutants.operators import arithmetic, gradients, order
from autograder.authoring.mutants.operators.operator import Operator

__all__ = ["OPERATORS", "Operator"]

#: All operators that the modules of this package define.
OPERATORS: tuple[Operator, ...] = tuple(
    value
    for module in (gradients, arithmetic, order)
    for value in vars(module).values()
    if isinstance(value, Operator)
)
