"""The learner's editor, opened from watch mode: in the terminal, or in a window of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.keyboard import Lending
from autograder.languages import Words
from autograder.watch.events import Events, Trouble

__all__ = ["Editor", "edit", "editor_of"]

#: Where a command for editing stands, the most particular first.
_VARIABLES = ("GRADLINGS_EDITOR", "VISUAL", "EDITOR")
#: The commands of VS Code and what is made from it, all of which call their terminal "vscode".
_VSCODE = ("code", "code-insiders", "cursor", "windsurf", "codium", "vscodium")
#: Editors with a window of their own: they leave the terminal to watch mode.
_WINDOWED = frozenset(
    (*_VSCODE, "atom", "bbedit", "charm", "eclipse", "geany", "gedit", "gnome-text-editor", "gvim",
     "idea", "kate", "kwrite", "mate", "mousepad", "mvim", "notepad", "notepad++", "nvim-qt", "open",
     "pluma", "pycharm", "spyder", "subl", "sublime_text", "textedit", "thonny", "xdg-open", "xed",
     "zed", "zeditor")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Editor:
    """
    A command that opens files for editing.

    Attributes:
        command: The program and its options; the file's path comes after them.
    """

    command: Sequence[str]

    @property
    def has_window(self) -> bool:
        """Whether it has a window of its own, as far as is known; else it needs the terminal."""
        return Path(self.command[0]).stem.lower() in _WINDOWED

    def open_beside(self, path: Path, events: Events, say: Words) -> None:
        """
        Open *path* in a window and return at once; if that fails, sooner or later, an event tells.

        Raises:
            OSError: If the program can't be started.
        """
        process = subprocess.Popen(  # noqa: S603 - the learner's own editor, no shell
            self._words(path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

        def wait() -> None:
            if code := process.wait():
                events.put(Trouble(self._failed(code, say)))

        threading.Thread(target=wait, daemon=True).start()

    def open_here(self, path: Path, say: Words) -> str:
        """
        Open *path* in this terminal and wait until it is closed; return what went wrong, if anything.

        Raises:
            OSError: If the program can't be started.
        """
        with _interrupts_left_to_others():
            code = subprocess.run(self._words(path), check=False).returncode  # noqa: S603 - as above
        return self._failed(code, say) if code else ""

    def _words(self, path: Path) -> list[str]:
        # Windows finds code.cmd only by its whole name.
        return [shutil.which(self.command[0]) or self.command[0], *self.command[1:], str(path)]

    def _failed(self, code: int, say: Words) -> str:
        return say("The editor {name} ended with code {code}.", name=self.command[0], code=code)


def editor_of(environment: Mapping[str, str]) -> Editor | None:
    """
    Return the editor that *environment* names, else that of VS Code's terminal, else None.

    ``GRADLINGS_EDITOR`` outranks ``VISUAL`` and ``EDITOR``; each may have options (``code -r``).
    """
    for name in _VARIABLES:
        if words := _split(environment.get(name, "")):
            return Editor(words)
    if environment.get("TERM_PROGRAM") == "vscode":
        path = environment.get("PATH")
        found = [name for name in _VSCODE if shutil.which(name, path=path)]
        if found:
            return Editor((found[0], "--reuse-window"))
    return None


def edit(editor: Editor | None, path: Path, lent: Lending, events: Events, say: Words) -> str:
    """
    Open *path* in *editor*, and return what the learner has to be told, if anything.

    Args:
        lent: Makes a block in which an editor without a window has the terminal.
    """
    if editor is None:
        return say('Which editor? Set GRADLINGS_EDITOR to its command: "code", say, or "nano".')
    try:
        if editor.has_window:
            editor.open_beside(path, events, say)
            return ""
        with lent():
            return editor.open_here(path, say)
    except OSError as error:
        name, why = editor.command[0], error.strerror
        return say("The editor {name} can't be started: {why}.", name=name, why=why)


def _split(command: str) -> tuple[str, ...]:
    """The words of *command* as a shell of this system takes them; all one word if it can't be read."""
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError:  # A quotation mark without its fellow.
        words = [command]
    # Where backslashes are kept, so are the quotation marks around a word.
    return tuple(word.strip('"') if os.name == "nt" else word for word in words)


@contextmanager
def _interrupts_left_to_others() -> Iterator[None]:
    """Ctrl-C, which the terminal sends to all programs in it, ends a command of the editor, not us."""
    # A handler, since a program that we start would inherit that a signal is ignored.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
