"""How Sphinx makes the site: ``make docs`` writes it to ``build/docs``. Nothing needs a network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from autograder import __version__

project = "Gradlings"
author = "The Gradlings founders"
release = __version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["build"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
napoleon_use_ivar = True
napoleon_custom_sections = [("Source", "notes_style")]

html_theme = "furo"
html_title = "Gradlings"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False


def setup(app: Any) -> None:
    app.connect("html-page-context", _tell_the_language)


def _tell_the_language(
    _app: Any, page: str, _template: str, context: dict[str, Any], _: Any
) -> None:
    """A page named like ``learner.hu`` is Hungarian, also for screen readers and hyphenation."""
    if page.endswith(".hu"):
        context["language"] = "hu"
