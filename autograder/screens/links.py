"""Paths as links (OSC 8): a terminal that has them opens the file at a click."""

from __future__ import annotations

from pathlib import Path

from rich.style import Style
from rich.text import Text

from autograder.files import quoted

__all__ = ["linked"]


def linked(sentence: str, path: Path, style: str = "", *, shown: Path | None = None) -> Text:
    """
    Return *sentence*, in which *path* is a link to itself; rich leaves links out where none can be.

    Args:
        shown: The path as it stands in the sentence, if that is not *path*.
    """
    text, name = Text(sentence, style), quoted(shown or path)
    if (start := sentence.find(name)) >= 0:
        text.stylize(Style(link=path.resolve().as_uri()), start, start + len(name))
    return text
