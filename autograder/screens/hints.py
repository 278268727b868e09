"""Hints on a terminal, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text as Line

from autograder.content import Text
from autograder.languages import Words
from autograder.screens.prose import Prose, unwrapped

__all__ = ["head_of_hint", "render_hints"]


def head_of_hint(number: int, count: int, say: Words) -> str:
    """Return the line above a hint."""
    return say("Hint {n} of {count}:", n=number, count=count)


def render_hints(hints: Sequence[Text], count: int, say: Words) -> list[RenderableType]:
    """Return the first *hints* of *count*: for each an empty line, its head and itself."""
    parts: list[RenderableType] = []
    for number, hint in enumerate(hints, start=1):
        head = Line(head_of_hint(number, count, say), "bold")
        parts += [Line(), head, Prose(unwrapped(hint[say.language]))]
    return parts
