import numpy as np


def all_distances(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Gib die Abstände der Form (n, m) zurück, für Orte der Form (n,) und (m,)."""
    # TODO: lass jeden Ort des einen Arrays auf jeden Ort des anderen treffen.
    raise NotImplementedError
