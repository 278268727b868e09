import numpy as np


def walk(steps: np.ndarray) -> np.ndarray:
    """Gib die Orte der Form (n + 1,) zurück, für n Schritte."""
    # TODO: gib den Start und den Ort nach jedem Schritt zurück.
    raise NotImplementedError
