import math


class Value:

    def __init__(self, data):
        self.data = data
        self.grad = 0.0
        self.inputs = []
        self.slopes = []

    def _made(self, data, inputs, slopes):
        out = Value(data)
        out.inputs, out.slopes = inputs, slopes
        return out

    def __add__(self, other):
        return self._made(self.data + other.data, [self, other], [1.0, 1.0])

    def __mul__(self, other):
        return self._made(self.data * other.data, [self, other], [other.data, self.data])

    def tanh(self):
        t = math.tanh(self.data)
        return self._made(t, [self], [1 - t * t])

    def backward(self, upstream=1.0):
        self.grad = upstream
        for source, slope in zip(self.inputs, self.slopes, strict=True):
            source.backward(slope * upstream)


def tiny_autograd() -> type[Value]:
    return Value
