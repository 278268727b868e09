from functools import reduce

from autograder.probing import Engine, watching, without_torch

# What is made of leaves, step by step; the last of it is asked for its backward.
_ONE_ROAD = {
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


def one_road_multiplies_the_slopes(submission, case):
    a, b, c = (_number(case) for _ in range(3))
    with watching() as seen:
        engine = Engine(submission.tiny_autograd(), a, b, c)
        seen.fact("values", engine.data(_values))
        engine.note_gradients(seen, _ONE_ROAD)
        # A clue only: nobody is asked to survive a second backward from the same result.
        seen.clue("neuron_twice", engine.gradients_or_none(_ONE_ROAD["neuron"], times=2))
    return without_torch(seen, submission)


def roads_that_meet_add_up(submission, case):
    a, b = (_number(case) for _ in range(2))
    with watching() as seen:
        Engine(submission.tiny_autograd(), a, b).note_gradients(seen, _MEETING)
    return without_torch(seen, submission)


def another_result_adds_to_what_is_there(submission, case):
    a, b = (_number(case) for _ in range(2))
    with watching() as seen:
        engine = Engine(submission.tiny_autograd(), a, b)
        two = engine.gradients_in_turn(lambda a, b: a * b, lambda a, b: a + b.tanh())
        seen.fact("two_results", two)
    return without_torch(seen, submission)


def _number(case):
    """Far from zero, from one and from where tanh is flat."""
    return case.choice([-1, 1]) * case.choice([0.3, 0.4, 0.5, 0.6, 0.7, 1.2, 1.3, 1.4])


def _values(a, b, c):
    return [a + b, a * b, a.tanh(), (a * b + c).tanh()]
