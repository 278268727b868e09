"""
Finding the key of a quiz item by running it, and its wrong answers by running mistakes.

``solve`` makes one variant: draws parameters, runs the item's code for the right answer and the
distractors' programs for the wrong ones, and refuses what would be unfair: two answers that are
equal, or a distractor that is right.
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.programs import solutions_path
from autograder.authoring.snippets import Ran, SnippetRunner
from autograder.content import Course, Text, YamlFile, nearest
from autograder.content.items import (
    Distractor,
    Edit,
    Item,
    ItemKind,
    ItemSolution,
    ItemSolutions,
    OptionSolution,
    filled,
)
from autograder.errors import AuthorError
from autograder.observations import ErrorFact, Fact, ObjectFact, TensorFact
from autograder.quizzes.answers import canonical_number, canonical_numbers
from autograder.quizzes.questions import Option, Question, Solved, Told
from autograder.quizzes.variants import PUBLIC_SEED, draw_parameters, shuffled

__all__ = ["CollisionError", "ItemError", "Solver", "in_words", "load_item_solutions"]

#: A variant is drawn anew this often before its item is given up.
_ATTEMPTS = 40
#: Permutations of more lines than this are too many to run.
_MAX_LINES = 6
Parameters = Mapping[str, str | int | float]


class ItemError(AuthorError, ValueError):
    """An item from which no key can be made; the message says why, for its author."""


class CollisionError(ItemError):
    """With these numbers two answers would be equal, or a distractor right."""


def load_item_solutions(course: Course, chapter: str) -> Mapping[str, ItemSolution]:
    """
    Read what the keys of a chapter's items are made from; a missing file holds nothing.

    Raises:
        ContentError: With every mistake of the file.
    """
    path = solutions_path(course) / chapter / "quiz.yaml"
    if not path.exists():
        return {}
    return YamlFile(path, name=_shown(path)).validate(ItemSolutions).root


def _shown(path: Path) -> str:
    return str(Path(*path.parts[-3:]))


def in_words(fact: Fact, digits: int) -> str:
    """Return a computed answer as it is shown: ``6``, ``[2, 40]``, ``(4, 3)``, ``True``."""
    match fact:
        case bool() | None | str():
            return str(fact)
        case int() | float():
            return _number(float(fact), digits)
        case tuple():
            inside = ", ".join(in_words(part, digits) for part in fact)
            return f"({inside},)" if len(fact) == 1 else f"({inside})"
        case TensorFact():
            return _nested(list(fact.values), fact.shape, digits)
        case ErrorFact():
            return f"{fact.type_name}: {_first_line(fact.message)}"
        case ObjectFact():
            return fact.type_name
    raise TypeError(type(fact).__name__)


def _number(value: float, digits: int) -> str:
    text = f"{round(value, digits):.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _nested(values: list[float], shape: tuple[int, ...], digits: int) -> str:
    if not shape:
        return _number(values[0], digits)
    step = len(values) // shape[0] if shape[0] else 0
    parts = [values[i * step : (i + 1) * step] for i in range(shape[0])]
    return "[" + ", ".join(_nested(part, shape[1:], digits) for part in parts) + "]"


def _first_line(message: str) -> str:
    line = message.strip().splitlines()[0] if message.strip() else ""
    return line if len(line) <= 110 else line[:107] + "…"


def _alike(text: str) -> Text:
    """A text that is code: the same in every language."""
    return Text(en=text, hu=text)


@dataclass(frozen=True)
class Solver:
    """
    Makes keys of items.

    Attributes:
        misconceptions: The ids that distractors may name.
        seed: What variants are drawn from: public, or an assignment's own.
    """

    runner: SnippetRunner
    misconceptions: Collection[str]
    seed: str = PUBLIC_SEED

    def variant(self, item_id: str, item: Item, solution: ItemSolution, variant: int) -> Solved:
        """
        Return one variant of an item with its key.

        What collides is drawn anew; only an item without parameters, and variant 0 of the
        public seed, which is the one printed in the syllabus, have no second draw.

        Raises:
            CollisionError: If no draw gave a fair variant.
            ItemError: If its key can't be found, whatever the numbers.
        """
        printed = self.seed == PUBLIC_SEED and variant == 0
        refused = CollisionError("")
        for attempt in range(1 if printed or not item.parameters else _ATTEMPTS):
            parameters = draw_parameters(item_id, item, self.seed, variant, attempt)
            try:
                return self.solve(item_id, item, solution, parameters, variant)
            except CollisionError as collision:
                refused = collision
        raise refused

    def solve(
        self,
        item_id: str,
        item: Item,
        solution: ItemSolution,
        parameters: Parameters,
        variant: int = 0,
    ) -> Solved:
        """Return the variant with these *parameters*; see :meth:`variant`."""
        work = _Work(self, item_id, item, solution, parameters, variant)
        solved = work.solved()
        if not solved.right:
            raise ItemError("no answer of it is right")
        return solved


class _Work:
    """One variant in the making."""

    def __init__(
        self,
        solver: Solver,
        item_id: str,
        item: Item,
        solution: ItemSolution,
        parameters: Parameters,
        variant: int,
    ) -> None:
        self._solver, self._id, self._item, self._solution = solver, item_id, item, solution
        self._parameters, self._variant = parameters, variant
        self._code = self._fill(item.code) if item.code else None

    def solved(self) -> Solved:
        match self._item.kind:
            case ItemKind.NUMBER | ItemKind.TENSOR | ItemKind.SHAPE:
                return self._typed()
            case ItemKind.TRACE:
                return self._trace()
            case ItemKind.ORDER:
                return self._order()
            case ItemKind.LINE:
                return self._line()
            case ItemKind.SINGLE if self._item.ask is not None:
                return self._computed_choice()
            case ItemKind.ERROR:
                return self._computed_choice()
            case _:
                return self._choice()

    # Texts

    def _fill(self, text: str) -> str:
        return filled(text, self._parameters)

    def _text(self, text: Text) -> Text:
        return Text(en=self._fill(text.en), hu=self._fill(text.hu))

    def _told(self, right: bool, said: Distractor | OptionSolution | None = None) -> Told:
        if said is None:
            return Told(right)
        known = self._solver.misconceptions
        if said.misconception is not None and said.misconception not in known:
            raise ItemError(
                f"names the misconception {said.misconception!r}, which misconceptions.yaml lacks."
                f"{nearest(said.misconception, known)}"
            )
        # Without feedback of its own, the misconception's sentence is said; readers have it.
        feedback = self._text(said.feedback) if said.feedback is not None else None
        return Told(right, said.misconception, feedback)

    def _question(
        self, options: Iterable[Option] = (), *, code: str | None = None, count: int = 1
    ) -> Question:
        return Question(
            self._id,
            self._variant,
            self._item.kind,
            self._text(self._item.stem),
            (code or self._code or "").rstrip("\n") or None,
            tuple(options),
            count,
            self._item.digits,
        )

    def _done(
        self,
        question: Question,
        answers: Mapping[str, Told],
        shown: Mapping[str, str] | None = None,
    ) -> Solved:
        return Solved(
            question,
            answers,
            self._text(self._solution.explain),
            dict(self._parameters),
            dict(shown or {}),
            self._why(),
        )

    def _why(self) -> Solved | None:
        why, solution = self._item.why, self._solution.why
        if why is None:
            return None
        if solution is None or solution.key not in why.options:
            raise ItemError("asks why, but solutions/ has no key for it (why.key)")
        stem = why.stem or Text(en="Why?", hu="Miért?")
        name = f"{self._id}.why"
        options = [Option(option, self._text(text)) for option, text in why.options.items()]
        question = Question(
            name,
            self._variant,
            ItemKind.SINGLE,
            self._text(stem),
            options=tuple(shuffled(options, name, self._solver.seed, self._variant)),
        )
        answers = {
            option: self._told(option == solution.key, solution.options.get(option))
            for option in why.options
        }
        return Solved(question, answers, self._text(self._solution.explain))

    # Running

    def _run(self, code: str, ask: Sequence[str]) -> Ran:
        return self._solver.runner.run(code, [self._fill(expression) for expression in ask])

    def _value(self, code: str, ask: str) -> Fact:
        """The value of *ask*, or the error that *code* raised before there was one."""
        ran = self._run(code, [ask])
        return ran.values[0] if ran.raised is None else ran.raised

    def _mistaken(self, distractor: Distractor) -> str:
        """The code with a misconception's edits."""
        code = self._fill(distractor.code) if distractor.code else self._code or ""
        for edit in distractor.edits:
            code = self._edited(code, edit)
        return code

    def _edited(self, code: str, edit: Edit) -> str:
        old, new = self._fill(edit.old), self._fill(edit.new)
        if code.count(old) != 1:
            raise ItemError(
                f"an edit looks for {old!r}, which stands there {code.count(old)} times"
            )
        return code.replace(old, new)

    def _distractors(self) -> Iterator[tuple[Distractor, Fact]]:
        for distractor in self._solution.distractors:
            ask = distractor.ask or self._item.ask or "None"
            yield distractor, self._value(self._mistaken(distractor), ask)

    # Kinds

    def _typed(self) -> Solved:
        item = self._item
        assert item.ask is not None
        assert self._code is not None
        key = self._value(self._code, item.ask)
        if isinstance(key, ErrorFact):
            raise ItemError(f"its code raises {in_words(key, 2)}")
        right, count = self._canonical(key)
        answers, shown = {right: Told(True)}, {right: in_words(key, item.digits)}
        for distractor, fact in self._distractors():
            if isinstance(fact, ErrorFact):
                raise ItemError(f"a distractor raises {in_words(fact, 2)}")
            wrong, _ = self._canonical(fact)
            if self._too_near(wrong, answers):
                raise CollisionError(
                    f"the distractor {_named(distractor)} gives {in_words(fact, item.digits)}, "
                    f"which is another answer already (with {dict(self._parameters)})"
                )
            answers[wrong] = self._told(False, distractor)
            shown[wrong] = in_words(fact, item.digits)
        return self._done(self._question(count=count), answers, shown)

    def _canonical(self, fact: Fact) -> tuple[str, int]:
        """The canonical form of a computed answer, and how many numbers it has."""
        kind, digits = self._item.kind, self._item.digits
        if kind is ItemKind.SHAPE:
            if not isinstance(fact, tuple) or not all(type(size) is int for size in fact):
                raise ItemError(f"{in_words(fact, digits)} is no shape; ask for `x.shape`")
            return ",".join(map(str, fact)), 1
        numbers = list(_numbers_in(fact))
        if not all(abs(number) <= 1e9 for number in numbers):  # and no NaN
            raise ItemError(f"{in_words(fact, digits)} can't be typed; choose other numbers")
        if kind is ItemKind.NUMBER:
            if len(numbers) != 1:
                raise ItemError(
                    f"{in_words(fact, digits)} is not one number; make it a tensor item"
                )
            return canonical_number(numbers[0], digits), 1
        return canonical_numbers(numbers, digits), len(numbers)

    def _too_near(self, answer: str, others: Iterable[str]) -> bool:
        """Whether tolerance could take one for the other: every number within one unit."""
        if self._item.kind is ItemKind.SHAPE or self._item.digits == 0:
            return answer in others  # whole numbers are typed as they are
        numbers = [int(part) for part in answer.split(",")]
        return any(
            len(numbers) == other.count(",") + 1
            and all(abs(a - int(b)) <= 1 for a, b in zip(numbers, other.split(","), strict=True))
            for other in others
        )

    def _computed_choice(self) -> Solved:
        """A single choice whose options are what the code and its mistaken forms give."""
        item = self._item
        assert self._code is not None
        ask = item.ask
        key = self._value(self._code, ask) if ask else self._raised(self._code)
        if item.kind is not ItemKind.ERROR and isinstance(key, ErrorFact):
            raise ItemError(f"its code raises {in_words(key, 2)}")
        found: list[tuple[Text, Told]] = [(self._option_text(key), Told(True))]
        for distractor in self._solution.distractors:
            code = self._mistaken(distractor)
            wanted = distractor.ask or ask
            fact = self._value(code, wanted) if wanted else self._raised(code)
            text = self._option_text(fact)
            if text in [other for other, _ in found]:
                raise CollisionError(
                    f"the distractor {_named(distractor)} gives {text.en}, "
                    f"which is another option already (with {dict(self._parameters)})"
                )
            found.append((text, self._told(False, distractor)))
        if len(found) < 2:
            raise ItemError("has no distractor; a choice of one is none")
        # Ids by the alphabet of texts: neutral, and the same however distractors are sorted.
        found.sort(key=lambda pair: pair[0].en)
        named = [(f"o{number}", *pair) for number, pair in enumerate(found, start=1)]
        options = [Option(name, text, code=text.en == text.hu) for name, text, _ in named]
        return self._done(
            self._question(self._in_order(options)), {name: told for name, _, told in named}
        )

    def _raised(self, code: str) -> Fact:
        return self._run(code, []).raised

    def _option_text(self, fact: Fact) -> Text:
        if self._item.kind is ItemKind.ERROR and not isinstance(fact, ErrorFact):
            return Text(en="No error is raised.", hu="Nem keletkezik hiba.")
        return _alike(in_words(fact, self._item.digits))

    def _choice(self) -> Solved:
        """A choice among written options: each tried by torch, or keyed by hand."""
        item, solution = self._item, self._solution
        right = self._holding() if self._is_tried() else set(solution.key)
        unknown = sorted({*solution.key, *solution.options} - item.options.keys())
        if unknown:
            raise ItemError(f"solutions/ names the option {unknown[0]!r}, which the item lacks")
        if item.kind is ItemKind.SINGLE and len(right) != 1:
            told = ", ".join(sorted(right)) or "none"
            kind = CollisionError if self._is_tried() else ItemError
            raise kind(
                f"one option must be right, but right are: {told} ({dict(self._parameters)})"
            )
        options = [
            Option(
                name,
                self._text(sheet.text) if sheet.text else _alike(self._fill(sheet.code or "")),
                code=sheet.code is not None,
            )
            for name, sheet in item.options.items()
        ]
        texts = [option.text for option in options]
        for language in ("en", "hu"):
            if len({text[language] for text in texts}) < len(texts):
                raise CollisionError(f"two options say the same (with {dict(self._parameters)})")
        answers = {
            name: self._told(name in right, solution.options.get(name)) for name in item.options
        }
        return self._done(self._question(self._in_order(options)), answers)

    def _is_tried(self) -> bool:
        tried = [sheet.holds is not None for sheet in self._item.options.values()]
        if any(tried) and not all(tried):
            raise ItemError("give every option an expression (holds), or none")
        if any(tried) and self._solution.key:
            raise ItemError("torch tells its key; remove the one typed in solutions/")
        return any(tried)

    def _holding(self) -> set[str]:
        options = self._item.options
        ran = self._run(self._code or "", [sheet.holds or "" for sheet in options.values()])
        for name, value in zip(options, ran.values, strict=True):
            if not isinstance(value, bool):
                raise ItemError(
                    f"options.{name}.holds is {in_words(value, 2)}, neither true nor false"
                )
        return {name for name, value in zip(options, ran.values, strict=True) if value}

    def _in_order(self, options: list[Option]) -> list[Option]:
        if not self._item.shuffle:
            return options
        return shuffled(options, self._id, self._solver.seed, self._variant)

    def _trace(self) -> Solved:
        """Put nodes in order: the key is a list of names."""
        assert self._code is not None
        assert self._item.ask is not None
        key = self._value(self._code, self._item.ask)
        names = list(_texts(key))
        if len(names) < 2 or len(set(names)) < len(names):
            raise ItemError(
                f"a trace is a list of different names, but its ask is {in_words(key, 2)}"
            )
        ids = {name: f"o{number}" for number, name in enumerate(sorted(names), start=1)}
        answers = {",".join(ids[name] for name in names): Told(True)}
        for distractor, fact in self._distractors():
            mistaken = list(_texts(fact))
            if set(mistaken) != set(names):
                raise ItemError(
                    f"the distractor {_named(distractor)} orders other names: {mistaken}"
                )
            answer = ",".join(ids[name] for name in mistaken)
            if answer in answers:
                raise CollisionError(
                    f"the distractor {_named(distractor)} is another answer already"
                )
            answers[answer] = self._told(False, distractor)
        options = [Option(ids[name], _alike(name), code=True) for name in names]
        return self._done(self._question(self._mixed(options, answers)), answers)

    def _mixed(self, options: list[Option], answers: Mapping[str, Told]) -> list[Option]:
        """The options in an order that is no right answer."""
        mixed = shuffled(options, self._id, self._solver.seed, self._variant)
        for order in itertools.permutations(mixed):
            told = answers.get(",".join(option.id for option in order))
            if told is None or not told.right:
                return list(order)
        raise ItemError("every order of it is right")

    def _order(self) -> Solved:
        """Put lines in order: every order that does what the reference order does is right."""
        item, solution = self._item, self._solution
        lines = {name: self._fill(sheet.code or "") for name, sheet in item.options.items()}
        if not all(lines.values()):
            raise ItemError("the options of an order item are lines of code; give each `code`")
        if len(lines) > _MAX_LINES:
            raise ItemError(f"more than {_MAX_LINES} lines have too many orders to run them all")
        if sorted(solution.key) != sorted(lines):
            raise ItemError("solutions/ must give one right order of all its lines (key)")
        shown = {
            order: self._shows([lines[name] for name in order])
            for order in itertools.permutations(lines)
        }
        reference = shown[tuple(solution.key)]
        if isinstance(reference, ErrorFact):
            raise ItemError(f"the order of its key raises {in_words(reference, 2)}")
        told: list[tuple[Fact, Told]] = [(reference, Told(True))]
        for distractor in solution.distractors:
            if sorted(distractor.order) != sorted(lines):
                raise ItemError(f"the distractor {_named(distractor)} must order all its lines")
            seen = shown[tuple(distractor.order)]
            if any(_same(seen, other) for other, _ in told):
                raise CollisionError(
                    f"the distractor {_named(distractor)} does what another order does"
                )
            told.append((seen, self._told(False, distractor)))
        first = [tuple(solution.key), *(order for order in shown if order != tuple(solution.key))]
        answers = {
            ",".join(order): meaning
            for order in first
            for seen, meaning in told
            if _same(seen, shown[order])
        }
        options = [Option(name, _alike(line), code=True) for name, line in lines.items()]
        mixed = self._mixed(options, answers)
        return self._done(self._question(mixed, code=self._framed("…")), answers)

    def _shows(self, lines: Sequence[str]) -> Fact:
        assert self._item.ask is not None
        return self._value(self._framed("\n".join(lines)), self._item.ask)

    def _framed(self, lines: str) -> str:
        """The code with *lines* at ``$LINES``, as far to the right as that stands."""
        framed = []
        for line in (self._code or "").splitlines():
            indent = line[: len(line) - len(line.lstrip())]
            if line.strip() == "$LINES":
                framed.append(textwrap.indent(lines, indent))
            else:
                framed.append(line)
        return "\n".join(framed)

    def _line(self) -> Solved:
        """Find the faulty line: the one whose mend makes ``ask`` true."""
        item, solution = self._item, self._solution
        assert item.ask is not None
        assert self._code is not None
        if solution.mend is None:
            raise ItemError("solutions/ must say how its faulty line is mended (mend)")
        mended = self._edited(self._code, solution.mend)
        before, after = self._value(self._code, item.ask), self._value(mended, item.ask)
        if before is True or after is not True:
            raise ItemError(
                f"ask must be false before the mend and true after it; it is "
                f"{in_words(before, 2)} and {in_words(after, 2)}"
            )
        start = self._code.index(self._fill(solution.mend.old).strip("\n"))
        faulty = self._code[:start].count("\n") + 1
        count = len(self._code.rstrip("\n").splitlines())
        answers = {
            str(number): self._told(number == faulty, solution.options.get(f"L{number}"))
            for number in range(1, count + 1)
        }
        return self._done(self._question(), answers)


def _named(distractor: Distractor) -> str:
    return distractor.misconception or distractor.ask or "without a misconception"


def _numbers_in(fact: Fact) -> Iterator[float]:
    match fact:
        case bool():
            raise ItemError("True and False are no numbers; ask for a number")
        case int() | float():
            yield float(fact)
        case TensorFact():
            yield from fact.values
        case tuple():
            for part in fact:
                yield from _numbers_in(part)
        case _:
            raise ItemError(f"{in_words(fact, 2)} is no number")


def _texts(fact: Fact) -> Iterator[str]:
    if not isinstance(fact, tuple) or not all(isinstance(part, str) for part in fact):
        raise ItemError(f"{in_words(fact, 2)} is no list of names")
    yield from (str(part) for part in fact)


def _same(one: Fact, other: Fact) -> bool:
    """Whether two orders of lines did the same, as far as rounding lets one tell."""
    return in_words(one, 6) == in_words(other, 6)
