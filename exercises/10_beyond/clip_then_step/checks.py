import math

from autograder.probing import one_run, plain_numbers, regression
from autograder.probing.journal import cut, model_values, steps_of, training_signs


def long_gradient_is_shortened_as_a_whole(submission, case):
    return _judging_the_steps(_with_low_limit(submission, case), submission)


def short_gradient_stays_as_it_is(submission, case):
    return _judging_the_steps(_with_high_limit(submission, case), submission)


def length_before_shortening_is_returned(submission, case):
    seen = case.cycle(_with_low_limit, _with_high_limit)(submission, case)
    facts = {} if seen.raised else plain_numbers(seen.answer)
    return seen.judging(facts).with_clues(training_signs, submission, due=3)


@one_run
def _with_low_limit(submission, case):
    return _trained(submission, case, limit=case.cycle(0.5, 0.2, 1.0, 2.0))


@one_run
def _with_high_limit(submission, case):
    return _trained(submission, case, limit=case.cycle(1e4, 1e6, 1e5, 1e4))


def _trained(submission, case, limit):
    """What was seen of three steps with targets far away."""
    training = regression(case, steps=3)
    training.batches = [(X, y + case.uniform(15, 25)) for X, y in training.batches]
    return training.run(lambda *given: submission.clip_then_step(*given, limit))


def _judging_the_steps(seen, submission):
    lengths = {"lengths_at_the_steps": [_length(step.after) for step in steps_of(seen.journal)]}
    seen.judging(training_signs, submission, due=3).judging(lengths | model_values(seen.journal))
    left = [seen.journal.after(name).holds for name in seen.journal.names if "." in name]
    return seen.judging({}, clues={"cut": cut(seen.journal), "length_left": _length(left)})


def _length(gradients):
    """The length of all *gradients* together, as one vector."""
    return math.hypot(*(number for one in gradients if one for number in one.values))
