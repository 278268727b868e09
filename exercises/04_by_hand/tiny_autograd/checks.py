from autograder.probing import ask, names_autograd, watching
from autograder.probing.submission import LearnerError


def one_road_multiplies_the_slopes(submission, case):
    a, b, c = (_number(case) for _ in range(3))
    with watching() as seen:
        Value = submission.tiny_autograd()
        seen.fact("values", ask(lambda: _values(Value, a, b, c)))
        seen.fact("sum", ask(lambda: _after(Value, (a, b), lambda a, b: [a + b])))
        seen.fact("product", ask(lambda: _after(Value, (a, b), lambda a, b: [a * b])))
        seen.fact("tanh", ask(lambda: _after(Value, (a,), lambda a: [a.tanh()])))
        seen.fact("neuron", ask(lambda: _after(Value, (a, b, c), _neuron)))
        seen.clue("neuron_twice", _gone_back_twice(Value, a, b, c))
    return _told(seen, submission)


def roads_that_meet_add_up(submission, case):
    a, b = (_number(case) for _ in range(2))
    with watching() as seen:
        Value = submission.tiny_autograd()
        seen.fact("twice", ask(lambda: _after(Value, (a,), lambda a: [a + a])))
        seen.fact("square", ask(lambda: _after(Value, (a,), lambda a: [a * a + a])))
        seen.fact("even", ask(lambda: _after(Value, (a, b), _even)))
        seen.fact("late", ask(lambda: _after(Value, (a, b), _late)))
        seen.fact("later", ask(lambda: _after(Value, (a, b), _later)))
        seen.fact("doublings", ask(lambda: _after(Value, (a,), _doublings)))
    return _told(seen, submission)


def another_result_adds_to_what_is_there(submission, case):
    a, b = (_number(case) for _ in range(2))
    with watching() as seen:
        Value = submission.tiny_autograd()
        seen.fact("two_results", ask(lambda: _two_results(Value, a, b)))
    return _told(seen, submission)


def _gone_back_twice(Value, a, b, c):
    """A clue only: nobody is asked to survive a second backward from the same result."""
    try:
        return ask(lambda: _after(Value, (a, b, c), _neuron, times=2))
    except LearnerError:
        return None


def _number(case):
    """Far from zero, from one and from where tanh is flat."""
    return case.choice([-1, 1]) * case.choice([0.3, 0.4, 0.5, 0.6, 0.7, 1.2, 1.3, 1.4])


def _told(seen, submission):
    # No program here is known by a warning; it would only part those that are alike.
    seen.clues.pop("warnings", None)
    # There is no torch here, so all programs that use it raise the same.
    seen.clue("names_autograd", names_autograd(submission.source))
    return seen


# All below runs the learner's class, so it is called inside ask() only.


def _values(Value, a, b, c):
    a, b, c = Value(a), Value(b), Value(c)
    made = [a + b, a * b, a.tanh(), (a * b + c).tanh()]
    return [value.data for value in [*made, a, b, c]]


def _after(Value, numbers, make, times=1):
    """
    Gradients after backward: of the leaves, then of what *make* returns.

    Before them the numbers themselves, for the learner to follow; backward starts from the last.
    """
    leaves = [Value(number) for number in numbers]
    made = make(*leaves)
    for _ in range(times):
        made[-1].backward()
    return [*numbers, *(value.grad for value in [*leaves, *made])]


def _neuron(a, b, c):
    product = a * b
    return [product, (product + c).tanh()]


def _even(a, b):
    d = a * b
    return [d, d.tanh() * d.tanh()]


def _late(a, b):
    """d is wanted by out at once, and once more at the end of a longer road."""
    d = a * b
    return [d, d * d.tanh() + d]


def _later(a, b):
    d = a * b
    return [d, d + (d.tanh() + b) * d]


def _doublings(a):
    for _ in range(6):
        a = a + a
    return [a]


def _two_results(Value, a, b):
    x, y = Value(a), Value(b)
    (x * y).backward()
    (x + y.tanh()).backward()
    return [a, b, x.grad, y.grad]
