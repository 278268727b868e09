"""Generating: the outputs of an assignment for learners, platforms and other graders."""

from autograder.generating.cells import GeneratingError
from autograder.generating.targets import TARGETS, generate_targets

__all__ = ["TARGETS", "GeneratingError", "generate_targets"]
