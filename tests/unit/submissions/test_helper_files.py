"""Which files of a hand-in belong to a program: those that it imports, and those they import."""

from __future__ import annotations

import json

import pytest

from autograder.submissions import (
    MAX_SOURCE,
    Question,
    find_programs,
    helpers_beside,
    read_sources,
)

ASKED = [Question("step_no_grad", "step_no_grad")]
MAIN = "from utils import rate\ndef step_no_grad(W, lr):\n    return rate(W)\n"
RATE = "def rate(W):\n    return W\n"


def notebook(*sources):
    cells = [{"cell_type": "code", "metadata": {}, "source": one} for one in sources]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def helpers(**files):
    """By path, spelled with __ for / and a . before py."""
    named = [(path, text.encode()) for path, text in files.items()]
    return dict(find_programs(named, ASKED).helpers["step_no_grad"])


@pytest.mark.parametrize(
    "files",
    [
        {"hw1.py": MAIN, "utils.py": RATE},
        {"hw/hw1.py": MAIN, "hw/utils.py": RATE, "old/utils.py": "rate = 1"},
        {"hw1.py": MAIN, "stuff/utils.py": RATE},
        {"hw/hw1.py": MAIN, "utils.py": RATE},
        {"step_no_grad (1).py": MAIN, "utils (1).py": RATE},
        {"step_no_grad-1.py": MAIN, "utils-1.py": RATE},
        {"all.zip/hw1.py": MAIN, "all.zip/utils.py": RATE},
        {"hw1.ipynb": notebook(MAIN), "utils.py": RATE},
        {"hw1.ipynb": notebook(f"%%writefile utils.py\n{RATE}", MAIN)},
        {"hw1.ipynb": notebook("%run utils.py", MAIN.partition("\n")[2]), "utils.py": RATE},
    ],
)
def test_a_file_that_is_imported_is_found_wherever_a_platform_put_it(files):
    assert helpers(**files) == {"utils": RATE}


def test_what_is_imported_by_what_is_imported_is_found_too():
    found = helpers(**{
        "hw1.py": "import a\nfrom lib import b\nfrom lib.c import x\ndef step_no_grad(W): pass\n",
        "a.py": "import deep", "deep.py": "import a\nx = 1", "lib/__init__.py": "from .d import y",
        "lib/b.py": "from . import e", "lib/c.py": "x = 2", "lib/d.py": "y = 3", "lib/e.py": "",
        "unused.py": "import a",
    })  # fmt: skip

    assert set(found) == {"a", "deep", "lib", "lib.b", "lib.c", "lib.d", "lib.e"}


def test_a_folder_without_init_is_a_package_too():
    assert helpers(**{"hw1.py": MAIN.replace("utils", "lib.utils"), "lib/utils.py": RATE}) == {
        "lib": "", "lib.utils": RATE,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["json", "random", "math", "typing"])
def test_what_is_called_like_pythons_own_is_pythons_own(name):
    main = f"import {name}\ndef step_no_grad(W): pass\n"

    assert helpers(**{"hw1.py": main, f"{name}.py": "x = 1"}) == {}


def test_a_program_that_imports_nothing_of_the_hand_in_has_no_files():
    main = "import torch\ndef step_no_grad(W): pass\n"

    assert helpers(**{"hw1.py": main, "utils.py": RATE, "mse_shapes.py": RATE}) == {}


def test_together_they_are_no_longer_than_a_program_may_be():
    long = f"x = '{'y' * (MAX_SOURCE * 2 // 3)}'\n"
    found = helpers(**{
        "hw1.py": "import a, b\ndef step_no_grad(W): pass\n", "a.py": long, "b.py": long,
    })  # fmt: skip

    assert sum(map(len, found.values())) <= MAX_SOURCE


def test_a_thousand_files_that_import_each_other_are_not_all_taken():
    chain = {f"m{n}.py": f"import m{n + 1}\n" for n in range(1_000)}

    found = helpers(**{"hw1.py": "import m0\ndef step_no_grad(W): pass\n"}, **chain)

    assert 10 < len(found) <= 50


def test_a_learners_own_file_finds_those_in_its_folder(tmp_path):
    (tmp_path / "hw1.py").write_text(MAIN)
    (tmp_path / "utils.py").write_text(RATE)
    (tmp_path / "other.py").write_text("x = 1")

    sources = read_sources(tmp_path / "hw1.py")

    assert (sources.main, dict(sources.helpers)) == (MAIN, {"utils": RATE})


@pytest.mark.parametrize("source", ["import utils\n", "import ..utils\n", "import utils.x\n"])
def test_what_is_no_file_of_python_is_as_good_as_missing(tmp_path, source):
    (tmp_path / "utils.py").write_bytes(b"\xff\xfe\xff")

    assert helpers_beside(source, tmp_path) == {}


def test_no_name_leads_out_of_the_folder(tmp_path):
    (tmp_path / "secret.py").write_text("x = 1")
    (tmp_path / "hw").mkdir()

    assert helpers_beside("from .. import secret\nimport importlib\n"
                          "importlib.import_module('../secret')", tmp_path / "hw") == {}  # fmt: skip
