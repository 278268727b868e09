"""A screen of a terminal: it shows as many lines as fit, and keys scroll to the rest."""

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
# So many lines of the body are shown, however low the window is.
_LEAST = 3


class Screen:
    """
    A body that can be longer than the window, and a foot below the body that is always visible.

    Both are kept, so that they can be drawn again when the window changes. A dumb terminal can't
    be redrawn: there the whole body is printed below the earlier output.
    """

    def __init__(self, console: Console, say: Words) -> None:
        self._console = console
        self._say = say
        self._body: RenderableType = ""
        self._foot: RenderableType = ""
        self._top = 0

    def show(self, body: RenderableType, foot: RenderableType) -> None:
        """Show *body* from its beginning on an empty screen; older output stays in scrollback."""
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
            news: The new part of *body*; a dumb terminal gets only this.
            reach: The screen scrolls to the line that is this text or contains this word.
            above: How many lines before that line should be visible too.
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
        """Show *foot* below output that did not come from this screen."""
        self._foot = foot
        self._print("", foot)

    def redraw(self) -> None:
        """Draw the screen again, for example after the window has changed its size."""
        if not self._console.is_dumb_terminal:
            with self._console:
                self._console.control(Control.home())
                self._draw(fill=True)

    def scroll(self, lines: int) -> None:
        """Scroll down by *lines*, or up if they are negative."""
        self._top += lines
        self.redraw()

    def page(self, pages: int = 1, *, round_again: bool = False) -> None:
        """Scroll by *pages* with one line of overlap; with *round_again* from the end to the top."""
        room, count = self._room(self._lines(self._foot)), len(self._lines(self._body))
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
        room = self._room(foot)
        self._top = max(0, min(self._top, len(lines) - room))
        shown = lines[self._top : self._top + room]
        rule = self._lines(self._rule(len(lines), self._top, len(shown)))
        whole = [*shown, *rule, *foot]
        for line in whole:
            if fill:
                console.control(_ERASE)
            console.print(Segments([*line, Segment.line()]))
        if fill:
            # Clears lines that an earlier, longer screen left below.
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
        """A rule, which says if not all lines are shown."""
        if shown == count:
            return Rule(style="dim")
        say, where = self._say, {"first": top + 1, "last": top + shown, "count": count}
        if top + shown < count:
            message = say("lines {first} to {last} of {count}; Space: more", **where)
        else:
            message = say("lines {first} to {last} of {count}; Space: back to the top", **where)
        return Rule(Text(message, "bold yellow"), style="dim", align="right")

    def _room(self, foot: Sequence[_Line]) -> int:
        """How many lines of the body fit; the cursor needs a line below the *foot*."""
        return max(_LEAST, self._console.height - 2 - len(foot))

    def _lines(self, shown: RenderableType) -> list[list[Segment]]:
        return self._console.render_lines(shown, pad=False)


_ERASE = Control((ControlType.ERASE_IN_LINE, 2))
_NEXT = Control((ControlType.CURSOR_DOWN, 1))


def _line_of(text: str, lines: Iterable[_Line]) -> int:
    """The index of the last line that is *text*, or contains it as a word; 0 if there is none."""
    written = ["".join(segment.text for segment in line).strip() for line in lines]
    found = [n for n, line in enumerate(written) if line == text or text in line.split()]
    return found[-1] if found else 0


@dataclass(frozen=True)
class Keys:
    """Keys and what they do: as many in a line as fit, and no key is split between lines."""

    keys: Sequence[tuple[str, str]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        # A window that is narrower than one key cuts the key off instead of wrapping it.
        empty = Text(no_wrap=True, overflow="ignore")
        line = empty.copy()
        for key, word in self.keys:
            if console.color_system is None:  # Then reverse video is missing, too.
                one = Text(f"[{key}] {word}")
            else:
                one = Text.assemble((f" {key} ", "reverse"), (f" {word}", "dim"))
            if line and line.cell_len + 1 + one.cell_len > options.max_width:
                yield line
                line = empty.copy()
            line.append(" " if line else "").append_text(one)
        yield line


def bar(done: int, total: int, width: int, *, ascii_only: bool = False) -> Text:
    """Return a bar that can be read without colour: thick for what is done, thin for the rest."""
    full, empty = ("#", "-") if ascii_only else ("━", "─")
    filled = round(width * done / total) if total else width
    if done < total:
        filled = max(min(filled, width - 1), 1 if done else 0)
    return Text.assemble((full * filled, "green"), (empty * (width - filled), "dim"))
