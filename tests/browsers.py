"""The browser of this machine that tests of pages drive."""

from __future__ import annotations

import shutil

#: Its program, or None. GitHub's runners have Chrome under a name of its own.
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
