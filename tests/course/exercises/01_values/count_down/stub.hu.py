def count_down(n: int) -> list[int]:
    """Add vissza az [n, n - 1, …, 1] listát."""
    # TODO: add vissza a listát.
    raise NotImplementedError
