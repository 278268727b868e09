import linecache
import traceback

import pytest
import torch

from autograder.observations import ErrorFact
from autograder.probing.loading import LoadError, load_submission
from autograder.probing.submission import (
    FILENAME,
    LearnerError,
    Submission,
    call_of,
    forget_calls,
    learner_fact,
    source_of,
)
from autograder.probing.told import telling

# -- loading -----------------------------------------------------------------------------------


def refusal(source, function="f"):
    with pytest.raises(LoadError) as caught:
        load_submission(source, function)
    return caught.value


def raised_by(submission, name="f", *args):
    with pytest.raises(LearnerError) as caught:
        getattr(submission, name)(*args)
    return caught.value


def test_a_submissions_function_is_called_by_its_name():
    submission = load_submission("def double(x):\n    return 2 * x", "double")

    assert isinstance(submission, Submission)
    assert submission.double(4) == 8


def test_every_function_of_the_file_can_be_called():
    submission = load_submission("def f(x):\n    return g(x)\ndef g(x):\n    return x + 1", "f")

    assert (submission.f(1), submission.g(1)) == (2, 2)


def test_arguments_are_handed_on_by_position_and_by_name():
    submission = load_submission("def f(*a, **k):\n    return a, k", "f")

    assert submission.f(1, 2, x=3) == ((1, 2), {"x": 3})


def test_objects_are_handed_in_and_out_as_they_are():
    submission = load_submission("def f(x):\n    return x", "f")
    tensor = torch.ones(1)

    assert submission.f(tensor) is tensor


def test_the_source_can_be_read():
    assert source_of(load_submission("def f(): pass\n", "f")) == "def f(): pass\n"


def test_a_class_or_a_lambda_will_do_for_a_function():
    assert load_submission("f = lambda: 3", "f").f() == 3
    assert load_submission("class f:\n    x = 3", "f").f().x == 3


def test_a_submission_is_a_module_of_its_own_name():
    submission = load_submission("def f():\n    return __name__, __file__", "f")

    assert submission.f() == ("submission", "<submission>")
    assert load_submission("class A: pass\ndef f(): return A", "f").f().__module__ == "submission"


def test_two_submissions_share_no_names():
    load_submission("x = 1\ndef f(): pass", "f")

    error = raised_by(load_submission("def f():\n    return x", "f"))

    assert error.error.type_name == "NameError"


def test_a_learners_code_can_be_looked_up_by_inspect():
    submission = load_submission("import inspect\ndef f():\n    return inspect.getsource(f)\n", "f")

    assert submission.f() == "def f():\n    return inspect.getsource(f)\n"


def test_a_traceback_shows_the_learners_line():
    error = raised_by(load_submission("def f():\n    return 1 / 0\n", "f"))

    text = "".join(traceback.format_exception(error.exception))

    assert 'File "<submission>", line 2, in f\n    return 1 / 0' in text


def test_the_linecache_holds_the_file_for_good():
    load_submission("def f():\n    pass\n", "f")
    linecache.checkcache()

    assert linecache.cache[FILENAME] == (18, None, ["def f():\n", "    pass\n"], "<submission>")


def test_annotations_of_the_future_are_understood():
    source = "from __future__ import annotations\ndef f(x: Undefined): return 3"

    assert load_submission(source, "f").f(1) == 3


def test_what_stands_under_the_main_guard_is_not_run():
    source = 'def f(): pass\nif __name__ == "__main__":\n    1 / 0\n    del f'

    assert load_submission(source, "f").f() is None


@pytest.mark.parametrize(
    "guarded",
    [
        'if __name__ != "__main__":\n    def f(): return 3',
        'if "__main__" == __name__:\n    1 / 0\nelse:\n    def f(): return 3',
        'if not __name__ == "__main__":\n    def f(): return 3',
        'text = "if __name__ == \'__main__\'"\nif "__main__" in text:\n    def f(): return 3',
    ],
)
def test_what_stands_beside_the_main_guard_is_run(guarded):
    assert load_submission(guarded, "f").f() == 3


def test_what_stands_under_another_condition_is_run():
    assert load_submission("if __name__ != 'x':\n    def f(): return 3", "f").f() == 3


# -- what goes wrong in the file ---------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["1 / 0", "import sys; sys.exit(3)", "raise KeyboardInterrupt", "undefined"]
)
@pytest.mark.parametrize("order", ["{0}\n{1}", "{1}\n{0}"])
def test_an_exception_beside_the_function_does_not_lose_it(line, order):
    source = order.format(line, "def f(): return 3")

    assert load_submission(source, "f").f() == 3


