import numpy as np


def all_distances(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    return np.abs(there[:, np.newaxis] - here)
