def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    """Return the slopes (dL/dw, dL/db) of L = (w·x + b − y)², derived by hand.

    w, b, x, y: plain floats of any size.
    """
    # TODO: the derivatives of the steps, multiplied along the chain; no autograd.
    raise NotImplementedError
