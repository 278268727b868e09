"""Drawing: graphs as data in, text and SVG out. Imports no torch and trusts no graph's text."""

from autograder.drawing.canonical import parse_graph
from autograder.drawing.comparing import Comparison, compare
from autograder.drawing.graph import (
    MAX_NODES,
    Edge,
    Graph,
    GraphError,
    Kind,
    Mark,
    Node,
    Say,
    english,
    label_of_operation,
)
from autograder.drawing.layout import Box, Layout, lay_out
from autograder.drawing.recorded import graph_as_fact, graph_from_fact
from autograder.drawing.svg import to_svg
from autograder.drawing.text import side_by_side, to_text
from autograder.drawing.wording import note

__all__ = [
    "MAX_NODES",
    "Box",
    "Comparison",
    "Edge",
    "Graph",
    "GraphError",
    "Kind",
    "Layout",
    "Mark",
    "Node",
    "Say",
    "compare",
    "english",
    "graph_as_fact",
    "graph_from_fact",
    "label_of_operation",
    "lay_out",
    "note",
    "parse_graph",
    "side_by_side",
    "to_svg",
    "to_text",
]
