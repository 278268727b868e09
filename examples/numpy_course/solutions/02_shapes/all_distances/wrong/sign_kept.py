import numpy as np


def all_distances(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    return here[:, np.newaxis] - there
