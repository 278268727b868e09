import numpy as np


def dimmed(picture: np.ndarray) -> np.ndarray:
    darker = picture[:]
    darker *= 0.5
    return darker
