from functools import reduce

from autograder.probing import (
    answer_or_none,
    ask,
    data_after,
    gradients_after,
    watching,
    without_torch,
)


def one_road_multiplies_the_slopes(submission, case):
    a, b, c = (_number(case) for _ in range(3))
    with watching() as seen:
        Value = submission.tiny_autograd()
        seen.fact("values", data_after(Value, (a, b, c), _values))
        for name, make in _ALONE.items():
            seen.fact(name, gradients_after(Value, (a, b, c), make))
        # A clue only: nobody is asked to survive a second backward from the same result.
        twice = answer_or_none(lambda: gradients_after(Value, (a, b, c), _ALONE["neuron"], times=2))
        seen.clue("neuron_twice", twice)
    return without_torch(seen, submission)


def roads_that_meet_add_up(submission, case):
    a, b = (_number(case) for _ in range(2))
    with watching() as seen:
        Value = submission.tiny_autograd()
        for name, make in _MEETING.items():
            seen.fact(name, gradients_after(Value, (a, b), make))
    return without_torch(seen, submission)


def another_result_adds_to_what_is_there(submission, case):
    a, b = (_number(case) for _ in range(2))
    with watching() as seen:
        Value = submission.tiny_autograd()
        x, y = ask(lambda: (Value(a), Value(b)))
        ask(lambda: ((x * y).backward(), (x + y.tanh()).backward()))
        seen.fact("two_results", ask(lambda: [a, b, x.grad, y.grad]))
    return without_torch(seen, submission)


# All results on the way; the last is asked for its backward.
_ALONE = {
    "sum": lambda a, b: [a + b],
    "product": lambda a, b: [a * b],
    "tanh": lambda a: [a.tanh()],
    "neuron": lambda a, b, c: [d := a * b, (d + c).tanh()],
}
_MEETING = {
    "twice": lambda a: [a + a],
    "square": lambda a: [a * a + a],
    "even": lambda a, b: [d := a * b, d.tanh() * d.tanh()],
    # d is wanted by out at once, and once more at the end of a longer road.
    "late": lambda a, b: [d := a * b, d * d.tanh() + d],
    "later": lambda a, b: [d := a * b, d + (d.tanh() + b) * d],
    "doublings": lambda a: [reduce(lambda out, _: out + out, range(6), a)],
}


def _values(a, b, c):
    return [a + b, a * b, a.tanh(), (a * b + c).tanh(), a, b, c]


def _number(case):
    """Far from zero, from one and from where tanh is flat."""
    return case.choice([-1, 1]) * case.choice([0.3, 0.4, 0.5, 0.6, 0.7, 1.2, 1.3, 1.4])
