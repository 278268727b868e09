"""Nothing in a request for help tells whose it is."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path

import pytest

from autograder.doctor.anonymous import Anonymous, anonymous_here

MINE = Anonymous(
    {"/home/anna": "~", "/home/anna/course": "<working copy>", r"C:\Users\Anna Kovács": "~"},
    {"anna": "<user>", "Anna Kovács": "<user>", "annas-laptop": "<host>", "ed": "<user>"},
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/home/anna/course/exercises/a.py", "<working copy>/exercises/a.py"),
        ("/home/anna/.venv/bin/python", "~/.venv/bin/python"),
        ("/HOME/ANNA/x", "~/x"),
        (r"C:\Users\Anna Kovács\course", r"~\course"),
        ("c:/users/anna kovács/course", "~/course"),
        (r"C:\\Users\\Anna Kovács\\x", r"~\\x"),
        ("/home/bela/other", "~/other"),
        ("/home/annabel/other", "~/other"),
        ("/Users/bela/other", "~/other"),
        (r"D:\Users\bela\AppData", r"~\AppData"),
        ("anna@annas-laptop says", "<user>@<host> says"),
        ("Anna was here, annabel too", "<user> was here, annabel too"),
        ("it failed and ended (ed)", "it failed and ended (<user>)"),
        ("torch 2.8 on Linux", "torch 2.8 on Linux"),
        ("", ""),
    ],
)
def test_names_and_homes_are_replaced_and_nothing_else(text, told):
    assert MINE(text) == told


def test_all_texts_in_data_are_looked_at_its_keys_too():
    data = {"anna": [{"path": "/home/anna/x"}, 3, None, True], "n": 1.5}

    assert MINE(data) == {"<user>": [{"path": "~/x"}, 3, None, True], "n": 1.5}


def test_patterns_and_backslashes_in_names_are_only_text():
    odd = Anonymous({r"/srv/a+b(c)": "<place>"}, {"x.*y": "<user>"})

    assert odd("/srv/a+b(c)/z x.*y xzzy") == "<place>/z <user> xzzy"


def test_this_user_and_this_machine_are_unknown_in_what_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "anna"))
    monkeypatch.setenv("LOGNAME", "anna_k")
    monkeypatch.setattr(platform, "node", lambda: "annas-laptop.example.org")
    here = anonymous_here({tmp_path / "anna" / "course": "<working copy>"})

    assert here(str(tmp_path / "anna/course/a.py")) == "<working copy>/a.py"
    assert here(str(Path.home() / "a.py")) == "~/a.py"
    assert here(f"{getpass.getuser()} at annas-laptop.example.org, annas-laptop") == (
        "<user> at <host>, <host>"
    )
