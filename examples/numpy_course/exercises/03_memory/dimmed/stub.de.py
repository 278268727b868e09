import numpy as np


def dimmed(picture: np.ndarray) -> np.ndarray:
    """Gib ein neues Bild derselben Form (Höhe, Breite) zurück, halb so hell."""
    # TODO: gib ein neues Bild zurück; lass das alte in Ruhe.
    raise NotImplementedError
