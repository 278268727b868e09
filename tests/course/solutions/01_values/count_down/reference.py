def count_down(n: int) -> list[int]:
    return list(range(n, 0, -1))
