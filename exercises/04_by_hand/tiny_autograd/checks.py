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
# Of the last two of each the backward is asked, one after the other.
_TWO_RESULTS = {
    "shared_middle": lambda a, b: [d := a * b, d.tanh(), d * a],
    "gone_on": lambda a, b: [d := a * b, d.tanh() + a],
}


def one_road_multiplies_the_slopes(submission, case):
    with watching() as seen:
        engine = _engine(submission, case, 3)
        heights = engine.data(lambda a, b, c: [a + b, a * b, a.tanh(), (a * b + c).tanh()])
        seen.fact("values", heights)
        engine.note_gradients(seen, _ONE_ROAD)
        # A clue only: nobody is asked to survive a second backward from the same result.
        seen.clue("neuron_twice", engine.gradients_or_none(_ONE_ROAD["neuron"], times=2))
    return without_torch(seen, submission)


def roads_that_meet_add_up(submission, case):
    with watching() as seen:
        engine = _engine(submission, case, 2)
        engine.note_gradients(seen, _MEETING)
        seen.fact("passed_on", engine.passed_on())
    return without_torch(seen, submission)


def another_result_adds_to_what_is_there(submission, case):
    with watching() as seen:
        engine = _engine(submission, case, 2)
        two = engine.gradients_in_turn(lambda a, b: a * b, lambda a, b: a + b.tanh())
        seen.fact("two_results", two)
        engine.note_gradients_of_leaves(seen, _TWO_RESULTS, results=2)
    return without_torch(seen, submission)


def _engine(submission, case, count):
    """Numbers far from zero, from one and from where tanh is flat."""
    sizes = [0.3, 0.4, 0.5, 0.6, 0.7, 1.2, 1.3, 1.4]
    numbers = [case.choice([-1, 1]) * case.choice(sizes) for _ in range(count)]
    return Engine(submission.tiny_autograd(), *numbers)
