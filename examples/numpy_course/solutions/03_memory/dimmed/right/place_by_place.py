import numpy as np


def dimmed(picture: np.ndarray) -> np.ndarray:
    darker = np.empty_like(picture)
    for place in np.ndindex(picture.shape):
        darker[place] = picture[place] / 2
    return darker
