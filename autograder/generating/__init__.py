"""Generating: what learners, platforms and other graders get of an assignment."""

from autograder.generating.cells import GeneratingError
from autograder.generating.targets import DOORS, generate_doors

__all__ = ["DOORS", "GeneratingError", "generate_doors"]
