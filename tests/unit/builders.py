"""Small ways to write facts, observations and keys by hand."""

import math

from autograder.judging import CaseKey, Key, Rubric, RubricLine
from autograder.observations import ErrorFact, Observation, TensorFact
from autograder.runs import Run


def tensor(*values, shape=None, dtype="float32"):
    """A vector of *values*, or a tensor of *shape* with these values row by row."""
    shape = (len(values),) if shape is None else shape
    assert math.prod(shape) == len(values)
    return TensorFact(dtype, shape, tuple(float(value) for value in values))


def error(type_name="RuntimeError", message="it broke", line=0, code=""):
    return ErrorFact(type_name, message, line, code)


def seen(facts=None, /, *, clues=None, call="", sizes=None, **more):
    """An observation; facts by keyword where their names allow it."""
    return Observation({**(facts or {}), **more}, clues or {}, call, sizes or {})


def case_key(reference, **wrong):
    """A case of a key; two underscores in a program's name stand for the dot."""
    return CaseKey(reference, {name.replace("__", "."): shown for name, shown in wrong.items()})


def key_of(exercise="06_updates/step_no_grad", seed="public", digest="", /, **checks):
    """A key: by check, a case or a list of cases."""
    return Key(
        exercise,
        seed,
        {
            name: tuple(cases) if isinstance(cases, list | tuple) else (cases,)
            for name, cases in checks.items()
        },
        digest,
    )


def run_of(**checks):
    """A run that went through: by check, an observation or a list of them."""
    return Run(
        {
            name: tuple(cases) if isinstance(cases, list | tuple) else (cases,)
            for name, cases in checks.items()
        }
    )


def rubric_of(*, advice=(), order=(), **points):
    """A rubric: points by check, in the order given."""
    lines = tuple(RubricLine(check, worth) for check, worth in points.items())
    return Rubric(lines, tuple(advice), tuple(order))
