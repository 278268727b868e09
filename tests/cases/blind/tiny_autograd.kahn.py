import math
from collections import defaultdict


class Value:
    __slots__ = ("data", "grad", "links")

    def __init__(self, data, links=()):
        self.data = data
        self.grad = 0.0
        self.links = links

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def tanh(self):
        ertek = math.tanh(self.data)
        return Value(ertek, [(self, 1.0 - ertek * ertek)])

    def backward(self):
        var = defaultdict(int)
        lattam = {id(self)}
        sor = [self]
        while sor:
            v = sor.pop()
            for p, _ in v.links:
                var[id(p)] += 1
                if id(p) not in lattam:
                    lattam.add(id(p))
                    sor.append(p)
        kapott = defaultdict(float)
        kapott[id(self)] = 1.0
        kesz = [self]
        while kesz:
            v = kesz.pop()
            g = kapott[id(v)]
            v.grad += g
            for p, meredek in v.links:
                kapott[id(p)] += g * meredek
                var[id(p)] -= 1
                if var[id(p)] == 0:
                    kesz.append(p)


def tiny_autograd():
    return Value
