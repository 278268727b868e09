"""
What drawing both graphs adds to a check, and how long a graph of 500 nodes takes.

    python benchmarks/drawing.py --checks 30

A wrong answer to build_this_graph is graded in a warm server; then its feedback is put into
words and shown, with the graphs and without them. Seconds are this machine's; the ratio counts.
"""

import argparse
import io
import statistics
import time
from dataclasses import replace

from rich.console import Console

from autograder.content import bundled_course_path, load_course
from autograder.drawing import Edge, Graph, Node, compare, parse_graph, to_svg, to_text
from autograder.feedback import feedback_on
from autograder.grading import Grader
from autograder.languages import words_in
from autograder.sandbox import Tier, open_runner
from autograder.screens.feedback import render_feedback

ANSWER = """\
import torch


def build_this_graph(w, x, b):
    return torch.tanh((w * x).detach() + b)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checks", type=int, default=30)
    options = parser.parse_args()
    course = load_course(bundled_course_path())
    exercise, say = course.exercise("build_this_graph"), words_in("en")
    grader = Grader(course, open_runner(Tier.PROCESS))
    checked, told, compared, rendered, plain, pages = [], [], [], [], [], []
    try:
        verdict = grader.grade(ANSWER, exercise)  # warms the server
        feedback = feedback_on(verdict, exercise, course, say)
        undrawn = replace(
            feedback, checks=tuple(replace(check, graphs=None) for check in feedback.checks)
        )
        graphs = feedback.checks[0].graphs
        difference = verdict.checks[0].reason.difference
        for _ in range(options.checks):
            checked.append(seconds(grader.grade, ANSWER, exercise))
            told.append(seconds(feedback_on, verdict, exercise, course, say))
            compared.append(seconds(read_and_compare, difference))
            rendered.append(seconds(show, feedback))
            plain.append(seconds(show, undrawn))
            pages.append(seconds(pictures, graphs))
    finally:
        grader.runner.close()
    check, words, both, drawn, lines, page = map(
        statistics.median, (checked, told, compared, rendered, plain, pages)
    )
    terminal = both + drawn - lines
    tell("a check in a warm server", check)
    tell("its feedback on a terminal, no graphs", words - both + lines)
    tell("added by two graphs on a terminal", terminal)
    tell("added by two graphs on a page", both + page)
    print(f"drawing / check, terminal: {terminal / check:.1%}")
    print(f"drawing / check, page:     {(both + page) / check:.1%}")
    graph = large()
    tell(f"500 nodes and {len(graph.edges)} edges as SVG", seconds(to_svg, graph))
    tell("the same as text", seconds(to_text, graph))
    tell("two unlike trees of 500 nodes, compared", seconds(compare, tree(2), tree(3)))
    tell("a tree of 500 compared with one of 10", seconds(compare, tree(2), tree(3, 10)))


def tell(what, value):
    print(f"{what + ':':42}{1000 * value:8.2f} ms")


def seconds(function, *arguments):
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def read_and_compare(difference):
    return compare(parse_graph(difference.observed), parse_graph(difference.expected))


def pictures(graphs):
    return to_svg(graphs.observed), to_svg(graphs.expected)


def show(feedback):
    console = Console(file=io.StringIO(), width=100)
    console.print(render_feedback(feedback, words_in("en")))


def large():
    nodes = tuple(Node(str(i), f"Op{i}") for i in range(500))
    steps = [(i, j) for i in range(500) for j in (i + 1, 2 * i + 1) if j < 500]
    return Graph(nodes, tuple(Edge(str(i), str(j)) for i, j in steps))


def tree(width, count=500):
    nodes = tuple(Node(str(i), f"Op{i % 5}", name=f"Op{i % 5}") for i in range(count))
    return Graph(nodes, tuple(Edge(str((i - 1) // width), str(i)) for i in range(1, count)))


if __name__ == "__main__":
    main()