@pytest.mark.parametrize(
    ("source", "type_name", "message", "line", "code"),
    [
        ("\n1 / 0\nimport absent", "ZeroDivisionError", "division by zero", 2, "1 / 0"),
        ("import sys\nsys.exit(3)", "SystemExit", "3", 2, "sys.exit(3)"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", "", 1, "raise KeyboardInterrupt"),
        ("x = [\n  1,\n  1 / 0]", "ZeroDivisionError", "division by zero", 3, "1 / 0]"),
    ],
)
def test_an_exception_that_leaves_no_function_is_why_the_file_was_not_loaded(
    source, type_name, message, line, code
):
    refused = refusal(source)

    assert refused.kind == "raised"
    assert refused.error == ErrorFact(type_name, message, line, code)
    assert refused.nearest == ""


def test_the_first_of_several_exceptions_is_told():
    assert refusal("1 / 0\nundefined\n[][0]").error.type_name == "ZeroDivisionError"


def test_the_line_of_an_exception_is_the_innermost_of_the_learners_file():
    refused = refusal("def g():\n    import json\n    json.loads('')\n\ng()")

    assert (refused.error.line, refused.error.code) == (3, "json.loads('')")


@pytest.mark.parametrize(
    ("source", "message", "line", "code"),
    [
        ("x = 1\n  def f(x:\n", "unexpected indent", 2, "def f(x:"),
        ("def f(:\n    pass", "invalid syntax", 1, "def f(:"),
        ("def f():\n    x = 'abc\n", "unterminated string literal", 2, "x = 'abc"),
    ],
)
def test_a_file_that_is_no_python_is_refused_with_its_line(source, message, line, code):
    refused = refusal(source)

    assert (refused.kind, refused.nearest) == ("syntax", "")
    assert message in refused.error.message
    assert (refused.error.line, refused.error.code) == (line, code)


def test_a_syntax_error_is_told_by_its_type():
    assert refusal("def").error.type_name == "SyntaxError"


@pytest.mark.parametrize("source", ["def f(): pass\0", "x = " + "-" * 100_000 + "1"])
def test_a_file_that_the_parser_gives_up_on_is_refused(source):
    refused = refusal(source)

    assert (refused.kind, refused.error.line, refused.error.code) == ("syntax", 0, "")


def test_a_function_that_is_not_there_is_missing():
    refused = refusal("def other(): pass", "step_no_grad")

    assert refused.kind == "missing"
    assert refused.error == ErrorFact("NameError", "name 'step_no_grad' is not defined")
    assert refused.nearest == ""


def test_the_nearest_function_is_told():
    source = "step_no_gradd = 3\ndef step_nograd(): pass\ndef step(): pass"

    assert refusal(source, "step_no_grad").nearest == "step_nograd"


def test_an_empty_file_misses_the_function():
    refused = refusal("")

    assert (refused.kind, refused.nearest) == ("missing", "")


def test_a_name_that_cannot_be_called_is_missing():
    refused = refusal("f = 3")

    assert (refused.kind, refused.nearest) == ("missing", "")


def test_a_load_error_is_an_error_with_its_kind_as_text():
    assert str(refusal("")) == "missing"
    assert refusal("def").__suppress_context__


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("def f(x):\n    y = 2 * x\nreturn y\n", 3),
        ("def f(x):\n    return x\nbreak\n", 3),
        ("def f(x):\n    global x\n    return x\n", 2),
    ],
)
def test_a_file_that_python_would_not_compile_is_refused_with_its_line(source, line):
    refused = refusal(source)

    assert (refused.kind, refused.error.line) == ("syntax", line)


def test_annotations_are_evaluated_as_in_a_plain_run():
    assert refusal("def f(x: Undefined): return 3").error.type_name == "NameError"


# -- what a failed statement leaves without a value ---------------------------------------------

NO_LIBRARY = "No module named 'no_such_library'"


@pytest.mark.parametrize(
    "head",
    [
        "import no_such_library",
        "import no_such_library.part",
        "import no_such_library as nsl",
        "from no_such_library import Thing",
        "from no_such_library.part import Thing as Other",
        "from no_such_library import *",
        "import no_such_library, math",
        "from __future__ import annotations\nimport no_such_library",
    ],
)
def test_a_library_that_is_missing_costs_nothing_that_does_not_use_it(head):
    source = f"{head}\nimport math\ndef f(x):\n    return math.floor(x)\n"

    assert load_submission(source, "f").f(2.5) == 2


