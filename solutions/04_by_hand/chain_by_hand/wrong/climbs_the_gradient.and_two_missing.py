def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    error = y - (w * x + b)
    return error * x, error
