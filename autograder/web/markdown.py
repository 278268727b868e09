"""Statements and chapters as HTML: Markdown without raw HTML, whoever wrote it."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

__all__ = ["as_html"]


@functools.lru_cache(maxsize=256)
def as_html(text: str, *, below: int = 1, titled: bool = False) -> Markup:
    """
    Return Markdown as HTML.

    Raw HTML is shown as text, pictures and links to anything but the web are left out.

    Args:
        below: The level of the heading under which it stands.
        titled: Whether it begins with its title, which is left out, as the page shows it itself.
    """
    parser = _parser()
    tokens = parser.parse(text)
    if titled and tokens and tokens[0].type == "heading_open":
        del tokens[:3]
    tokens = _lowered(tokens, below - 1)
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - it escapes


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    # Code can be wider than a telephone: then it is scrolled, by keyboard too.
    parser.add_render_rule("code_block", _code)
    parser.add_render_rule("fence", _code)
    parser.validateLink = _leads_to_the_web  # type: ignore[method-assign]
    return parser


def _leads_to_the_web(url: str) -> bool:
    return url.startswith(("https://", "http://", "#"))


def _code(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    code = Markup('<pre tabindex="0"><code>{}</code></pre>\n')
    return code.format(tokens[index].content)


def _lowered(tokens: list[Token], steps: int) -> list[Token]:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + steps)}"
    return tokens
