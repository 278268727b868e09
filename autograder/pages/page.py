"""HTML pages: each a self-contained file with all learners' text escaped."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Sequence
from importlib import resources
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.content import Language, direction_of
from autograder.languages import own_name
from autograder.tables import number_of

__all__ = ["environment", "fragment", "page", "page_name", "prose", "sign"]

_SIGNS = {
    "passed": "✓",
    "failed": "✗",
    "errored": "✗",
    "timeout": "⧖",
    "skipped": "–",
    "broken": "!",
}


def sign(outcome: str) -> str:
    """Return a character for an outcome, so that colour alone does not carry it."""
    return _SIGNS[outcome]


def prose(text: str) -> Markup:
    """Return *text* escaped, with text between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped


def page(template: str, script_names: Sequence[str] = ("report.js",), **parts: Any) -> str:
    """
    Return a template of ``pages/templates`` filled in; the page loads nothing from anywhere.

    Args:
        script_names: Files of scripts, joined into the only script that the page runs.
    """
    style = _asset("report.css")
    script = "".join(map(_asset, script_names))
    policy = (
        "default-src 'none'; img-src data:; "
        f"style-src 'unsafe-inline'; script-src 'sha256-{_digest(script)}'"
    )
    return (
        environment()
        .get_template(template)
        .render(**parts, style=style, script=script, policy=policy, sign=sign)
    )


def fragment(template: str, **parts: Any) -> str:
    """Return a template filled in, as a part of another page: a notebook's."""
    style = _asset("fragment.css")
    return environment().get_template(template).render(**parts, style=style, sign=sign)


def page_name(address: str) -> str:
    """Return the text of a link to documentation: the last part of its address."""
    return address.rstrip("/").rpartition("/")[2].removesuffix(".html") or address


def lang_and_dir(language: Language) -> Markup:
    """Return HTML's attributes for texts in *language*: what it is, and which way it is written."""
    return Markup('lang="{}" dir="{}"').format(language, direction_of(language))


@functools.cache
def environment(*rooms: str) -> Environment:
    """Return the templates of *rooms*, and those of this one, in which all texts are escaped."""
    # autoescape for every template, whatever its name ends in.
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(room) for room in (*rooms, "autograder.pages")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = number_of
    environment.filters["prose"] = prose
    environment.filters["page_name"] = page_name
    environment.filters["own_name"] = own_name
    environment.filters["lang_and_dir"] = lang_and_dir
    return environment


@functools.cache
def _asset(name: str) -> str:
    return (resources.files("autograder.pages") / "templates" / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    """A script's name in a content security policy: its SHA-256 in base64."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
