"""Graphs as data: reading canonical graphs, comparing two of them, and laying them out."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.drawing import (
    MAX_NODES,
    Edge,
    Graph,
    GraphError,
    Kind,
    Mark,
    Node,
    compare,
    label_of_operation,
    lay_out,
    parse_graph,
)
from autograder.drawing.graph import cells, fitted, unfold

NEURON = "TanhBackward0(AddBackward0(MulBackward0(const, w), b))"


def written(graph):
    """The canonical text of a tree, by recursion: not how it was read."""
    inputs = {node.id: [] for node in graph.nodes}
    by_id = {node.id: node for node in graph.nodes}
    for edge in graph.edges:
        inputs[edge.start].append(edge.end)

    def write(identity):
        node = by_id[identity]
        if node.kind is Kind.OPERATION:
            return f"{node.name}({', '.join(map(write, inputs[identity]))})"
        return node.label

    return write(graph.roots[0].id)


NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8).filter(
    lambda name: name != "const"
)
TREES = st.recursive(
    NAMES | st.sampled_from(["const", "…", "params[0]", "model.0.weight"]),
    lambda inputs: st.builds(
        lambda name, children: f"{name}({', '.join(children)})",
        NAMES,
        st.lists(inputs, max_size=4),
    ),
    max_leaves=30,
)


# Reading


def test_a_canonical_graph_is_read_as_nodes_and_edges():
    graph = parse_graph(NEURON)

    assert [(node.label, node.kind.value, node.name) for node in graph.nodes] == [
        ("Tanh", "operation", "TanhBackward0"),
        ("Add", "operation", "AddBackward0"),
        ("Mul", "operation", "MulBackward0"),
        ("const", "constant", ""),
        ("w", "leaf", "w"),
        ("b", "leaf", "b"),
    ]
    assert [(edge.start, edge.end) for edge in graph.edges] == [
        ("0", "1"),
        ("1", "2"),
        ("2", "3"),
        ("2", "4"),
        ("1", "5"),
    ]


@given(TREES)
def test_what_was_read_can_be_written_again(text):
    assert written(parse_graph(text)) == text


@given(st.text(max_size=200) | st.text("(),…a ", max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else_happens(text):
    try:
        graph = parse_graph(text)
    except GraphError:
        return
    assert written(graph).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "(", ")", "()", ",", "a,b", "a b(", "a(", "a)", "a(b", "a(b))", "a(b)c", "a(b)(c)",
        "a(,)", "a(b,)", "a(,b)", "a(b,,c)", "a(b)d(c)", "a\n(b)", "a(\x1b[2J)", "a(b\u202e)",
        "w" * 201, "a(" * 211 + "w" + ")" * 211, None, 3, b"a(b)",
    ],
)  # fmt: skip
def test_what_is_no_graph_is_refused(text):
    with pytest.raises(GraphError):
        parse_graph(text)


def test_five_hundred_nodes_are_read_and_no_more():
    assert len(parse_graph(f"Stack({', '.join(['w'] * 499)})").nodes) == MAX_NODES
    with pytest.raises(GraphError, match="500"):
        parse_graph(f"Stack({', '.join(['w'] * 500)})")


def test_the_deepest_graph_that_the_walker_writes_is_read():
    text = "ExpBackward0(" * 200 + "…" + ")" * 200

    assert len(parse_graph(text).nodes) == 201


def test_a_million_brackets_are_refused_at_once():
    start = time.perf_counter()
    with pytest.raises(GraphError):
        parse_graph("a(" * 1_000_000)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("TanhBackward0", "Tanh"),
        ("MmBackward0", "Mm"),
        ("LinalgVectorNormBackward12", "LinalgVectorNorm"),
        ("DoubleBackward", "Double"),
        ("torch::autograd::CopySlices", "CopySlices"),
        ("Backward0", "Backward0"),
        ("Backwards", "Backwards"),
    ],
)
def test_an_operation_is_labelled_without_what_autograd_adds(name, label):
    assert label_of_operation(name) == label


@pytest.mark.parametrize(
    ("nodes", "edges"),
    [
        ((), ()),
        ((Node("a", "a"), Node("a", "b")), ()),
        ((Node("a", "a"),), (Edge("a", "b"),)),
        ((Node("a", "a"),), (Edge("a", "a"),)),
        ((Node("a", "a"), Node("b", "b")), (Edge("a", "b"), Edge("b", "a"))),
        (tuple(Node(str(i), "a") for i in range(501)), ()),
        ((Node("a", "a"), Node("b", "b")), (Edge("a", "b"),) * 5_001),
    ],
    ids=["empty", "id twice", "edge to nowhere", "loop", "cycle", "501 nodes", "5001 edges"],
)
def test_what_cannot_be_drawn_is_no_graph(nodes, edges):
    with pytest.raises(GraphError):
        Graph(nodes, edges)


# Comparing


def marks(graph):
    marked = [node for node in graph.nodes if node.mark is not Mark.SAME]
    return sorted(f"{node.label} {node.mark.value}" for node in marked)


def marked_ways(graph):
    by_id = {node.id: node.label for node in graph.nodes}
    return sorted(
        f"{by_id[edge.start]}-{by_id[edge.end]} {edge.mark.value}" for edge in graph.edges
    )


@pytest.mark.parametrize(
    ("observed", "ours", "theirs"),
    [
        (NEURON, [], []),
        ("AddBackward0(MulBackward0(const, w), b)", [], ["Tanh missing"]),
        ("ExpBackward0(" + NEURON + ")", ["Exp extra"], []),
        (
            "SinBackward0(AddBackward0(MulBackward0(const, w), b))",
            ["Sin extra"],
            ["Tanh missing"],
        ),
        (
            "TanhBackward0(AddBackward0(b, const))",
            ["const cut"],
            ["Mul missing", "const missing", "w missing"],
        ),
        (
            "TanhBackward0(AddBackward0(MulBackward0(const, w), const))",
            ["const cut"],
            ["b missing"],
        ),
        (
            "TanhBackward0(AddBackward0(MulBackward0(leaf, w), b))",
            ["leaf extra"],
            ["const missing"],
        ),
        ("TanhBackward0(MulBackward0(const, w))", [], ["Add missing", "b missing"]),
        (
            "TanhBackward0(AddBackward0(MulBackward0(const, w), ExpBackward0(b)))",
            ["Exp extra"],
            [],
        ),
        (
            "const",
            ["const cut"],
            ["Tanh missing", "Add missing", "Mul missing", "const missing", "w missing", "b missing"],
        ),
    ],
)  # fmt: skip
def test_a_difference_is_marked_where_it_is(observed, ours, theirs):
    found = compare(parse_graph(observed), parse_graph(NEURON))

    assert (marks(found.observed), marks(found.expected)) == (sorted(ours), sorted(theirs))
    assert found.same is (ours == theirs == [])


def test_the_edge_to_a_cut_is_cut_and_the_ways_to_what_is_missing_are_missing():
    found = compare(parse_graph("TanhBackward0(AddBackward0(b, const))"), parse_graph(NEURON))

    assert marked_ways(found.observed) == ["Add-b same", "Add-const cut", "Tanh-Add same"]
    assert marked_ways(found.expected) == [
        "Add-Mul missing",
        "Add-b same",
        "Mul-const missing",
        "Mul-w missing",
        "Tanh-Add same",
    ]


def test_a_way_past_a_missing_node_is_another_way():
    found = compare(parse_graph("ExpBackward0(w)"), parse_graph("ExpBackward0(SinBackward0(w))"))

    assert [edge.mark.value for edge in found.observed.edges] == ["extra"]
    assert [edge.mark.value for edge in found.expected.edges] == ["missing", "missing"]


def test_the_order_of_a_difference_has_a_meaning():
    found = compare(parse_graph("SubBackward0(a, b)"), parse_graph("SubBackward0(b, a)"))

    assert not found.same


def test_the_order_of_a_sum_is_taste():
    found = compare(parse_graph("AddBackward0(a, b)"), parse_graph("AddBackward0(b, a)"))

    assert marks(found.observed) == marks(found.expected) == []


def test_one_tensor_too_few_in_a_stack_is_one_missing_leaf():
    found = compare(
        parse_graph("StackBackward0(a, b, d)"), parse_graph("StackBackward0(a, b, c, d)")
    )

    assert (marks(found.observed), marks(found.expected)) == ([], ["c missing"])


def test_what_was_left_out_of_a_large_graph_is_told_to_nobody_as_a_difference():
    found = compare(parse_graph("TanhBackward0(…)"), parse_graph(NEURON))

    assert found.same


@given(TREES)
def test_a_graph_compared_with_itself_is_the_same(text):
    assert compare(parse_graph(text), parse_graph(text)).same


@given(TREES, TREES)
def test_marks_leave_the_graphs_as_they_were_and_pair_what_is_the_same(one, other):
    found = compare(parse_graph(one), parse_graph(other))

    assert (written(found.observed), written(found.expected)) == (one, other)
    assert {node.mark for node in found.observed.nodes} <= {Mark.SAME, Mark.EXTRA, Mark.CUT}
    assert {node.mark for node in found.expected.nodes} <= {Mark.SAME, Mark.MISSING}
    if "…" not in one + other:
        alike = [
            sorted((node.kind, node.name) for node in graph.nodes if node.mark is Mark.SAME)
            for graph in (found.observed, found.expected)
        ]
        assert alike[0] == alike[1]


def test_two_graphs_of_two_hundred_nodes_in_depth_are_compared_without_recursion():
    one = parse_graph("ExpBackward0(" * 200 + "w" + ")" * 200)
    other = parse_graph("ExpBackward0(" * 199 + "w" + ")" * 199)

    assert marks(compare(one, other).observed) == ["Exp extra"]


def test_a_node_that_is_met_twice_is_compared_twice():
    shared = Graph(
        (Node("m", "Mul", name="MulBackward0"), Node("e", "Exp", name="ExpBackward0"),
         Node("w", "w", Kind.LEAF, "w")),
        (Edge("m", "e"), Edge("m", "e"), Edge("e", "w")),
    )  # fmt: skip

    assert compare(shared, parse_graph("MulBackward0(ExpBackward0(w), ExpBackward0(w))")).same


def test_a_graph_of_two_to_the_thirty_ways_is_unfolded_to_five_hundred_nodes():
    nodes = tuple(Node(str(i), "Mul") for i in range(31))
    graph = Graph(nodes, tuple(Edge(str(i), str(i + 1)) for i in range(30) for _ in "ab"))

    tree = unfold(graph)

    assert MAX_NODES - 2 <= len(tree.nodes) <= MAX_NODES
    assert any(node.kind is Kind.REST for node in tree.nodes)


# Layout


def overlaps(layout):
    boxes = list(layout.boxes.values())
    return [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
    ]


@st.composite
def dags(draw, most=40):
    count = draw(st.integers(1, most))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    edges = draw(st.lists(pairs.filter(lambda pair: pair[0] < pair[1]), max_size=80)) if count > 1 else []  # fmt: skip
    return Graph(
        tuple(Node(str(i), f"Op{i}") for i in range(count)),
        tuple(Edge(str(a), str(b)) for a, b in edges),
    )


def sizes_of(graph):
    return {node.id: (30.0 + 17 * (i % 7), 20.0 + 45 * (i % 3)) for i, node in enumerate(graph.nodes)}  # fmt: skip


@given(dags())
def test_no_two_boxes_overlap_and_all_stand_inside(graph):
    layout = lay_out(graph, sizes_of(graph))

    assert overlaps(layout) == []
    for box in layout.boxes.values():
        assert 0 <= box.x <= box.x + box.width <= layout.width
        assert 0 <= box.y <= box.y + box.height <= layout.height


@given(dags())
def test_every_edge_goes_down_from_its_result_to_its_input(graph):
    layout = lay_out(graph, sizes_of(graph))

    for edge, route in zip(graph.edges, layout.routes, strict=True):
        start, end = layout.boxes[edge.start], layout.boxes[edge.end]
        heights = [y for _, y in route]
        assert heights == sorted(heights)
        assert start.x <= route[0][0] <= start.x + start.width
        assert route[0][1] == pytest.approx(start.y + start.height)
        assert end.x <= route[-1][0] <= end.x + end.width
        assert route[-1][1] == pytest.approx(end.y)


@given(dags(most=12))
def test_no_edge_runs_through_a_box_of_another_node(graph):
    layout = lay_out(graph, sizes_of(graph))

    for edge, route in zip(graph.edges, layout.routes, strict=True):
        for node, box in layout.boxes.items():
            if node in (edge.start, edge.end):
                continue
            points = [
                (x + (x1 - x) * part / 50, y + (y1 - y) * part / 50)
                for (x, y), (x1, y1) in itertools.pairwise(route)
                for part in range(51)
            ]
            assert not any(
                box.x + 0.01 < x < box.x + box.width - 0.01
                and box.y + 0.01 < y < box.y + box.height - 0.01
                for x, y in points
            )


@given(TREES)
def test_in_a_tree_inputs_stand_in_their_order(text):
    graph = parse_graph(text)
    layout = lay_out(graph, sizes_of(graph))

    for node in graph.nodes:
        places = [layout.boxes[edge.end].x for edge in graph.edges if edge.start == node.id]
        assert places == sorted(places)


def test_five_hundred_nodes_are_laid_out_within_a_second():
    nodes = tuple(Node(str(i), "Add") for i in range(MAX_NODES))
    edges = tuple(
        Edge(str(i), str(j)) for i in range(MAX_NODES) for j in (i + 1, i + 7, 2 * i + 1)
        if j < MAX_NODES
    )  # fmt: skip
    graph = Graph(nodes, edges)

    start = time.process_time()
    layout = lay_out(graph, dict.fromkeys(map(str, range(MAX_NODES)), (60.0, 27.0)))

    assert time.process_time() - start < 1
    assert overlaps(layout) == []


# Widths


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("írás", 4), ("漢字", 4), ("e\u0301", 1)])
def test_columns_are_counted_as_a_terminal_shows_them(text, width):
    assert cells(text) == width


@given(st.text(max_size=40), st.integers(1, 50))
def test_a_fitted_text_is_printable_and_fits(text, width):
    shown = fitted(text, width)

    assert cells(shown) <= width
    assert all(character.isprintable() for character in shown)
