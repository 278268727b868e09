"""Loading a file: each name is the learner's, a failure is told where it is felt, helpers import."""

from __future__ import annotations

import io
import sys

import pytest
import torch  # noqa: F401 - here before any file of a learner's

from autograder.probing.loading import LoadError, load_submission
from autograder.probing.submission import (
    LearnerError,
    Submission,
    call_of,
    forget_calls,
    source_of,
)


def raised_by(submission, name="f", *args):
    with pytest.raises(LearnerError) as caught:
        getattr(submission, name)(*args)
    return caught.value.error


def loaded(source, **options):
    return load_submission(source, "f", **options)


@pytest.fixture(autouse=True)
def no_helpers_left():
    yield
    load_submission("def f(): pass", "f")


# -- names -------------------------------------------------------------------------------------

#: All that an object of ours could have, and what Python's own objects have.
OURS = sorted({*dir(Submission), "call", "source", "forget_calls", "_module", "_source", "_calls",
               "module", "names", "calls", "function", "__call__", "__name__", "__dict__",
               "__wrapped__", "__iter__"} - {"__class_getitem__"})  # fmt: skip


@pytest.mark.parametrize("name", OURS)
def test_a_function_of_any_name_is_the_learners(name):
    source = f"def {name}(*args):\n    return 'mine', args\n"

    submission = load_submission(source, name)

    assert getattr(submission, name)(3) == ("mine", (3,))
    assert source_of(submission) == source
    assert call_of(submission) == f"{name}(3)"
    forget_calls(submission)
    assert call_of(submission) == ""


@pytest.mark.parametrize("name", ["__dict__", "__class__", "__name__"])
def test_a_name_is_the_learners_however_often_it_is_called(name):
    submission = load_submission(f"def {name}(): return 'mine'\n", name)

    # Python looks names up in another way once it has done so for some times at one place.
    assert {getattr(submission, name)() for _ in range(100)} == {"mine"}


@pytest.mark.parametrize("name", ["source", "call", "_module", "_calls", "forget_calls"])
def test_a_value_that_is_called_as_ours_changes_nothing_for_us(name):
    submission = loaded(f"{name} = 3\ndef f(): return {name}\n")

    assert submission.f() == 3
    assert source_of(submission).startswith(name)


def test_what_python_asks_of_any_object_it_gets():
    submission = loaded("def f(): pass")

    assert isinstance(submission, Submission)
    assert "Submission" in repr(submission)


# -- what has no value, and why -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "missed", "line", "told"),
    [
        ("from utils import rate\ndef f(): return rate", "rate", 1, "No module named 'utils'"),
        ("import seaborn_\ndef f(): return seaborn_.x", "seaborn_", 1, "'seaborn_'"),
        ("rate = 1 / 0\ndef f(): return rate", "rate", 1, "division by zero"),
        ("\nrates = [1]\nrate = rates[1]\ndef f():\n    return rate", "rate", 3, "index out of"),
        ("from utils import *\ndef f(): return rate()", "rate", 1, "No module named 'utils'"),
        ("import math\nmath.rate = 1 / 0\ndef f(): return math.rate", "rate", 2, "division"),
        ("class C: pass\nC.rate = 1 / 0\ndef f(): return C.rate", "rate", 2, "division by zero"),
        ("class C: pass\nc = C()\nc.rate = 1 / 0\ndef f(): return c.rate", "rate", 3, "division"),
        ("import os\nimport os.no_such\ndef f(): return os.no_such", "no_such", 2, "os.no_such"),
        ("import os.no_such\ndef f(): return os.no_such", "os", 1, "os.no_such"),
        ("class C:\n    rate = 1 / 0\ndef f(): return C().rate", "C", 2, "division by zero"),
        ("def g():\n    return rate\nrate = 1 / 0\ndef f(): return g()", "rate", 3, "division"),
        ("def g():\n    global rate\n    rate = 1 / 0\ng()\ndef f(): return rate", "rate", 3, "div"),
        ("class C:\n    def go(self):\n        self.rate = 1 / 0\nc = C()\nc.go()\n"
         "def f(): return c.rate", "rate", 3, "division by zero"),
        ("for rate in 1 / 0: pass\ndef f(): return rate", "rate", 1, "division by zero"),
        ("with 1 / 0 as rate: pass\ndef f(): return rate", "rate", 1, "division by zero"),
        ("print(rate := 1 / 0)\ndef f(): return rate", "rate", 1, "division by zero"),
        ("a, (b, *rate) = 1 / 0\ndef f(): return rate", "rate", 1, "division by zero"),
        ("if 1 / 0:\n    def rate(): pass\ndef f(): return rate()", "rate", 1, "division by zero"),
        ("import sys\nrate = sys.exit(3)\ndef f(): return rate", "rate", 2, "3"),
        ("rate = float(input('rate? '))\ndef f(): return rate", "rate", 1, ""),
        ("from utils import rate\nrate2 = rate\ndef f(): return rate2", "rate2", 1, "'utils'"),
        ("from utils import rate\nclass C:\n    def m(self): return rate\ndef f(): return C().m()",
         "rate", 1, "No module named 'utils'"),
        ("from utils import rate\ndef f(): return [rate for _ in 'ab']", "rate", 1, "'utils'"),
    ],
)  # fmt: skip
def test_a_value_that_is_missing_is_told_with_the_line_that_failed_to_give_it(
    source, missed, line, told, monkeypatch
):
    monkeypatch.setattr(sys, "stdin", None)
    error = raised_by(loaded(source))

    assert (error.missed, error.line) == (missed, line)
    assert told in error.message
    assert error.code


