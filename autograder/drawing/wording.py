"""A drawing in words: beside its boxes, and for screen readers."""

from __future__ import annotations

from autograder.drawing.graph import Edge, Graph, Kind, Mark, Node, Say

__all__ = ["described", "details", "heading", "mark_in_words", "note", "title"]

_MAX_SENTENCES = 40
_MAX_INPUTS = 12
# The sign of a mark, and its spelling for consoles that only know ASCII.
_SIGNS = {Mark.EXTRA: ("+", "+"), Mark.MISSING: ("-", "-"), Mark.CUT: ("✂", "8<")}


def mark_in_words(mark: Mark, say: Say, *, ascii_only: bool = False) -> str:
    """
    Return ``+ extra``, ``- missing`` or ``✂ cut``; an empty text for ``Mark.SAME``.

    Args:
        mark: What comparing found.
        say: Puts the word into the reader's language.
        ascii_only: For terminals that know no other signs: ``x cut``.
    """
    if mark is Mark.SAME:
        return ""
    return f"{_SIGNS[mark][ascii_only]} {_word(mark, say)}"


def _word(mark: Mark, say: Say) -> str:
    words = {Mark.EXTRA: say("extra"), Mark.MISSING: say("missing"), Mark.CUT: say("cut")}
    return words.get(mark, "")


def heading(node: Node) -> str:
    """Return a node's first line: ``Mul``, ``Mean (loss = 0.5)``, ``w = 2.0``."""
    value = f" = {node.value}" if node.value else ""
    if node.kind is Kind.OPERATION and node.variable:
        return f"{node.label} ({node.variable}{value})"
    return f"{node.label}{value}"


def details(node: Node, say: Say) -> list[str]:
    """Return what else is known of a node."""
    parts = []
    if node.shape:
        parts.append(say("shape {shape}", shape=node.shape))
    if node.gradient:
        parts.append(f"grad = {node.gradient}")
    return parts


def note(graph: Graph, say: Say) -> str:
    """Return the note below the drawing of *graph*, or an empty text."""
    if graph.used:
        return say(
            "A backward pass has been through this graph and let go of what it had saved: "
            "which gradients went where is no longer known. Draw before backward()."
        )
    return ""


def title(graph: Graph, say: Say) -> str:
    """Return a line that tells how large *graph* is, and what comparing found."""
    kinds = [node.kind for node in graph.nodes]
    text = say(
        "operations: {operations}, leaves: {leaves}, constants: {constants}",
        operations=kinds.count(Kind.OPERATION),
        leaves=kinds.count(Kind.LEAF),
        constants=kinds.count(Kind.CONSTANT),
    )
    marks = [node.mark for node in graph.nodes]
    found = [f"{_word(mark, say)}: {marks.count(mark)}" for mark in _SIGNS if mark in marks]
    return ", ".join([text, *found])


def described(graph: Graph, say: Say) -> str:
    """Return *graph* as sentences, each operation with its inputs, results first."""
    by_id, leaving = graph.by_id(), graph.edges_from()
    called = _names(graph)
    sentences = []
    for node in map(by_id.__getitem__, graph.in_order()):
        inputs = [
            called[edge.end] + _aside(by_id[edge.end], say, edge) for edge in leaving[node.id]
        ]
        if len(inputs) > _MAX_INPUTS:
            inputs = [*inputs[:_MAX_INPUTS], "…"]
        if node.kind is Kind.OPERATION and inputs:
            name = called[node.id] + _aside(node, say)
            sentences.append(
                say("{operation} takes {inputs}.", operation=name, inputs=", ".join(inputs))
            )
    if not sentences:
        return ", ".join(called[node.id] + _aside(node, say) for node in graph.nodes) + "."
    rest = len(sentences) - _MAX_SENTENCES
    if rest > 0:
        sentences[_MAX_SENTENCES:] = [say("And {n} more operations.", n=rest)]
    return " ".join(sentences)


def _aside(node: Node, say: Say, edge: Edge | None = None) -> str:
    parts = [_word(node.mark, say)]
    if edge is not None and edge.gradient:
        parts.append(say("gradient {gradient}", gradient=edge.gradient))
    parts = [part for part in parts if part]
    return f" ({', '.join(parts)})" if parts else ""


def _names(graph: Graph) -> dict[str, str]:
    """A name for each node; operations that occur more than once are numbered."""
    labels = [node.label for node in graph.nodes if node.kind is Kind.OPERATION]
    often = {label: 0 for label in labels if labels.count(label) > 1}
    names = {}
    for node in graph.nodes:
        names[node.id] = heading(node)
        if node.kind is Kind.OPERATION and node.label in often:
            often[node.label] += 1
            names[node.id] = f"{node.label} {often[node.label]}"
    return names
