import math


class Value:
    """Newer Values are made from older ones, so their age is the order."""

    count = 0

    def __init__(self, data, **slopes_and_sources):
        self.data = float(data)
        self.grad = 0.0
        self.made_from = slopes_and_sources.get("made_from", [])
        Value.count += 1
        self.age = Value.count

    def __add__(self, other):
        return Value(self.data + other.data, made_from=[[self, 1.0], [other, 1.0]])

    def __mul__(self, other):
        made_from = [[self, other.data], [other, self.data]]
        return Value(self.data * other.data, made_from=made_from)

    def tanh(self):
        result = Value(math.tanh(self.data))
        result.made_from = [[self, 1.0 - result.data * result.data]]
        return result

    def backward(self):
        involved = {self}
        for value in list(involved):
            involved |= value.ancestors()
        here = {self: 1.0}
        for value in sorted(involved, key=lambda v: v.age, reverse=True):
            value.grad = value.grad + here[value]
            for source, slope in value.made_from:
                here[source] = here.get(source, 0.0) + slope * here[value]

    def ancestors(self):
        found = set()
        for source, _ in self.made_from:
            found |= {source} | source.ancestors()
        return found


def tiny_autograd() -> type[Value]:
    return Value
