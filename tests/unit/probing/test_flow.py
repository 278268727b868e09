"""Gradients on edges, worked out node by node; the engine of autograd is the oracle."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from autograder import draw
from autograder.probing import leaf
from autograder.probing.flow import Flow
from autograder.probing.tracing import graph_of


def arriving(result, tensor):
    """The sum of what the edges bring to the leaf *tensor*."""
    flow, total = Flow(result), torch.zeros_like(tensor)
    seen, waiting = set(), [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for place, (following, _) in enumerate(node.next_functions):
            if following is None:
                continue
            waiting.append(following)
            if getattr(following, "variable", None) is tensor:
                total += flow.along(node, place)
    return total


def network(*shape):
    torch.manual_seed(sum(shape))
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1), nn.Sigmoid())
    return list(model.parameters()), nn.functional.mse_loss(
        model(torch.randn(*shape, 3)), torch.zeros(*shape, 1)
    )


def scalar_with_two_roads():
    w = leaf(1.3)
    return [w], w * w.exp() + torch.tanh(w) / w


def several_outputs_of_one_node():
    x = leaf(torch.randn(6, generator=torch.Generator().manual_seed(0)))
    a, b, c = x.chunk(3)
    return [x], (a * b).sum() - c.prod()


def last_output_of_one_node():
    x = leaf([3.0, 4.0])
    return [x], (x * x).unbind()[1]


def integers_choose_rows():
    table = leaf(torch.arange(6.0).reshape(3, 2))
    return [table], nn.functional.embedding(torch.tensor([2, 0, 2]), table).pow(2).mean()


def half_a_result_is_used():
    W = leaf([[2.0, 1.0], [1.0, 3.0]])
    values, _ = torch.linalg.eigh(W)
    return [W], values.sum()


@pytest.mark.parametrize(
    "make",
    [
        lambda: network(5),
        lambda: network(1),
        scalar_with_two_roads,
        several_outputs_of_one_node,
        last_output_of_one_node,
        integers_choose_rows,
        half_a_result_is_used,
    ],
    ids=["network", "one_row", "two_roads", "chunk", "unbind", "embedding", "eigh"],
)
def test_edges_into_a_leaf_bring_what_autograd_computes_for_it(make):
    leaves, loss = make()
    wanted = torch.autograd.grad(loss, leaves, retain_graph=True)

    for tensor, gradient in zip(leaves, wanted, strict=True):
        torch.testing.assert_close(arriving(loss, tensor), gradient)


def test_an_edge_in_the_middle_bears_the_gradient_of_its_result():
    w = leaf(2.0)
    inner = w * 3.0
    inner.retain_grad()
    loss = (inner - 1.0) ** 2
    edges = {(e.start, e.end): e.gradient for e in graph_of(loss, {"w": w}).edges}
    loss.backward()

    assert edges["0", "1"] == f"{inner.grad.item():.1f}" == "10.0"
    assert edges["1", "2"] == "10.0"


def test_neither_hooks_nor_gradients_nor_the_graph_are_touched():
    w = leaf(2.0)
    called = []
    w.register_hook(called.append)
    w.register_post_accumulate_grad_hook(called.append)
    loss = w.exp() ** 2
    loss.grad_fn.register_hook(lambda *_: called.append("node"))

    graph_of(loss, {"w": w})

    assert (called, w.grad) == ([], None)
    loss.backward()
    assert len(called) == 3


def test_a_backward_of_the_learners_own_is_not_run():
    called = []

    class Double(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return 2 * x

        @staticmethod
        def backward(ctx, gradient):
            called.append(gradient)
            return 2 * gradient

    w = leaf(1.0)
    graph = graph_of(Double.apply(w.exp()) ** 2, {"w": w})

    assert not called
    # Known up to there, and nothing guessed behind it.
    assert [edge.gradient != "" for edge in graph.edges] == [True, False, False]
    assert not graph.used


def test_no_half_sums_stand_behind_what_is_not_known():
    class Same(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x.clone()

        @staticmethod
        def backward(ctx, gradient):
            return gradient

    w = leaf(1.0)
    shared = w.exp()
    graph = graph_of(shared + Same.apply(shared), {"w": w})
    by_label = {node.id: node.label for node in graph.nodes}

    of_exp = [e.gradient for e in graph.edges if by_label[e.start] == "Exp"]
    assert of_exp == [""]


def test_a_used_graph_says_so_instead_of_gradients():
    w = leaf(2.0)
    loss = w.exp() ** 2
    loss.backward()

    graph = graph_of(loss, {"w": w})

    assert graph.used
    assert not any(edge.gradient for edge in graph.edges)
    assert "Draw before backward()" in draw(loss).text(60).replace("\n", " ")
    assert "Draw before backward()" in draw(loss)._repr_html_()
    assert "backward() előtt" in draw(loss, language="hu").text(200)


def test_of_more_than_one_number_no_gradient_is_shown():
    W = leaf([1.0, 2.0])

    assert [edge.gradient for edge in graph_of(W.exp() * 2, {"W": W}).edges] == ["", "", ""]


def test_of_a_graph_that_is_not_whole_no_gradient_is_shown():
    w = leaf(1.0)
    result = w
    for _ in range(600):
        result = result.sin()

    assert not any(edge.gradient for edge in graph_of(result, {"w": w}).edges)


def test_a_gradient_of_many_numbers_is_shown_by_its_norm():
    W = leaf(torch.ones(3, 4))

    assert graph_of((W * 2).sum(), {"W": W}).edges[-2].gradient == "|g| = 6.928"  # 2·√12
