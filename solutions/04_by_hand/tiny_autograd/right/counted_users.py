import math
from collections import Counter


class Value:
    """Passes its gradient on when all its users have delivered; no recursion."""

    def __init__(self, data, roads=()):
        self.data, self.grad, self.roads = data, 0.0, list(roads)

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1), (other, 1)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def tanh(self):
        return Value(math.tanh(self.data), [(self, 1 / math.cosh(self.data) ** 2)])

    def backward(self):
        users, seen, waiting = Counter(), {self}, [self]
        while waiting:
            for source, _ in waiting.pop().roads:
                users[source] += 1
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
        brought = Counter({self: 1.0})
        ready = [self]
        while ready:
            value = ready.pop()
            value.grad += brought[value]
            for source, slope in value.roads:
                brought[source] += slope * brought[value]
                users[source] -= 1
                if users[source] == 0:
                    ready.append(source)


def tiny_autograd() -> type[Value]:
    return Value
