import numpy as np


def walk(steps: np.ndarray) -> np.ndarray:
    places = [0.0]
    for step in steps:
        places.append(places[-1] + step)
    return np.array(places)
