"""
What ``gradlings solution``, ``read`` and the key ``e`` show in a terminal, recorded from the real thing.

``python scripts/recordings.py [NAME]…`` writes docs/recordings: a text of what was on the screen,
and the same as a picture, each at 80 and 120 columns. ``--check`` records again, writes nothing and
says which text differs. Needs tmux and vim.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from shlex import quote

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text
from screenshots import RIGHT, ROOT, Terminal, working_copy, write

RECORDINGS = ROOT / "docs" / "recordings"
#: Columns of the terminals: the usual ones, and those of a wide window.
WIDTHS = (80, 120)
LANGUAGES = ("en", "hu")
PROGRAMS = Path(sys.executable).parent
#: An editor in the terminal that reads no configuration of whoever records, and names no temporary folder.
EDITOR = "vim --clean -n -c redraw!"


def gradlings(home: Path, *arguments: str) -> None:
    """Run a command in *home* that is not to be seen."""
    command = [str(PROGRAMS / "gradlings"), *arguments]
    subprocess.run(command, cwd=home, check=True, capture_output=True)


def opened(home: Path, width: int, height: int) -> Terminal:
    return Terminal(home, width, height, PATH=f"{PROGRAMS}:/usr/bin:/bin", LANG="C.UTF-8",
                    GRADLINGS_EDITOR=quote(EDITOR))  # fmt: skip


def ended(terminal: Terminal, command: str) -> Terminal:
    """Type *command* and wait for the next prompt; no line may have left the top of the window."""
    terminal.type(f"{command}\n")
    terminal.until("\n$\n")
    if not terminal.screen().startswith(f"$ {command}\n"):
        raise SystemExit(f"the window is too low for: {command}")
    return terminal


def solution(home: Path, width: int) -> Iterator[tuple[str, Terminal]]:
    """The three ways beside the learner's own, after the exercise was passed."""
    gradlings(ROOT, "seal-solutions", "-o", str(home / "course.solutions"))
    write(home, RIGHT)
    gradlings(home, "check", "step_no_grad")
    yield "solution", ended(opened(home, width, 90), "gradlings solution step_no_grad")


def read(home: Path, width: int) -> Iterator[tuple[str, Terminal]]:
    """A chapter's page."""
    yield "read", ended(opened(home, width, 120), "gradlings read 06_updates")


def edit(home: Path, width: int) -> Iterator[tuple[str, Terminal]]:
    """Watch mode, then ``e``: the editor has the terminal; then it is left, and the save is answered."""
    terminal = opened(home, width, 30)
    terminal.type("gradlings\n")
    terminal.until("q ")
    yield "edit-1-watching", terminal
    terminal.type("e")
    terminal.until("1,1 ")
    yield "edit-2-editor", terminal
    terminal.type(":%s/raise NotImplementedError/return 1/\n:wq\n")
    terminal.until("✗")
    yield "edit-3-answered", terminal


RECORDED: dict[str, Callable[[Path, int], Iterator[tuple[str, Terminal]]]] = {
    "solution": solution,
    "read": read,
    "edit": edit,
}


def picture(shown: str, title: str, width: int) -> str:
    """What a terminal shows, as SVG that loads no font and is the same each time."""
    console = Console(record=True, width=width, file=io.StringIO())
    console.print(Text.from_ansi(shown), end="")
    svg = console.export_svg(title=title, theme=SVG_EXPORT_THEME, unique_id="recording")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def recordings(name: str, language: str, width: int) -> Iterator[tuple[str, str, str]]:
    """Yield the file names of what is recorded, what was on the screen, and the same with its colours."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = None
        try:
            for part, terminal in RECORDED[name](working_copy(Path(folder), language), width):
                shown = terminal.screen().rstrip("\n") + "\n"
                yield (
                    f"{part}.{language}-{width}",
                    shown,
                    terminal.screen(colours=True).rstrip("\n"),
                )
        finally:
            if terminal is not None:
                terminal.close()


def main(asked: Sequence[str]) -> None:
    checking = "--check" in asked
    stale = []
    for name in [one for one in asked if one != "--check"] or RECORDED:
        for language, width in product(LANGUAGES, WIDTHS):
            for file, text, coloured in recordings(name, language, width):
                path = RECORDINGS / f"{file}.txt"
                if checking and text != path.read_text(encoding="utf-8"):
                    stale.append(path)
                if not checking:
                    path.write_text(text, encoding="utf-8")
                    path.with_suffix(".svg").write_text(picture(coloured, file, width), "utf-8")
                    print(f"wrote {path.relative_to(ROOT)}")
    if stale:
        told = ", ".join(path.name for path in stale)
        raise SystemExit(f"not what is shown today: {told}; run: python scripts/recordings.py")


if __name__ == "__main__":
    main(sys.argv[1:])
