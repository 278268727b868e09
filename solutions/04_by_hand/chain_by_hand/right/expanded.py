def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    dw = 2 * w * x**2 + 2 * b * x - 2 * x * y
    db = 2 * w * x + 2 * b - 2 * y
    return dw, db