@pytest.mark.parametrize(
    "source",
    [
        "import seaborn_\ndef f(): return rat",
        "import seaborn_\nimport math\ndef f(): return math.rate",
        "rate = 1 / 0\nrate = 2\ndef f(): return rat",
        "rate = 1 / 0\ndef f(): raise AttributeError('rate')",
        "rate = 1 / 0\ndef f():\n    print(x)\n    x = rate",
        "rate = 1 / 0\ndef f(): raise type('Mine', (NameError,), {})(name='rate')",
    ],
)
def test_another_value_that_is_missing_is_told_as_itself(source):
    assert raised_by(loaded(source)).missed == ""


def test_a_function_that_failed_to_be_made_is_told_with_its_own_failure_not_the_first():
    with pytest.raises(LoadError) as caught:
        loaded("import seaborn_\n@1 / 0\ndef f(): pass\n")

    assert caught.value.kind == "raised"
    assert (caught.value.error.type_name, caught.value.error.line) == ("ZeroDivisionError", 2)


def test_a_name_that_is_nearly_right_is_told_before_a_failure_elsewhere():
    with pytest.raises(LoadError) as caught:
        load_submission("import seaborn_\ndef step_nograd(): pass\n", "step_no_grad")

    assert (caught.value.kind, caught.value.nearest) == ("missing", "step_nograd")


# -- files beside it ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "helpers"),
    [
        ("from utils import rate\ndef f(): return rate()", {"utils": "def rate(): return 3"}),
        ("import utils\ndef f(): return utils.rate()", {"utils": "def rate(): return 3"}),
        ("import utils as u\ndef f(): return u.rate()", {"utils": "def rate(): return 3"}),
        ("from utils import *\ndef f(): return rate()", {"utils": "def rate(): return 3"}),
        ("def f():\n    from utils import rate\n    return rate()", {"utils": "rate = lambda: 3"}),
        ("from a import rate\ndef f(): return rate", {"a": "from b import rate", "b": "rate = 3"}),
        ("from lib.a import rate\ndef f(): return rate", {"lib": "", "lib.a": "rate = 3"}),
        ("import lib.a\ndef f(): return lib.a.rate", {"lib": "", "lib.a": "rate = 3"}),
        ("from lib import a\ndef f(): return a.rate", {"lib": "from . import a", "lib.a": "rate=3"}),
        ("from lib import rate\ndef f(): return rate",
         {"lib": "from .a import rate", "lib.a": "from .b import rate", "lib.b": "rate = 3"}),
        ("import importlib\ndef f(): return importlib.import_module('utils').rate",
         {"utils": "rate = 3"}),
        ("from utils import C\ndef f(): return C(3).x",
         {"utils": "from __future__ import annotations\nimport dataclasses\n"
                   "@dataclasses.dataclass\nclass C:\n    x: int\n"}),
        ("from utils import rate\ndef f(): return rate", {"utils": "import no_such\nrate = 3"}),
        ("from utils import rate\ndef f(): return rate", {"utils": "rate = 3\nexit()"}),
        ("from utils import f", {"utils": "def f(): return 3"}),
        ("from utils import rate\ndef f(): return rate",
         {"utils": "if __name__ == '__main__':\n    1 / 0\nrate = 3"}),
        ("import a\ndef f(): return a.g()", {"a": "import b\nrate = 3\ndef g(): return b.g()",
                                             "b": "import a\ndef g(): return a.rate"}),
        ("import inspect, utils\ndef f(): return 3 if 'x' in inspect.getsource(utils.g) else 0",
         {"utils": "def g(x): pass"}),
    ],
)  # fmt: skip
def test_a_file_beside_it_can_be_imported(source, helpers):
    answer = loaded(source, helpers=helpers).f()

    assert (answer() if callable(answer) else answer) == 3


