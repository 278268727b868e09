"""A variant of an item in the making: texts filled in, code ready to be run by a runner."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from autograder.content import Language, Text, nearest
from autograder.content.items import (
    Distractor,
    Edit,
    Item,
    ItemKind,
    ItemSolution,
    OptionSolution,
    filled,
)
from autograder.errors import AuthorError
from autograder.languages import in_all, mark
from autograder.observations import ErrorFact, Fact
from autograder.quizzes.questions import Meaning, Option, Question, Solved
from autograder.quizzes.variants import shuffled

__all__ = ["CollisionError", "Draft", "ItemError", "Ran", "Runner", "named"]


class ItemError(AuthorError, ValueError):
    """An item from which no key can be made; the message says why, for its author."""


class CollisionError(ItemError):
    """With these parameters two answers would be equal, or a distractor would be right."""


@dataclass(frozen=True, slots=True)
class Ran:
    """
    The result of running a snippet.

    Attributes:
        raised: The exception that its code raised, or None.
        values: The value of each expression that was asked for; an error where it raised.
    """

    raised: ErrorFact | None
    values: tuple[Fact, ...]


class Runner(Protocol):
    """Runs the author's code; this room runs nothing."""

    def run(self, code: str, ask: Sequence[str] = ()) -> Ran:
        """Run *code* and evaluate the expressions *ask* where it left off."""


@dataclass(frozen=True)
class Draft:
    """
    One variant in the making.

    Attributes:
        misconceptions: The ids that distractors may name.
        seed: The seed that the order of options is drawn from.
        parameters: The values that were drawn for this variant.
    """

    runner: Runner
    misconceptions: Collection[str]
    seed: str
    item_id: str
    item: Item
    solution: ItemSolution
    parameters: Mapping[str, str | int | float]
    variant: int = 0

    # Texts

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the course, all of which the item is in."""
        return tuple(self.item.stem.root)

    @cached_property
    def code(self) -> str:
        """The code to run, with this variant's parameters; empty where there is none."""
        return self.shown_code or self.fill(self.solution.code or "")

    @property
    def shown_code(self) -> str:
        """The code that learners see; that in ``solutions/`` is not."""
        return self.fill(self.item.code or "")

    @property
    def ask(self) -> str:
        """The expression that decides what is right, for a kind that needs one."""
        assert self.item.ask is not None
        return self.item.ask

    def fill(self, text: str) -> str:
        """Return *text* with this variant's parameters."""
        return filled(text, self.parameters)

    def text(self, text: Text) -> Text:
        """Return *text* with this variant's parameters, in all languages."""
        return Text({language: self.fill(words) for language, words in text.root.items()})

    def meaning(self, right: bool, wording: Distractor | OptionSolution | None = None) -> Meaning:
        """
        Return what an answer means, as the author wrote it.

        Raises:
            ItemError: If it names a misconception that the course lacks.
        """
        if wording is None:
            return Meaning(right)
        if wording.misconception is not None and wording.misconception not in self.misconceptions:
            raise ItemError(
                f"names the misconception {wording.misconception!r}, which misconceptions.yaml lacks."
                f"{nearest(wording.misconception, self.misconceptions)}"
            )
        # Where there is no feedback, readers use the misconception's sentence, which they have.
        feedback = self.text(wording.feedback) if wording.feedback is not None else None
        return Meaning(right, wording.misconception, feedback)

    # Running

    def run(self, code: str, ask: Sequence[str]) -> Ran:
        """Run *code* as it is, and evaluate *ask*, after filling in parameters there."""
        return self.runner.run(code, [self.fill(expression) for expression in ask])

    def value(self, code: str, ask: str) -> Fact:
        """Return the value of *ask*, or the error that *code* raised before there was one."""
        ran = self.run(code, [ask])
        return ran.values[0] if ran.raised is None else ran.raised

    def gives(self, code: str, ask: str | None) -> Fact:
        """Return what :meth:`value` does; without *ask*, the error that *code* raised, or None."""
        return self.value(code, ask) if ask else self.run(code, []).raised

    def mistaken(self, distractor: Distractor) -> str:
        """Return the code with the edits of *distractor*."""
        code = self.fill(distractor.code) if distractor.code else self.code
        for edit in distractor.edits:
            code = self.edited(code, edit)
        return code

    def edited(self, code: str, edit: Edit) -> str:
        """
        Return *code* after one edit.

        Raises:
            ItemError: If *code* does not contain the edit's old text exactly once.
        """
        old, new = self.fill(edit.old), self.fill(edit.new)
        if code.count(old) != 1:
            raise ItemError(
                f"an edit looks for {old!r}, which stands there {code.count(old)} times"
            )
        return code.replace(old, new)

    def distractors(self) -> Iterator[tuple[Distractor, Fact]]:
        """Yield each distractor with what its mistaken code gives."""
        for distractor in self.solution.distractors:
            ask = distractor.ask or self.item.ask or "None"
            yield distractor, self.value(self.mistaken(distractor), ask)

    # The result

    def in_order(self, options: list[Option]) -> list[Option]:
        """Return *options* as this variant shows them."""
        return self.shuffled(options) if self.item.shuffle else options

    def shuffled(self, options: Sequence[Option]) -> list[Option]:
        """Return *options* in an order drawn for this variant."""
        return shuffled(options, self.item_id, self.seed, self.variant)

    def question(
        self, options: Iterable[Option] = (), *, code: str | None = None, count: int = 1
    ) -> Question:
        """Return the question as it is asked; *code*, if given, replaces the item's code."""
        return Question(
            self.item_id,
            self.variant,
            self.item.kind,
            self.text(self.item.stem),
            (code or self.shown_code).rstrip("\n") or None,
            tuple(options),
            count,
            self.item.digits,
        )

    def solved(
        self,
        question: Question,
        answers: Mapping[str, Meaning],
        printable: Mapping[str, str] | None = None,
    ) -> Solved:
        """
        Return the question with its key, and with the *why* that follows it.

        Raises:
            ItemError: If the *why* has no key.
        """
        return Solved(
            question,
            answers,
            self.text(self.solution.explain),
            dict(self.parameters),
            dict(printable or {}),
            self._why(),
        )

    def _why(self) -> Solved | None:
        why, solution = self.item.why, self.solution.why
        if why is None:
            return None
        if solution is None or solution.key not in why.options:
            raise ItemError("asks why, but solutions/ has no key for it (why.key)")
        stem = why.stem or in_all(self.languages, mark("Why?"))
        name = f"{self.item_id}.why"
        options = [Option(option, self.text(text)) for option, text in why.options.items()]
        question = Question(
            name,
            self.variant,
            ItemKind.SINGLE,
            self.text(stem),
            options=tuple(shuffled(options, name, self.seed, self.variant)),
        )
        answers = {
            option: self.meaning(option == solution.key, solution.options.get(option))
            for option in why.options
        }
        return Solved(question, answers, self.text(self.solution.explain))


def named(distractor: Distractor) -> str:
    """Return what a distractor is called in a message to its author."""
    return distractor.misconception or distractor.ask or "without a misconception"
