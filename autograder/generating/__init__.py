"""Generating: what learners, platforms and other graders get of an assignment."""

from autograder.generating.doors import DOORS, generate_doors

__all__ = ["DOORS", "generate_doors"]
