"""Generating: the outputs of an assignment for learners, platforms and other graders."""