@pytest.mark.parametrize("line", ["import no_such_library, math", "import math, no_such_library"])
def test_a_missing_library_costs_none_of_those_imported_in_its_line(line):
    assert load_submission(f"{line}\ndef f(): return math.floor(2.5)", "f").f() == 2


@pytest.mark.parametrize(
    ("head", "annotated"),
    [
        ("from no_such_library import Thing", "def f(x: Thing) -> Thing: return x"),
        ("import no_such_library as nsl", "def f(x: nsl.Thing | float): return x"),
        ("import no_such_library", "def f(x: list[no_such_library.Thing] = ()): return x"),
        ("from no_such_library import Thing", "def f(x):\n    y: Thing = x\n    return y"),
        (
            "from no_such_library import Thing",
            "class Held:\n    held: Thing\n    def __init__(self, x: Thing): self.held = x\n"
            "def f(x) -> Held: return Held(x).held",
        ),
        (
            "from no_such_library import Thing",
            "import dataclasses\n@dataclasses.dataclass\nclass Held:\n    held: Thing\n"
            "def f(x): return Held(x).held",
        ),
    ],
)
def test_no_function_fails_for_an_annotation_that_could_not_be_imported(head, annotated):
    assert load_submission(f"{head}\n{annotated}", "f").f(7) == 7


@pytest.mark.parametrize(
    ("head", "used"),
    [
        ("import no_such_library", "no_such_library.one()"),
        ("import no_such_library.part", "no_such_library.part"),
        ("import no_such_library as nsl", "nsl.one()"),
        ("from no_such_library import one", "one()"),
        ("from no_such_library import one as another", "another()"),
        ("from no_such_library import *", "anything()"),
        ("if True:\n    import no_such_library", "no_such_library.one()"),
        ("import no_such_library\nONE = no_such_library.one", "ONE"),
        ("import no_such_library\nclass One(no_such_library.Base): pass", "One()"),
        ("import no_such_library\n@no_such_library.nice\ndef one(): pass", "one()"),
    ],
)
def test_what_misses_a_library_is_told_that_it_could_not_be_imported(head, used):
    error = raised_by(load_submission(f"{head}\ndef f(): return {used}", "f")).error

    assert (error.type_name, error.message) == ("ModuleNotFoundError", NO_LIBRARY)
    assert "import" in error.code


def test_a_library_that_is_missing_inside_a_function_is_told_in_the_same_words():
    error = raised_by(load_submission("def f():\n    import no_such_library\n", "f")).error

    assert (error.type_name, error.message, error.line) == ("ModuleNotFoundError", NO_LIBRARY, 2)


def test_a_name_that_got_its_value_after_all_is_no_longer_missed():
    source = "import no_such_library\nno_such_library = 3\ndef f(): return no_such_library"

    assert load_submission(source, "f").f() == 3


@pytest.mark.parametrize(
    "body",
    [
        "return other",
        "raise NameError('no_such_library')",
        "raise NameError('mine', name=[])",
        "raise type('Mine', (NameError,), {})(name='no_such_library')",
    ],
)
def test_another_missing_name_is_told_as_itself(body):
    source = f"import no_such_library\ndef f():\n    {body}\n"

    assert "No module" not in raised_by(load_submission(source, "f")).error.message


def test_a_local_name_without_a_value_is_told_as_itself():
    source = "import no_such_library as x\ndef f():\n    print(x)\n    x = 1\n"

    assert raised_by(load_submission(source, "f")).error.type_name == "UnboundLocalError"


def test_what_one_file_could_not_import_is_forgotten_with_the_next():
    load_submission("import no_such_library\ndef f(): pass", "f")

    error = raised_by(load_submission("def f(): return no_such_library", "f")).error

    assert error.type_name == "NameError"


# -- what goes wrong in a call -----------------------------------------------------------------


def test_what_the_function_raises_comes_out_as_the_learners_error():
    error = raised_by(load_submission("def f(x):\n    y = 1\n    return y / x\n", "f"), "f", 0)

    assert error.error == ErrorFact("ZeroDivisionError", "division by zero", 3, "return y / x")
    assert type(error.exception) is ZeroDivisionError
    assert str(error) == "ZeroDivisionError"


