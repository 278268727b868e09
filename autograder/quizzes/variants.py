"""Drawing the variants of an item: its parameters and the order of its options."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from autograder.content.items import Item

__all__ = ["PUBLIC_SEED", "draw_parameters", "shuffled"]

#: The seed of the variants that ship with the course.
PUBLIC_SEED = "public"
T = TypeVar("T")


def draw_parameters(
    item_id: str, item: Item, seed: str, variant: int, attempt: int = 0
) -> dict[str, str | int | float]:
    """
    Return the parameters of a variant; variant 0 of the public seed gets the first of each.

    Args:
        attempt: How many earlier draws were refused.
    """
    if seed == PUBLIC_SEED and variant == 0 and attempt == 0:
        return {name: values[0] for name, values in item.parameters.items()}
    draw = random.Random(f"{seed}/{item_id}/{variant}/{attempt}")  # noqa: S311 - reproducible
    return {name: draw.choice(values) for name, values in sorted(item.parameters.items())}


def shuffled(entries: Sequence[T], item_id: str, seed: str, variant: int) -> list[T]:
    """Return *entries* in the order in which this variant shows them."""
    mixed = list(entries)
    random.Random(f"{seed}/{item_id}/{variant}/order").shuffle(mixed)  # noqa: S311
    return mixed
