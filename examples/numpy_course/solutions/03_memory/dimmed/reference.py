import numpy as np


def dimmed(picture: np.ndarray) -> np.ndarray:
    return picture / 2
