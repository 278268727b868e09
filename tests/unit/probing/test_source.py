import pytest

from autograder.probing import (
    assigns,
    called_without_parentheses,
    drops_result,
    named_uncalled,
    names_autograd,
    near_misses,
    uses_result,
)
from autograder.probing.source import tracking_typos

# D14: what stands in the learner's text and nowhere else.


@pytest.mark.parametrize(
    "source",
    [
        "loss.backward",
        "def f(loss):\n    loss.backward\n    return loss",
        "def f(loss):\n    for _ in range(3):\n        (loss * 2).backward",
        "with a.backward:\n    pass",
        "with a(), b.c.backward as d:\n    pass",
    ],
)
def test_a_method_that_is_looked_up_and_dropped_is_found(source):
    assert called_without_parentheses(source, "backward") is True


def test_no_grad_handed_over_as_a_class_is_found():
    source = "def f():\n    with torch.no_grad:\n        pass"

    assert called_without_parentheses(source, "no_grad") is True


@pytest.mark.parametrize(
    "source",
    [
        "",
        "loss.backward()",
        "with torch.backward():\n    pass",
        "g = loss.backward",
        "f(loss.backward)",
        "loss.backward.more",
        "backward",
        "'loss.backward'",
        "# loss.backward",
        "loss.forward",
        "with backward:\n    pass",
        "with a.other:\n    pass",
        "if loss.backward: pass",
    ],
)
def test_a_method_that_is_called_or_kept_is_not_found(source):
    assert called_without_parentheses(source, "backward") is False


def test_a_call_elsewhere_does_not_hide_the_one_without_parentheses():
    source = "loss.backward()\nwith torch.no_grad():\n    pass\nloss.backward"

    assert called_without_parentheses(source, "backward") is True


def test_what_is_no_python_has_no_answer():
    with pytest.raises(SyntaxError):
        called_without_parentheses("def", "backward")
    with pytest.raises(SyntaxError):
        near_misses("def", "requires_grad")


@pytest.mark.parametrize("typo", ["require_grad", "requires_gard", "required_grad", "requiresgrad"])
def test_an_assigned_attribute_with_a_typo_is_found(typo):
    assert near_misses(f"def f(w):\n    w.{typo} = True", "requires_grad") == (typo,)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "w.requires_grad = True",
        "require_grad = True",
        "w.require_grad",
        "print(w.require_grad)",
        "w.weight = True",
        "w['require_grad'] = True",
    ],
)
def test_what_is_right_or_far_off_or_not_assigned_is_no_near_miss(source):
    assert near_misses(source, "requires_grad") == ()


def test_the_right_name_beside_the_wrong_one_does_not_hide_it():
    source = "w.requires_grad = True\nw.require_grad = True"

    assert near_misses(source, "requires_grad") == ("require_grad",)


def test_near_misses_are_sorted_and_each_is_told_once():
    source = "w.requires_gard = w.require_grad = 1\nv.requires_gard = 2"

    assert near_misses(source, "requires_grad") == ("require_grad", "requires_gard")


def test_names_four_fifths_alike_are_near():
    # 2 * 8 common letters of 10 + 10 are 0.8; 2 * 7 are 0.7.
    assert near_misses("w.abcdefghXX = 1", "abcdefghij") == ("abcdefghXX",)
    assert near_misses("w.abcdefgXXX = 1", "abcdefghij") == ()


def test_five_near_misses_are_told():
    source = "\n".join(f"w.requires_grad{letter} = 1" for letter in "abcdef")

    assert len(near_misses(source, "requires_grad")) == 5


@pytest.mark.parametrize(
    "source",
    ["w.require_grad: bool = True", "w.require_grad, v = True, 1", "[w.require_grad] = [True]"],
)
def test_every_form_of_assignment_is_looked_at(source):
    assert near_misses(source, "requires_grad") == ("require_grad",)


@pytest.mark.parametrize(
    "source",
    [
        "w = torch.tensor(w, requires_grad=True)",
        "def f(w):\n    w.requires_grad_()",
        "w.requires_grad = True",
        "torch.autograd.grad(loss, w)",
        "from torch.autograd import grad",
        "import torch.autograd.functional as F",
        "from torch.func import jacrev",
        "from torch import func",
        "import jax",
        "from jax.numpy import sin",
        "w = torch.nn.Parameter(w)",
        "from torch.nn import Parameter",
        "def f():\n    import functorch",
    ],
)
def test_what_autograd_is_asked_by_is_found(source):
    assert names_autograd(source) is True


@pytest.mark.parametrize(
    "source",
    [
        "",
        "import torch\ntorch.tanh(torch.tensor(w)).item()",
        "class Value:\n    grad = 0.0\n    def backward(self): self.grad = 1.0",
        "def tiny_autograd(): return Value",
        "func = autograd = 3",
        "'torch.autograd'  # requires_grad",
        "f(**{'requires_grad': True})",
    ],
)
def test_nothing_else_is_taken_for_autograd(source):
    assert names_autograd(source) is False


def test_a_typo_and_a_dropped_method_are_two_ways_of_not_tracking():
    assert tracking_typos("w.require_grad = True") == {"misspelt": True, "not_called": False}
    assert tracking_typos("w.requires_grad_") == {"misspelt": False, "not_called": True}
    assert tracking_typos("w.requires_grad_()\nw.requires_grad = True") == {
        "misspelt": False,
        "not_called": False,
    }


@pytest.mark.parametrize(
    ("source", "uncalled", "used"),
    [
        ("return loss.backward", True, False),
        ("g = loss.backward()", False, True),
        ("loss.backward()", False, False),
        ("loss.backward\nprint(loss.backward())", True, True),
        ("step = loss.backward\nstep()", True, False),
        ("backward()", False, False),
    ],
)
def test_a_method_is_named_uncalled_or_its_result_is_used(source, uncalled, used):
    source = "def f(loss):\n" + "".join(f"    {line}\n" for line in source.splitlines())

    assert named_uncalled(source, "backward") is uncalled
    assert uses_result(source, "backward") is used


@pytest.mark.parametrize(
    ("source", "dropped"),
    [
        ("W.sub(lr * W.grad)", True),
        ("with torch.no_grad():\n    W.add(step)", True),
        ("W = W.sub(step)", False),
        ("W.sub_(step)", False),
        ("show(W.sub(step))", False),
        ("W.sub", False),
    ],
)
def test_a_result_is_dropped_where_a_call_stands_alone(source, dropped):
    assert drops_result(source, "sub", "add") is dropped


@pytest.mark.parametrize("source", ["x = 1", "x += 1", "for x in y: pass", "(x := 2)", "x, z = y"])
def test_a_name_is_given_to_something_else(source):
    assert assigns(source, "x") is True


@pytest.mark.parametrize("source", ["x.data = 1", "x[0] = 1", "y = x", "def f(x): pass"])
def test_what_writes_into_a_thing_leaves_its_name(source):
    assert assigns(source, "x") is False


@pytest.mark.parametrize("source", ["W - step", "W.sub(step)", "torch.add(W, step)", "-W"])
def test_a_result_is_dropped_where_nothing_keeps_it(source):
    assert drops_result(f"for step in steps:\n    {source}") is True


@pytest.mark.parametrize("source", ["W -= step", "W.sub_(step)", "V = W - step", "f(W.sub(step))"])
def test_a_result_is_kept_under_a_name_in_place_or_by_a_caller(source):
    assert drops_result(f"for step in steps:\n    {source}") is False
