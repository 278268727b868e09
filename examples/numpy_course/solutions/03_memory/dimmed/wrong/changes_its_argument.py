import numpy as np


def dimmed(picture: np.ndarray) -> np.ndarray:
    picture *= 0.5
    return picture
