import math


class Value:
    """A number that remembers what it was made from.

    data: the number itself, a float.
    grad: the derivative of the result that backward() was called on; 0.0 before.
    """

    def __init__(self, data: float) -> None:
        self.data = data
        self.grad = 0.0
        # TODO: a place to remember what this Value was made from.

    def __add__(self, other: "Value") -> "Value":
        # TODO: a new Value that remembers self and other.
        raise NotImplementedError

    def __mul__(self, other: "Value") -> "Value":
        # TODO: the same for the product.
        raise NotImplementedError

    def tanh(self) -> "Value":
        # TODO: math.tanh gives the value; its slope is 1 minus the square of that value.
        raise NotImplementedError

    def backward(self) -> None:
        """Add to the grad of everything this Value was made from; its own grad is 1.0."""
        # TODO: results before their inputs, each once.
        raise NotImplementedError


def tiny_autograd() -> type[Value]:
    """Hand the class over; leave this as it is."""
    return Value
