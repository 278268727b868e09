"""IPython's cells as Python: what names they bind is what IPython binds, and nothing is run."""

from __future__ import annotations

import ast
import textwrap

import pytest

from autograder.submissions import defined_functions, source_of, without_magics

ANSWER = "def answer():\n    return 'mine'\n"


def names_after(cell, **given):
    """The names that a cell binds; the oracle is Python itself."""
    names = dict(given)
    exec(without_magics(textwrap.dedent(cell)), names)
    return {name: value for name, value in names.items() if name != "__builtins__"}


@pytest.mark.parametrize(
    "magic",
    ["%%time", "%%timeit", "%%timeit -n 10 -r 3", "%%capture", "%%capture out", "%%prun",
     "%%prun -l 5 -s cumulative", "%%debug", "%%memit", "%%time\n%%capture out",
     "\n\n%%time", "%%time  ", "  %%time", "%%check answer"],
)  # fmt: skip
def test_a_cell_of_python_loses_no_more_than_its_magic(magic):
    assert names_after(f"{magic}\n{ANSWER}")["answer"]() == "mine"


@pytest.mark.parametrize(
    "magic",
    ["%%bash", "%%sh", "%%script bash --bg", "%%html", "%%HTML", "%%javascript", "%%js",
     "%%latex", "%%markdown", "%%svg", "%%SVG", "%%perl", "%%ruby", "%%writefile answer.py",
     "%%file answer.py", "%%python3", "%%!", "%%sql", "%%cython", "%%time\n%%bash"],
)  # fmt: skip
def test_a_cell_in_another_language_is_dropped_even_if_it_reads_as_python(magic):
    assert ast.parse(without_magics(f"{magic}\n{ANSWER}")).body == []


def test_under_a_magic_that_nobody_knows_python_is_kept_and_another_language_dropped():
    assert names_after(f"%%my_own_timer 3\n{ANSWER}")["answer"]() == "mine"
    assert ast.parse(without_magics("%%my_query\nselect * from a where b\n")).body == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("%time x = double(4)", 8),
        ("%time   x = double(4)  # how long?", 8),
        ("%prun x = double(4)", 8),
        ("%prun -l 5 -q x = double(4)", 8),
        ("x = %time double(4)", 8),
        ("%time x = double(\n    4)", 8),
        ("x = !ls -l | grep 'a'", []),
        ("x = !ls \\\n  -l", []),
        ("x = %who_ls", None),
    ],
)
def test_a_line_magic_binds_what_ipython_binds(line, value):
    assert names_after(line, double=lambda x: 2 * x)["x"] == value


@pytest.mark.parametrize(
    "line",
    ["%timeit double(4)", "%timeit -n 10 x = double(4)", "%matplotlib inline", "!pip install torch",
     "!pip install \\\n    torch \\\n    numpy", "double?", "double??", "?double", "torch.*sum*?",
     "double?  # what was it?", "%load_ext autoreload", "%%time", "%", "!", "!echo it's",
     "%cd ..\n%autoreload 2"],
)  # fmt: skip
@pytest.mark.parametrize("indent", ["", "    "])
def test_any_other_line_of_ipython_binds_nothing_and_costs_nothing_beside_it(line, indent):
    line = textwrap.indent(line, indent)
    head = "if True:\n" if indent else ""

    found = names_after(f"{head}{indent}before = 1\n{line}\n{indent}after = 2\n")

    assert found == {"before": 1, "after": 2}


@pytest.mark.parametrize(
    "text",
    ["s = '''\nreally?\n%time\n!ls\n'''", 's = """ \\""" \n!x\n"""', "s = (10\n% 3)",
     "s = 7 \\\n% 2", "s = [  # why?\n1\n]", "s = 'it\\'s' # ok?"],
)  # fmt: skip
def test_a_line_within_a_statement_is_left_alone_beside_a_magic(text):
    expected = {}
    exec(text, expected)

    assert names_after(f"!ls\n{text}\n%time y = 1\n")["s"] == expected["s"]


def test_a_file_that_a_cell_runs_gives_its_names():
    assert without_magics("%run utils.py\n").startswith("from utils import *")
    assert without_magics("%run -i utils\n").startswith("from utils import *")
    assert ast.parse(without_magics("%run ../other/nb.ipynb\n")).body[0].__class__ is ast.Pass


def test_lines_keep_their_numbers():
    cell = "%%time\n%matplotlib inline\n!pip install \\\n  torch\ndef answer():\n    return 1 / 0\n"

    assert ast.parse(without_magics(cell)).body[-1].lineno == 5


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\x0b", "\x0c", "\u2028"])
def test_any_line_end_ends_a_magic(ends):
    assert defined_functions(without_magics(f"%%time{ends}def answer(): pass{ends}")) == {"answer"}


SIZE = 200_000
HOSTILE = {
    "magics above magics": "%%time\n" * (SIZE // 7),
    "unknown magics above magics": "%%a\n" * (SIZE // 4),
    "options": "%prun " + "-l 5 " * (SIZE // 5),
    "options of run": "%run " + "-a " * (SIZE // 3),
    "blanks": "%prun -l" + " " * SIZE + "\n?",
    "quotes": "'" * SIZE + "\n!ls",
    "brackets": "(" * SIZE + "\n!ls",
    "backslashes": "\\" * SIZE + "\n!ls",
    "assignments": "x = !" * (SIZE // 5),
    "names": "a" * SIZE + "?",
    "lines that go on": "!x\\\n" * (SIZE // 4),
    "questions": "a?\n" * (SIZE // 3),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_cell_made_to_keep_us_busy_is_read_to_its_end(kind):
    """With anything quadratic, this would take minutes."""
    cell = HOSTILE[kind]

    assert len(without_magics(cell).splitlines()) == len(cell.splitlines())


COLABS_EXPORT = '''# -*- coding: utf-8 -*-
"""Copy of hw1.ipynb

Automatically generated by Colab.
"""

!pip install -q torch
# Commented out IPython magic to ensure Python compatibility.
# %matplotlib inline
'''


@pytest.mark.parametrize(
    "above",
    [COLABS_EXPORT, "!pip install torch\n", "%matplotlib inline\n", "%%time\n", "x = 1\n!ls\n"],
)
def test_lines_of_ipython_in_a_script_cost_it_nothing(above):
    source = source_of((above + ANSWER).encode(), "answer.py")

    assert names_after(source)["answer"]() == "mine"
    assert source.splitlines().index("def answer():") == above.count("\n")


@pytest.mark.parametrize("script", ["!pip install torch\ndef f(:\n", "def f(:\n", "x = (7\n% 3)\n"])
def test_a_script_that_is_no_python_anyway_stays_as_it_was_written(script):
    assert source_of(script.encode(), "answer.py") == script
