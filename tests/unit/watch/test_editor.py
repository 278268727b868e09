"""Which editor is the learner's."""

from __future__ import annotations

import os

import pytest

from autograder.watch import Editor, editor_of


@pytest.fixture
def path(tmp_path):
    """A folder with VS Code's command in it, as PATH."""
    (tmp_path / "code").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "code").chmod(0o755)
    return str(tmp_path)


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({}, None),
        ({"EDITOR": ""}, None),
        ({"EDITOR": "  "}, None),
        ({"EDITOR": "nano"}, ("nano",)),
        ({"EDITOR": "nano", "VISUAL": "vim"}, ("vim",)),
        ({"EDITOR": "nano", "VISUAL": "vim", "GRADLINGS_EDITOR": "code -r"}, ("code", "-r")),
        ({"EDITOR": "nano", "VISUAL": "", "GRADLINGS_EDITOR": ""}, ("nano",)),
        ({"EDITOR": "'my editor' --wait"}, ("my editor", "--wait")),
        ({"EDITOR": "don't"}, ("don't",)),
        ({"EDITOR": "nano", "TERM_PROGRAM": "vscode"}, ("nano",)),
        ({"TERM_PROGRAM": "Apple_Terminal"}, None),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="quotation marks are another matter there")
def test_the_most_particular_setting_counts(environment, command, path):
    found = editor_of({"PATH": path, **environment})

    assert (found and tuple(found.command)) == command


def test_in_its_own_terminal_vs_code_is_the_editor_if_its_command_is_there(path, tmp_path):
    inside = {"TERM_PROGRAM": "vscode"}

    assert editor_of({**inside, "PATH": path}).command[0] == "code"
    assert editor_of({**inside, "PATH": str(tmp_path / "nowhere")}) is None


@pytest.mark.parametrize(
    ("command", "has_window"),
    [("code", True), ("/usr/local/bin/code", True), ("Code.exe", True), ("gvim", True), ("subl", True),
     ("vim", False), ("/usr/bin/nano", False), ("emacs", False), ("hx", False), ("my-own", False)],
)  # fmt: skip
def test_editors_with_a_window_are_known_by_their_names(command, has_window):
    assert Editor((command, "--wait")).has_window == has_window
