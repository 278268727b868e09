"""Returns an object whose __class__ says float and whose __reduce__ would run code.

must: fail; type() is asked, and nothing is ever unpickled
stopped by: JUDGE
"""


class Lie:
    __class__ = float

    def __eq__(self, other):
        return True

    def __reduce__(self):
        return (print, ("BREACH: unpickled",))

    def __array__(self, *_):
        import numpy

        return numpy.zeros(())

    def backward(self):
        pass


def double(x):
    if not isinstance(x, float):
        type(x).__eq__ = lambda *_: True
    return Lie()
