import numpy as np


def walk(steps: np.ndarray) -> np.ndarray:
    """Return the places, shape (n + 1,), for n steps."""
    # TODO: return the start and the place after each step.
    raise NotImplementedError
