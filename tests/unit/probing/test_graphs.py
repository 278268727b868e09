import pytest
import torch
import torch.nn.functional as F

from autograder.probing import canonical_graph, graph_size, keeps_graph, leaf, plain_numbers
from autograder.probing.graphs import reaches

# D6: the canonical graph.


@pytest.fixture
def w():
    return leaf(2.0)


@pytest.fixture
def b():
    return leaf(1.0)


def test_a_graph_is_written_as_nested_calls_with_leaves_by_name(w, b):
    assert canonical_graph(torch.tanh(w * 3.0 + b), {"w": w, "b": b}) == (
        "TanhBackward0(AddBackward0(MulBackward0(const, w), b))"
    )


def test_a_detached_part_shows_as_a_constant(w, b):
    result = torch.tanh((w * 3.0).detach() + b)

    assert canonical_graph(result, {"w": w, "b": b}) == "TanhBackward0(AddBackward0(b, const))"


def test_a_leaf_that_has_no_name_is_a_leaf(w, b):
    assert canonical_graph(w + b, {"w": w}) == "AddBackward0(leaf, w)"


@pytest.mark.parametrize("product", [lambda w, x: w * x, lambda w, x: x * w])
def test_the_order_of_a_products_factors_is_taste(w, product):
    assert canonical_graph(product(w, torch.tensor(3.0)), {"w": w}) == "MulBackward0(const, w)"


def test_the_order_of_a_sums_terms_is_taste(w, b):
    names = {"w": w, "b": b}

    assert canonical_graph(w + b, names) == canonical_graph(b + w, names) == "AddBackward0(b, w)"


def test_sums_within_sums_are_sorted_as_they_are_written(w, b):
    names = {"w": w, "b": b}

    assert canonical_graph(w.exp() + b, names) == "AddBackward0(ExpBackward0(w), b)"
    assert canonical_graph(b + w.exp(), names) == "AddBackward0(ExpBackward0(w), b)"


def test_the_order_of_a_difference_is_meaning(w, b):
    names = {"w": w, "b": b}

    assert canonical_graph(w - b, names) == "SubBackward0(w, b)"
    assert canonical_graph(b - w, names) == "SubBackward0(b, w)"


def test_the_order_of_a_quotient_and_of_a_matrix_product_is_meaning():
    A, B = leaf(torch.ones(2, 2)), leaf(torch.ones(2, 2))
    names = {"A": A, "B": B}

    assert canonical_graph(B / A, names) == "DivBackward0(B, A)"
    assert canonical_graph(B @ A, names) == "MmBackward0(B, A)"


def test_a_leaf_itself_is_its_name(w):
    assert canonical_graph(w, {"w": w}) == "w"
    assert canonical_graph(w, {}) == "leaf"


@pytest.mark.parametrize("result", [None, 2.0, "w", [1], torch.ones(2)])
def test_what_is_not_tracked_is_a_constant(result):
    assert canonical_graph(result, {}) == "const"


def test_an_untracked_tensor_is_a_constant_even_with_a_name():
    x = torch.ones(2)

    assert canonical_graph(x, {"x": x}) == "const"


def test_a_node_that_is_met_twice_is_written_twice(w):
    y = w.exp()

    assert canonical_graph(y * y, {"w": w}) == "MulBackward0(ExpBackward0(w), ExpBackward0(w))"


def test_five_hundred_nodes_are_written_and_then_no_more(w):
    y = w
    for _ in range(30):
        y = y * y  # a tree of 2³⁰ leaves

    written = canonical_graph(y, {"LEAF": w})

    assert written.count("Mul") + written.count("LEAF") == 500
    assert "…" in written


def test_a_graph_of_five_hundred_nodes_is_written_in_full():
    leaves = [leaf(1.0) for _ in range(499)]

    written = canonical_graph(torch.stack(leaves), {})

    assert written == f"StackBackward0({', '.join(['leaf'] * 499)})"


def test_the_node_after_five_hundred_is_left_out():
    leaves = [leaf(1.0) for _ in range(500)]

    written = canonical_graph(torch.stack(leaves), {})

    assert written == f"StackBackward0({', '.join(['leaf'] * 499)}, …)"


def test_constants_do_not_count_as_nodes(w):
    y = torch.stack([w, *[torch.ones(()) for _ in range(600)]])

    assert canonical_graph(y, {"w": w}).count("const") == 600


