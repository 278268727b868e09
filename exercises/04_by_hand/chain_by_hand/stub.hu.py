def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    """Az L = (w·x + b − y)² veszteség kézzel levezetett (dL/dw, dL/db) deriváltjai.

    w, b, x, y: közönséges float számok, bármekkorák.
    """
    # TODO: a lépések deriváltjai a lánc mentén összeszorozva; autograd nélkül.
    raise NotImplementedError
