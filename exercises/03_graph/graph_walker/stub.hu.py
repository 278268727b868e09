from torch import Tensor


def graph_walker(result: Tensor) -> list[str]:
    """A result mögötti összes csomópont neve, mindegyik megelőzi azt, ami mögötte van.

    result: tetszőleges float32 tenzor, követett vagy sem; változatlan marad.
    """
    # TODO: indulj a result.grad_fn csomópontból, és kövesd a next_functions mezőt a levelekig.
    raise NotImplementedError
