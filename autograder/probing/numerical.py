"""Derivatives without autograd, as an independent oracle."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

__all__ = ["numerical_gradient"]


def numerical_gradient(
    function: Callable[[Tensor], Tensor], at: Tensor, *, step: float = 1e-6
) -> Tensor:
    """
    Estimate the gradient of a scalar *function* by central differences.

    It never calls autograd, so whatever fools ``backward()`` cannot fool it.

    Args:
        function: Maps a float64 tensor of *at*'s shape to a tensor of one element.
        at: Where to differentiate, any shape, float64. Not modified.
        step: Half-width h of each difference, in the units of *at*.

    Returns:
        Tensor of *at*'s shape, float64, untracked. Truncation error is O(h²),
        rounding error O(ε/h).

    Raises:
        ValueError: If *at* is not float64: in float32 the default step is
            a few units in the last place wide, and right answers would fail.

    Source:
        Press et al., *Numerical Recipes*, 3rd ed., §5.7 (choice of h). The
        default step is that of ``torch.autograd.gradcheck``.
    """
    if at.dtype != torch.float64:
        raise ValueError(f"numerical_gradient needs float64, got {at.dtype}")
    with torch.no_grad():
        point = at.detach().clone(memory_format=torch.contiguous_format)
        gradient = torch.zeros_like(point)
        flat, slopes = point.view(-1), gradient.view(-1)
        for index in range(flat.numel()):
            here = float(flat[index])
            flat[index] = here + step
            above = function(point).item()
            flat[index] = here - step
            below = function(point).item()
            flat[index] = here
            slopes[index] = (above - below) / (2 * step)
    return gradient
