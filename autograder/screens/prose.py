"""Prose of the content on a terminal: text between backticks is styled as code."""

from __future__ import annotations

import re

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

__all__ = ["Prose", "unwrapped"]

# Longer lines are hard to read, however wide the terminal.
_WIDEST = 100
_INLINE = re.compile(r"`([^`]+)`")
_LINES_OF_CODE = re.compile(r"^ {4}.+$", re.MULTILINE)


class Prose:
    """
    A text whose `code` is coloured instead of set in backticks; without colour the backticks stay.

    Whether there is colour is known only on printing, hence a renderable of our own. Nothing else
    in the text is markup.
    """

    def __init__(
        self, text: str, style: str = "", *, lead: tuple[str, str] = ("", ""), code: str = ""
    ) -> None:
        """
        Args:
            lead: A text that precedes the prose, and its style.
            code: The style of code; by default one that differs from *style*.
        """
        self._text, self._style, self._lead = text, style, lead
        self._code = code or ("bold default" if "bold" in style else "bold cyan")

    def _shown(self, console: Console) -> Text:
        if console.color_system is None or console.no_color:
            return Text.assemble(self._lead, (self._text, self._style))
        shown = Text.assemble(self._lead)
        for index, part in enumerate(_INLINE.split(self._text)):
            shown.append(part, self._code if index % 2 else self._style)
        shown.highlight_regex(_LINES_OF_CODE, "cyan")
        return shown

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(_WIDEST, options.max_width)
        yield from console.render(self._shown(console), options.update(width=width))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self._shown(console)).with_maximum(_WIDEST)


def unwrapped(text: str) -> str:
    """Join the lines of each paragraph of *text*, so that it can wrap; indented code is kept."""
    return re.sub(r"^(?! )(.*\S)\n(?=\S)", r"\1 ", text, flags=re.MULTILINE)
