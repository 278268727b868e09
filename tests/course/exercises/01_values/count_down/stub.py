def count_down(n: int) -> list[int]:
    """Return [n, n - 1, …, 1]."""
    # TODO: return the list.
    raise NotImplementedError
