"""From a tensor to its graph, and ``draw``, by which learners look at one."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch
import torch.utils.checkpoint

import autograder
from autograder import draw
from autograder.drawing import MAX_NODES, Kind, compare, parse_graph
from autograder.probing import canonical_graph, graph_size, journaling, leaf
from autograder.probing.tracing import graph_of, named_tensors

ROOT = Path(__file__).parents[3]


def by_label(graph):
    return {node.label: node for node in graph.nodes}


# From a tensor to its graph


def test_a_traced_graph_is_the_one_that_is_written():
    w, b = leaf(2.0), leaf(1.0)
    names = {"w": w, "b": b}
    result = torch.tanh(w * 3.0 + b) / w.exp()

    assert compare(graph_of(result, names), parse_graph(canonical_graph(result, names))).same


def test_a_node_that_is_met_twice_is_one_node():
    w = leaf(2.0)
    y = w.exp()
    result = y * y + w

    graph = graph_of(result, {"w": w})

    operations = [node.label for node in graph.nodes if node.kind is Kind.OPERATION]
    assert operations == ["Add", "Mul", "Exp"]
    assert len(graph.nodes) == graph_size(result) == 4
    assert len(graph.edges) == 5


def test_a_leaf_is_shown_with_value_shape_and_gradient():
    w, b = leaf(torch.tensor([1.0, 2.5])), leaf(3.0)
    loss = (w * b).sum()
    before = graph_of(loss, {"w": w, "b": b})
    loss.backward()
    after = graph_of(loss, {"w": w, "b": b})

    one, other = by_label(before)["w"], by_label(after)["w"]
    assert (one.value, one.shape, one.gradient) == ("[1.0, 2.5]", "(2,)", "None")
    assert other.gradient == "[3.0, 3.0]"
    assert by_label(after)["b"].gradient == "3.5"


def test_a_large_leaf_is_shown_by_its_shape():
    W = leaf(torch.zeros(20, 30))
    loss = W.sum()
    loss.backward()

    node = by_label(graph_of(loss, {"W": W}))["W"]

    assert (node.value, node.shape, node.gradient) == ("", "(20, 30)", "tensor (20, 30)")


def test_a_leaf_without_a_name_is_a_leaf():
    assert [node.label for node in graph_of(leaf(1.0)).nodes] == ["leaf"]


def test_a_result_that_a_variable_holds_is_shown_with_it_and_a_retained_gradient():
    w = leaf(2.0)
    y, z = w * 3, w * 4
    y.retain_grad()
    loss = y * y + z
    loss.backward()

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # torch warns of .grad that is not retained
        graph = graph_of(loss, {"y": y, "z": z})

    (node,) = (node for node in graph.nodes if node.variable == "y")
    assert (node.label, node.value, node.gradient) == ("Mul", "6.0", "12.0")
    (node,) = (node for node in graph.nodes if node.variable == "z")
    assert (node.value, node.gradient) == ("8.0", "")


def test_of_a_large_graph_the_near_part_is_drawn():
    w = leaf(1.0)
    y = w
    for _ in range(2_000):
        y = y * 1.0

    graph = graph_of(y, {"w": w})

    assert len(graph.nodes) <= MAX_NODES
    assert graph.nodes[-1].kind is Kind.REST
    assert graph.operations > 200


def test_a_wide_graph_has_one_node_for_all_the_rest():
    graph = graph_of(torch.stack([leaf(1.0) for _ in range(800)]))

    assert len(graph.nodes) == MAX_NODES
    assert [node.kind for node in graph.nodes].count(Kind.REST) == 1


def test_looking_changes_nothing():
    w = leaf(2.0)
    loss = w.exp()
    loss.backward(retain_graph=True)
    version, gradient = w._version, w.grad

    graph_of(loss, {"w": w})

    assert (w._version, w.grad is gradient, w.grad.item()) == (version, True, gradient.item())
    loss.backward()


@pytest.mark.parametrize(
    "make",
    [
        lambda w: torch.autograd.grad(w**3, w, create_graph=True)[0],
        lambda w: w.to(torch.complex64),
        lambda w: w.to(torch.float64).unbind()[0] if w.ndim else w.double(),
        lambda w: torch.utils.checkpoint.checkpoint(torch.sin, w, use_reentrant=False),
        lambda w: w.expand(3).clone().index_fill_(0, torch.tensor([1]), 0.0),
    ],
    ids=["second derivative", "complex", "double", "checkpoint", "in place"],
)
def test_graphs_of_many_kinds_are_drawn(make):
    assert graph_of(make(leaf(2.0))).operations > 0


# Names


def test_tensors_are_found_in_variables_lists_dicts_and_models():
    w, p, q = leaf(1.0), leaf(2.0), leaf(3.0)
    model = torch.nn.Linear(2, 1)

    found = named_tensors(
        {"params": [p, 1], "w": w, "by_name": {"q": q, 3: w, (): w}, "model": model, "n": 3}
    )

    assert {name: id(tensor) for name, tensor in found.items()} == {
        "w": id(w),
        "params[0]": id(p),
        "by_name['q']": id(q),
        "by_name[3]": id(w),
        "model.weight": id(model.weight),
        "model.bias": id(model.bias),
    }
    assert next(iter(found)) == "w"  # a plain name comes before others of the same tensor


def test_what_notebooks_keep_of_old_results_is_no_name():
    assert named_tensors({"_": leaf(1.0), "_12": leaf(1.0), "Out": [leaf(1.0)]}) == {}


# draw


def test_draw_prints_a_tree_with_the_callers_names_and_the_chain_rule():
    w = leaf(2.0)
    loss = (w * 3.0 - 1.0) ** 2

    assert draw(loss).text().splitlines() == [
        "Pow (loss = 25.0)",
        "└── 10.0 → Sub",
        "    ├── 10.0 → Mul",
        "    │   ├── 30.0 → w = 2.0, grad = None",
        "    │   └── const",
        "    └── const",
    ]


def test_draw_finds_names_of_the_callers_module_too():
    space = {"draw": draw, "torch": torch}
    exec("w = torch.tensor(1.0, requires_grad=True)\ndef f():\n    return draw(w * 2)", space)

    assert "w = 1.0" in space["f"]().text()


def test_a_local_name_comes_before_a_global_one_of_the_same_tensor():
    space = {"draw": draw, "w": leaf(1.0)}
    exec("def f(inner):\n    return draw(inner * 2)\nshown = f(w)", space)

    assert "inner = 1.0" in space["shown"].text()


def test_a_notebook_gets_a_picture_that_scrolls():
    w = leaf(2.0)

    shown = draw(w.exp())._repr_html_()

    root = ElementTree.fromstring(shown)
    assert (root.tag, root.get("tabindex")) == ("div", "0")
    assert "overflow:auto" in root.get("style")
    assert len(root.findall(".//{*}rect")) == 2


@pytest.mark.parametrize("name", ["graph.svg", "graph.html", "GRAPH.SVG"])
def test_a_drawing_is_saved(tmp_path, name):
    w = leaf(2.0)

    draw(w.exp()).save(tmp_path / name)

    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith("<svg" if name.lower().endswith("svg") else "<!doctype html>")
    assert text.count("<rect") == 2


def test_a_drawing_is_saved_in_known_forms_only(tmp_path):
    with pytest.raises(ValueError, match=r"\.svg or \.html, and graph\.png is neither"):
        draw(leaf(2.0)).save(tmp_path / "graph.png")


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (lambda: 3.0, TypeError, ("got float", ".item()")),
        (lambda: None, TypeError, ("got NoneType", "return", "backward()")),
        (lambda: torch.nn.Linear(1, 1), TypeError, ("got Linear", "draw(model(x))")),
        (lambda: [leaf(1.0)], TypeError, ("got list", "one of its tensors")),
        (lambda: torch.ones(2), ValueError, ("shape (2,)", "requires_grad=True", "no_grad()")),
        (lambda: torch.ones(2, dtype=torch.int64), ValueError, ("int64", "floating-point")),
        (lambda: leaf(2.0).detach(), ValueError, (".detach()",)),
    ],
)
def test_what_has_no_graph_is_told_with_a_place_to_look(given, error, words):
    with pytest.raises(error) as told:
        draw(given())

    assert [word for word in words if word not in str(told.value)] == []


def test_inside_no_grad_that_is_said():
    with torch.no_grad(), pytest.raises(ValueError, match="inside no_grad"):
        draw(leaf(2.0) * 2)


def test_a_console_of_another_encoding_gets_a_plain_tree(monkeypatch):
    class Old:
        encoding = "cp1250"

    w = leaf(2.0)
    monkeypatch.setattr(sys, "stdout", Old())

    assert str(draw(w.exp())).splitlines()[1].startswith("`-- 7.389 -> w")


# Imports stay light


def test_the_package_has_no_other_names_than_before():
    with pytest.raises(AttributeError, match="no attribute 'sketch'"):
        _ = autograder.sketch


# In what learners hand in


def test_no_journal_tells_of_a_look():
    def step(w):
        y = w * 3
        y.retain_grad()
        str(draw(y))
        return y

    def seen(function):
        w = leaf(torch.tensor([1.0, 2.0]))
        w.grad = torch.ones(2)
        with journaling(w=w) as told:
            told.returned(function(w))
        return told.facts, told.journal.events

    assert seen(step) == seen(lambda w: (y := w * 3, y.retain_grad())[0])
