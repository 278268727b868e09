"""Raises SystemExit(0), KeyboardInterrupt, GeneratorExit.

must: fail; each is an observed fact like any other exception
stopped by: JUDGE
"""


def double(x):
    raise SystemExit(0)
