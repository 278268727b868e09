"""Who of a class may get whose verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.pool import Work
from autograder.grading.twins import Twins
from autograder.judging import CheckVerdict, Outcome, Verdict, write_verdict
from autograder.runs import LeftOut
from autograder.submissions.gists import gist_of

SOURCE = "def f(x):\n    return 2 * x\n"


def key(program, exercise="f", digest="d"):
    return LedgerKey(exercise, digest, program)


def work(program, form="form"):
    return Work("f", 0, program, form=form)


def verdict(outcome=Outcome.PASSED, exercise="f", **more):
    points = 1.0 if outcome is Outcome.PASSED else 0.0
    return Verdict(exercise, outcome, (CheckVerdict("check", outcome, points, 1.0),), **more)


@pytest.fixture
def ledger():
    with Ledger(Path(":memory:")) as ledger:
        yield ledger


def record(ledger, one, made):
    ledger.record([(one, write_verdict(made), 0.1)])


def test_a_pass_is_shared_with_all_twins_and_with_nobody_else(ledger):
    works = {key(name): work(name) for name in "abc"}
    works |= {key("d"): work("d", "other"), key("e"): work("e", ""), key("g"): work("g", "")}
    record(ledger, key("b"), verdict())
    record(ledger, key("e"), verdict())

    assert Twins(works).share(ledger) == 2
    assert {one.program for one in ledger.known(works)} == {"a", "b", "c", "e"}
    assert Twins(works).share(ledger) == 0


@pytest.mark.parametrize(
    "made",
    [
        verdict(Outcome.FAILED),
        verdict(Outcome.ERRORED),
        verdict(Outcome.TIMEOUT),
        verdict(advice=("by_data",)),
        verdict(integrity=("__globals__ (line 3)",)),
        verdict(left_out=(LeftOut(1, 2, "exit()", "SystemExit"),)),
    ],
)
def test_what_may_tell_of_lines_is_not_shared(ledger, made):
    works = {key(name): work(name) for name in "ab"}
    record(ledger, key("a"), made)

    assert Twins(works).share(ledger) == 0
    assert ledger.known(works) == {key("a")}


def test_twins_are_of_one_exercise_and_one_set_of_hidden_cases(ledger):
    works = {
        key("a"): work("a"), key("b", digest="other"): work("b"), key("c", "g"): work("c"),
    }  # fmt: skip
    record(ledger, key("a"), verdict())

    assert Twins(works).share(ledger) == 0


def test_one_of_all_twins_is_graded_first(ledger):
    works = {key(name): work(name) for name in "abc"} | {key("d"): work("d", "")}

    first, others = Twins(works).split([*works])

    assert first == [key("a"), key("d")]
    assert others == [key("b"), key("c")]


@pytest.mark.parametrize(
    "same",
    [
        f"# Ágnes, student 7\n\n\n{SOURCE}",
        "def f( x ):\n\treturn (2*x)   # twice\n",
        "def f(x): return 2 * x",
        SOURCE.replace("\n", "\r\n"),
    ],
)
def test_programs_that_differ_in_comments_and_layout_have_one_form(same):
    assert gist_of(same, "f").form == gist_of(SOURCE, "f").form != ""


@pytest.mark.parametrize(
    "other",
    [
        "def f(x):\n    return x * 2\n",
        "def f(y):\n    return 2 * y\n",
        "def f(x):\n    return 2.0 * x\n",
        "def f(x):\n    '''Twice.'''\n    return 2 * x\n",
        f"{SOURCE}x = 1\n",
        f"{SOURCE}'# a text'\n",
    ],
)
def test_programs_that_differ_in_anything_else_have_other_forms(other):
    assert gist_of(other, "f").form not in ("", gist_of(SOURCE, "f").form)


def test_files_that_are_imported_belong_to_the_form():
    one, same, other, renamed = (
        gist_of(SOURCE, "f", (), helpers).form
        for helpers in ({"a": "x = 1"}, {"a": "x = 1  # one"}, {"a": "x = 2"}, {"b": "x = 1"})
    )

    assert one == same
    assert len({one, other, renamed, gist_of(SOURCE, "f").form}) == 4


#: Each could give another result if a comment or a line is added.
SEES_ITS_TEXT = [
    "import inspect\n\n\ndef f(x):\n    return len(inspect.getsource(f))\n",
    "import torch\n\n\n@torch.jit.script\ndef f(x):\n    # type: (int) -> int\n    return 2 * x\n",
    "from torch import jit\n",
    "from torch.jit import script\n",
    "import torch.jit as j\n",
    "import warnings\n\n\ndef f(x):\n    warnings.warn('twice')\n",
    "import linecache\n",
    "import sys\n",
    "text = open(__file__).read()\n",
    "import numpy as np\n\ntext = np.genfromtxt('f.py', str, comments=None)\n",
    "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    line = e.__traceback__.tb_lineno\n",
    "def f(x):\n    return x * f.__code__.co_firstlineno\n",
    "def g():\n    yield h.gi_frame.f_lineno\nh = g()\n",
    "def f(x):\n    return int('{0.__code__.co_firstlineno}'.format(f))\n",
    "def f(x):\n    return getattr(f, '_' + '_code_' + '_')\n",
    "def f(x):\n    return eval('f.' + '_' + '_code_' + '_')\n",
    "import whatever\n",
]


@pytest.mark.parametrize("text", SEES_ITS_TEXT)
def test_what_could_depend_on_its_comments_and_lines_has_no_twins(text):
    assert gist_of(text, "f").form == ""
    assert gist_of(SOURCE, "f", (), {"a": text}).form == ""


def test_a_program_as_learners_write_it_may_have_twins():
    text = (
        "import torch\nfrom torch import nn\n\n\nclass M(nn.Module):\n    def __init__(self):\n"
        "        super().__init__()\n        self.one = nn.Linear(1, 3)\n\n\n"
        "def f(x):\n    m = M()\n    m.eval()\n    return m(x)\n"
    )
    assert gist_of(text, "f").form


@pytest.mark.parametrize(
    "text", ["def f(:", "x = " + "-" * 20_000 + "1", "x\0", "x = 0x" + "f" * 5_000]
)
def test_what_can_not_be_parsed_has_no_form(text):
    assert gist_of(text, "f").form == ""
    assert gist_of(SOURCE, "f", (), {"a": text}).form == ""
