from torch.autograd import Function
from torch.autograd.function import BackwardCFunction

from autograder.probing import (
    describe,
    going_back,
    is_plain_tensor,
    journal,
    journaled,
    journaling,
    one_run,
)
from autograder.probing.returned import shape_in_words


def forward_gives_the_squared_ramp(submission, case):
    seen = _applied(submission, case)
    result = {"result.shape": shape_in_words(seen.answer), "result": seen.answer}
    return seen.judging_unless_raised(result | journal.kept(seen.journal, "x"))


def backward_passes_the_gradient_on(submission, case):
    seen = _applied(submission, case)
    x, result = seen.given["x"], seen.answer
    node = result.grad_fn if is_plain_tensor(result) else None
    seen.judging_unless_raised({"of_own_function": isinstance(node, BackwardCFunction)})
    weights = case.tensor(*x.shape, low=1.5, high=4)
    if is_plain_tensor(result) and result.shape == x.shape:
        with seen.asking():
            going_back.go_back(result, weights)
    return seen.judging_unless_raised({"x.grad": x.grad})


def proof_tells_right_from_wrong(submission, case):
    numbers = case.number_for("True", "False")
    x = case.tensor(*case.cycle((3,), (1,), (2, 2), (4,)), low=0.6, high=2)
    functions = [_cube(3 * case.uniform(1, 2)), _cube(0.0), _cube(0.03), _cube(0.0)]
    turns = case.cycle((1, 0, 2), (0, 1, 2), (2, 3, 0), (1, 2, 3))
    with journaling(x=x) as seen:
        answers = [submission.backward_is_right(functions[turn], x) for turn in turns]
        words = [str(describe(answer)) for answer in answers]
        seen.judging({"answers": answers, "answers_in_numbers": [*map(numbers.get, words)]})
    return seen.judging_unless_raised(journal.kept(seen.journal, "x"))


@one_run
def _applied(submission, case):
    """What was seen of one call; numbers on both sides of zero."""
    return journaled(submission.own_function, x=case.leaf(*case.cycle((5,), (2, 3), (), (4, 1))))


def _cube(error):
    """A function x³ whose backward is off by *error* times x²."""

    class Cube(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x**3

        @staticmethod
        def backward(ctx, gradient):
            (x,) = ctx.saved_tensors
            return gradient * (3 + error) * x**2

    return Cube.apply
