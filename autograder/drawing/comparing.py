"""Two graphs side by side: which nodes are missing, which are extra, where one was cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.drawing.graph import Graph, Kind, Mark, unfold

__all__ = ["Comparison", "compare"]

# Operations whose inputs may come in any order.
_COMMUTATIVE = frozenset({"Add", "Mul"})
# Lists of inputs are aligned up to this many pairs; beyond, inputs are paired by position.
_MAX_PAIRS = 2_500
# The cost of an untracked input where the graph should go on, whatever is missing behind it.
_CUT = 1
# The cost of a tracked input where an untracked one is expected.
_TRACKED = 2
_RENAMED = 2

# How the cheapest alignment of two subtrees begins.
_MATCH, _REPLACE, _SEVER, _UNKNOWN, _DROP, _ADD = range(6)


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Both graphs as trees whose nodes and edges are marked.

    Marks in *observed* are ``same``, ``extra`` and ``cut`` (an untracked value where the expected
    graph goes on); marks in *expected* are ``same`` and ``missing``.
    """

    observed: Graph
    expected: Graph

    @property
    def same(self) -> bool:
        """Whether nothing is missing, extra or cut."""
        graphs = self.observed, self.expected
        return all(node.mark is Mark.SAME for graph in graphs for node in graph.nodes) and all(
            edge.mark is Mark.SAME for graph in graphs for edge in graph.edges
        )


def compare(observed: Graph, expected: Graph) -> Comparison:
    """
    Align both graphs as trees from the root and mark where they differ.

    An alignment keeps the order of inputs (except in sums and products); one of its inputs
    takes the place of a node without counterpart. Of all such alignments, the one with the
    fewest missing and extra nodes is taken. Time grows with the product of the two node counts.
    """
    trees = _Tree(unfold(observed)), _Tree(unfold(expected))
    marks, partners = _Alignment(*trees).marks()
    return Comparison(
        _marked(trees[0], marks[0], partners[0], trees[1], Mark.EXTRA),
        _marked(trees[1], marks[1], partners[1], trees[0], Mark.MISSING),
    )


def _marked(
    tree: _Tree, marks: list[Mark], partners: dict[int, int], other: _Tree, mark: Mark
) -> Graph:
    nodes = tuple(replace(node, mark=marks[i]) for i, node in enumerate(tree.graph.nodes))
    edges = []
    for edge in tree.graph.edges:
        start, end = int(edge.start), int(edge.end)
        if marks[end] is Mark.CUT:
            edges.append(replace(edge, mark=Mark.CUT))
            continue
        # Nodes that the other side leaves out ("…") are marked the same, but have no partner.
        unknown = marks[start] is Mark.SAME and marks[end] is Mark.SAME and end not in partners
        partner = partners.get(start)
        kept = unknown or (partner is not None and partners.get(end) in other.children[partner])
        edges.append(replace(edge, mark=Mark.SAME if kept else mark))
    return Graph(nodes, tuple(edges))


class _Tree:
    """A tree as lists, indexed by node; a node's index is smaller than those of its inputs."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.kinds = [node.kind for node in graph.nodes]
        self.keys = [
            (node.kind, node.name if node.kind in (Kind.OPERATION, Kind.LEAF) else "")
            for node in graph.nodes
        ]
        self.commutes = [node.label in _COMMUTATIVE for node in graph.nodes]
        self.children: list[list[int]] = [[] for _ in graph.nodes]
        for edge in graph.edges:
            self.children[int(edge.start)].append(int(edge.end))
        self.sizes = [1] * len(graph.nodes)
        for i in self.upwards():
            self.sizes[i] += sum(self.sizes[child] for child in self.children[i])

    def upwards(self) -> range:
        """The nodes' indices, inputs first."""
        return range(len(self.kinds) - 1, -1, -1)

    def below(self, i: int) -> Iterator[int]:
        waiting = [i]
        while waiting:
            current = waiting.pop()
            yield current
            waiting += self.children[current]


