"""The page of a chapter on a terminal: Markdown, through rich, with drawings as they were typed."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.constrain import Constrain
from rich.markdown import CodeBlock, Markdown, TableElement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.texts import cleaned

__all__ = ["render_page"]

#: Longer lines are hard to read, however wide the terminal; most drawings fit.
_WIDEST = 100


def render_page(page: str) -> RenderableType:
    """Return a chapter's *page*, which is Markdown."""
    return Constrain(_Page(cleaned(page), hyperlinks=False), _WIDEST)


class _Drawing(CodeBlock):
    """
    A block of code, which on our pages is a drawing: wrapped by words, it could not be read.

    Where it is too wide, what stands at the right, mostly a remark, goes into a line of its own.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = options.max_width
        lines = [
            part
            for line in dedent(str(self.text)).rstrip().split("\n")
            for part in _folded(line, room)
        ]
        yield Padding(Text("\n".join(lines), "cyan", overflow="fold"), (1, 0))


class _Table(TableElement):
    """A table in which a long word is broken; rich would cut it off."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for part in super().__rich_console__(console, options):
            if isinstance(part, Table):
                for column in part.columns:
                    column.overflow = "fold"
            yield part


class _Page(Markdown):
    elements: ClassVar = {
        **Markdown.elements, "code_block": _Drawing, "fence": _Drawing, "table_open": _Table,
    }  # fmt: skip


def _folded(line: str, room: int) -> Iterator[str]:
    """Yield *line*; if it is wider than *room*, first what precedes a gap in it, then the rest."""
    gap = line.rfind("  ", 0, room) if Text(line).cell_len > room else -1
    if gap <= 0 or not line[:gap].strip():
        yield line
        return
    yield line[:gap].rstrip()
    yield from _folded(line[gap:].strip().rjust(room), room)
