import math


class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1 - t * t),))

    def backward(self):
        order = []
        seen = set()

        def visit(v):
            if id(v) in seen:
                return
            seen.add(id(v))
            for p, _ in v.parents:
                visit(p)
            order.append(v)

        visit(self)
        arrived = {id(v): 0.0 for v in order}
        arrived[id(self)] = 1.0
        for v in reversed(order):
            for p, slope in v.parents:
                arrived[id(p)] += slope * arrived[id(v)]
        for v in order:
            v.grad += arrived[id(v)]


def tiny_autograd():
    return Value
