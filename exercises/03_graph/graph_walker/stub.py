from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    """Return the names of all nodes behind result, each node before what is behind it.

    result: any float32 tensor, tracked or not; it stays as it is.
    """
    # TODO: start at result.grad_fn and follow next_functions down to the leaves.
    raise NotImplementedError
