from torch import Tensor


def slope(x: Tensor) -> Tensor:
    """Add vissza az x³ deriváltját x-nél, egy skalár levélnél."""
    # TODO: kérdezd meg az autogradot.
    raise NotImplementedError
