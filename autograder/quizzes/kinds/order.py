"""``order``: lines of a program. Every order that does what the reference order does is right."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Sequence

from autograder.content.items import ItemKind
from autograder.observations import ErrorFact, Fact
from autograder.quizzes.drafts import CollisionError, Draft, ItemError, named
from autograder.quizzes.ordering import OrderedKind, mixed
from autograder.quizzes.questions import Meaning, Option, Solved
from autograder.quizzes.values import alike, do_the_same, in_words

__all__ = ["KIND"]

#: Permutations of more lines than this are too many to run.
_MAX_LINES = 6
#: Where the lines go in the code.
_LINES = "$LINES"


class Order(OrderedKind):
    """All orders are run; ``ask`` says what each of them did."""

    name = ItemKind.ORDER

    def solve(self, draft: Draft) -> Solved:
        lines = _lines(draft)
        reference = tuple(draft.solution.key)
        did = {
            order: _run(draft, [lines[name] for name in order])
            for order in itertools.permutations(lines)
        }
        meanings = _meanings(draft, lines, did)
        answers = {
            ",".join(order): meaning
            for order in [reference, *(order for order in did if order != reference)]
            for fact, meaning in meanings
            if do_the_same(fact, did[order])
        }
        options = [Option(name, alike(line), code=True) for name, line in lines.items()]
        posed = mixed(draft, options, answers)
        return draft.solved(draft.question(posed, code=_framed(draft.code, "…")), answers)


def _lines(draft: Draft) -> dict[str, str]:
    """The lines by id."""
    lines = {name: draft.fill(sheet.code or "") for name, sheet in draft.item.options.items()}
    if not all(lines.values()):
        raise ItemError("the options of an order item are lines of code; give each `code`")
    if len(lines) > _MAX_LINES:
        raise ItemError(f"more than {_MAX_LINES} lines have too many orders to run them all")
    if sorted(draft.solution.key) != sorted(lines):
        raise ItemError("solutions/ must give one right order of all its lines (key)")
    return lines


def _meanings(
    draft: Draft, lines: dict[str, str], did: dict[tuple[str, ...], Fact]
) -> list[tuple[Fact, Meaning]]:
    """Results of the reference order and of each distractor's order, with their meanings."""
    reference = did[tuple(draft.solution.key)]
    if isinstance(reference, ErrorFact):
        raise ItemError(f"the order of its key raises {in_words(reference, 2)}")
    meanings: list[tuple[Fact, Meaning]] = [(reference, draft.meaning(True))]
    for distractor in draft.solution.distractors:
        if sorted(distractor.order) != sorted(lines):
            raise ItemError(f"the distractor {named(distractor)} must order all its lines")
        fact = did[tuple(distractor.order)]
        if any(do_the_same(fact, other) for other, _ in meanings):
            raise CollisionError(f"the distractor {named(distractor)} does what another order does")
        meanings.append((fact, draft.meaning(False, distractor)))
    return meanings


def _run(draft: Draft, lines: Sequence[str]) -> Fact:
    return draft.value(_framed(draft.code, "\n".join(lines)), draft.ask)


def _framed(code: str, lines: str) -> str:
    """*code* with *lines* in the place of ``$LINES``, at its indentation."""
    framed = []
    for line in code.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        framed.append(textwrap.indent(lines, indent) if line.strip() == _LINES else line)
    return "\n".join(framed)


KIND = Order()
