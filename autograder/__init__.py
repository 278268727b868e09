"""Gradlings: exercises for PyTorch autograd, graded by what programs show."""

__version__ = "0.1.0"
