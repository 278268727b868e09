"""Returns a float whose comparisons and conversions lie.

must: fail; only plain floats are read, with float's own methods
stopped by: JUDGE
"""


class Lie(float):
    def __eq__(self, other):
        return True

    def __float__(self):
        return Lie(0)

    def __repr__(self):
        return "right"

    def backward(self):
        Lie.leaf.__dict__["x"] = 1

    __hash__ = float.__hash__


class LyingGradient:
    def __eq__(self, other):
        return True


def double(x):
    if isinstance(x, float):
        return Lie(x)
    Lie.leaf = x
    x.__class__ = type("T", (type(x),), {"grad": LyingGradient()})
    return Lie(0)
