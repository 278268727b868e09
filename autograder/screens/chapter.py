"""The page of a chapter on a terminal: Markdown, through rich."""

from __future__ import annotations

from rich.console import RenderableType
from rich.constrain import Constrain
from rich.markdown import Markdown

__all__ = ["render_page"]

#: Longer lines are hard to read, however wide the terminal; the pages' drawings fit.
_WIDEST = 100


def render_page(page: str) -> RenderableType:
    """Return a chapter's *page*, which is Markdown; its drawings stay as they were typed."""
    return Constrain(Markdown(page, code_theme="ansi_dark", hyperlinks=False), _WIDEST)
