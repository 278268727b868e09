import numpy as np


def dimmed(picture: np.ndarray) -> np.ndarray:
    """Return a new picture of the same shape (height, width), half as bright."""
    # TODO: return a new picture; leave the old one alone.
    raise NotImplementedError
