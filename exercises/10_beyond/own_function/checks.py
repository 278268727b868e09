from torch.autograd import Function
from torch.autograd.function import BackwardCFunction

from autograder.probing import describe, is_plain_tensor, journaling, leaf
from autograder.probing.going_back import go_back
from autograder.probing.journal import kept
from autograder.probing.returned import shape_in_words


def forward_gives_the_squared_ramp(submission, case):
    seen, _, result = _applied(submission, case)
    if not seen.raised:
        facts = {"result.shape": shape_in_words(result), "result": result}
        seen.judging(facts | kept(seen.journal, "x"))
    return seen


def backward_passes_the_gradient_on(submission, case):
    seen, x, result = _applied(submission, case)
    if not seen.raised:
        node = result.grad_fn if is_plain_tensor(result) else None
        seen.judging({"of_own_function": isinstance(node, BackwardCFunction)})
        weights = case.tensor(*x.shape, low=1.5, high=4)
        if is_plain_tensor(result) and result.shape == x.shape:
            with seen.asking():
                go_back(result, weights)
        seen.judging({"x.grad": x.grad} if not seen.raised else {})
    return seen


def proof_tells_right_from_wrong(submission, case):
    numbers = case.number_for("True", "False")
    x = case.tensor(*case.cycle((3,), (1,), (2, 2), (4,)), low=0.6, high=2)
    functions = [_cube(3 * case.uniform(1, 2)), _cube(0.0), _cube(0.03), _cube(0.0)]
    turns = case.cycle((1, 0, 2), (0, 1, 2), (2, 3, 0), (1, 2, 3))
    answers = []
    with journaling(x=x) as seen:
        answers = [submission.backward_is_right(functions[turn], x) for turn in turns]
    if not seen.raised:
        words = [str(describe(answer)) for answer in answers]
        facts = {"answers": answers, "answers_in_numbers": [*map(numbers.get, words)]}
        seen.judging(facts | kept(seen.journal, "x"))
    return seen


def _applied(submission, case):
    """What was seen of one call, its x, and what came back; numbers on both sides of zero."""
    x = leaf(case.tensor(*case.cycle((5,), (2, 3), (), (4, 1))))
    result = None
    with journaling(x=x) as seen:
        result = submission.own_function(x)
    return seen, x, result


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
