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

# The name of an untracked value in a graph.
_CONSTANT = "const"


def drawn_graphs(check: CheckVerdict) -> Comparison | None:
    """
    Return both graphs as the check drew them, with values and gradients.

    None if they agree, or if the check drew none.
    """
    try:
        ours, theirs = (
            graph_from_fact(recording.get("graph"))
            for recording in (check.recording, check.expected_recording)
        )
    except GraphError:
        return None
    both = compare(ours, theirs)
    return None if both.same else both


def written_graphs(difference: Difference) -> Comparison | None:
    """Return both graphs if the facts that differ are graphs, else None."""
    observed, expected = difference.observed, difference.expected
    # An Absent is a str too.
    if type(observed) is not str or type(expected) is not str:
        return None
    try:
        ours, theirs = parse_graph(observed), parse_graph(expected)
    except GraphError:
        return None
    # "const" counts as a graph only if a graph is expected: then it was cut off at its very end.
    if _is_autograds(theirs) and (_is_autograds(ours) or observed == _CONSTANT):
        return compare(ours, theirs)
    return None


def _is_autograds(graph: Graph) -> bool:
    """Whether *graph* has an autograd operation; other texts may have brackets, too."""
    return any("Backward" in node.name for node in graph.nodes if node.kind is Kind.OPERATION)
