from collections.abc import Callable


def slope_by_numbers(f: Callable[[float], float], w: float, h: float) -> float:
    """Az f meredeksége a w helyen, h hosszú lépésekkel, központi differenciával becsülve.

    f: float számot vár, és float számot ad vissza.
    w: ahol a meredekségre kíváncsiak vagyunk.
    h: a lépés hossza mindkét irányban, nagyobb 0-nál.
    """
    # TODO: olvasd le az f-et a w két oldalán, és hasonlítsd össze.
    raise NotImplementedError
