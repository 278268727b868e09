"""A refusal is an exception of the right kind; its message names shapes as learners write them."""

import pytest
import torch

from autograder.probing.loading import load_submission
from autograder.probing.refusals import refusal, shapes_named
from autograder.probing.submission import LearnerError

SOURCE = """
class TooFar(ValueError):
    pass

def refuse(kind):
    if kind == "own":
        raise TooFar("too far")
    if kind == "other":
        raise TypeError("no")
    return kind
"""


@pytest.fixture
def refuse():
    return load_submission(SOURCE, "refuse").refuse


def test_an_exception_of_the_kind_is_a_refusal_with_its_message(refuse):
    answer = refusal(ValueError, refuse, "own")

    assert (answer.by, answer.message, answer.returned) == ("ValueError", "too far", None)


def test_what_comes_back_was_refused_by_nothing(refuse):
    answer = refusal(ValueError, refuse, "fine")

    assert (answer.by, answer.message, answer.returned) == ("nothing", "", "fine")


def test_another_exception_is_no_refusal(refuse):
    with pytest.raises(LearnerError) as raised:
        refusal(ValueError, refuse, "other")

    assert raised.value.error.type_name == "TypeError"


@pytest.mark.parametrize(
    ("message", "shapes"),
    [
        (f"{torch.ones(4, 1).shape} is not {torch.ones(4).shape}", {(4, 1), (4,)}),
        (f"{tuple(torch.ones(4, 1).shape)} and {(4,)}", {(4, 1), (4,)}),
        ("got [2, 3]", {(2, 3)}),
        ("a scalar is ()", {()}),
        ("4 rows (of w) and 12", set()),
        ("", set()),
    ],
)
def test_shapes_are_found_as_python_and_torch_write_them(message, shapes):
    assert shapes_named(message) == shapes