def test_a_hand_written_function_is_shown_by_its_name(w):
    class Double(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return 2 * x

        @staticmethod
        def backward(ctx, g):
            return 2 * g

    assert canonical_graph(Double.apply(w), {"w": w}) == "DoubleBackward(w)"


def test_a_deep_graph_is_cut_too(w):
    y = w
    for _ in range(2000):
        y = y.exp()

    assert canonical_graph(y, {"w": w}).startswith("ExpBackward0(ExpBackward0(")


def test_two_hundred_nodes_deep_are_written_and_the_rest_is_left_out(w):
    def chain(length):
        y = w
        for _ in range(length):
            y = y.exp()
        return canonical_graph(y, {"w": w})

    assert chain(199) == "ExpBackward0(" * 199 + "w" + ")" * 199
    assert chain(200) == "ExpBackward0(" * 200 + "…" + ")" * 200


# D8: the size of a graph.


@pytest.mark.parametrize(("epochs", "nodes"), [(1, 6), (5, 22), (20, 82)])
def test_a_summed_loss_keeps_four_nodes_more_for_each_epoch(w, b, epochs, nodes):
    x = torch.arange(4.0)
    total = 0.0
    for _ in range(epochs):
        total = total + F.mse_loss(w * x + b, 2 * x)

    assert graph_size(total) == nodes


def test_a_loss_that_is_added_as_a_number_keeps_nothing(w):
    total = 0.0
    for _ in range(5):
        total += ((w - 1) ** 2).item()

    assert graph_size(total) == 0


@pytest.mark.parametrize("result", [None, 2.0, "w", [leaf(1.0) * 2], torch.ones(2)])
def test_what_is_no_tracked_tensor_has_no_graph(result):
    assert graph_size(result) == 0


def test_a_leaf_alone_has_no_graph(w):
    assert graph_size(w) == 0


def test_a_leaf_behind_a_result_counts_as_a_node(w):
    assert graph_size(w * 2) == 2
    assert graph_size(w.exp().exp()) == 3


def test_a_node_that_is_met_twice_counts_once(w):
    y = w.exp()

    assert graph_size(y * y) == 3


def test_a_large_graph_is_counted_without_recursion(w):
    y = w
    for _ in range(5000):
        y = y * 1

    assert graph_size(y) == 5001


def test_a_graph_of_many_paths_is_counted_node_by_node(w):
    y = w
    for _ in range(60):
        y = y * y

    assert graph_size(y) == 61


# Whether a value keeps a graph.


def test_a_tracked_result_keeps_its_graph(w):
    assert keeps_graph(w * 2) is True


def test_of_returned_numbers_the_graph_that_they_drag_along_is_told_first(w):
    assert plain_numbers(1.5) == {"returned.keeps_graph": False, "returned": 1.5}
    assert list(plain_numbers([w * 2]).items())[0] == ("returned.keeps_graph", True)


def test_a_list_or_tuple_keeps_a_graph_if_one_entry_does(w):
    assert keeps_graph([1.0, w * 2])
    assert keeps_graph((w * 2, 1.0))
    assert keeps_graph([1.0, ("a", [w * 2])])


def test_lists_are_looked_into_as_deep_as_an_observation_may_be(w):
    value = w * 2
    for _ in range(8):
        value = [value]

    assert keeps_graph(value)
    assert not keeps_graph([value])


def test_a_thousand_entries_of_a_list_are_looked_at(w):
    assert keeps_graph([1.0] * 999 + [w * 2])
    assert not keeps_graph([1.0] * 1000 + [w * 2])


def test_a_subclass_is_not_looked_into(w):
    class Mine(list):
        __iter__ = __len__ = __getitem__ = None

    class Tensor(torch.Tensor):
        pass

    assert not keeps_graph(Mine([w * 2]))
    assert not keeps_graph((w * 2).as_subclass(Tensor))


def test_a_class_that_says_to_equal_a_list_is_not_looked_into():
    meta = type("Meta", (type,), {"__eq__": lambda *_: True, "__hash__": type.__hash__})

    assert keeps_graph(meta("Thing", (), {})()) is False


@pytest.mark.parametrize(
    "value", [None, 1.0, "a", [], (), [1.0, (2.0, [])], torch.ones(2), [torch.ones(2)]]
)
def test_numbers_and_untracked_tensors_keep_none(value):
    assert keeps_graph(value) is False


def test_a_leaf_and_a_detached_result_keep_none(w):
    assert not keeps_graph([w, (w * 2).detach()])


def test_a_list_that_holds_itself_is_walked_once(w):
    endless = [1.0]
    endless.append(endless)
    assert keeps_graph(endless) is False
    endless.append(w * 2)
    assert keeps_graph(endless) is True


def test_which_leaves_are_reached_has_the_numbers_of_those_as_a_witness(w, b):
    facts = reaches(w * 3.0, {"w": w, "b": b, "none": None}, [5.0, 6.0, 7.0], name="result")

    assert facts == {
        "result.reaches_w": True,
        "result.reaches_b": False,
        "result.reaches_none": False,
        "result.leaves": (5.0,),
    }
