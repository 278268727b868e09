"""Signs for outcomes, and whether consoles can show them."""

from __future__ import annotations

from rich.console import Console

from autograder.judging import Outcome

__all__ = ["ascii_only", "sign_of"]

# Sign, sign for ASCII-only consoles, style.
_SIGNS = {
    Outcome.PASSED: ("✓", "+", "green"),
    Outcome.FAILED: ("✗", "x", "red"),
    Outcome.ERRORED: ("✗", "x", "red"),
    Outcome.TIMEOUT: ("✗", "x", "red"),
    Outcome.SKIPPED: ("–", "-", "dim"),
    Outcome.BROKEN: ("!", "!", "yellow"),
}


def ascii_only(console: Console) -> bool:
    """Tell whether *console* lacks our signs, as older Windows consoles do."""
    try:
        "✓✗–…".encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def sign_of(outcome: Outcome, ascii_only: bool) -> tuple[str, str]:
    """Return a sign for *outcome*, clear without colour, and its style."""
    sign, plain, style = _SIGNS[outcome]
    return (plain if ascii_only else sign), style
