"""Graphs as SVG, read back by an XML parser that knows nothing of how they were written."""

from __future__ import annotations

import re
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.drawing import Edge, Graph, Kind, Mark, Node, compare, parse_graph, to_svg

SVG = "{http://www.w3.org/2000/svg}"
NEURON = "TanhBackward0(AddBackward0(MulBackward0(const, w), b))"
HOSTILE = (
    "</svg><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "&lt;&#x3c;&amp;",
    "]]><!--",
    "<![CDATA[",
    "a\x00\x1b[2J\ufffe\ud800b",
    "\u202eevil",
)


def read(svg):
    return ElementTree.fromstring(svg)


def parts(root, word):
    return [g for g in root.iter(f"{SVG}g") if g.get("class", "").split()[:1] == [word]]


def words(element):
    return ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("text", "nodes", "edges"),
    [("w", 1, 0), ("ExpBackward0(w)", 2, 1), (NEURON, 6, 5), ("StackBackward0(w, w, w)", 4, 3)],
)
def test_every_node_is_a_box_and_every_edge_a_line(text, nodes, edges):
    root = read(to_svg(parse_graph(text)))

    assert len(parts(root, "node")) == len(list(root.iter(f"{SVG}rect"))) == nodes
    assert len(parts(root, "edge")) == len(list(root.iter(f"{SVG}polyline"))) == edges


def test_a_box_shows_all_that_is_known_of_a_node():
    node = Node("w", "w", Kind.LEAF, "w", "", "[1.0, 2.0]", "[3.0, 4.0]", "(2,)")

    (box,) = parts(read(to_svg(Graph((node,)))), "node")

    assert words(box) == ["w = [1.0, 2.0]", "shape (2,)", "grad = [3.0, 4.0]"]


def test_a_gradient_on_an_edge_is_shown_beside_it():
    graph = Graph((Node("a", "Exp"), Node("b", "w", Kind.LEAF)), (Edge("a", "b", "0.5"),))

    (edge,) = parts(read(to_svg(graph)), "edge")

    assert words(edge) == ["0.5"]


def test_autograds_own_name_of_an_operation_is_its_tip():
    (box, _) = parts(read(to_svg(parse_graph("TanhBackward0(w)"))), "node")

    assert box.findtext(f"{SVG}title") == "TanhBackward0"


def test_marks_are_told_by_words_and_by_the_line():
    found = compare(parse_graph("SinBackward0(AddBackward0(const, b))"), parse_graph(NEURON))
    drawn = [read(to_svg(graph)) for graph in (found.observed, found.expected)]

    looks = {}
    for root in drawn:
        for box in parts(root, "node"):
            mark = box.get("class").split()[2]
            rect = box.find(f"{SVG}rect")
            said = [word for word in words(box) if word[:2] in ("+ ", "- ", "✂ ")]
            looks[mark] = (rect.get("stroke-width"), rect.get("stroke-dasharray"), *said)
    assert looks == {
        "same": (None, None),
        "extra": ("3", None, "+ extra"),
        "missing": ("2", "7 4", "- missing"),
        "cut": ("3", "2 4", "✂ cut"),
    }


def test_kinds_of_nodes_differ_in_their_corners():
    root = read(to_svg(parse_graph("ExpBackward0(w, const, …)")))

    corners = {box.get("class").split()[1]: box.find(f"{SVG}rect") for box in parts(root, "node")}
    radii = [corners[kind].get("rx") for kind in ("operation", "leaf", "constant")]
    assert len(set(radii)) == 3
    assert corners["rest"].get("stroke") == "none"


def test_those_who_hear_a_drawing_are_told_the_graph_in_words():
    found = compare(parse_graph("TanhBackward0(AddBackward0(b, const))"), parse_graph(NEURON))
    root = read(to_svg(found.observed, caption="your graph"))

    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{SVG}title")
    assert root.get("aria-label") == (
        "your graph: operations: 2, leaves: 1, constants: 1, cut: 1"
    )  # fmt: skip
    assert root.findtext(f"{SVG}desc") == "Tanh takes Add. Add takes b, const (cut)."


def test_operations_of_one_name_are_told_apart_in_words():
    root = read(to_svg(parse_graph("MulBackward0(MulBackward0(w, const), b)")))

    assert root.findtext(f"{SVG}desc") == "Mul 1 takes Mul 2, b. Mul 2 takes w, const."


def test_a_drawing_loads_nothing_and_names_no_ids():
    svg = to_svg(parse_graph(NEURON), alone=True)

    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"\b(id|href|src|url)\b\s*[=(]", svg)


def test_only_a_drawing_in_a_file_of_its_own_brings_a_style_sheet():
    assert "<style>" in to_svg(parse_graph("w"), alone=True)
    assert "<style" not in to_svg(parse_graph("w"))


def test_colours_are_the_pages():
    root = read(to_svg(parse_graph(NEURON)))

    colours = {element.get(key) for element in root.iter() for key in ("fill", "stroke")}
    assert colours == {None, "none", "currentColor"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("where", ["label", "name", "variable", "value", "gradient", "shape"])
def test_a_hostile_text_is_only_text(text, where):
    leaf = Node("b", "w", Kind.LEAF)
    node = Node(**({"id": text, "label": "Exp", where: text}))
    svg = to_svg(Graph((node, leaf), (Edge(text, "b", text),)), caption=text)

    tags = [element.tag.removeprefix(SVG) for element in read(svg).iter()]
    assert set(tags) <= {"svg", "title", "desc", "g", "rect", "polyline", "path", "text"}
    assert not any(
        name.startswith("on") for element in read(svg).iter() for name in element.attrib
    )  # fmt: skip


@given(st.text(min_size=1))
def test_a_drawing_of_any_name_is_xml_and_utf8(name):
    svg = to_svg(Graph((Node("a", name, name=name, value=name, mark=Mark.CUT),)))

    read(svg.encode())


def test_five_hundred_nodes_are_drawn_within_a_second():
    graph = Graph(
        tuple(Node(str(i), f"Op{i}") for i in range(500)),
        tuple(Edge(str(i), str(j)) for i in range(500) for j in (i + 1, 2 * i + 1) if j < 500),
    )

    start = time.process_time()
    svg = to_svg(graph)
    seconds = time.process_time() - start

    assert seconds < 1
    assert len(parts(read(svg), "node")) == 500
    assert len(parts(read(svg), "edge")) == len(graph.edges)
