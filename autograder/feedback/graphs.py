"""Graphs in feedback: the submission's beside the expected one, where they differ."""

from __future__ import annotations

from autograder.drawing import (
    Comparison,
    Graph,
    GraphError,
    Kind,
    compare,
    graph_from_fact,
    parse_graph,
)
from autograder.judging import CheckVerdict, Difference

__all__ = ["drawn_graphs", "written_graphs"]

# What an untracked value is called in a graph.
_CONSTANT = "const"


def drawn_graphs(check: CheckVerdict) -> Comparison | None:
    """Both graphs as the check drew them, with values and gradients, where they differ."""
    try:
        ours, theirs = (
            graph_from_fact(film.get("graph"))
            for film in (check.recording, check.expected_recording)
        )
    except GraphError:
        return None
    both = compare(ours, theirs)
    return None if both.same else both


def written_graphs(difference: Difference) -> Comparison | None:
    """Both graphs, where the facts that differ are such."""
    observed, expected = difference.observed, difference.expected
    # An Absent is a str too.
    if type(observed) is not str or type(expected) is not str:
        return None
    try:
        ours, theirs = parse_graph(observed), parse_graph(expected)
    except GraphError:
        return None
    # "const" is a graph only where one is expected: it was cut at its very end.
    if _is_autograds(theirs) and (_is_autograds(ours) or observed == _CONSTANT):
        return compare(ours, theirs)
    return None


def _is_autograds(graph: Graph) -> bool:
    """Whether *graph* has an operation of autograd's; other texts have brackets too."""
    return any("Backward" in node.name for node in graph.nodes if node.kind is Kind.OPERATION)
