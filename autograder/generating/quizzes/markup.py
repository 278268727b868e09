"""Texts of questions as HTML, for platforms that show nothing else."""

from __future__ import annotations

import functools
from html import escape

from markdown_it import MarkdownIt

__all__ = ["as_html", "block", "code", "inline"]


@functools.cache
def _markdown() -> MarkdownIt:
    # html off, so that anything like a tag in a text is shown as text.
    return MarkdownIt("commonmark", {"html": False})


def as_html(text: str) -> str:
    """Return Markdown as HTML; HTML in *text* is escaped."""
    return str(_markdown().render(text)).strip()


def inline(text: str) -> str:
    return str(_markdown().renderInline(text)).strip()


def code(text: str) -> str:
    return f"<code>{escape(text, quote=False)}</code>"


def block(text: str) -> str:
    return f"<pre>{code(text)}</pre>"
