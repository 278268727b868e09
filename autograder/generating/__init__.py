"""Generating: what learners, platforms and other graders get of an assignment."""

from autograder.generating.cells import GeneratingError
from autograder.generating.targets import TARGETS, generate_targets

__all__ = ["TARGETS", "GeneratingError", "generate_targets"]
