def chain_by_hand(w, b, x, y):
    e = w * x - y
    return 2 * e * x, 2 * e