@pytest.mark.parametrize(
    "line", ["raise KeyboardInterrupt", "import sys; sys.exit(0)", "raise GeneratorExit"]
)
def test_an_attempt_to_end_the_grading_is_the_learners_error(line):
    error = raised_by(load_submission(f"def f():\n    {line}", "f"))

    assert error.error.line == 2
    assert error.error.type_name in ("KeyboardInterrupt", "SystemExit", "GeneratorExit")


def test_the_line_is_the_learners_own_innermost_one():
    source = "import torch\ndef f():\n    g()\ndef g():\n    torch.ones(2) @ torch.ones(3)\n"

    error = raised_by(load_submission(source, "f")).error

    assert (error.line, error.code) == (5, "torch.ones(2) @ torch.ones(3)")


def test_an_error_in_the_call_itself_has_no_line():
    error = raised_by(load_submission("def f(): pass", "f"), "f", 1).error

    assert (error.type_name, error.line, error.code) == ("TypeError", 0, "")


def test_a_name_that_is_not_there_is_the_learners_error():
    error = raised_by(load_submission("def f(): pass", "f"), "helper")

    assert error.error == ErrorFact("NameError", "name 'helper' is not defined")
    assert type(error.exception) is NameError
    assert str(error.exception) == "helper"
    assert error.__suppress_context__


def test_a_name_that_cannot_be_called_is_the_learners_error():
    error = raised_by(load_submission("def f(): pass\nhelper = 3", "f"), "helper").error

    assert error.type_name == "TypeError"


def test_a_learners_error_drags_no_second_traceback_along():
    error = raised_by(load_submission("def f(): 1 / 0", "f"))

    assert error.__suppress_context__
    assert error.__cause__ is None


def test_an_exception_from_elsewhere_has_no_line_of_the_learner():
    load_submission("def f(): pass", "f")
    try:
        raise ValueError("mine")
    except ValueError as error:
        fact = learner_fact(error)

    assert fact == ErrorFact("ValueError", "mine", 0, "")


def test_an_exception_of_a_file_that_was_forgotten_has_a_line_without_text():
    submission = load_submission("def f():\n    1 / 0", "f")
    del linecache.cache[FILENAME]

    assert raised_by(submission).error == ErrorFact("ZeroDivisionError", "division by zero", 2, "")


def test_the_last_line_has_text_too_and_a_line_after_it_has_none():
    submission = load_submission("def f(): 1 / 0", "f")
    assert raised_by(submission).error.code == "def f(): 1 / 0"

    linecache.cache[FILENAME] = (0, None, [], FILENAME)
    assert raised_by(submission).error.code == ""


def test_an_exception_with_an_evil_text_is_still_the_learners_error():
    source = """
class Text(str):
    def split(self, *args):
        raise SystemExit

class Evil(Exception):
    def __str__(self):
        return Text("evil")

def f():
    raise Evil
"""
    assert raised_by(load_submission(source, "f")).error.type_name == "Evil"


# -- the call, as a learner would type it ------------------------------------------------------


@pytest.fixture
def submission():
    return load_submission("def f(*a, **k): return 3\ndef g(): 1 / 0", "f")


def test_without_a_call_there_is_none(submission):
    assert call_of(submission) == ""


def test_one_call_is_told_as_it_was_made(submission):
    submission.f(1, torch.tensor([1.0]), lr=0.5)

    assert call_of(submission) == "f(1, tensor([1.0]), lr=0.5)"


def test_the_first_of_several_calls_is_told_with_their_number(submission):
    submission.f(1)
    submission.f(2)
    assert call_of(submission) == "f(1)   ×2"

    submission.f(3)
    assert call_of(submission) == "f(1)   ×3"


def test_a_call_is_not_put_into_words_where_only_facts_are_told(submission):
    with telling(only_facts=True):
        assert submission.f(1) == 3

    assert call_of(submission) == ""


def test_arguments_are_told_as_they_were_before_the_call():
    submission = load_submission("def f(x): x += 1", "f")

    submission.f(torch.tensor([1.0]))

    assert call_of(submission) == "f(tensor([1.0]))"


def test_a_call_that_raises_is_told_too(submission):
    raised_by(submission, "g")

    assert call_of(submission) == "g()"


def test_looking_a_function_up_is_no_call(submission):
    assert submission.f

    assert call_of(submission) == ""


def test_a_new_case_starts_without_calls(submission):
    submission.f(1)
    forget_calls(submission)
    assert call_of(submission) == ""

    submission.f(2)
    assert call_of(submission) == "f(2)"