@pytest.mark.parametrize(
    "name",
    ["torch", "numpy", "json", "random", "math", "autograder", "sys", "builtins", "os", "typing",
     "sympy", "networkx", "typing_extensions", "autograder.probing", "torch.nn", "encodings.x"],
)  # fmt: skip
def test_no_file_takes_the_place_of_what_is_here_already(name):
    bait = {name: "raise SystemExit('taken')", name.partition(".")[0]: "raise SystemExit"}
    before = sys.modules.get(name.partition(".")[0])

    submission = loaded("import torch, numpy, json, random, math\ndef f(): return math.floor(2.5)",
                        helpers=bait)  # fmt: skip

    assert submission.f() == 2
    assert sys.modules.get(name.partition(".")[0]) is before


def test_what_one_submission_brought_the_next_does_not_find():
    loaded("import utils\ndef f(): return utils.rate", helpers={"utils": "rate = 3"})

    error = raised_by(loaded("import utils\ndef f(): return utils.rate"))

    assert (error.missed, error.type_name) == ("utils", "ModuleNotFoundError")


def test_a_value_that_a_file_beside_it_failed_to_give_is_told_with_that_failure():
    helpers = {"utils": "\nrate = 1 / 0\n"}

    for head, used in (("from utils import rate", "rate"), ("import utils", "utils.rate")):
        error = raised_by(loaded(f"{head}\ndef f(): return {used}", helpers=helpers))
        assert (error.missed, error.type_name) == ("rate", "ZeroDivisionError")


def test_a_slip_in_a_file_beside_it_is_told_where_it_is_imported():
    error = raised_by(
        loaded("import utils\ndef f(): return utils.rate", helpers={"utils": "def rate(:\n"})
    )

    assert (error.type_name, error.line, error.code) == ("SyntaxError", 1, "import utils")


# -- what is left out ---------------------------------------------------------------------------


def told_of(source, **options):
    messages = []
    submission = loaded(source, tell=messages.append, **options)
    return submission, messages


def test_each_statement_is_told_before_it_is_run_and_then_that_all_were():
    source = "import math, sys\nx = 1\ndef f(): return x\n"

    _, messages = told_of(source)

    assert messages == [{"loading": n} for n in range(4)] + [{"loaded": True}]


def test_a_statement_that_is_left_out_costs_only_itself():
    submission, messages = told_of("x = 1\nx = 2\ndef f(): return x\n", left_out=[1])

    assert submission.f() == 1
    assert {"left_out": 1, "line": 2, "code": "x = 2", "error": ""} in messages


@pytest.mark.parametrize(
    ("line", "error"),
    [("exit()", "SystemExit"), ("quit(3)", "SystemExit"), ("raise KeyboardInterrupt", "KeyboardInterrupt"),
     ("name = input('who? ')", "EOFError")],
)  # fmt: skip
def test_what_was_to_end_the_program_or_waits_for_input_is_told(line, error, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    submission, messages = told_of(f"{line}\ndef f(): return 3\n")

    assert submission.f() == 3
    assert {"left_out": 0, "line": 1, "code": line, "error": error} in messages


def test_a_file_of_a_million_statements_is_not_announced_to_its_end():
    _, messages = told_of("1\n" * 3_000 + "exit()\n" * 30 + "def f(): pass\n")

    assert len(messages) == 1_001


def test_a_line_is_the_one_that_python_counts_though_a_form_feed_stands_above_it():
    submission = loaded("# one\x0cpage\ndef f():\n    return 1 / 0  # here\n")

    error = raised_by(submission)

    assert (error.line, error.code) == (3, "return 1 / 0  # here")


def test_a_file_that_is_loaded_again_begins_anew():
    source = "import torch\nseen = []\nbroken = missing\ndef f():\n    seen.append(1)\n    return len(seen)\n"
    first = load_submission(source, "f")
    assert (first.f(), first.f()) == (1, 2)

    again = load_submission(source, "f")

    assert again.f() == 1
    with pytest.raises(LearnerError, match="NameError"):
        _ = again.broken