class _Alignment:
    """Costs of all pairs of subtrees, inputs first: no recursion, however deep the trees are."""

    def __init__(self, a: _Tree, b: _Tree) -> None:
        self.a, self.b = a, b
        known: dict[object, int] = {}
        # Subtrees with equal numbers are equal, and need no aligning.
        self.shapes = [_shapes(tree, known) for tree in (a, b)]
        self.costs = [[0] * len(b.kinds) for _ in a.kinds]
        self.moves: list[list[tuple[int, int]]] = [[(_MATCH, 0)] * len(b.kinds) for _ in a.kinds]
        for i in a.upwards():
            for j in b.upwards():
                if self.shapes[0][i] != self.shapes[1][j]:
                    self.costs[i][j], self.moves[i][j] = self._best(i, j)

    def _best(self, i: int, j: int) -> tuple[int, tuple[int, int]]:
        a, b = self.a, self.b
        one, other = a.kinds[i], b.kinds[j]
        if Kind.REST in (one, other):
            return 0, (_UNKNOWN, 0)
        if one is Kind.CONSTANT:
            return _CUT, (_SEVER, 0)
        if other is Kind.CONSTANT:
            return _TRACKED, (_REPLACE, 0)
        best, move = a.sizes[i] + b.sizes[j], (_REPLACE, 0)
        if one is other is Kind.OPERATION:
            renamed = 0 if a.keys[i] == b.keys[j] else _RENAMED
            cost = renamed + self._inputs(i, j)[0]
            if cost <= best:
                best, move = cost, (_MATCH, 0)
        for child in a.children[i]:
            cost = a.sizes[i] - a.sizes[child] + self.costs[child][j]
            if cost < best:
                best, move = cost, (_DROP, child)
        for child in b.children[j]:
            cost = b.sizes[j] - b.sizes[child] + self.costs[i][child]
            if cost < best:
                best, move = cost, (_ADD, child)
        return best, move

    def _inputs(self, i: int, j: int) -> tuple[int, list[tuple[int | None, int | None]]]:
        """Cost and pairs of the cheapest alignment of two nodes' inputs."""
        ours, theirs, costs = self.a.children[i], self.b.children[j], self.costs
        if len(ours) == len(theirs):
            straight = sum(costs[x][y] for x, y in zip(ours, theirs, strict=True))
            if len(ours) == 2 and (self.a.commutes[i] or self.b.commutes[j]):
                crossed = costs[ours[0]][theirs[1]] + costs[ours[1]][theirs[0]]
                if crossed < straight:
                    return crossed, [(ours[0], theirs[1]), (ours[1], theirs[0])]
            return straight, list(zip(ours, theirs, strict=True))
        if len(ours) * len(theirs) > _MAX_PAIRS:
            return self._by_place(ours, theirs)
        return self._in_sequence(ours, theirs)

    def _by_place(
        self, ours: list[int], theirs: list[int]
    ) -> tuple[int, list[tuple[int | None, int | None]]]:
        common = min(len(ours), len(theirs))
        pairs: list[tuple[int | None, int | None]] = [
            *zip(ours[:common], theirs[:common], strict=True),
            *((x, None) for x in ours[common:]),
            *((None, y) for y in theirs[common:]),
        ]
        cost = sum(self.costs[x][y] for x, y in zip(ours, theirs, strict=False))
        cost += sum(self.a.sizes[x] for x in ours[common:])
        return cost + sum(self.b.sizes[y] for y in theirs[common:]), pairs

    def _in_sequence(
        self, ours: list[int], theirs: list[int]
    ) -> tuple[int, list[tuple[int | None, int | None]]]:
        """The Needleman-Wunsch alignment; a gap costs the size of the subtree opposite it."""
        extra = [self.a.sizes[x] for x in ours]
        missing = [self.b.sizes[y] for y in theirs]
        table = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
        for x in range(len(ours)):
            table[x + 1][0] = table[x][0] + extra[x]
        for y in range(len(theirs)):
            table[0][y + 1] = table[0][y] + missing[y]
        for x in range(len(ours)):
            for y in range(len(theirs)):
                table[x + 1][y + 1] = min(
                    table[x][y] + self.costs[ours[x]][theirs[y]],
                    table[x][y + 1] + extra[x],
                    table[x + 1][y] + missing[y],
                )
        pairs: list[tuple[int | None, int | None]] = []
        x, y = len(ours), len(theirs)
        while x or y:
            here = table[x][y]
            if x and y and here == table[x - 1][y - 1] + self.costs[ours[x - 1]][theirs[y - 1]]:
                x, y = x - 1, y - 1
                pairs.append((ours[x], theirs[y]))
            elif x and here == table[x - 1][y] + extra[x - 1]:
                x -= 1
                pairs.append((ours[x], None))
            else:
                y -= 1
                pairs.append((None, theirs[y]))
        return table[-1][-1], pairs[::-1]

    def marks(self) -> tuple[tuple[list[Mark], list[Mark]], tuple[dict[int, int], dict[int, int]]]:
        """The marks of both trees, and their nodes' counterparts, by the cheapest alignment."""
        a, b = self.a, self.b
        ours = [Mark.EXTRA] * len(a.kinds)
        theirs = [Mark.MISSING] * len(b.kinds)
        partners: tuple[dict[int, int], dict[int, int]] = {}, {}
        waiting: list[tuple[int, int]] = [(0, 0)]
        while waiting:
            i, j = waiting.pop()
            move, child = self.moves[i][j]
            if move == _MATCH:
                if a.keys[i] == b.keys[j]:
                    ours[i] = theirs[j] = Mark.SAME
                    partners[0][i], partners[1][j] = j, i
                waiting += [
                    (x, y) for x, y in self._inputs(i, j)[1] if x is not None and y is not None
                ]
            elif move == _SEVER:
                ours[i] = Mark.CUT
            elif move == _UNKNOWN:
                # The nodes that were left out may be the same, so none is marked as different.
                for x in a.below(i):
                    ours[x] = Mark.SAME
                for y in b.below(j):
                    theirs[y] = Mark.SAME
                partners[0][i], partners[1][j] = j, i
            elif move == _DROP:
                waiting.append((child, j))
            elif move == _ADD:
                waiting.append((i, child))
        return (ours, theirs), partners


def _shapes(tree: _Tree, known: dict[object, int]) -> list[int]:
    shapes = [0] * len(tree.kinds)
    for i in tree.upwards():
        key = tree.keys[i], tuple(shapes[child] for child in tree.children[i])
        shapes[i] = known.setdefault(key, len(known))
    return shapes
