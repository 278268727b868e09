"""Statements as HTML: what Markdown means, and nothing that a page would run or load."""

from __future__ import annotations

import re

import pytest
from courses import bundled_course

pytest.importorskip("starlette")

from autograder.web.markdown import as_html


def test_markdown_is_rendered_below_the_heading_under_which_it_stands():
    html = as_html("# Title\n\n## Part\n\nSome `code` and **weight**.\n", below=2, titled=True)

    assert html == ("<h3>Part</h3>\n<p>Some <code>code</code> and <strong>weight</strong>.</p>\n")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "    <b>in code</b>",
        "```html\n</code></pre><script>alert(1)</script>\n```",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        '[x](https://example.org "\\" onmouseover=\\"alert(1)")',
        "![x](https://example.org/track.png)",
        "<https://example.org/<script>>",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_in_a_statement_runs_or_loads(hostile):
    html = as_html(hostile)

    assert not re.search(r"<(script|img|b|iframe|svg)\b", html)
    for tag in re.findall(r"<[a-z][^>]*>", html):
        assert not re.search(r"""\s(on\w+|src|style)\s*=(?=[^"]*(?:"[^"]*"[^"]*)*$)""", tag), tag
        assert not re.search(r"""href="(?!https?://|#)""", tag), tag


def test_every_statement_and_chapter_of_the_course_is_rendered_with_its_code():
    course = bundled_course()
    for exercise in course.exercises:
        for language in course.languages:
            html = as_html(exercise.statement(language), below=2, titled=True)
            assert "<h1" not in html
            assert f"{exercise.function}" in html or exercise.id in html
