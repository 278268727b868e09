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
from autograder.drawing import Edge, Graph, Node, compare, to_svg, to_text
from autograder.grading import Grader
from autograder.languages import words_in
from autograder.reports import feedback_on, render_feedback
from autograder.sandbox import Tier, open_runner

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
    checked, with_graphs, without, pages = [], [], [], []
    try:
        grader.grade(ANSWER, exercise)  # warms the server
        for _ in range(options.checks):
            seconds, verdict = timed(lambda: grader.grade(ANSWER, exercise))
            checked.append(seconds)
            seconds, feedback = timed(lambda: shown(feedback_on(verdict, exercise, course, say)))
            with_graphs.append(seconds)
            told = feedback_on(verdict, exercise, course, say)
            graphs = next(check.graphs for check in told.checks if check.graphs)
            plain = replace(
                told, checks=tuple(replace(check, graphs=None) for check in told.checks)
            )
            without.append(timed(lambda: shown(plain))[0])
            pages.append(timed(lambda: (to_svg(graphs.observed), to_svg(graphs.expected)))[0])
    finally:
        grader.runner.close()
    check, both, lines, page = map(statistics.median, (checked, with_graphs, without, pages))
    print(f"a check in a warm server:            {1000 * check:8.2f} ms (median of {len(checked)})")
    print(f"feedback on a terminal, no graphs:   {1000 * lines:8.2f} ms")
    print(f"the same with both graphs:           {1000 * both:8.2f} ms")
    print(f"both graphs as SVG, for a page:      {1000 * page:8.2f} ms")
    print(f"drawing / check, terminal:           {100 * (both - lines) / check:8.2f} %")
    print(f"drawing / check, page:               {100 * page / check:8.2f} %")
    graph = large()
    print(
        f"500 nodes, {len(graph.edges)} edges, as SVG:     {1000 * timed(lambda: to_svg(graph))[0]:8.2f} ms"
    )
    print(f"the same as text:                    {1000 * timed(lambda: to_text(graph))[0]:8.2f} ms")
    print(
        f"two unlike trees of 500, compared:   {1000 * timed(lambda: compare(tree(2), tree(3)))[0]:8.2f} ms"
    )


def timed(function):
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def shown(feedback):
    console = Console(file=io.StringIO(), width=100)
    console.print(render_feedback(feedback, words_in("en")))
    return feedback


def large():
    nodes = tuple(Node(str(i), f"Op{i}") for i in range(500))
    steps = [(i, j) for i in range(500) for j in (i + 1, 2 * i + 1) if j < 500]
    return Graph(nodes, tuple(Edge(str(i), str(j)) for i, j in steps))


def tree(width):
    nodes = tuple(Node(str(i), f"Op{i % 5}", name=f"Op{i % 5}") for i in range(500))
    return Graph(nodes, tuple(Edge(str((i - 1) // width), str(i)) for i in range(1, 500)))


if __name__ == "__main__":
    main()
