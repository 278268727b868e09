"""A screen of a terminal: as many lines as fit, and the rest a key away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.control import Control
from rich.rule import Rule
from rich.segment import ControlType, Segment, Segments
from rich.text import Text

from autograder.languages import Words

__all__ = ["Keys", "Screen", "bar"]

_Line = Sequence[Segment]
# However low the window is, some of the body is shown.
_LEAST = 3


class Screen:
    """
    A body that can be longer than the window, and a foot below it that is always in sight.

    Both are kept, so that they can be drawn again when the window changes. A dumb terminal
    can't be drawn on: it gets all of the body, below what it has.
    """

    def __init__(self, console: Console, say: Words) -> None:
        self._console = console
        self._say = say
        self._body: RenderableType = ""
        self._foot: RenderableType = ""
        self._top = 0

    def show(self, body: RenderableType, foot: RenderableType) -> None:
        """Show *body* from its beginning on an empty screen; what was there may be scrolled to."""
        self._body, self._foot, self._top = body, foot, 0
        if self._console.is_dumb_terminal:
            self._print(body, foot)
            return
        with self._console:  # One write, so nothing flickers.
            self._console.clear()
            self._draw()

    def change(
        self,
        body: RenderableType,
        foot: RenderableType,
        *,
        news: RenderableType = "",
        reach: str = "",
        above: int = 0,
    ) -> None:
        """
        Show other lines in the same place.

        Args:
            news: What of *body* was not there before: all that a dumb terminal gets.
            reach: The line that has this text, or this word, is brought into sight.
            above: How many lines before it should be in sight too.
        """
        self._body, self._foot = body, foot
        if reach:
            at = _line_of(reach, self._lines(body))
            self._top = max(0, at - above)
        if self._console.is_dumb_terminal:
            self._print(news, self._foot)
        else:
            self.redraw()

    def below(self, foot: RenderableType) -> None:
        """Show *foot* below whatever somebody else has written."""
        self._foot = foot
        self._print("", foot)

    def redraw(self) -> None:
        """Draw over what is shown: the window has another size, say."""
        if not self._console.is_dumb_terminal:
            with self._console:
                self._console.control(Control.home())
                self._draw(fill=True)

    def scroll(self, lines: int) -> None:
        """Go *lines* down, or up where they are negative."""
        self._top += lines
        self.redraw()

    def page(self, pages: int = 1, *, round_again: bool = False) -> None:
        """Go on by what fits, with a line of overlap; with *round_again* back from end to top."""
        room, count = self._room(), len(self._lines(self._body))
        if count <= room:
            return
        if round_again and self._top >= count - room:
            self._top = 0
        else:
            self._top += pages * max(1, room - 1)
        self.redraw()

    def _draw(self, *, fill: bool = False) -> None:
        console = self._console
        lines, foot = self._lines(self._body), self._lines(self._foot)
        room = self._room()
        self._top = max(0, min(self._top, len(lines) - room))
        shown = lines[self._top : self._top + room]
        rule = self._lines(self._rule(len(lines), self._top, len(shown)))
        whole = [*shown, *rule, *foot]
        for line in whole:
            if fill:
                console.control(_ERASE)
            console.print(Segments([*line, Segment.line()]))
        if fill:
            # What an earlier, longer screen left below.
            for _ in range(len(whole), console.height - 1):
                console.control(_ERASE, _NEXT)
            console.control(_ERASE, Control.move_to(0, min(len(whole), console.height - 1)))

    def _print(self, body: RenderableType, foot: RenderableType) -> None:
        self._console.print()
        if body:
            self._console.print(body)
        self._console.print(self._rule(0, 0, 0))
        self._console.print(foot)

    def _rule(self, count: int, top: int, shown: int) -> RenderableType:
        """A rule, which says so where not all is shown."""
        if shown == count:
            return Rule(style="dim")
        say, where = self._say, {"first": top + 1, "last": top + shown, "count": count}
        if top + shown < count:
            told = say("lines {first} to {last} of {count}; Space: more", **where)
        else:
            told = say("lines {first} to {last} of {count}; Space: back to the top", **where)
        return Rule(Text(told, "bold yellow"), style="dim", align="right")

    def _room(self) -> int:
        """How many lines of the body fit: below the foot the cursor has a line of its own."""
        taken = 2 + len(self._lines(self._foot))
        return max(_LEAST, self._console.height - taken)

    def _lines(self, shown: RenderableType) -> list[list[Segment]]:
        return self._console.render_lines(shown, pad=False)


_ERASE = Control((ControlType.ERASE_IN_LINE, 2))
_NEXT = Control((ControlType.CURSOR_DOWN, 1))


def _line_of(text: str, lines: Iterable[_Line]) -> int:
    """The last line that is *text*, or has it as a word; the first of all where none has."""
    written = ["".join(segment.text for segment in line).strip() for line in lines]
    found = [n for n, line in enumerate(written) if line == text or text in line.split()]
    return found[-1] if found else 0


@dataclass(frozen=True)
class Keys:
    """Keys and what they do: as many in a line as fit, and never half of one."""

    keys: Sequence[tuple[str, str]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        # A window narrower than one key cuts it off: wrapped, it would be two halves.
        empty = Text(no_wrap=True, overflow="ignore")
        line = empty.copy()
        for key, word in self.keys:
            if console.color_system is None:  # So there is no reverse either.
                one = Text(f"[{key}] {word}")
            else:
                one = Text.assemble((f" {key} ", "reverse"), (f" {word}", "dim"))
            if line and line.cell_len + 1 + one.cell_len > options.max_width:
                yield line
                line = empty.copy()
            line.append(" " if line else "").append_text(one)
        yield line


def bar(done: int, total: int, width: int, *, ascii_only: bool = False) -> Text:
    """A bar that can be read without colour: thick is done, thin is left."""
    full, empty = ("#", "-") if ascii_only else ("━", "─")
    filled = round(width * done / total) if total else width
    if done < total:
        filled = max(min(filled, width - 1), 1 if done else 0)
    return Text.assemble((full * filled, "green"), (empty * (width - filled), "dim"))
