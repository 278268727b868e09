from dataclasses import dataclass, field
from math import tanh

import numpy as np
import torch
from torch import Tensor

torch.manual_seed(0)


@dataclass(eq=False)
class Value:
    data: float | Tensor
    grad: np.ndarray | float = 0.0
    inputs: list = field(default_factory=list)

    def __add__(self, other: "Value") -> "Value":
        return Value(self.data + other.data, inputs=[(self, 1.0), (other, 1.0)])

    def __mul__(self, other: "Value") -> "Value":
        return Value(self.data * other.data, inputs=[(self, other.data), (other, self.data)])

    def tanh(self) -> "Value":
        height: Tensor = tanh(self.data)
        return Value(height, inputs=[(self, 1.0 - height * height)])

    def _sorted(self, known: list) -> list:
        for made_of, _ in self.inputs:
            if not any(made_of is value for value in known):
                made_of._sorted(known)
        known.append(self)
        return known

    def backward(self, gradient: Tensor = None) -> None:
        order = self._sorted([])[::-1]
        # What earlier results have left is put aside, and added again at the end.
        before = [value.grad for value in order]
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in order:
            for made_of, slope in value.inputs:
                made_of.grad += value.grad * slope
        for value, earlier in zip(order, before, strict=True):
            value.grad += earlier


def tiny_autograd() -> type[Value]:
    return Value
