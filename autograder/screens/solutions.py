"""Ways to write an exercise on a terminal, beside one's own program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from autograder.feedback.solutions import difference
from autograder.languages import Words
from autograder.screens.prose import Prose
from autograder.sealed import Way
from autograder.texts import cleaned

__all__ = ["render_ways"]

#: Columns between one's own program and the others.
_GAP = 4
#: So many columns are enough for two programs beside each other; the longest lines may wrap.
_BESIDE = 100


def render_ways(own: str, ways: Sequence[Way], say: Words) -> RenderableType:
    """
    Return *ways* with a line each on what differs, and one's own program on their left.

    On a narrow console one's own program stands above them.

    Args:
        own: One's own program as it is to be shown; learner text is never markup.
    """
    return _Ways(own, ways, say)


@dataclass(frozen=True)
class _Ways:
    own: str
    ways: Sequence[Way]
    say: Words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        mine = Group(Text(self.say("yours"), "bold"), Text(), _code(self.own))
        if options.max_width < _BESIDE:
            yield Group(mine, Rule(style="dim"), self._others())
            return
        half = (options.max_width - _GAP) // 2
        table = Table.grid(padding=(0, _GAP, 0, 0))
        table.add_column(width=min(_width(self.own), half))
        table.add_column(overflow="fold")
        table.add_row(mine, self._others())
        yield table

    def _others(self) -> RenderableType:
        parts: list[RenderableType] = []
        for number, way in enumerate(self.ways, start=1):
            head = self.say("another way {n}/{count}", n=number, count=len(self.ways))
            line = Prose(difference(way, self.say))
            parts += [Text(head, "bold"), line, Padding(_code(way.program), (1, 0))]
        return Group(*parts)


def _code(program: str) -> Syntax:
    return Syntax(
        cleaned(program).rstrip("\n"),
        "python",
        theme="ansi_dark",
        background_color="default",
        word_wrap=True,
    )


def _width(program: str) -> int:
    return max((Text(line).cell_len for line in program.expandtabs(4).splitlines()), default=0)
