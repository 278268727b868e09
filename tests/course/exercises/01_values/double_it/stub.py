def double_it(x: float) -> float:
    """Return twice x."""
    # TODO: return twice x.
    raise NotImplementedError
