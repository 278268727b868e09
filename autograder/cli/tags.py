"""Languages as options: tags by BCP 47."""

from __future__ import annotations

import re
from typing import Any

import click

from autograder.content import TAG, Language

__all__ = ["LANGUAGE"]


class _LanguageTag(click.ParamType):  # type: ignore[type-arg]  # generic in later clicks
    """The tag of a language. Whether a course is in it is known once that is open."""

    name = "tag"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Language:
        if not re.fullmatch(TAG, value):
            self.fail(f"{value!r} is no tag of a language, such as en, hu or pt-BR.", param, ctx)
        return str(value)


LANGUAGE = _LanguageTag()
