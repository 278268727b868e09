"""Graphs as trees of text, and two of them side by side."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.drawing import (
    Edge,
    Graph,
    Kind,
    Node,
    compare,
    parse_graph,
    side_by_side,
    to_text,
)
from autograder.drawing.graph import cells

NEURON = "TanhBackward0(AddBackward0(MulBackward0(const, w), b))"
CUT = "TanhBackward0(AddBackward0(b, const))"


def lines(graph, **options):
    return to_text(graph, **options).splitlines()


def test_a_graph_is_a_tree_with_the_result_on_top():
    assert lines(parse_graph(NEURON)) == [
        "Tanh",
        "└── Add",
        "    ├── Mul",
        "    │   ├── const",
        "    │   └── w",
        "    └── b",
    ]


def test_a_console_without_box_characters_gets_others():
    assert lines(parse_graph(NEURON), ascii_only=True) == [
        "Tanh",
        "`-- Add",
        "    |-- Mul",
        "    |   |-- const",
        "    |   `-- w",
        "    `-- b",
    ]


def test_what_is_known_of_a_node_stands_on_its_line():
    graph = Graph(
        (
            Node("0", "Mean", variable="loss", value="2.5"),
            Node("1", "w", Kind.LEAF, "w", value="[1.0, 2.0]", gradient="None", shape="(2,)"),
        ),
        (Edge("0", "1", "0.5"),),
    )

    assert lines(graph) == [
        "Mean (loss = 2.5)",
        "└── 0.5 → w = [1.0, 2.0], shape (2,), grad = None",
    ]


def test_a_result_that_is_used_twice_is_drawn_once():
    graph = Graph(
        (Node("m", "Mul"), Node("e", "Exp"), Node("w", "w", Kind.LEAF, "w")),
        (Edge("m", "e"), Edge("m", "e"), Edge("e", "w")),
    )

    assert lines(graph) == ["Mul", "├── Exp #1", "│   └── w", "└── Exp #1  (drawn above)"]


def test_a_graph_of_many_ways_has_a_line_for_each_edge_and_no_more():
    nodes = tuple(Node(str(i), "Mul") for i in range(60))
    graph = Graph(nodes, tuple(Edge(str(i), str(i + 1)) for i in range(59) for _ in "ab"))

    # 59 × 2 edges, the root, and a line for each place where the tree goes on below.
    text = to_text(graph)
    assert 119 <= len(text.splitlines()) <= 119 + len(re.findall(r"^\[\d+\]", text, re.MULTILINE))


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_tree_that_is_too_deep_goes_on_below_under_its_number(width):
    graph = parse_graph("ExpBackward0(" * 200 + "w" + ")" * 200)

    told = lines(graph, width=width)

    assert max(map(cells, told)) <= width
    assert sum("Exp" in line for line in told) == 200
    references = re.findall(r"── \[(\d+)\]", "\n".join(told))
    continued = re.findall(r"^\[(\d+)\] ", "\n".join(told), re.MULTILINE)
    assert references == continued == [str(n) for n in range(1, len(references) + 1)]


NAMES = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=30)
TREES = st.recursive(
    NAMES,
    lambda inputs: st.builds(
        lambda name, children: f"{name}Backward0({', '.join(children)})",
        NAMES,
        st.lists(inputs, max_size=4),
    ),
    max_leaves=30,
)


@given(TREES, st.integers(10, 80))
def test_no_line_is_wider_than_the_terminal(text, width):
    graph = parse_graph(text)

    assert max(map(cells, lines(graph, width=width))) <= max(width, 16)


@given(TREES)
def test_every_node_has_a_line_where_there_is_room(text):
    graph = parse_graph(text)

    assert len(lines(graph, width=1_000)) == len(graph.nodes)


def test_control_characters_of_a_name_reach_no_terminal():
    graph = Graph((Node("0", "a\x1b[2J\n\u202eb"),))

    assert lines(graph) == ["a [2J  b"]


# Side by side


def test_both_graphs_stand_side_by_side_with_marks_in_words():
    found = compare(parse_graph(CUT), parse_graph(NEURON))

    assert side_by_side(found).splitlines() == [
        "your graph           │ expected graph",
        "──────────           │ ──────────────",
        "Tanh                 │ Tanh",
        "└── Add              │ └── Add",
        "    ├── b            │     ├── Mul  - missing",
        "    └── const  ✂ cut │     │   ├── const  - missing",
        "                     │     │   └── w  - missing",
        "                     │     └── b",
    ]


def test_in_a_narrow_terminal_they_stand_below_each_other():
    found = compare(parse_graph(CUT), parse_graph(NEURON))

    assert side_by_side(found, width=40, ascii_only=True).splitlines() == [
        "your graph",
        "Tanh",
        "`-- Add",
        "    |-- b",
        "    `-- const  8< cut",
        "",
        "expected graph",
        "Tanh",
        "`-- Add",
        "    |-- Mul  - missing",
        "    |   |-- const  - missing",
        "    |   `-- w  - missing",
        "    `-- b",
    ]


@given(TREES, TREES, st.integers(16, 200))
def test_no_pair_of_graphs_is_wider_than_the_terminal(one, other, width):
    told = side_by_side(compare(parse_graph(one), parse_graph(other)), width=width)

    assert max(map(cells, told.splitlines())) <= width


@given(TREES)
def test_plain_drawings_are_ascii_where_names_are(text):
    ours = parse_graph(text.encode("ascii", "replace").decode() + "")
    told = side_by_side(compare(ours, parse_graph(NEURON)), width=60, ascii_only=True)

    assert told.isascii()


def test_other_languages_say_it_in_their_words():
    hungarian = {"your graph": "a te gráfod", "expected graph": "a várt gráf", "cut": "elvágva"}

    def say(sentence, **parts):
        return hungarian.get(sentence, sentence).format(**parts)

    told = side_by_side(compare(parse_graph(CUT), parse_graph(NEURON)), say=say)

    assert told.startswith("a te gráfod")
    assert "a várt gráf" in told
    assert "✂ elvágva" in told
