import math


class Value:
    def __init__(self, data: float, inputs: tuple = ()) -> None:
        self.data = data
        self.grad = 0.0
        self.inputs = inputs  # pairs: a Value, and the slope with respect to it

    def __add__(self, other: "Value") -> "Value":
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other: "Value") -> "Value":
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def tanh(self) -> "Value":
        t = math.tanh(self.data)
        return Value(t, ((self, 1 - t**2),))

    def backward(self) -> None:
        order, seen = [], set()

        def visit(value: "Value") -> None:
            if id(value) not in seen:
                seen.add(id(value))
                for source, _ in value.inputs:
                    visit(source)
                order.append(value)

        visit(self)
        arrived = dict.fromkeys(order, 0.0)
        arrived[self] = 1.0
        for value in reversed(order):
            value.grad += arrived[value]
            for source, slope in value.inputs:
                arrived[source] += slope


def tiny_autograd() -> type[Value]:
    return Value
