import numpy as np


def all_distances(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    return np.array([np.abs(place - there) for place in here])
