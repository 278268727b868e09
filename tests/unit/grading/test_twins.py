"""Who of a class may get whose verdict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.pool import Work
from autograder.grading.twins import Twins, telling_of
from autograder.judging import (
    CheckVerdict,
    Difference,
    Kind,
    Outcome,
    Reason,
    ReasonKind,
    Verdict,
    write_verdict,
)
from autograder.observations import ErrorFact
from autograder.runs import End, LeftOut, LoadFailure
from autograder.submissions.gists import gist_of

SOURCE = "def f(x):\n    return 2 * x\n"


def key(program, exercise="f", digest="d"):
    return LedgerKey(exercise, digest, program)


def work(program, form="form"):
    return Work("f", 0, program, student=program, form=form)


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

    assert {one.program for one in Twins(works).share(ledger)} == {"a", "c"}
    assert {one.program for one in ledger.known(works)} == {"a", "b", "c", "e"}
    assert Twins(works).share(ledger) == []


RAISED = Reason(ReasonKind.RAISED, error=ErrorFact("ValueError", "no", 3, "raise ValueError('no')"))
SYNTAX = Reason(ReasonKind.LOAD, load=LoadFailure("raised", RAISED.error))
NESTED = Reason(
    ReasonKind.DIFFERS, difference=Difference("error", Kind.VALUE, ("a", (RAISED.error,)), "a")
)
NOT_WRITTEN = Reason(
    ReasonKind.NOT_WRITTEN,
    error=ErrorFact("NotImplementedError", "", 5, "raise NotImplementedError"),
)


def told(reason, outcome=Outcome.FAILED, **more):
    return Verdict("f", outcome, (CheckVerdict("check", outcome, 0.0, 1.0, reason),), **more)


@pytest.mark.parametrize(
    ("telling", "made"),
    [
        ("right", verdict()),
        ("facts", verdict(advice=("by_data",))),
        ("facts", told(Reason(ReasonKind.DIFFERS))),
        ("facts", told(NOT_WRITTEN)),
        ("lines", told(RAISED, Outcome.ERRORED)),
        ("lines", told(SYNTAX, Outcome.ERRORED)),
        ("lines", told(NESTED)),
        ("lines", verdict(left_out=(LeftOut(1, 2, "exit()", "SystemExit"),))),
        ("own", verdict(left_out=(LeftOut(1, 2, "while True:", end=End.TIMEOUT),))),
        ("own", verdict(integrity=("__globals__ (line 3)",))),
        ("own", told(Reason(ReasonKind.STOPPED, end=End.TIMEOUT), Outcome.TIMEOUT)),
        ("own", told(Reason(ReasonKind.STOPPED, end=End.CRASHED), Outcome.ERRORED)),
        ("own", told(Reason(ReasonKind.NOT_RUN), Outcome.SKIPPED)),
        ("own", told(Reason(ReasonKind.BROKEN, detail="KeyError"), Outcome.BROKEN)),
        ("own", told(Reason(ReasonKind.REFUSED))),
    ],
)
def test_what_a_verdict_tells_decides_to_whom_it_applies(telling, made):
    assert telling_of(made) == telling


@pytest.mark.parametrize(
    "made", [told(RAISED), verdict(advice=("by_data",)), told(NOT_WRITTEN), told(NESTED)]
)
def test_only_a_right_answer_makes_twins_of_other_lines_pass_at_once(ledger, made):
    works = {key(name): work(name) for name in "ab"}
    record(ledger, key("a"), made)

    assert Twins(works).share(ledger) == []


def test_stubs_on_other_lines_share_a_verdict_and_no_line_of_another_is_kept(ledger):
    works = {key(name): work(name) for name in "abc"}
    for name, line in (("a", 3), ("b", 8)):
        error = replace(NOT_WRITTEN.error, line=line)
        record(ledger, key(name), told(replace(NOT_WRITTEN, error=error)))

    assert Twins(works).share(ledger) == [key("c")]
    shared = ledger.verdict(key("c")).checks[0].reason
    assert shared.kind is ReasonKind.NOT_WRITTEN
    assert (shared.error.line, shared.error.code) == (0, "")


def test_files_that_are_imported_count_with_their_lines(ledger):
    works = {
        key(name): replace(work("x = 1"), student=name, helpers={"h": text})
        for name, text in (("a", "# a\ny"), ("b", "# b\ny"), ("c", "# c\n# c\ny"))
    }
    record(ledger, key("a"), told(RAISED))

    assert Twins(works).share(ledger) == [key("b")]


def test_twins_are_of_one_exercise_and_one_set_of_hidden_cases(ledger):
    works = {
        key("a"): work("a"), key("b", digest="other"): work("b"), key("c", "g"): work("c"),
    }  # fmt: skip
    record(ledger, key("a"), verdict())

    assert Twins(works).share(ledger) == []


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


#: Each could show something else the next time.
VARIES = [
    "import random\nrandom.seed()\n",
    "from random import Random as R\n",
    "import random\nx = random.SystemRandom().random()\n",
    "import numpy as np\nrng = np.random.default_rng()\n",
    "import torch\ntorch.seed()\n",
    "import torch\n\n\ndef f(x):\n    return torch.empty_like(x)\n",
    "import numpy as np\nx = np.datetime64('now')\n",
    "import time\nx = time.time()\n",
    "import os\nx = os.urandom(1)\n",
]


@pytest.mark.parametrize("text", VARIES)
def test_what_need_not_show_the_same_twice_has_no_twins(text):
    assert gist_of(text, "f").form == ""
    assert gist_of(SOURCE, "f", (), {"a": text}).form == ""


@pytest.mark.parametrize(
    "text",
    [
        "import torch\n\n\ndef f(x):\n    torch.manual_seed(0)\n    return torch.rand(3)\n",
        "import random\nrandom.seed(7)\n",
        "import numpy as np\nrng = np.random.default_rng(seed=1)\n",
    ],
)
def test_what_is_seeded_may_have_twins(text):
    assert gist_of(text, "f").form


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
