"""A drawn graph on its way through an observation."""

from __future__ import annotations

import json

import pytest

from autograder.drawing import Edge, Graph, GraphError, Kind, Node, graph_as_fact, graph_from_fact
from autograder.observations import Observation, decode_observation, encode_observation

GRAPH = Graph(
    (
        Node("a", "Mul", name="MulBackward0", variable="y", value="6.0"),
        Node("b", "w", Kind.LEAF, "w", value="2.0", gradient="None"),
        Node("c", "const", Kind.CONSTANT),
    ),
    (Edge("a", "b", "3.0"), Edge("a", "c")),
)


def test_a_graph_comes_back_as_it_went():
    seen = Observation({}, recording={"graph": graph_as_fact(GRAPH)})
    text = json.dumps(encode_observation(seen))

    read = graph_from_fact(decode_observation(json.loads(text)).recording["graph"])

    assert [node.label for node in read.nodes] == ["Mul", "w", "const"]
    assert graph_as_fact(read) == graph_as_fact(GRAPH)
    assert (read.nodes[0].variable, read.nodes[1].gradient) == ("y", "None")
    assert [edge.gradient for edge in read.edges] == ["3.0", ""]


NODE = ("operation", "Mul", "", "", "", "", "")


@pytest.mark.parametrize(
    "fact",
    [
        None,
        "MulBackward0(w)",
        (),
        ((), ()),
        ((NODE,), ((0, 0, ""),)),
        ((NODE,), ((0, 1, ""),)),
        ((NODE,), ((0, "0", ""),)),
        ((NODE,), (0,)),
        ((NODE[:-1],), ()),
        ((("spell", *NODE[1:]),), ()),
        (((*NODE[:-1], 3),), ()),
        (((*NODE[:-1], "x" * 300),), ()),
        ((NODE,) * 501, ()),
    ],
    ids=lambda fact: repr(fact)[:30],
)
def test_what_is_no_graph_is_refused(fact):
    with pytest.raises(GraphError):
        graph_from_fact(fact)
