def chain_by_hand(w, b, x, y):
    e = y - (w * x + b)
    dw = 2 * e * x
    db = 2 * e
    return db, dw
