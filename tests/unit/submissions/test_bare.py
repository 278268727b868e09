"""Programs without comments, layout and names of their own."""

from __future__ import annotations

import pytest

from autograder.submissions.bare import bare, form_of, vocabulary

PROGRAM = """\
import torch


def slope(x):
    y = x**2  # squared
    y.backward()
    return x.grad
"""

ALIKE = {
    "comments": "# a statement\n# in comments\n\n" + PROGRAM.replace("  # squared", ""),
    "a docstring": PROGRAM.replace(
        "(x):\n", '(x):\n    """The slope.\n\n    x: a leaf.\n    """\n'
    ),
    "another docstring": PROGRAM.replace("(x):\n", "(x):\n    r'A meredekség.'\n"),
    "blank lines": PROGRAM.replace("\n    ", "\n\n    "),
    "indents": PROGRAM.replace("    ", "  "),
    "blanks": PROGRAM.replace("x**2", "x  ** 2"),
    "line ends": PROGRAM.replace("\n", "\r\n"),
    "parentheses": PROGRAM.replace("x**2", "(x**2)"),
}
DIFFERENT = {
    "another number": PROGRAM.replace("2", "3"),
    "another name": PROGRAM.replace("y", "z"),
    "a line more": PROGRAM + "\nprint(slope)\n",
    "nothing": "",
    "a broken line": PROGRAM.replace("y.backward()", "y.backward("),
    "a text that is no docstring": PROGRAM.replace("x.grad", "'x.grad'"),
}


@pytest.mark.parametrize("text", ALIKE.values(), ids=ALIKE)
def test_what_differs_in_comments_and_layout_only_has_the_same_form(text):
    assert form_of(text) == form_of(PROGRAM)


@pytest.mark.parametrize("text", DIFFERENT.values(), ids=DIFFERENT)
def test_what_differs_in_more_has_another_form(text):
    assert form_of(text) != form_of(PROGRAM)


def test_what_is_no_program_yet_has_a_form_too_in_which_layout_counts_for_nothing():
    broken = "def slope(x:\n    return x.grad\n"

    assert form_of(broken) == form_of(broken.replace("\n", "\n\n"))
    assert form_of(broken) != form_of(broken.replace("grad", "data"))


HOSTILE = {
    "deep": "x = " + "(" * 5000 + ")" * 5000,
    "deep operators": "x = " + "-" * 100_000 + "1",
    "an endless name": "x = a" + ".a" * 20_000,
    "a long number": "x = " + "9" * 6_000,
    "lone surrogates": "x = '\udc80'",
    "NUL": "x = 1\0",
    "ends of lines that are none for Python": "\x0c\x0cx = '\u2028\x1c'\ndef f():\n    '''a\x85\nb'''\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_is_refused(text):
    assert len(form_of(text)) == 16
    assert isinstance(vocabulary(text), tuple)
    assert isinstance(bare(text), str)


def test_bare_is_what_runs_from_the_first_line_of_code_on():
    text = '# # Title\n#\n# statement\n\n"""Module."""\n' + ALIKE["a docstring"]

    assert bare(text) == PROGRAM


def test_what_shares_a_line_with_a_docstring_stays():
    text = 'def one(): "One."; return 1\n'

    assert bare(text) == text


def test_a_text_that_is_no_program_loses_its_top_only():
    assert bare("# top\n\ndef f(:\n    # here\n") == "def f(:\n    # here\n"
    assert bare("# nothing but comments\n") == "# nothing but comments\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PROGRAM, ("**", ".backward", ".grad")),
        ("import torch\nwith torch.no_grad():\n    W -= 1", ("with", "torch.no_grad", "-=")),
        ("from torch import nn\nnet = nn.Linear(3, out_features=1)", ("nn.Linear", "out_features=")),
        ("import torch.nn.functional as F\nF.relu(x @ w)", ("F.relu", "@")),
        ("total = sum(float(one) for one in losses)", ("sum", "(… for …)", "float")),
        ("torch = 3\ny = torch.no_grad", (".no_grad",)),
        ("import torch\ntorch.zeros(3).numpy().tolist()", ("torch.zeros", ".numpy", ".tolist")),
        ("def f(x: list[int] = None) -> dict: return x", ()),
        ("class Net:\n    def __init__(self):\n        self.w = 1\n    def go(self):\n"
         "        return self.w + self.go()", ("class",)),
        ("x.grad = None\nx.requires_grad = True", (".grad", ".requires_grad")),
    ],
)  # fmt: skip
def test_the_vocabulary_is_what_is_asked_of_others_and_not_ones_own_names(text, words):
    assert vocabulary(text) == words
